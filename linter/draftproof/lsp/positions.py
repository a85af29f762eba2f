"""Offsets of a text as the protocol counts them: lines from 0, and in a line the units of an encoding.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position (read
2026-11-23): lines end at LF, CRLF and CR; a position past the end of a line means its end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from draftproof.text.source import Source


class Encoding(StrEnum):
    """What the units of a line are."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Place(NamedTuple):
    """A 0-based line, and the units before the place in it."""

    line: int
    character: int


class Units:
    """The places of one text. A line is looked through once, however many places in it are asked for."""

    def __init__(self, source: Source, encoding: Encoding) -> None:
        self._source = source
        self._encoding = encoding
        self._lines: dict[int, _Line] = {}

    def place(self, offset: int) -> Place:
        """The place of an offset in code points; inside a line end, the end of the line."""
        line, column = self._source.position(max(0, min(offset, len(self._source.text))))
        return Place(line - 1, self._line(line).units(column - 1))

    def offset(self, place: Place) -> int:
        """The offset of a place; after the last line the end of the text, in a character its beginning."""
        line, character = place
        if line >= self._source.line_count():
            return len(self._source.text)
        if line < 0:
            return 0
        return self._source.line_starts[line] + self._line(line + 1).column(max(0, character))

    def _line(self, number: int) -> _Line:
        if number not in self._lines:
            self._lines[number] = _Line(self._source.line_text(number), self._encoding)
        return self._lines[number]


class _Line:
    """A line, with the columns of the characters that take more than one unit."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._length = len(text)
        self._columns: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        if encoding is Encoding.UTF32 or text.isascii():
            return
        units = before = 0
        for column, character in enumerate(text):
            size = _size(character, encoding)
            if size > 1:
                units += column - before
                self._columns.append(column)
                self._starts.append(units)
                units += size
                self._ends.append(units)
                before = column + 1

    def units(self, column: int) -> int:
        column = min(column, self._length)
        index = bisect_left(self._columns, column)
        return column if not index else self._ends[index - 1] + column - self._columns[index - 1] - 1

    def column(self, units: int) -> int:
        index = bisect_right(self._starts, units)
        if not index:
            return min(units, self._length)
        after = units - self._ends[index - 1]
        return min(self._columns[index - 1] + (1 + after if after >= 0 else 0), self._length)


def _size(character: str, encoding: Encoding) -> int:
    code = ord(character)
    if encoding is Encoding.UTF16:
        return 1 if code < 0x10000 else 2
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
