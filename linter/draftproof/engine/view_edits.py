"""Edits of a view as edits of the file that it stands for, escaped as the file's format needs.

Only what a reader sees can be edited: a replacement that would change a mark of the format is refused. That
the file then reads as wanted is not shown here; whoever writes it reads it again (``engine/unchanged.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from draftproof.finding import Replacement
from draftproof.reading.document import BlockKind, Format
from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.reading.document import Part

_LEAD = re.compile(r"[ \t]*")
_TICKED = re.compile(r"`([^`\n]+)`")
_LINE_REST = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")
_NEAR_BLOCKS = 8
_TAG_NEAR = 100_000
"""Characters before a place in which the beginning of its tag is looked for."""


def written_back(part: Part, replacement: Replacement, raw: str, kind: Format) -> list[Replacement]:
    """The replacements in the file that one in its view comes to; the text goes into the first.

    Raises ValueError where it would touch a mark of the format.
    """
    if part.raw is None:
        return [replacement]
    pieces = _pieces(part, replacement.span, raw)
    if not replacement.text and (comment := _comment_in(part, replacement.span)) is not None:
        return [Replacement(_with_line(part.raw_span(comment), raw), "")]
    if kind is Format.HTML and any("<" in raw[slice(*piece)] for piece in pieces):
        raise ValueError("the edit would change a tag")
    text = replacement.text
    if kind is Format.HTML:
        text = _as_html(part, replacement, raw, pieces[0].start)
    elif kind is Format.RESTRUCTUREDTEXT and not _is_code(part, replacement.span.start):
        text = _TICKED.sub(r"``\1``", text)
    if "\n" in text and kind is not Format.HTML:
        text = text.replace("\n", "\n" + _indentation(part, replacement.span.start, raw))
    if "\n" in text and "\r\n" in raw:
        text = text.replace("\n", "\r\n")
    texts = [text, *("" for _ in pieces[1:])]
    return [Replacement(piece, each) for piece, each in zip(pieces, texts, strict=True)]


def _pieces(part: Part, span: Span, raw: str) -> list[Span]:
    """Where the characters of a span stand, stretches with only indentation between them as one."""
    mapped = part.raw
    if mapped is None:
        return [span]
    if span.end <= span.start:
        # After the character before: a tag that begins here stays behind what is put in.
        at = mapped.span(span.start - 1, span.start).end if span.start else mapped.origin(0)
        return [Span(at, at)]
    found: list[Span] = []
    for piece in mapped.pieces(*span):
        if found and _is_gap(raw[found[-1].end : piece.start]) and piece.start >= found[-1].end:
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    after = mapped.origin(span.end)
    if part.source.text[span.end - 1] == "\n" and span.end < len(part.source.text):
        # A line that goes takes the indentation of the next one, which stays as its own.
        last = found[-1]
        if last.end <= after and _is_gap(raw[last.end : after]) and _begins_line(part, span.start):
            found[-1] = Span(last.start, after)
    return found


def _comment_in(part: Part, span: Span) -> Span | None:
    """The comment of which a span holds all, and nothing else but blanks."""
    after = bisect_right(part.blocks, span.end, key=lambda block: block.span.start)
    for block in part.blocks[max(0, after - _NEAR_BLOCKS) : after]:
        if block.kind is BlockKind.COMMENT and span.start <= block.span.start and block.span.end <= span.end:
            text = part.source.text
            around = text[span.start : block.span.start] + text[block.span.end : span.end]
            return None if around.strip() else block.span
    return None


def _with_line(span: Span, raw: str) -> Span:
    """A comment with its line where it fills it."""
    start = max(raw.rfind("\n", 0, span.start), raw.rfind("\r", 0, span.start)) + 1
    end = _LINE_REST.match(raw, span.end)
    return Span(start, end.end()) if end and not raw[start : span.start].strip(" \t") else span


def _is_code(part: Part, offset: int) -> bool:
    """True in a code block, where nothing is a mark."""
    after = bisect_right(part.blocks, offset, key=lambda block: block.span.start)
    return after > 0 and part.blocks[after - 1].kind is BlockKind.CODE


def _as_html(part: Part, replacement: Replacement, raw: str, at: int) -> str:
    """The text as HTML; in running text ticks become an element."""
    if _is_code(part, replacement.span.start):
        return _escaped(replacement.text, raw, at)
    pieces = _TICKED.split(replacement.text)
    shown = [_escaped(piece, raw, at) for piece in pieces]
    return "".join(f"<code>{text}</code>" if index % 2 else text for index, text in enumerate(shown))


def _begins_line(part: Part, offset: int) -> bool:
    return offset == 0 or part.source.text[offset - 1] == "\n"


def _is_gap(text: str) -> bool:
    return not text.strip(" \t")


def _escaped(text: str, raw: str, at: int) -> str:
    """The text as HTML; quotes are escaped where the file does so, and in an attribute."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    low = max(0, at - _TAG_NEAR)
    in_tag = raw.rfind("<", low, at) > raw.rfind(">", low, at)
    if in_tag or "&quot;" in raw:
        escaped = escaped.replace('"', "&quot;")
    return escaped.replace("'", "&#39;") if in_tag or "&#39;" in raw else escaped


def _indentation(part: Part, offset: int, raw: str) -> str:
    """What stands in the file before a line of the view, and not in the view."""
    if part.raw is None:
        return ""
    start = part.source.text.rfind("\n", 0, offset) + 1
    shown = _LEAD.match(part.source.text, start)
    at = part.raw.origin(offset)
    line = max(raw.rfind("\n", 0, at), raw.rfind("\r", 0, at)) + 1
    written = _LEAD.match(raw, line)
    lead = written[0] if written else ""
    return lead[: max(0, len(lead) - len(shown[0] if shown else ""))]
