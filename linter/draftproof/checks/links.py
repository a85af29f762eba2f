"""The links of a block: what they say and where they lead."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.reading.document import Block, Part
    from draftproof.text.source import Span

_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_CELL, BlockKind.HTML})
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,500}?href\s?=\s?[\"']([^\"'<>]{1,2000})[\"'][^<>]{0,500}>([^<>]{1,300})</a>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,300})\](?:\[([^\[\]\n]{0,200})\]|(?![\[(:]))")
_DEFINITION = re.compile(r"(?m)^[ \t>]{0,12}\[([^\[\]\n]{1,200})\]:[ \t]{0,8}<?([^\s<>]{1,2000})")
_BARE = re.compile(r"(?<![\w/(\"'=])<?(https?://[^\s<>\"')\]|]{1,2000})")
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]|]{1,2000}")
_MAX_BLOCK = 20_000
"""Characters of the longest block in which links are looked for; nested brackets cost the parser dear."""
_BEFORE = 120
"""Characters before a bare address that can say what it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: what a reader sees, the address, and where it stands in the block's content."""

    text: str
    target: str
    start: int
    end: int


def definitions(part: Part) -> Mapping[str, str]:
    """The addresses of reference links (``[name]: address``), by name in lower case; the first one holds."""
    found: dict[str, str] = {}
    for match in _DEFINITION.finditer(part.source.text):
        found.setdefault(_name(match[1]), match[2])
    return found


def links(block: Block, defined: Mapping[str, str]) -> Iterator[Link]:
    """The links of a block: inline, by reference, HTML, and bare addresses after a text that names them."""
    text = block.content.text
    if block.kind not in _TEXT or len(text) > _MAX_BLOCK:
        return
    if not ("](" in text or "<a" in text.lower() or "://" in text or defined):
        return
    taken: list[Span] = []
    if "](" in text or "`" in text:
        from draftproof.reading.inline import InlineKind, inlines  # noqa: PLC0415 - few blocks hold a link

        for piece in inlines(block.content):
            if piece.kind is InlineKind.LINK and text.startswith("[", piece.span.start):
                yield Link(
                    text[piece.inner.start : piece.inner.end], piece.target, piece.span.start, piece.span.end
                )
            if piece.kind in (InlineKind.LINK, InlineKind.CODE) and not text.startswith(
                "<", piece.span.start
            ):
                taken.append(piece.span)
    rest = _blanked(text, taken)
    for match in _ANCHOR.finditer(rest):
        yield Link(html.unescape(match[2]), html.unescape(match[1]), *match.span())
    for match in _REFERENCE.finditer(rest) if defined else ():
        target = defined.get(_name(match[2] or match[1]))
        if target is not None:
            yield Link(match[1], target, *match.span())
    for match in _BARE.finditer(rest):
        before = rest[max(0, match.start() - _BEFORE) : match.start()]
        yield Link(_lead(before), match[1].rstrip(".,;:!?"), *match.span(1))


def addresses(block: Block) -> Iterator[str]:
    """Every absolute address in a block of text, whatever it says."""
    if block.kind in _TEXT and "://" in block.content.text:
        for match in _ADDRESS.finditer(block.content.text):
            yield match[0].rstrip(".,;:!?*_`")


def _blanked(text: str, taken: list[Span]) -> str:
    """The text with some of its ranges as blanks, of the same length."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(taken):
        if start >= position:
            pieces += (text[position:start], " " * (end - start))
            position = end
    return "".join((*pieces, text[position:]))


def _lead(before: str) -> str:
    """What stands right before an address and is set off from it by a colon or a dash."""
    match = re.fullmatch(r"(?s)(?:.*[.;|\n])?\s*([^.;|\n]{1,100}?)\s{0,4}(?::|\s[-–—])\s{0,4}", before)
    return match[1].strip("*_ ") if match else ""


def _name(text: str) -> str:
    return " ".join(text.lower().split())
