"""Which lines of an included file a statement asks for: ranges, sections between marks, a named object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RANGE = re.compile(r"\s*+(\d{0,7})\s*+([-:]?)\s*+(\d{0,7})\s*+")


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a file that is asked for; empty for all of it.

    ``lines`` are ranges of 1-based lines, the end included, None for the end of the file. ``section`` stands
    between marks: ``[start:NAME]`` and ``[end:NAME]``, ``tag::NAME[]`` and ``end::NAME[]``, ``<NAME>`` and
    ``</NAME>``, ``#region NAME`` and ``#endregion``. ``after``, ``at``, ``before`` and ``upto`` are texts in
    the lines that begin and end it: the line after, this very line, the line before, up to this line.
    ``entity`` is a Python class or function, dotted for a method.
    """

    lines: tuple[tuple[int, int | None], ...] = ()
    section: str = ""
    after: str = ""
    at: str = ""
    before: str = ""
    upto: str = ""
    entity: str = ""


EVERYTHING = Selection()


def line_ranges(text: str) -> tuple[tuple[int, int | None], ...]:
    """``3-7,9,12-`` or ``3:7``: ranges of lines. What is no range is left out."""
    found: list[tuple[int, int | None]] = []
    for piece in text[:1000].split(","):
        match = _RANGE.fullmatch(piece)
        if match is None or not (match[1] or match[3]):
            continue
        start = int(match[1] or 1)
        end = int(match[3]) if match[3] else None if match[2] else start
        found.append((max(start, 1), end))
    return tuple(found)


def select(text: str, selection: Selection) -> tuple[Span, ...]:
    """The ranges of a text (line ends LF) that are asked for, whole lines with their ends; none where the
    text has no such lines.
    """
    lines = _Lines(text)
    low, high = 0, len(lines.texts)
    if selection.section:
        found = _section(lines.texts, selection.section)
        if found is None:
            return ()
        low, high = found
    if selection.entity:
        found = _entity(lines.texts, selection.entity)
        if found is None:
            return ()
        low, high = found
    if selection.after or selection.at:
        mark = selection.after or selection.at
        place = next((i for i in range(low, high) if mark in lines.texts[i]), None)
        if place is None:
            return ()
        low = place + bool(selection.after)
    if selection.before or selection.upto:
        mark = selection.before or selection.upto
        place = next((i for i in range(low + bool(selection.at), high) if mark in lines.texts[i]), None)
        if place is None:
            return ()
        high = place + (not selection.before)
    ends = [(low + a - 1, high if b is None else min(low + b, high)) for a, b in selection.lines]
    return tuple(lines.span(first, after) for first, after in ends or [(low, high)] if first < after)


class _Lines:
    """The lines of a text and where they begin."""

    def __init__(self, text: str) -> None:
        self.texts = [*(f"{line}\n" for line in text.split("\n"))]
        self.texts[-1] = self.texts[-1][:-1]
        if not self.texts[-1]:
            self.texts.pop()
        self._starts = [0]
        for line in self.texts:
            self._starts.append(self._starts[-1] + len(line))

    def span(self, first: int, after: int) -> Span:
        return Span(self._starts[first], self._starts[after])


def _section(lines: Sequence[str], name: str) -> tuple[int, int] | None:
    """The lines between the marks of a section; the last ones of the file where no mark ends it."""
    escaped = re.escape(name)
    starts = re.compile(
        rf"\[start:\s?{escaped}\]|\btag::{escaped}\[\]|<{escaped}>"
        rf"|#\s?region\s+{escaped}\s*$|ANCHOR:\s?{escaped}\s*$"
    )
    ends = re.compile(
        rf"\[end:\s?{escaped}\]|\bend::{escaped}\[\]|</{escaped}>"
        rf"|#\s?endregion(?:\s+{escaped})?\s*$|ANCHOR_END:\s?{escaped}\s*$"
    )
    start = _first(lines, starts)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(lines)) if ends.search(lines[i])), len(lines))
    return start + 1, end


def _first(lines: Iterable[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, line in enumerate(lines) if pattern.search(line)), None)


def _entity(lines: Sequence[str], dotted: str) -> tuple[int, int] | None:
    """The lines of a Python class or function."""
    low, high = 0, len(lines)
    for name in dotted.split(".")[:5]:
        begins = re.compile(rf"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+{re.escape(name)}\b")
        start = next((i for i in range(low, high) if begins.match(lines[i])), None)
        if start is None:
            return None
        depth = _indent(lines[start])
        end = next((i for i in range(start + 1, high) if _ends(lines[i], depth)), high)
        low, high = start, end
    return low, high


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _ends(line: str, depth: int) -> bool:
    return bool(line.strip()) and _indent(line) <= depth and not line.lstrip().startswith((")", "]", "}"))
