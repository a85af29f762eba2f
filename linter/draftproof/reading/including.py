"""What a document includes from other files, as further parts of it.

Opening files is not done here: an ``Opener`` is handed in. However much a document asks for, a bounded number
of files of a bounded size is read.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from draftproof.dataclass import dataclass
from draftproof.reading.document import Block, BlockKind, Format, LostInclude, Origin, Part, PartRole
from draftproof.reading.includes import find_includes
from draftproof.reading.markdown import read_blocks, unix_lines
from draftproof.reading.reader import format_of
from draftproof.reading.selecting import EVERYTHING, select
from draftproof.text.extract import Extract, ExtractBuilder
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.document import Document
    from draftproof.reading.includes import Include, Style

MAX_INCLUDES = 200
"""Statements of one document that are followed, those in included files among them."""
MAX_CHARACTERS = 4_000_000
"""Characters of included files that are read for one document; a file counts each time."""
MAX_DEPTH = 3
"""Includes in includes: how many files deep."""
_DOCUMENT_ENDINGS = (".md", ".markdown", ".mdx", ".qmd")


@dataclass(frozen=True, slots=True)
class Opened:
    """An included file. ``key`` tells it from all others; ``path`` and ``root_path`` as in ``Origin``."""

    key: str
    path: str
    root_path: str
    text: str


@dataclass(frozen=True, slots=True)
class Unopened:
    """Why a file was not opened, in a few words that follow its name; ``stray`` as in ``LostInclude``.

    Without a reason it is left out on purpose, and nothing is said.
    """

    reason: str
    stray: bool = True


class Opener(Protocol):
    """Opens what an include names."""

    def __call__(self, path: str, style: Style, base: str) -> Opened | Unopened:
        """The file of a path as written; ``base`` is the key of the file that names it, "" for the
        document.
        """


def with_included(document: Document, opener: Opener) -> Document:
    """A document with what it includes as further parts, whatever its format."""
    return _Including(document, opener).run()


@dataclass(frozen=True, slots=True)
class _Pending:
    """A part whose statements are to be followed; ``files`` leads to it, the document's own key "" first."""

    number: int
    files: tuple[str, ...]


class _Including:
    """Gathers the parts and the lost includes of one document."""

    def __init__(self, document: Document, opener: Opener) -> None:
        self._document = document
        self._opener = opener
        self._parts: list[Part] = []
        self._lost: list[LostInclude] = []
        self._followed = 0
        self._characters = 0
        containers = (c.number for part in document.parts for block in part.blocks for c in block.containers)
        self._numbers = [max(containers, default=0)]

    def run(self) -> Document:
        self._parts = list(self._document.parts)
        pending = deque(_Pending(number, ("",)) for number in range(len(self._parts)))
        while pending:
            current = pending.popleft()
            part = self._parts[current.number]
            found, blocks = find_includes(part)
            if part.origin is not None:
                blocks = tuple(block for block in blocks if block.kind is BlockKind.CODE)
            self._parts[current.number] = replace(part, blocks=blocks)
            for include in found:
                if part.origin is not None and self._followed > MAX_INCLUDES:
                    break  # the document says so already; a file may hold any number of them
                key = self._follow(current, include)
                if key is not None:
                    pending.append(_Pending(len(self._parts) - 1, (*current.files, key)))
        return replace(self._document, parts=tuple(self._parts), lost=tuple(self._lost))

    def _follow(self, current: _Pending, include: Include) -> str | None:
        """Add the part that a statement stands for; the key of its file, None where there is none."""
        opened = self._opened(current, include)
        if isinstance(opened, Unopened):
            self._lose(current.number, include, opened)
            return None
        source = Source(opened.text, opened.path)
        text = unix_lines(Extract.whole(opened.text))
        ranges = select(text.text, include.selection)
        if not ranges and include.selection != EVERYTHING:
            self._lose(current.number, include, Unopened(_without_lines(include)))
            return None
        content = _dedented(ExtractBuilder(text).join(ranges).build())
        outer = self._parts[current.number].origin
        is_text = not include.verbatim and format_of(opened.path) in (Format.MARKDOWN, Format.MDX)
        is_document = is_text and opened.path.lower().endswith(_DOCUMENT_ENDINGS)
        origin = Origin(
            opened.path,
            opened.root_path,
            current.number,
            include.span,
            is_document or (outer is not None and outer.judged_elsewhere),
        )
        blocks = (
            self._text_blocks(content, include) if is_text else (_code_block(content, include, opened.path),)
        )
        self._parts.append(Part(source, blocks, PartRole.CODE, origin=origin))
        return opened.key

    def _opened(self, current: _Pending, include: Include) -> Opened | Unopened:
        if len(current.files) > MAX_DEPTH:
            return Unopened(f"was not read: includes are followed {MAX_DEPTH} files deep", stray=False)
        self._followed += 1
        if self._followed > MAX_INCLUDES:
            return Unopened(f"was not read: the document has more than {MAX_INCLUDES} includes", stray=False)
        opened = self._opener(include.path, include.style, current.files[-1])
        if isinstance(opened, Unopened):
            return opened
        if opened.key in current.files:
            return Unopened("includes itself")
        self._characters += len(opened.text)
        if self._characters > MAX_CHARACTERS:
            return Unopened("was not read: the document includes too much", stray=False)
        return opened

    def _lose(self, number: int, include: Include, why: Unopened) -> None:
        if why.reason:
            span = include.target
            while (origin := self._parts[number].origin) is not None:
                number, span = origin.part, origin.span
            self._lost.append(LostInclude(number, span, include.path, why.reason, why.stray))

    def _text_blocks(self, content: Extract, include: Include) -> tuple[Block, ...]:
        """The blocks of an included text, below the headings and in the containers of the statement."""
        block = include.block
        read = read_blocks(content, self._numbers, block.containers)
        return tuple(
            replace(each, heading_path=(*block.heading_path, *each.heading_path)) for each in read.blocks
        )


def _code_block(content: Extract, include: Include, path: str) -> Block:
    """An included file as the code that a reader sees in the place of the statement."""
    block = include.block
    span = content.span(0, len(content)) if content.text else Span(0, 0)
    language = include.language
    if language.lower() in ("", "text", "none"):
        language = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else language
    return Block(
        BlockKind.CODE, span, content, block.containers, block.heading_path, fenced=True, language=language,
        attributes={"title": block.attributes["title"]} if "title" in block.attributes else {},
    )  # fmt: skip


def _without_lines(include: Include) -> str:
    name = include.selection.section or include.selection.entity
    return f"has no section `{name}`" if name else "has no such lines"


def _dedented(content: Extract) -> Extract:
    """The text without the indentation that all of its lines share."""
    lines = content.text.split("\n")
    depth = _shared_indent(lines)
    if not depth:
        return content
    builder = ExtractBuilder(content)
    position = 0
    for line in lines:
        end = min(position + len(line) + 1, len(content.text))
        builder.take(min(position + depth, position + len(line)), end)
        position = end
    return builder.build()


def _shared_indent(lines: Sequence[str]) -> int:
    return min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
