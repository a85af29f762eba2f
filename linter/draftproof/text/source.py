"""A text with a name, and exact places in it.

Offsets count code points from 0. Lines and columns are 1-based and count code points; a line ends at LF,
CRLF or CR and at nothing else (U+2028, form feeds and the like are ordinary characters).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from draftproof.dataclass import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of offsets, ``text[start:end]``."""

    start: int
    end: int


class Position(NamedTuple):
    """A 1-based line and column."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """An original text: a file, a notebook cell, standard input.

    ``text`` holds it as decoded, with its own line ends and without a byte order mark.
    """

    text: str
    name: str = "<text>"

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; never empty."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> Position:
        """The line and column of an offset (the end of the text included)."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_count(self) -> int:
        """Number of lines; a text without a line end has one."""
        return len(self.line_starts)

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line without its line end.

        Raises IndexError for a line that does not exist.
        """
        if not 1 <= line <= len(self.line_starts):
            raise IndexError(f"{self.name} has no line {line}")
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its line end."""
        start, end = self.line_span(line)
        return self.text[start:end]

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column; a column past the line's end means its end."""
        start, end = self.line_span(line)
        return min(start + column - 1, end)

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]
