"""The blocks of AsciiDoc, line by line, into a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.asciidoc import lines as is_a
from draftproof.reading.asciidoc.lines import Attributes, delimiter, with_line, without_callouts
from draftproof.reading.asciidoc.running_text import RunningText
from draftproof.reading.asciidoc.tables import rows_of
from draftproof.reading.document import ContainerKind, Problem
from draftproof.reading.inline_marks import LITERAL, MARK, Atom, running
from draftproof.reading.line_blocks import add_code, add_table, too_deep
from draftproof.reading.text_lines import Joined, dedented, trimmed

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from draftproof.reading.document import Container
    from draftproof.reading.text_lines import Line
    from draftproof.reading.views import View

MAX_DEPTH = 24
"""Delimited blocks inside one another; what stands deeper is read as code, as it stands."""
_ADMONITIONS = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_VERBATIM = frozenset({"source", "listing", "literal"})
_HIDDEN = frozenset({"stem", "latexmath", "asciimath", "graphviz", "mermaid", "plantuml", "ditaa", "pass"})


class Blocks:
    """Reads the lines of one text. ``language`` is that of code which names none."""

    def __init__(self, view: View, language: str = "") -> None:
        self._view = view
        self._language = language
        self._depth = 0
        self._group: tuple[int, Container] | None = None
        self.problems: list[Problem] = []

    def read(self, lines: Sequence[Line]) -> None:
        """Add the blocks of some lines."""
        if self._depth >= MAX_DEPTH:
            self._too_deep(lines)
            return
        self._depth += 1
        waiting: list[int] = []
        attributes = Attributes()
        index = 0
        while index < len(lines):
            line, first = lines[index], self._view.count()
            if line.blank:
                index += 1
            elif comment := is_a.COMMENT.match(line.text):
                waiting.append(
                    self._view.comment((line.start + comment.end(), line.end), (line.start, line.end))
                )
                index += 1
            elif is_a.ANCHOR.match(line.text):
                index += 1
            elif (found := is_a.ATTRIBUTES.match(line.text)) is not None:
                attributes = with_line(attributes, found[1])
                index += 1
            elif (title := is_a.TITLE.match(line.text)) is not None:
                attributes = Attributes(
                    attributes.positions,
                    attributes.named,
                    attributes.options,
                    line.text[title.end() :].strip(),
                )
                index += 1
            else:
                index = self._block(lines, index, attributes)
                attributes = Attributes()
                if self._view.count() > first:
                    for each in waiting:
                        self._view.speak(each, first, self._view.count())
                    waiting.clear()
        self._depth -= 1

    def _too_deep(self, lines: Sequence[Line]) -> None:
        shown = trimmed(lines)
        if shown and not self.problems:
            self.problems.append(too_deep(shown, MAX_DEPTH, "Flatten the blocks."))
        self._code(shown, "")

    def _block(self, lines: Sequence[Line], index: int, attributes: Attributes) -> int:
        """Add the block that begins at a line that is not blank; the index after it."""
        line = lines[index]
        heading = is_a.HEADING.match(line.text)
        if heading is not None and not attributes.style:
            atoms = running(RunningText(Joined([line.behind(heading.end())])).atoms())
            if atoms:
                self._view.heading(atoms, len(heading[1]))
            return index + 1
        if mark := delimiter(line):
            return self._delimited(lines, index, mark, attributes)
        if (fence := is_a.FENCE.match(line.text)) is not None:
            after = _close(lines, index, "```")
            self._code(lines[index + 1 : after], fence[1] or self._language, attributes.title)
            return after + 1
        if is_a.BREAKS.match(line.text) or is_a.ENTRY.match(line.text):
            self._take_entry(line)
            return index + 1
        if (macro := is_a.MACRO.match(line.text)) is not None:
            self._macro(line, macro[1])
            return index + 1
        return self._text(lines, index, attributes)

    def _text(self, lines: Sequence[Line], index: int, attributes: Attributes) -> int:
        line = lines[index]
        if attributes.style in _VERBATIM or (attributes.style == "" and len(attributes.positions) > 1):
            after = _paragraph_end(lines, index)
            self._source(lines[index:after], attributes)
            return after
        if (item := is_a.ITEM.match(line.text)) is not None:
            return self._item(lines, index, item.end())
        if line.indent:
            after = _paragraph_end(lines, index)
            self._code(dedented(lines[index:after]), "")
            return after
        if (term := is_a.TERM.match(line.text)) is not None:
            self._shown([_part(line, *term.span("term"))])
            rest = line.behind(term.end())
            return self._attached(lines, index + 1, rest)
        after = _paragraph_end(lines, index)
        label = is_a.ADMONITION.match(line.text)
        name = label[1] if label else attributes.style
        own = [line.behind(label.end()) if label else line, *lines[index + 1 : after]]
        if name in _ADMONITIONS:
            with self._view.inside(ContainerKind.ADMONITION, name.lower(), attributes.title):
                self._shown(own)
        elif name in ("quote", "verse"):
            with self._view.inside(ContainerKind.QUOTE):
                self._shown(own)
        elif name not in _HIDDEN:
            self._shown(own)
        return after

    def _item(self, lines: Sequence[Line], index: int, mark: int) -> int:
        rest = lines[index].behind(mark)
        if box := is_a.CHECKBOX.match(rest.text):
            rest = rest.behind(box.end())
        with self._view.inside(ContainerKind.LIST_ITEM):
            return self._attached(lines, index + 1, rest, "- ")

    def _attached(self, lines: Sequence[Line], index: int, rest: Line, before: str = "") -> int:
        """The text of an item and the blocks that a plus sign attaches to it; the index after them."""
        own = [] if rest.blank else [rest]
        if not own:
            while index < len(lines) and lines[index].blank:
                index += 1
        while index < len(lines) and not _ends_item(lines[index]) and not _before_item(lines, index):
            own.append(lines[index].behind(len(lines[index].lead)))
            index += 1
        self._shown(own, before)
        while index < len(lines) and lines[index].text == "+":
            index = self._next_block(lines, index + 1)
        return index

    def _next_block(self, lines: Sequence[Line], index: int) -> int:
        """Add one block with the lines above it that say what it is; the index after it."""
        after = index
        while after < len(lines) and (
            is_a.ATTRIBUTES.match(lines[after].text)
            or is_a.TITLE.match(lines[after].text)
            or is_a.COMMENT.match(lines[after].text)
        ):
            after += 1
        if after < len(lines) and (mark := delimiter(lines[after])):
            after = _close(lines, after, mark) + 1
        elif after < len(lines) and is_a.FENCE.match(lines[after].text):
            after = _close(lines, after, "```") + 1
        else:
            while after < len(lines) and not lines[after].blank and lines[after].text != "+":
                after += 1
        self.read(lines[index:after])
        return max(after, index)

    # Delimited blocks ---------------------------------------------------------------------------------

    def _delimited(self, lines: Sequence[Line], index: int, mark: str, attributes: Attributes) -> int:
        after = _close(lines, index, mark)
        inside = lines[index + 1 : after]
        style = attributes.style
        if mark[0] == "/" or mark[0] == "+" or style in _HIDDEN or style == "comment":
            if mark[0] == "/" and inside:
                self._view.comment((inside[0].start, inside[-1].end), (lines[index].start, inside[-1].end))
        elif mark.endswith("===") and mark[0] in "|,:!":
            self._table(inside, mark[0], attributes)
        elif mark[0] == "." or (mark[0] == "-" and (len(mark) > 2 or style in _VERBATIM)):
            self._source(inside, attributes)
        elif style == "tabs":
            self._tabs(inside)
        elif style in _ADMONITIONS:
            with self._view.inside(ContainerKind.ADMONITION, style.lower(), attributes.title):
                self.read(inside)
        elif mark[0] == "_" or style == "quote":
            with self._view.inside(ContainerKind.QUOTE):
                self.read(inside)
        else:
            self.read(inside)
        return after + 1

    def _source(self, lines: Sequence[Line], attributes: Attributes) -> None:
        is_source = attributes.style == "source" or (not attributes.style and len(attributes.positions) > 1)
        language = attributes.get("language") or (
            attributes.positions[1] if is_source and len(attributes.positions) > 1 else ""
        )
        language = language.partition("%")[0].strip() or (self._language if is_source else "")
        role = attributes.get("role")
        if role not in ("primary", "secondary"):
            self._code(lines, language, attributes.title)
            return
        known = self._group if role == "secondary" else None
        group = known[1] if known is not None and known[0] == self._view.count() else None
        title = attributes.title or language
        with (
            self._view.inside(ContainerKind.TAB_GROUP, "tabs", group=group) as made,
            self._view.inside(ContainerKind.TAB, "tab", title),
        ):
            self._code(lines, language)
        self._group = (self._view.count(), made)

    def _code(self, lines: Sequence[Line], language: str, title: str = "") -> None:
        """Code without callouts; a line that includes a file stands before or after it."""
        own: list[Line] = []
        for line in lines:
            macro = is_a.MACRO.match(line.text) if "::" in line.text else None
            if macro is not None and macro[1] == "include":
                add_code(self._view, trimmed(own), language, title)
                self._macro(line, "include", language)
                own = []
            elif macro is None or macro[1] not in ("ifdef", "ifndef", "endif", "ifeval"):
                own.append(without_callouts(line))
        add_code(self._view, trimmed(own), language, title)

    def _tabs(self, lines: Sequence[Line]) -> None:
        """A list of terms, each with what is attached to it."""
        with self._view.inside(ContainerKind.TAB_GROUP, "tabs"):
            index = 0
            while index < len(lines):
                term = is_a.TERM.match(lines[index].text)
                if term is None:
                    index += 1
                    continue
                with self._view.inside(ContainerKind.TAB, "tab", term["term"].strip()):
                    after = self._attached(lines, index + 1, lines[index].behind(term.end()))
                index = max(after, index + 1)

    def _table(self, lines: Sequence[Line], mark: str, attributes: Attributes) -> None:
        rows = rows_of(lines, mark, attributes.get("cols"))
        add_table(self._view, rows, lambda cell: running(RunningText(Joined(cell)).atoms()))

    # Smaller things -----------------------------------------------------------------------------------

    def _shown(self, lines: Sequence[Line], before: str = "") -> None:
        own = trimmed([line for line in lines if not is_a.COMMENT.match(line.text)])
        atoms = running(RunningText(Joined(own)).atoms()) if own else []
        if atoms:
            self._view.paragraph(atoms, before)

    def _take_entry(self, line: Line) -> None:
        entry = is_a.ENTRY.match(line.text)
        if entry is not None and entry[1].rstrip("!") == "source-language":
            self._language = (entry[2] or "").strip()

    def _macro(self, line: Line, name: str, language: str = "") -> None:
        """A line that includes a file of code; other macros show nothing."""
        macro = is_a.MACRO.match(line.text)
        if name != "include" or macro is None or not macro[2] or macro[2].endswith((".adoc", ".asciidoc")):
            return
        start = line.start + macro.start(2)
        path = Atom(macro[2], start, start + len(macro[2]), MARK)
        options: list[Atom] = []
        if language:
            options.append(Atom(f":language: {language}\n", path.end, path.end, LITERAL))
        options += _selection(line, macro)
        self._view.include(path, options, line.start, line.end)


def _selection(line: Line, macro: re.Match[str]) -> list[Atom]:
    """``lines=1..3`` and ``tag=name`` of an include, as options of a directive."""
    given = with_line(Attributes(), macro[3])
    place = (line.start + macro.start(3), line.start + macro.end(3))
    if lines := given.get("lines"):
        shown = lines.replace("..", "-").replace(";", ",").replace("--1", "-")
        return [Atom(f":lines: {shown}\n", *place, LITERAL)]
    if tag := given.get("tag") or given.get("tags"):
        first = tag.replace(";", ",").partition(",")[0]
        return [Atom(f":section: {first}\n", *place, LITERAL)]
    return []


def _part(line: Line, start: int, end: int) -> Line:
    return line._replace(text=line.text[start:end], start=line.start + start, end=line.start + end)


def _close(lines: Sequence[Line], index: int, mark: str) -> int:
    """The index of the line that closes a delimited block; after the last one where none does."""
    after = index + 1
    while after < len(lines) and lines[after].text != mark:
        after += 1
    return after


def _paragraph_end(lines: Sequence[Line], index: int) -> int:
    index += 1
    while index < len(lines) and not _ends_paragraph(lines[index]):
        index += 1
    return index


def _ends_paragraph(line: Line) -> bool:
    return (
        line.blank
        or bool(delimiter(line))
        or line.text == "+"
        or is_a.ATTRIBUTES.match(line.text) is not None
        or is_a.FENCE.match(line.text) is not None
    )


def _before_item(lines: Sequence[Line], index: int) -> bool:
    """True for comments right above the next item: they speak of that one."""
    first = index
    while index < len(lines) and is_a.COMMENT.match(lines[index].text):
        index += 1
    return first < index < len(lines) and is_a.ITEM.match(lines[index].text) is not None


def _ends_item(line: Line) -> bool:
    return (
        _ends_paragraph(line)
        or is_a.ITEM.match(line.text) is not None
        or is_a.TERM.match(line.text) is not None
    )
