"""Edits of a document's parts as edits of its raw file, and the file's bytes with them.

Whatever no edit covers is written back byte for byte: line ends, a byte order mark, and in a notebook all
of the JSON around the edited strings, whose escapes follow the habit of the file.
"""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

from draftproof.engine.fixing import Edits
from draftproof.finding import Replacement
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.reading.document import Document

_MARKUP = "<>&"
"""Characters that some writers of JSON escape although they need not."""


def raw_edits(document: Document, edits: Mapping[int, Sequence[Replacement]]) -> Edits:
    """The edits of the raw file that replacements in the parts of a document come to.

    Raises ValueError where one of them cannot be written in the document's format.
    """
    return Edits(
        replacement
        for number, replacements in edits.items()
        for each in replacements
        for replacement in raw_replacements(document, number, each)
    )


def raw_replacements(document: Document, number: int, replacement: Replacement) -> list[Replacement]:
    """A replacement in a part where it stands in the raw file, escaped as the format needs.

    Text that is spread over several strings of a notebook goes into the first; the others lose their share.
    Raises ValueError where a mark of the format would change.
    """
    part, raw = document.parts[number], document.source.text
    if part.raw is None:
        return [replacement]
    if part.is_view:
        from draftproof.engine.view_edits import written_back  # noqa: PLC0415 - few documents are views

        return written_back(part, replacement, raw, document.format)
    span = replacement.span
    pieces = part.raw.pieces(*span) or (Span(part.raw.origin(span.start), part.raw.origin(span.start)),)
    texts = [_escaped(replacement.text, raw), *("" for _ in pieces[1:])]
    return [Replacement(piece, text) for piece, text in zip(pieces, texts, strict=True)]


def _escaped(text: str, raw: str) -> str:
    """The text as the inside of a JSON string, with the escapes that the file uses."""
    escaped = json.dumps(text, ensure_ascii=raw.isascii())[1:-1]
    for character in _MARKUP:
        escape = f"\\u{ord(character):04x}"
        if character in escaped and character not in raw and escape in raw.lower():
            escaped = escaped.replace(character, escape)
    return escaped


def rewritten(document: Document, edits: Edits) -> bytes:
    """The bytes of the raw file with the edits made.

    Raises ValueError for a document whose text is not what the file holds, and for text that has no bytes.
    """
    if not document.exact:
        raise ValueError("the text is not what the file holds")
    data = edits.apply(document.source.text).encode("utf-8")
    return codecs.BOM_UTF8 + data if document.bom else data
