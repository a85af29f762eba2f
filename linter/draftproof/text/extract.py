"""Text taken out of a source, with the origin of every character.

A fence inside a quote loses its ``> `` prefixes, a notebook cell its JSON escapes, a table cell the
backslash before a pipe. An ``Extract`` keeps what is left together with where each piece came from, so that a
span found in the extracted text leads back to the exact characters of the original.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from draftproof.dataclass import dataclass
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Run(NamedTuple):
    """A piece of extracted text.

    It begins at ``start`` in the extract and stands for ``origin`` to ``origin_end`` in the source. Where
    both have the same length the characters correspond one to one; otherwise the piece is one unit (an
    escape, a line end, a tab shown as spaces) and every character of it stands for the whole range.
    """

    start: int
    origin: int
    origin_end: int


@dataclass(frozen=True, slots=True)
class Extract:
    """Extracted text and its runs, ascending by ``start``, the first at 0, none of zero text length."""

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def whole(cls, text: str) -> Extract:
        """The extract that is its own source."""
        return cls(text, (Run(0, 0, len(text)),) if text else ())

    def __len__(self) -> int:
        return len(self.text)

    def _run_index(self, offset: int) -> int:
        return bisect_right(self.runs, offset, key=lambda run: run.start) - 1

    def _run_end(self, index: int) -> int:
        return self.runs[index + 1].start if index + 1 < len(self.runs) else len(self.text)

    def _is_linear(self, index: int) -> bool:
        run = self.runs[index]
        return self._run_end(index) - run.start == run.origin_end - run.origin

    def _is_cut(self) -> bool:
        """True for one stretch of the source as it stands there: most extracts are."""
        runs = self.runs
        return len(runs) == 1 and runs[0].origin_end - runs[0].origin == len(self.text)

    def origin(self, offset: int) -> int:
        """Where a character of the extract stands in the source; its end for ``offset == len(text)``."""
        if not self.runs:
            return 0
        if offset >= len(self.text):
            return self.runs[-1].origin_end
        index = self._run_index(offset)
        run = self.runs[index]
        return run.origin + (offset - run.start if self._is_linear(index) else 0)

    def span(self, start: int, end: int) -> Span:
        """The source span of ``text[start:end]``, from its first character to its last.

        Whatever the extract left out in between (quote prefixes, escapes) lies inside the span. An empty
        range gives an empty span.
        """
        if self._is_cut():
            run = self.runs[0]
            first = run.origin + start if start < len(self.text) else run.origin_end
            return Span(first, max(first, run.origin + end))
        first = self.origin(start)
        if end <= start or not self.runs:
            return Span(first, first)
        index = self._run_index(end - 1)
        run = self.runs[index]
        last = run.origin + (end - run.start) if self._is_linear(index) else run.origin_end
        return Span(first, max(first, last))

    def pieces(self, start: int, end: int) -> tuple[Span, ...]:
        """The source ranges that ``text[start:end]`` was taken from, one a run; none for an empty range."""
        found: list[Span] = []
        index = self._run_index(start) if self.runs else 0
        while start < end and index < len(self.runs) and self.runs[index].start < end:
            run = self.runs[index]
            low, high = max(start, run.start), min(end, self._run_end(index))
            if self._is_linear(index):
                found.append(Span(run.origin + low - run.start, run.origin + high - run.start))
            else:
                found.append(Span(run.origin, run.origin_end))
            index += 1
        return tuple(found)

    def slice(self, start: int, end: int) -> Extract:
        """A part of this extract, itself an extract of the same source."""
        if self._is_cut():
            end = min(end, len(self.text))
            origin = self.runs[0].origin
            if start >= end:
                return NOTHING
            return Extract(self.text[start:end], (Run(0, origin + start, origin + end),))
        return ExtractBuilder(self).take(start, end).build()


NOTHING = Extract("", ())
"""The empty extract."""


class ExtractBuilder:
    """Collects pieces of a base extract, in order, into a new extract of the base's source."""

    def __init__(self, base: Extract) -> None:
        self._base = base
        self._texts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def _push(self, text: str, origin: int, origin_end: int) -> None:
        last = self._runs[-1] if self._runs else None
        linear = len(text) == origin_end - origin
        if last is not None and linear and last.origin_end == origin:
            if self._length - last.start == last.origin_end - last.origin:
                self._runs[-1] = Run(last.start, last.origin, origin_end)
            else:
                self._runs.append(Run(self._length, origin, origin_end))
        else:
            self._runs.append(Run(self._length, origin, origin_end))
        self._texts.append(text)
        self._length += len(text)

    def take(self, start: int, end: int) -> ExtractBuilder:
        """Append ``base.text[start:end]``, one to one."""
        base = self._base
        if start >= end:
            return self
        if base._is_cut():  # noqa: SLF001 - builder and extract are one mechanism
            text = base.text[start:end]
            if text:
                origin = base.runs[0].origin + start
                self._push(text, origin, origin + len(text))
            return self
        index = base._run_index(start)  # noqa: SLF001
        while index < len(base.runs) and base.runs[index].start < end:
            run = base.runs[index]
            low, high = max(start, run.start), min(end, base._run_end(index))  # noqa: SLF001
            if base._is_linear(index):  # noqa: SLF001
                self._push(base.text[low:high], run.origin + low - run.start, run.origin + high - run.start)
            else:
                self._push(base.text[low:high], run.origin, run.origin_end)
            index += 1
        return self

    def replace(self, text: str, start: int, end: int) -> ExtractBuilder:
        """Append ``text``, which stands for the whole of ``base.text[start:end]``."""
        if text:
            origin = self._base.span(start, end)
            self._push(text, origin.start, origin.end)
        return self

    def join(self, pieces: Iterable[tuple[int, int]]) -> ExtractBuilder:
        """Append several ranges of the base."""
        for start, end in pieces:
            self.take(start, end)
        return self

    def build(self) -> Extract:
        """The finished extract."""
        return Extract("".join(self._texts), tuple(self._runs))
