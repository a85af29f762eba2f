"""The text that a reader sees of a block: markup gone, every character with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind, ContainerKind, PartRole
from draftproof.reading.inline import InlineKind, inlines
from draftproof.text.extract import Extract, ExtractBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.reading.document import Block, Document
    from draftproof.reading.inline import Inline

MAX_OPEN = 12
"""Blocks with more brackets inside one another are taken as plain text: no author writes so, and trying to
pair them costs more than their number.
"""
FRONT_MATTER_TEXTS = ("title", "description", "subtitle", "summary", "excerpt", "tagline", "sidebar_label")

_PROSE = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE_CELL, BlockKind.HTML})
_BLANKS = str.maketrans("\n\t\xa0", "   ")
_QUOTED = re.compile(r"“[^“”]{0,1200}”|\"[^\"]{0,1200}\"|«[^«»]{0,1200}»|(?<!\w)‘[^‘’]{0,400}’(?!\w)")
_BRACKET = re.compile(r"[\[\]]")
_MARKED = re.compile(r"[`\[<&\\*_~]")
_INLINE = re.compile(r"[`\[<&\\]")
"""What only the inline parser understands; emphasis alone does not need it."""
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\[[^\[\]\n]{0,200}\]|(?P<note>\[\^[^\[\]\s]{1,60}\])")
_EMPHASIS = re.compile(r"(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,:;)])_{1,3}(?!\w)|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAKING_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|td|th|tr|h[1-6]|table|summary|details|dt|dd|center)\b", re.IGNORECASE
)
_CODE_TAG = re.compile(r"\s*<(?:script|style|pre|svg|code)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a passage: its range in the passage's text and its address."""

    start: int
    end: int
    target: str


@dataclass(frozen=True)
class Passage:
    """What a reader sees of a block, as an extract of its part's source.

    ``code`` are the ranges of ``text`` that were inline code.
    """

    text: Extract
    code: tuple[tuple[int, int], ...] = ()
    links: tuple[Link, ...] = ()

    def links_within(self, first: int, last: int) -> list[Link]:
        """The links that reach into a range of ``text``."""
        found = []
        # They are in the order of their ends.
        for index in range(bisect_right(self.links, first, key=lambda link: link.end), len(self.links)):
            if self.links[index].start >= last:
                break
            found.append(self.links[index])
        return found

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """The ranges of ``text`` in quotation marks, the marks included."""
        return tuple(match.span() for match in _QUOTED.finditer(self.text.text))

    @cached_property
    def without_code(self) -> str:
        """The text as one line, with an ``x`` for every character of inline code."""
        text = self.text.text.translate(_BLANKS)
        for start, end in reversed(self.code):
            text = f"{text[:start]}{'x' * (end - start)}{text[end:]}"
        return text


@dataclass(frozen=True, slots=True)
class Prose:
    """Prose before its markup is taken off: its part, its raw text, and the block where it is one."""

    part: int
    raw: Extract
    block: Block | None = None
    index: int = -1
    """The index of the block in its part."""


def prose_of(document: Document) -> Iterator[Prose]:
    """The prose of a document in order: front matter, headings, paragraphs, list items, cells, raw HTML.

    Code, comments, scripts, outputs of notebooks and what stands in a fence are not prose.
    """
    if document.front_matter and document.parts:
        whole = Extract.whole(document.parts[0].source.text)
        for name in FRONT_MATTER_TEXTS:
            if name in document.front_matter:
                span = document.front_matter[name][1]
                yield Prose(0, whole.slice(span.start, span.end))
    for number, part in enumerate(document.parts):
        if part.role is not PartRole.TEXT:
            continue
        for index, block in enumerate(part.blocks):
            if block.kind in _PROSE and not _in_fence(block):
                yield Prose(number, block.content, block, index)


def _in_fence(block: Block) -> bool:
    return any(container.kind is ContainerKind.FENCE for container in block.containers)


def passage(prose: Prose) -> Passage:
    """The prose as a reader sees it: link texts without addresses, code without ticks, no emphasis marks."""
    raw = prose.raw
    if prose.block is not None and prose.block.kind is BlockKind.HTML:
        return Passage(_without_tags(raw))
    if prose.block is None or not _MARKED.search(raw.text):
        return Passage(raw)
    if _is_tangled(raw.text):
        return Passage(raw)
    return _Stripper(raw, inlines(raw) if _INLINE.search(raw.text) else ()).passage()


def _is_tangled(text: str) -> bool:
    """True where brackets stand inside one another, closed or not, deeper than in any written text."""
    if text.count("[") <= MAX_OPEN:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] == "[" else max(0, depth - 1)
        if depth > MAX_OPEN:
            return True
    return False


class _Stripper:
    """Takes the markup off one block."""

    def __init__(self, raw: Extract, pieces: tuple[Inline, ...]) -> None:
        self._raw = raw
        self._builder = ExtractBuilder(raw)
        self._length = 0
        self._code: list[tuple[int, int]] = []
        self._links: list[Link] = []
        self._at = 0
        self._pieces = pieces

    def passage(self) -> Passage:
        open_links: list[tuple[Inline, int]] = []
        for piece in self._pieces:
            if piece.span.start < self._at:
                continue
            self._close(open_links, piece.span.start)
            self._plain(piece.span.start)
            if piece.kind is InlineKind.LINK and piece.inner.end > piece.inner.start:
                self._at = piece.inner.start
                open_links.append((piece, self._length))
            else:
                self._take_piece(piece)
        self._close(open_links, len(self._raw.text))
        self._plain(len(self._raw.text))
        return Passage(self._builder.build(), tuple(self._code), tuple(self._links))

    def _close(self, open_links: list[tuple[Inline, int]], before: int) -> None:
        while open_links and open_links[-1][0].inner.end <= before:
            piece, start = open_links.pop()
            self._plain(piece.inner.end)
            self._at = piece.span.end
            self._links.append(Link(start, self._length, piece.target))

    def _take_piece(self, piece: Inline) -> None:
        start, end = piece.span
        if piece.kind is InlineKind.CODE:
            before = self._length
            self._take(piece.inner.start, piece.inner.end)
            self._code.append((before, self._length))
        elif piece.kind is InlineKind.IMAGE:
            self._take(piece.inner.start, piece.inner.end)
        elif piece.kind is InlineKind.ESCAPE:
            self._escape(start, end)
        elif piece.kind is InlineKind.BREAK:
            self._take(start + self._raw.text.startswith("\\", start), end)
        elif piece.kind is InlineKind.HTML and _BREAKING_TAG.match(self._raw.text, start, end):
            self._replace("\n\n", start, end)
        self._at = end

    def _escape(self, start: int, end: int) -> None:
        """What stands behind a backslash; what a character reference means, an end of a line as a blank."""
        if self._raw.text[start] == "\\":
            self._take(start + 1, end)
        else:
            self._replace(unescape(self._raw.text[start:end]).translate(_BLANKS), start, end)

    def _plain(self, end: int) -> None:
        """Text up to ``end``, without emphasis marks and the second half of reference links."""
        text = self._raw.text
        while self._at < end and (found := _REFERENCE.search(text, self._at, end)):
            self._without_emphasis(found.start())
            if found["text"] is not None:
                self._at = found.start("text")
                self._without_emphasis(found.end("text"))
            self._at = found.end()
        self._without_emphasis(end)

    def _without_emphasis(self, end: int) -> None:
        for mark in _EMPHASIS.finditer(self._raw.text, self._at, end):
            self._take(self._at, mark.start())
            self._at = mark.end()
        self._take(self._at, end)
        self._at = max(self._at, end)

    def _take(self, start: int, end: int) -> None:
        if end > start:
            self._builder.take(start, end)
            self._length += end - start

    def _replace(self, text: str, start: int, end: int) -> None:
        self._builder.replace(text, start, end)
        self._length += len(text)


def _without_tags(raw: Extract) -> Extract:
    if _CODE_TAG.match(raw.text):
        return Extract("", ())
    builder = ExtractBuilder(raw)
    at = 0
    for tag in _TAG.finditer(raw.text):
        builder.take(at, tag.start())
        if _BREAKING_TAG.match(raw.text, tag.start(), tag.end()):
            builder.replace("\n\n", tag.start(), tag.end())
        at = tag.end()
    return builder.take(at, len(raw.text)).build()
