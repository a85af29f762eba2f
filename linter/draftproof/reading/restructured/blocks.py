"""The blocks of reStructuredText, line by line, into a view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import ContainerKind, Problem
from draftproof.reading.inline_marks import running
from draftproof.reading.line_blocks import add_code, add_table, too_deep
from draftproof.reading.restructured import tables
from draftproof.reading.restructured.running_text import RunningText
from draftproof.reading.text_lines import Joined, dedented, trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.reading.inline_marks import Atom
    from draftproof.reading.text_lines import Line
    from draftproof.reading.views import View

MAX_DEPTH = 40
"""Blocks inside blocks; what is indented deeper is read as code is, as it stands."""
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*$")
_ITEM = re.compile(r"(?:[*+•‣⁃-]|\(?(?:\d{1,4}|[A-Za-z]|#|[ivxlcdmIVXLCDM]{1,6})[.)])(?:[ \t]+|$)")
_FIELD = re.compile(r":([^:\s`][^:`]{0,80}):(?:[ \t]+|$)")
EXPLICIT = re.compile(r"\.\.(?:[ \t]+|$)")
_MIN_RULE = 4


class TextBlocks:
    """Reads the lines of one text. ``targets`` are the addresses of named links.

    What begins with two dots is left to a class made of this one (``explicit.py``).
    """

    def __init__(self, view: View, targets: Mapping[str, str]) -> None:
        self.view = view
        self.targets = targets
        self._styles: list[str] = []
        self._depth = 0
        self.highlight = ""
        self.problems: list[Problem] = []

    def read(self, lines: Sequence[Line], before: str = "") -> None:
        """Add the blocks of some lines; ``before`` is the mark in front of the first paragraph."""
        if self._depth >= MAX_DEPTH:
            self._too_deep(lines)
            return
        self._depth += 1
        waiting: list[int] = []
        index = 0
        while index < len(lines):
            if lines[index].blank:
                index += 1
                continue
            first = self.view.count()
            comment = self.comment(lines, index)
            if comment is not None:
                waiting.append(first)
                index = comment
                continue
            index = self._block(lines, index, before)
            before = ""
            if self.view.count() > first:
                for each in waiting:
                    self.view.speak(each, first, self.view.count())
                waiting.clear()
        self._depth -= 1

    def _too_deep(self, lines: Sequence[Line]) -> None:
        shown = trimmed(lines)
        if shown and not self.problems:
            self.problems.append(too_deep(shown, MAX_DEPTH, "Flatten the lists or quotes."))
        self.code(shown, "")

    def _block(self, lines: Sequence[Line], index: int, before: str) -> int:
        """Add the block that begins at a line that is not blank; the index after it."""
        line = lines[index]
        if line.indent:
            after = indented_end(lines, index)
            with self.view.inside(ContainerKind.QUOTE):
                self.read(dedented(lines[index:after]))
            return after
        if (below := self._heading(lines, index)) is not None:
            return below
        if EXPLICIT.match(line.text) or line.text.startswith("__ "):
            return self.explicit(lines, index)
        if tables.is_grid(line):
            after = tables.grid_end(lines, index)
            self.table(tables.grid_rows(lines[index:after]))
            return after
        if tables.is_simple(lines, index):
            after = tables.simple_end(lines, index)
            self.table(tables.simple_rows(lines[index:after]))
            return after
        if line.text.startswith(">>> "):
            after = _paragraph_end(lines, index)
            self.code(lines[index:after], "pycon")
            return after
        if (mark := _ITEM.match(line.text)) and self._is_item(lines, index, mark[0]):
            after = indented_end(lines, index + 1)
            inside = [line.behind(mark.end()), *_behind(lines[index + 1 : after], mark.end())]
            with self.view.inside(ContainerKind.LIST_ITEM):
                self.read(inside, "- ")
            return after
        if field := _FIELD.match(line.text):
            after = indented_end(lines, index + 1)
            self.read([line.behind(field.end()), *dedented(lines[index + 1 : after])])
            return after
        return self._paragraph(lines, index, before)

    @staticmethod
    def _is_item(lines: Sequence[Line], index: int, mark: str) -> bool:
        """A list's mark, and no sentence that begins with a letter and a full stop."""
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or following.blank or following.indent or mark.strip()[-1] not in ".)":
            return True
        return _ITEM.match(following.text) is not None

    # Headings -----------------------------------------------------------------------------------------

    def _heading(self, lines: Sequence[Line], index: int) -> int | None:
        line = lines[index]
        rule = _ADORNMENT.match(line.text)
        if rule is not None:
            size = len(line.text.rstrip())
            if index + 2 < len(lines) and lines[index + 2].text.rstrip() == line.text.rstrip():
                title = lines[index + 1]
                if not title.blank and size >= min(_MIN_RULE, len(title.text.strip())):
                    self._add_heading(title.cut(title.indent), rule[1] * 2)
                    return index + 3
            if size >= _MIN_RULE and (index + 1 >= len(lines) or lines[index + 1].blank):
                return index + 1
        if index + 1 >= len(lines) or lines[index + 1].blank:
            return None
        under = _ADORNMENT.match(lines[index + 1].text)
        width = len(lines[index + 1].text.rstrip())
        long_enough = width >= min(_MIN_RULE, len(line.text.rstrip()))
        if under is None or not long_enough or lines[index + 1].text.startswith("::"):
            return None
        if rule is not None and not line.text.strip(rule[1] + " \t"):
            return None
        self._add_heading(line, under[1])
        return index + 2

    def _add_heading(self, title: Line, style: str) -> None:
        if style not in self._styles:
            self._styles.append(style)
        atoms = self.running([title])
        if atoms:
            self.view.heading(atoms, min(self._styles.index(style) + 1, 6))

    # Text ---------------------------------------------------------------------------------------------

    def comment(self, lines: Sequence[Line], index: int) -> int | None:
        """Add the comment that begins at a line; the index after it, None where none does."""
        raise NotImplementedError

    def explicit(self, lines: Sequence[Line], index: int) -> int:
        """Add what begins with two dots and is no comment; the index after it."""
        raise NotImplementedError

    def running(self, lines: Sequence[Line]) -> list[Atom]:
        """Lines of running text as atoms."""
        return running(RunningText(Joined(lines), self.targets).atoms())

    def _paragraph(self, lines: Sequence[Line], index: int, before: str) -> int:
        after = index + 1
        while after < len(lines) and not lines[after].blank and not lines[after].indent:
            after += 1
        if after == index + 1 and after < len(lines) and lines[after].indent and not lines[after].blank:
            return self._definition(lines, index)
        own = [*lines[index : after - 1], _without_blanks(lines[after - 1])]
        literal = own[-1].text.endswith("::")
        if literal:
            own[-1] = _shortened(own[-1], 2 if own[-1].text == "::" or own[-1].text.endswith(" ::") else 1)
        self.shown(own, before)
        return self.literal(lines, after) if literal else after

    def shown(self, lines: Sequence[Line], before: str = "") -> None:
        """Add a paragraph, unless nothing in it is seen."""
        shown = trimmed(lines)
        atoms = self.running(shown) if shown else []
        if atoms:
            self.view.paragraph(atoms, before)

    def _definition(self, lines: Sequence[Line], index: int) -> int:
        term = _without_blanks(lines[index])
        after = indented_end(lines, index + 1)
        if term.text.endswith("::"):
            self.shown([_shortened(term, 1)])
            return self.literal(lines, index + 1)
        self.shown([term])
        self.read(dedented(lines[index + 1 : after]))
        return after

    def literal(self, lines: Sequence[Line], index: int) -> int:
        """What follows ``::``: an indented block, or lines that begin with the same mark."""
        while index < len(lines) and lines[index].blank:
            index += 1
        if index >= len(lines):
            return index
        if lines[index].indent:
            after = indented_end(lines, index)
            self.code(lines[index:after], self.highlight)
            return after
        mark = lines[index].text[:1]
        after = index
        while after < len(lines) and not mark.isalnum() and lines[after].text.startswith(mark):
            after += 1
        if after > index:
            self.code(lines[index:after], self.highlight)
        return after

    def code(self, lines: Sequence[Line], language: str, title: str = "") -> None:
        """Add code without the indentation that its lines share."""
        add_code(self.view, dedented(trimmed(lines)), language, title)

    def table(self, rows: tables.Rows) -> None:
        """Add a table; its first row is the header."""
        add_table(self.view, filter(None, rows), self.running)


def indented_end(lines: Sequence[Line], index: int) -> int:
    """The index after the lines from ``index`` on that are blank or indented; blank ones at the end stay."""
    after = at = index
    while at < len(lines) and (lines[at].blank or lines[at].indent):
        at += 1
        if not lines[at - 1].blank:
            after = at
    return after


def _paragraph_end(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and not lines[index].blank:
        index += 1
    return index


def _behind(lines: Sequence[Line], columns: int) -> list[Line]:
    """The further lines of an item, without the columns of its mark or what they share of them."""
    depth = min((line.indent for line in lines if not line.blank), default=0)
    return [line.cut(min(depth, columns)) for line in lines]


def _without_blanks(line: Line) -> Line:
    return line._replace(text=line.text.rstrip())


def _shortened(line: Line, characters: int) -> Line:
    """The line without its last characters and the blanks before them."""
    text = line.text[: len(line.text) - characters].rstrip()
    return line._replace(text=text, end=line.start + len(text), after=line.start + len(text))
