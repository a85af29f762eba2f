"""Directives of reStructuredText: their parts, and what those of docutils, Sphinx and its extensions mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reading.text_lines import dedented, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.text_lines import Line

DIRECTIVE = re.compile(
    r"\.\.[ \t]{1,9}(?:\|[^|\n]{1,80}\|[ \t]{1,9})?([A-Za-z][\w:.+-]{0,80}?)[ \t]?::(?:[ \t]+|$)"
)
_OPTION = re.compile(r":([A-Za-z][\w -]{0,60}):(?:[ \t]++(.*))?$")
CODE = frozenset(
    {
        *("code-block", "code", "sourcecode", "parsed-literal", "prompt", "ipython", "doctest", "testcode"),
        *("code-cell", "jupyter-execute", "console", "terminal", "highlightlang", "code-tab"),
    }
)
TABS = frozenset({"tabs", "tab-set", "md-tab-set", "tab-set-code", "content-tabs"})
TAB = frozenset({"tab", "tab-item", "md-tab-item", "group-tab", "code-tab"})
ADMONITIONS = frozenset(
    {
        *(
            "note",
            "warning",
            "tip",
            "important",
            "caution",
            "danger",
            "attention",
            "error",
            "hint",
            "admonition",
        ),
        *("seealso", "versionadded", "versionchanged", "deprecated", "topic", "sidebar", "todo", "dropdown"),
    }
)
TITLED = frozenset({"admonition", "topic", "sidebar", "dropdown", "card", "grid-item-card"})
"""Directives whose argument is a title and no text."""
SILENT = frozenset(
    {
        *("toctree", "contents", "index", "raw", "math", "graphviz", "mermaid", "image", "meta", "highlight"),
        *(
            "currentmodule",
            "module",
            "default-domain",
            "role",
            "default-role",
            "include",
            "sectnum",
            "header",
        ),
        *("footer", "target-notes", "plantuml", "digraph", "graph", "autosummary", "automodule", "autoclass"),
        *("autofunction", "automethod", "replace", "unicode", "date", "tabularcolumns", "cssclass", "video"),
        *(
            "youtube",
            "bibliography",
            "literalinclude",
            "productionlist",
            "uml",
            "chart",
            "testsetup",
            "testcleanup",
        ),
    }
)
"""Directives that show no text of their own here."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its name, the lines of its argument, its options with their lines, its content.

    ``start`` is where its mark begins; ``option_lines`` are the lines of the options as written.
    """

    name: str
    argument: tuple[Line, ...]
    options: dict[str, str]
    option_lines: tuple[Line, ...]
    content: tuple[Line, ...]
    start: int

    @property
    def title(self) -> str:
        """The argument as one text."""
        return " ".join(line.text.strip() for line in self.argument).strip()


def directive_of(lines: Sequence[Line], name: re.Match[str]) -> Directive:
    """The directive whose first line is the first one; the others are its indented lines."""
    first = lines[0].behind(name.end())
    rest = dedented(lines[1:])
    argument = [] if first.blank else [first]
    index = 0
    while index < len(rest) and not rest[index].blank and not _OPTION.match(rest[index].text):
        if not argument and name[1].lower() not in ADMONITIONS:
            break
        argument.append(rest[index])
        index += 1
    options: dict[str, str] = {}
    option_lines: list[Line] = []
    while index < len(rest) and (option := _OPTION.match(rest[index].text)):
        options[option[1].lower()] = (option[2] or "").strip()
        option_lines.append(rest[index])
        index += 1
        while index < len(rest) and not rest[index].blank and rest[index].indent:
            index += 1
    content = trimmed(rest[index:])
    return Directive(
        name[1].lower(), tuple(argument), options, tuple(option_lines), tuple(content), lines[0].start
    )
