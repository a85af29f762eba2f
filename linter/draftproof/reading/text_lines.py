"""Lines of a text that is read line by line, and text put together from them again, with places.

What stands indented or behind a mark is read as lines that begin later: no reader of a block needs to know
how deep it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from draftproof.reading.inline_marks import LITERAL, Atom

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_TAB = 8


class Line(NamedTuple):
    """A line: its text, where that begins and ends in the file, and where the next line begins."""

    text: str
    start: int
    end: int
    after: int

    @property
    def blank(self) -> bool:
        """True for a line that shows nothing."""
        return not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """Columns before the first character that is no blank; a tab reaches to the next eighth column."""
        return _columns(self.lead)

    @property
    def lead(self) -> str:
        """The blanks before it."""
        found = _BLANKS.match(self.text)
        return found[0] if found else ""

    def cut(self, columns: int) -> Line:
        """The line without its first columns, as far as they are blank."""
        at = column = 0
        while at < len(self.text) and column < columns and self.text[at] in " \t":
            column = (column // _TAB + 1) * _TAB if self.text[at] == "\t" else column + 1
            at += 1
        return self.behind(at)

    def behind(self, characters: int) -> Line:
        """The line without its first characters."""
        return Line(self.text[characters:], self.start + characters, self.end, self.after)


def _columns(blanks: str) -> int:
    column = 0
    for character in blanks:
        column = (column // _TAB + 1) * _TAB if character == "\t" else column + 1
    return column


def lines_of(text: str) -> list[Line]:
    """The lines of a text without the blanks at their ends, which docutils and Asciidoctor drop as well.

    After a line end at the end of the text there is no other line.
    """
    found: list[Line] = []
    for match in _LINE.finditer(text):
        if match.start() == len(text):
            break
        text = match[1].rstrip()
        found.append(Line(text, match.start(), match.start() + len(text), match.end()))
    return found


class Joined:
    """Lines as one text, joined by LF; every character knows its place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.text = "\n".join(line.text for line in lines)
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line.text) + 1

    def atoms(self, start: int, end: int, sort: int) -> list[Atom]:
        """The atoms of a range of the text."""
        found: list[Atom] = []
        index = bisect_right(self._starts, start) - 1
        while start < end and index < len(self._lines):
            line, first = self._lines[index], self._starts[index]
            stop = min(end, first + len(line.text))
            if stop > start:
                found.append(
                    Atom(self.text[start:stop], line.start + start - first, line.start + stop - first, sort)
                )
            if end > first + len(line.text):
                found.append(Atom("\n", line.end, line.after, sort))
            index += 1
            start = first + len(line.text) + 1
        return found

    def origin(self, offset: int) -> int:
        """Where a character of the text stands in the file."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        line = self._lines[index]
        return min(line.start + offset - self._starts[index], line.after)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the file from the first to the last character of a range."""
        first = self.origin(start)
        return first, max(first, self.origin(end - 1) + 1 if end > start else first)


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """The lines without blank ones at both ends."""
    low, high = 0, len(lines)
    while low < high and lines[low].blank:
        low += 1
    while high > low and lines[high - 1].blank:
        high -= 1
    return list(lines[low:high])


def dedented(lines: Sequence[Line]) -> list[Line]:
    """The lines without the indentation that they share."""
    depth = min((line.indent for line in lines if not line.blank), default=0)
    return [line.cut(depth) for line in lines]


def code_atoms(lines: Sequence[Line]) -> list[Atom]:
    """The lines as code, each with its line end; none is empty."""
    found: list[Atom] = []
    for line in lines:
        if line.text:
            found.append(Atom(line.text, line.start, line.end, LITERAL))
        found.append(Atom("\n", line.end, line.after, LITERAL))
    return found
