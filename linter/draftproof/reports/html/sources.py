"""The lines around findings, as the page shows them: how much of each text goes along, and what is marked.

Offsets count UTF-16 units of the line as it is shown, which is how scripts count: escapes for characters that
act are longer than the characters, and a long line is cut.
"""

from __future__ import annotations

import re
from dataclasses import field
from itertools import accumulate
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reports.terminal import shown_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.finding import Finding, Result, ShownText

_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAIN = re.compile(r"[\t -~]*")
_MOST_LINES = 2_000
"""Texts with more lines go along in part: the lines around their findings."""
_BUDGET = 6_000_000
"""Characters of whole texts in one page. What comes later goes along in part."""
_AROUND = 8
_LONGEST = 1_200
_BEFORE_MARK = 200
_CUT = "\u2026"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the page: its text, and where in it the characters of the original begin."""

    text: str
    low: int
    """The first character of the original that is shown."""
    offsets: tuple[int, ...]
    """For each character from ``low`` on, and the end, the offset in ``text``; empty where they are equal."""

    def offset(self, column: int) -> int:
        """The offset of a 1-based column; one that is not shown counts as the nearest that is."""
        index = max(column - 1 - self.low, 0)
        if not self.offsets:
            return min(index, len(self.text))
        return self.offsets[min(index, len(self.offsets) - 1)]


def shown_line(text: str, column: int = 1) -> ShownLine:
    """The line with nothing in it that acts; a long one is cut around the column."""
    low = max(column - 1 - _BEFORE_MARK, 0) if len(text) > _LONGEST else 0
    high = min(low + _LONGEST, len(text))
    if (low, high) == (0, len(text)) and _PLAIN.fullmatch(text) and "##" not in text:
        return ShownLine(text, 0, ())
    pieces = [text[at] if text[at] == "\t" else shown_at(text, at) for at in range(low, high)]
    before = _CUT if low else ""
    sizes = (len(piece) + (piece > "\uffff") for piece in pieces)
    offsets = tuple(accumulate(sizes, initial=len(before)))
    return ShownLine(before + "".join(pieces) + (_CUT if high < len(text) else ""), low, offsets)


@dataclass(slots=True)
class Shelf:
    """A text, its lines, and the findings that stand in it."""

    text: ShownText
    lines: list[str]
    shown: dict[int, ShownLine] = field(default_factory=dict)
    near: set[int] = field(default_factory=set)
    """The numbers of the lines around findings."""
    number: int = 0

    def line(self, number: int, column: int = 1) -> ShownLine:
        """A line as it is shown; the column is that of the finding which asks first."""
        if number not in self.shown:
            self.shown[number] = shown_line(self.lines[number - 1], column)
        return self.shown[number]

    def segments(self, *, whole: bool) -> Iterator[tuple[int, list[str]]]:
        """The lines that go along, in runs: the number of the first, and the lines."""
        numbers = range(1, len(self.lines) + 1) if whole else sorted(self.near)
        first, run = 0, list[str]()
        for number in numbers:
            if run and number != first + len(run):
                yield first, run
                run = []
            first = first if run else number
            run.append(self.line(number).text)
        if run:
            yield first, run


class Shelves:
    """The texts of a result, by the findings that stand in them."""

    def __init__(self, result: Result) -> None:
        self._shelves = {
            (text.path, text.cell): Shelf(text, _LINE_END.split(text.text)) for text in result.texts
        }
        self._used: list[Shelf] = []

    def of(self, finding: Finding) -> Shelf | None:
        """The text that a finding stands in; None where it did not come along or says something else than the
        finding quotes.
        """
        shelf = self._shelves.get((finding.path, finding.place.cell))
        place = finding.place
        if shelf is None or place.end_line > len(shelf.lines):
            return None
        if any(
            quoted.number > len(shelf.lines) or shelf.lines[quoted.number - 1] != quoted.text
            for quoted in finding.quoted
        ):
            return None
        if not shelf.near:
            self._used.append(shelf)
            shelf.number = len(self._used)
        low, high = max(place.line - _AROUND, 1), min(place.end_line + _AROUND, len(shelf.lines))
        shelf.near.update(range(low, min(high, low + _MOST_LINES) + 1))
        return shelf

    def data(self) -> Iterator[tuple[int, dict[str, object]]]:
        """The texts that are used, each with its number. Ask for it when every finding was placed."""
        left = _BUDGET
        for shelf in self._used:
            size = len(shelf.text.text)
            whole = len(shelf.lines) <= _MOST_LINES and size <= left
            left -= size if whole else 0
            segments = [[first, lines] for first, lines in shelf.segments(whole=whole)]
            yield shelf.number, {"total": len(shelf.lines), "whole": whole, "segments": segments}


def quoted_segments(finding: Finding) -> list[list[object]]:
    """The lines that a finding itself quotes, in runs, where no text came along."""
    segments: list[list[object]] = []
    following = 0
    run: list[str] = []
    for quoted in finding.quoted:
        column = finding.place.column if quoted.number == finding.place.line else 1
        if not segments or quoted.number != following:
            run = []
            segments.append([quoted.number, run])
        run.append(shown_line(quoted.text, column).text)
        following = quoted.number + 1
    return segments


def mark_of(finding: Finding, shelf: Shelf | None) -> Sequence[int]:
    """What is marked: first line, last line, the offset in the first, the offset in the last."""
    place = finding.place
    first = _line(finding, shelf, place.line, place.column)
    last = _line(finding, shelf, place.end_line, place.end_column)
    start = first.offset(place.column) if first else 0
    end = last.offset(place.end_column) if last else 0
    return place.line, place.end_line, start, end


def _line(finding: Finding, shelf: Shelf | None, number: int, column: int) -> ShownLine | None:
    if shelf is not None:
        return shelf.line(number, column)
    column = finding.place.column if number == finding.place.line else 1
    text = next((quoted.text for quoted in finding.quoted if quoted.number == number), None)
    return None if text is None else shown_line(text, column)
