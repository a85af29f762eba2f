"""Edits put into texts: which of them go together, what comes out, and where everything else went."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.finding import Replacement


def compatible(groups: Sequence[tuple[int, Sequence[Replacement]]]) -> list[int]:
    """The indexes of the groups that can be put in together, in the order of their places.

    A group is a part of a document and the replacements in it that belong together: all are made, or none.
    Of groups that overlap the one that begins first is taken; one that is the same as a taken one is taken
    with it. Touching edits do not overlap, except where both put something in at one place.
    """
    order = sorted(range(len(groups)), key=lambda index: (groups[index][0], _reach(groups[index][1])))
    taken: list[int] = []
    known: set[tuple[int, tuple[Replacement, ...]]] = set()
    occupied: dict[int, list[Span]] = {}
    for index in order:
        part, replacements = groups[index]
        key = (part, tuple(replacements))
        spans = occupied.setdefault(part, [])
        if key not in known:
            if any(_meets(spans, replacement.span) for replacement in replacements):
                continue
            known.add(key)
            for replacement in replacements:
                spans.insert(bisect_left(spans, replacement.span), replacement.span)
        taken.append(index)
    return taken


def _reach(replacements: Sequence[Replacement]) -> tuple[int, int]:
    starts = [replacement.span.start for replacement in replacements]
    ends = [replacement.span.end for replacement in replacements]
    return min(starts, default=0), max(ends, default=0)


def _meets(spans: Sequence[Span], span: Span) -> bool:
    """True where a span overlaps one of several that are in order and apart."""
    at = bisect_left(spans, span)
    near = spans[max(0, at - 1) : at + 1]
    return any(each == span or (each.start < span.end and span.start < each.end) for each in near)


class Edits:
    """Replacements in one text that do not overlap, equal ones counted once."""

    def __init__(self, replacements: Iterable[Replacement]) -> None:
        self.replacements = tuple(sorted(dict.fromkeys(replacements), key=lambda each: each.span))
        self._starts = [each.span.start for each in self.replacements]
        self._ends = [each.span.end for each in self.replacements]
        grown = (len(each.text) - (each.span.end - each.span.start) for each in self.replacements)
        self._shifts = [0, *accumulate(grown)]

    def apply(self, text: str) -> str:
        """The text with the replacements made."""
        pieces: list[str] = []
        position = 0
        for (start, end), new in ((each.span, each.text) for each in self.replacements):
            pieces += [text[position:start], new]
            position = end
        return "".join((*pieces, text[position:]))

    def start(self, offset: int) -> int:
        """Where what began at an offset begins now; what begins inside an edit begins with it."""
        index = bisect_left(self._ends, offset + 1)
        inside = index < len(self._starts) and self._starts[index] <= offset
        return (self._starts[index] if inside else offset) + self._shifts[index]

    def end(self, offset: int) -> int:
        """Where what ended at an offset ends now; what ends inside an edit ends with it."""
        index = bisect_right(self._starts, offset - 1)
        if index and self._ends[index - 1] > offset:
            offset = self._ends[index - 1]
        return offset + self._shifts[index]

    def span(self, span: Span) -> Span:
        """Where a span stands now."""
        start = self.start(span.start)
        return Span(start, max(start, self.end(span.end)))

    def regions(self) -> list[Span]:
        """Where the replacements stand now."""
        starts = map(add, self._starts, self._shifts)
        return [
            Span(start, start + len(each.text)) for start, each in zip(starts, self.replacements, strict=True)
        ]

    def touch(self, span: Span) -> bool:
        """True where an edit overlaps or touches the span."""
        index = bisect_left(self._ends, span.start)
        return index < len(self._starts) and self._starts[index] <= span.end

    def swallow(self, span: Span) -> bool:
        """True for a span that lies in what an edit takes away without putting anything in its place."""
        index = bisect_right(self._starts, span.start) - 1
        return index >= 0 and span.end <= self._ends[index] and not self.replacements[index].text
