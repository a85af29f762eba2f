"""A document in reStructuredText to a part: its view, what it says of itself as front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import Document, Format
from draftproof.reading.inline_marks import LITERAL, Atom
from draftproof.reading.restructured.explicit import Blocks
from draftproof.reading.text_lines import lines_of
from draftproof.reading.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.text_lines import Line
    from draftproof.text.source import Source, Span

_FIELD = re.compile(r"[ \t]*:([A-Za-z][\w -]{0,40}?)(?:[ \t]+lang=\S{1,20})?:[ \t]+(\S.{0,2000})")
_EMPTY_FIELD = re.compile(r":[A-Za-z][\w -]{0,40}:[ \t]*$")
_META = re.compile(r"\.\.[ \t]+meta::[ \t]*$")
_TARGET = re.compile(
    r"(?m)^[ \t]{0,40}\.\.[ \t]+_(?:`([^`\n]{1,200})`|([^:`\n]{1,200})):[ \t]+(\S{1,2000})[ \t]*$"
)
_COMMENT = re.compile(r"\.\.[ \t]+(?![_\[|]|[\w:.+-]{1,80}[ \t]?::)")
_MAX_LINES = 60
"""Lines at the top that are searched for fields, and lines of a ``meta`` directive."""


def read_restructured(source: Source) -> Document:
    """The document of a text; never raises for what is in it."""
    lines = lines_of(source.text)
    view = View(source.text)
    rest, values = _own_fields(lines)
    values += _meta(lines)
    front_matter: dict[str, tuple[str, Span]] = view.front_matter(values) if values else {}
    blocks = Blocks(view, _targets(source.text))
    blocks.read(rest)
    return view.document(source, Format.RESTRUCTUREDTEXT, blocks.problems, front_matter)


def _targets(text: str) -> dict[str, str]:
    """The addresses of named links, by their names in lower case."""
    found: dict[str, str] = {}
    for match in _TARGET.finditer(text):
        found.setdefault(" ".join((match[1] or match[2]).lower().split()), match[3])
    return found


def _own_fields(lines: Sequence[Line]) -> tuple[Sequence[Line], list[tuple[str, Sequence[Atom]]]]:
    """The lines without the fields at the top of a document, and what these say. Only comments may stand
    above them.
    """
    found: list[tuple[str, Sequence[Atom]]] = []
    first = 0
    while first < min(len(lines), _MAX_LINES) and (lines[first].blank or _COMMENT.match(lines[first].text)):
        first += 1
    index = first
    while index < min(len(lines), _MAX_LINES):
        line = lines[index]
        field = _FIELD.match(line.text)
        if field is None and not _EMPTY_FIELD.match(line.text):
            break
        if field is not None:
            found.append(_value(line, field))
        index += 1
    return (*lines[:first], *lines[index:]), found


def _meta(lines: Sequence[Line]) -> list[tuple[str, Sequence[Atom]]]:
    for index, line in enumerate(lines):
        if _META.match(line.text):
            found = []
            for inner in lines[index + 1 : index + 1 + _MAX_LINES]:
                if not inner.blank and not inner.indent:
                    break
                if field := _FIELD.match(inner.text):
                    found.append(_value(inner, field))
            return found
    return []


def _value(line: Line, field: re.Match[str]) -> tuple[str, Sequence[Atom]]:
    name = field[1].strip().lower().replace(" ", "_")
    text = field[2].rstrip()
    start = line.start + field.start(2)
    return name, [Atom(text, start, start + len(text), LITERAL)]
