"""A document in AsciiDoc to a part: its view, what its header says as front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.asciidoc.blocks import Blocks
from draftproof.reading.asciidoc.lines import COMMENT, ENTRY, HEADING
from draftproof.reading.document import Document, Format
from draftproof.reading.inline_marks import LITERAL, Atom
from draftproof.reading.text_lines import lines_of
from draftproof.reading.views import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.text_lines import Line
    from draftproof.text.source import Source, Span

_SAID = re.compile(r"description|keywords|lang|review(?:ed)?[-_]?(?:date|on)?|last[-_]reviewed")
_MAX_VALUE = 2_000


def read_asciidoc(source: Source) -> Document:
    """The document of a text; never raises for what is in it."""
    lines = lines_of(source.text)
    view = View(source.text)
    kept, values, language = _header(lines)
    front_matter: dict[str, tuple[str, Span]] = view.front_matter(values) if values else {}
    blocks = Blocks(view, language)
    blocks.read(kept)
    return view.document(source, Format.ASCIIDOC, blocks.problems, front_matter)


def _header(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, list[Atom]]], str]:
    """The lines without those of the header that show nothing, what it says, the language of its code."""
    index = 0
    kept: list[Line] = []
    values: list[tuple[str, list[Atom]]] = []
    language = ""
    titled = False
    while index < len(lines):
        line = lines[index]
        entry = ENTRY.match(line.text)
        heading = HEADING.match(line.text)
        if heading is not None and len(heading[1]) == 1 and not titled:
            titled = True
            kept.append(line)
        elif entry is not None:
            text = (entry[2] or "").rstrip()[:_MAX_VALUE]
            start = line.start + entry.start(2)
            if entry[1] == "source-language":
                language = text
            elif text and _SAID.fullmatch(entry[1]):
                name = entry[1].replace("-", "_")
                values.append((name, [Atom(text, start, start + len(text), LITERAL)]))
        elif COMMENT.match(line.text):
            kept.append(line)
        elif (line.blank and titled) or (not line.blank and not titled):
            break
        index += 1
    return [*kept, *lines[index:]], values, language
