"""Whether a file may hold a claim at all, told from its text before it is read as a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.prose.lexicon import Lexicon

_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_AS_WRITTEN = frozenset({Format.MARKDOWN, Format.MDX})
"""Formats that show words as they are written, and end every sentence at an empty line."""
_WITHOUT_PROSE = frozenset({Format.SAMPLE, Format.RECORD})


def may_claim(text: str, lexicons: tuple[Lexicon, ...], kind: Format = Format.MARKDOWN) -> bool:
    """False only where ``find_claims`` finds nothing in the document that is read from the text.

    ``text`` is the whole file. Formats that escape what they hold are always said to hold something. What
    other files bring to a document by inclusion is not seen here.
    """
    if kind not in _AS_WRITTEN:
        return kind not in _WITHOUT_PROSE
    lowered = text.lower()
    # In a cell of a table the backslash before a bar is left out.
    shown = (lowered, lowered.replace("\\|", "|")) if "\\|" in lowered else (lowered,)
    pieces = ([each] if "<textarea" in lowered else _pieces(each) for each in shown)
    return any(lexicon.waking.awake(piece) for each in pieces for piece in each for lexicon in lexicons)


def _pieces(lowered: str) -> Iterator[str]:
    """Stretches of which none ends inside a sentence.

    The raw text of a form element may hold empty lines inside what is left out as a tag: not for such texts.
    """
    start = 0
    for end in _EMPTY_LINE.finditer(lowered):
        yield lowered[start : end.start()]
        start = end.end() - 1
    yield lowered[start:]
