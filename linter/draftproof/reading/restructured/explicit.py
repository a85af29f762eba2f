"""What begins with two dots in reStructuredText: comments, footnotes, directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import ContainerKind
from draftproof.reading.inline_marks import LITERAL, MARK, Atom
from draftproof.reading.restructured import directives as known
from draftproof.reading.restructured import tables
from draftproof.reading.restructured.blocks import EXPLICIT, TextBlocks, indented_end
from draftproof.reading.restructured.directives import DIRECTIVE, directive_of
from draftproof.reading.text_lines import dedented, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from draftproof.reading.document import Container
    from draftproof.reading.restructured.directives import Directive
    from draftproof.reading.text_lines import Line
    from draftproof.reading.views import View

_TARGET = re.compile(r"\.\.[ \t]+_|__(?:[ \t]|$)")
_NOTE = re.compile(r"\.\.[ \t]+\[[#*\w.-]{1,60}\](?:[ \t]+|$)")
_EVERY_BLOCK_A_TAB = "tab-set-code"
_CODE_NAMES = {"doctest": "pycon", "testcode": "python", "prompt": "console"}
"""Directives whose name says what the code is."""


class Blocks(TextBlocks):
    """Reads the lines of one text, directives and comments among them."""

    def __init__(self, view: View, targets: Mapping[str, str]) -> None:
        super().__init__(view, targets)
        self._group: tuple[int, Container] | None = None

    def comment(self, lines: Sequence[Line], index: int) -> int | None:
        """Two dots and no construct that is known: as docutils does, also for a misspelt one."""
        line = lines[index]
        mark = EXPLICIT.match(line.text)
        if mark is None or DIRECTIVE.match(line.text) or _TARGET.match(line.text) or _NOTE.match(line.text):
            return None
        after = indented_end(lines, index + 1)
        own = trimmed(lines[index:after])
        start = min(line.start + mark.end(), line.end)
        self.view.comment((start, own[-1].end), (line.start, own[-1].end))
        return after

    def explicit(self, lines: Sequence[Line], index: int) -> int:
        """A directive or a footnote; targets and substitutions show nothing where they stand."""
        line = lines[index]
        after = indented_end(lines, index + 1)
        if name := DIRECTIVE.match(line.text):
            self._directive(directive_of(trimmed(lines[index:after]), name))
        elif note := _NOTE.match(line.text):
            self.read([line.behind(note.end()), *dedented(lines[index + 1 : after])])
        return after

    def _directive(self, directive: Directive) -> None:
        handlers: Mapping[str, Callable[[Directive], None]] = {
            "code-tab": self._code_tab,
            "literalinclude": self._include,
            "highlight": self._set_highlight,
            "table": self._other,
            "list-table": lambda each: self.table(tables.list_rows(each.content)),
            "csv-table": self._csv,
        }
        name = directive.name
        if name in handlers:
            handlers[name](directive)
        elif name in known.TAB:
            self._in_tab(directive.title, lambda: self.read(directive.content))
        elif name in known.TABS:
            with self.view.inside(ContainerKind.TAB_GROUP, name):
                self.read(directive.content)
        elif name in known.CODE:
            self._code_block(directive)
        elif name in known.ADMONITIONS:
            title = directive.title if name in known.TITLED else ""
            with self.view.inside(ContainerKind.ADMONITION, name, title):
                self.read([*(() if title else directive.argument), *directive.content])
        elif name not in known.SILENT:
            self._other(directive)

    def _other(self, directive: Directive) -> None:
        """A directive that is not known shows what stands in it."""
        self.read(directive.content)

    def _csv(self, directive: Directive) -> None:
        header = directive.options.get("header", "")
        line = next((each for each in directive.option_lines if header and each.text.endswith(header)), None)
        rows = tables.csv_rows(directive.content)
        if line is not None:
            rows[:0] = tables.csv_rows([line.behind(len(line.text) - len(header))])
        self.table(rows)

    def _code_block(self, directive: Directive) -> None:
        language = directive.title.partition(" ")[0] or _CODE_NAMES.get(directive.name, self.highlight)
        title = directive.options.get("caption", "")
        containers = self.view.containers
        if containers and containers[-1].name == _EVERY_BLOCK_A_TAB:
            self._in_tab(title or language, lambda: self.code(directive.content, language, title))
        else:
            self.code(directive.content, language, title)

    def _code_tab(self, directive: Directive) -> None:
        language, _, title = directive.title.partition(" ")
        self._in_tab(title or language, lambda: self.code(directive.content, language))

    def _set_highlight(self, directive: Directive) -> None:
        language = directive.title.partition(" ")[0]
        self.highlight = "" if language in ("none", "default") else language

    def _in_tab(self, title: str, read: Callable[[], None]) -> None:
        """Read something as a tab; tabs that follow each other without a group around them are one."""
        containers = self.view.containers
        if containers and containers[-1].kind is ContainerKind.TAB_GROUP:
            with self.view.inside(ContainerKind.TAB, "tab", title):
                read()
            return
        count = self.view.count()
        group = self._group[1] if self._group is not None and self._group[0] == count else None
        with (
            self.view.inside(ContainerKind.TAB_GROUP, "tabs", group=group) as made,
            self.view.inside(ContainerKind.TAB, "tab", title),
        ):
            read()
        self._group = (self.view.count(), made)

    def _include(self, directive: Directive) -> None:
        """A statement that includes a file, as MyST writes it; its path and options keep their places."""
        if not directive.argument:
            return
        path = directive.argument[0]
        text = path.text.rstrip()
        content: list[Atom] = []
        for line in directive.option_lines:
            content += [
                Atom(line.text, line.start, line.end, LITERAL),
                Atom("\n", line.end, line.after, LITERAL),
            ]
        end = content[-1].start if content else path.end
        self.view.include(Atom(text, path.start, path.start + len(text), MARK), content, directive.start, end)
