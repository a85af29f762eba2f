"""Lines of a text, and where content that a parser took from them stands.

markdown-it-py gives line ranges and content with prefixes stripped. Every line of such content is the tail of
its source line (the parser only ever removes from the left, trailing blanks of a paragraph's last line
aside), so its place follows from the line's end and the content's length. A tab that is only partly consumed
shows up as spaces in front; they stand for the tab.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.text.extract import ExtractBuilder

if TYPE_CHECKING:
    from draftproof.text.extract import Extract

_TAB = 4


class Lines:
    """The lines of a text whose line ends are LF; numbers count from 0, as the parser does."""

    def __init__(self, text: Extract) -> None:
        self.text = text
        self._shown = text.text.replace("\0", "\ufffd")  # as the parser gets it
        self._ends = [match.start() for match in re.finditer(r"\n", text.text)]
        self._ends.append(len(text.text))

    def line(self, line: int) -> tuple[int, int]:
        """Start and end of a 0-based line, without its line end."""
        return (self._ends[line - 1] + 1 if line else 0), self._ends[min(line, len(self._ends) - 1)]

    def span_of(self, first: int, after: int) -> tuple[int, int]:
        """From the first character that is no blank to the end of the lines ``first`` to ``after - 1``."""
        start, end = self.line(first)[0], self.line(after - 1)[1]
        while start < end and self.text.text[start] in " \t":
            start += 1
        return start, end

    def prose(self, content: str, first: int, after: int) -> Extract:
        """The extract of running text from the lines ``first`` to ``after - 1``.

        Lines at its beginning may be gone from it: of blanks that end no paragraph, a form feed for one.
        """
        beginning = content.partition("\n")[0]
        while first + 1 < after and beginning not in self._shown[slice(*self.line(first))]:
            first += 1
        return self.tail_content(content, first)

    def find(self, content: str, low: int, high: int) -> int:
        """Where content that the parser took from the characters ``low`` to ``high`` begins; -1 nowhere."""
        return self._shown.find(content, low, high)

    def tail_content(self, content: str, first_line: int) -> Extract:
        """The extract of content whose lines are tails of source lines, from ``first_line`` on."""
        cut = self._as_it_stands(content, first_line)
        return self.line_by_line(content, first_line) if cut is None else cut

    def _as_it_stands(self, content: str, first_line: int) -> Extract | None:
        """The same where nothing was stripped but from the first line, as for most; None for all others."""
        if first_line >= len(self._ends):
            return None
        end = content.find("\n")
        low, high = self.line(first_line)
        start = high - (len(content) if end < 0 else end)
        after = start + len(content)
        text = self._shown
        if start < low or not text.startswith(content, start):
            return None
        if content.endswith("\n") or after == len(text) or text.startswith("\n", after):
            return self.text.slice(start, after)
        return None

    def line_by_line(self, content: str, first_line: int) -> Extract:
        """What ``tail_content`` gives, for content of any kind."""
        text = self._shown
        builder = ExtractBuilder(self.text)
        lines = content.split("\n")
        for index, line in enumerate(lines):
            if index == len(lines) - 1 and not line:
                break
            number = first_line + index
            if number >= len(self._ends):
                break
            low, high = self.line(number)
            keep_end = index < len(lines) - 1 and high < len(text)
            start = high - len(line)
            if start >= low and text.startswith(line, start):
                builder.take(start, high + keep_end)
                continue
            if index == len(lines) - 1 and (found := text.rfind(line, low, high)) >= 0:
                builder.take(found, found + len(line))
                continue
            bare = line.lstrip(" ")
            found = text.rfind(bare, low, high)  # blanks at the end of a paragraph were stripped
            end = high if found < 0 else found + len(bare)
            shown = self._of_a_tab(line, end)
            start = end - len(line) + shown
            builder.replace(line[:shown], max(start - 1, 0), start)
            builder.take(start, end + keep_end)
        return builder.build()

    def _of_a_tab(self, line: str, end: int) -> int:
        """How many of the spaces in front of a line that ends at ``end`` are what is left of one tab: the
        parser shows a tab that is partly indentation as spaces, and what stands behind it as it is.
        """
        text = self._shown
        spaces = len(line) - len(line.lstrip(" "))
        for count in range(1, min(_TAB, spaces + 1)):
            start = end - len(line) + count
            if text.startswith("\t", start - 1) and text.startswith(line[count:], start):
                return count
        return spaces
