"""What a reader makes of a file: parts, blocks and where they stand.

Spans of a block are offsets into its part's source. A Markdown file has one part. A notebook has one for
every cell source and one for every textual output; ``Part.raw`` then leads from the part to the raw file. A
document in HTML, reStructuredText or AsciiDoc has one part as well, a view (see ``reading/views.py``), whose
``raw`` leads to the file in the same way.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.text.extract import Extract
    from draftproof.text.source import Position, Source, Span


class Format(StrEnum):
    """The formats that draftproof reads."""

    MARKDOWN = "markdown"
    MDX = "mdx"
    NOTEBOOK = "notebook"
    RECORD = "record"
    HTML = "html"
    RESTRUCTUREDTEXT = "restructuredtext"
    ASCIIDOC = "asciidoc"
    SAMPLE = "sample"
    """A file of code, one sample as a whole."""


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE_CELL = "table-cell"
    CODE = "code"
    HTML = "html"
    COMMENT = "comment"
    FRONT_MATTER = "front-matter"
    SCRIPT = "script"
    """MDX import and export statements, and expressions in braces."""
    INCLUDE = "include"
    """What is nothing but statements that include other files; a fence may be."""


class ContainerKind(StrEnum):
    """What a block stands in."""

    QUOTE = "quote"
    LIST_ITEM = "list-item"
    TABLE = "table"
    TAB_GROUP = "tab-group"
    TAB = "tab"
    ADMONITION = "admonition"
    ELEMENT = "element"
    """A JSX or HTML element, or a template tag, with a body."""
    FENCE = "fence"
    """A ``markdown`` fence that was descended into."""


@dataclass(frozen=True, slots=True)
class Container:
    """Something that blocks stand in. ``number`` is unique in its document.

    ``name`` is the element, directive or admonition type (``TabItem``, ``note``); ``title`` what a reader
    sees.
    """

    kind: ContainerKind
    number: int
    name: str = ""
    title: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document.

    ``span`` reaches from the first character of the block's first line (after quote and list prefixes) to
    the end of its last line. ``content`` is its text without markers, prefixes and escapes: the code of a
    fence, the text of a heading with its inline markup, the inside of a comment. ``following`` is, for a
    comment, the span of what it speaks of: the next block at its level, with all that it holds.
    """

    kind: BlockKind
    span: Span
    content: Extract
    containers: tuple[Container, ...] = ()
    heading_path: tuple[str, ...] = ()
    level: int = 0
    """Headings: 1 to 6."""
    fenced: bool = False
    """Code: from a fence, not from indentation or ``<pre>``."""
    language: str = ""
    """Code: the first word of the info string, as written."""
    info: str = ""
    """Code: the whole info string."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Code: what the info string says besides the language (``title``, ``filename``, ...)."""
    row: int = 0
    column: int = 0
    """Table cells: 0-based; row 0 is the header."""
    following: Span | None = None

    def tab(self) -> Container | None:
        """The innermost tab that the block stands in."""
        return next((c for c in reversed(self.containers) if c.kind is ContainerKind.TAB), None)


class PartRole(StrEnum):
    """What a part of a document is."""

    TEXT = "text"
    CODE = "code"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Origin:
    """The other file that a part was read from, and the statement that includes it.

    ``path`` is for people, ``root_path`` relative to the project. ``part`` and ``span`` are where the
    statement stands. A file that is ``judged_elsewhere``, as a document of its own, only brings its names.
    """

    path: str
    root_path: str
    part: int
    span: Span
    judged_elsewhere: bool = False


@dataclass(frozen=True)
class Part:
    """A text of a document with its blocks in order.

    ``cell`` is the 0-based notebook cell, None elsewhere. ``raw`` maps the part's text to the raw file, None
    where they are the same. ``origin`` is set for what was included from another file: ``source`` is then
    the whole of that file, and the blocks are what was included.
    """

    source: Source
    blocks: tuple[Block, ...]
    role: PartRole = PartRole.TEXT
    cell: int | None = None
    raw: Extract | None = None
    origin: Origin | None = None

    @property
    def is_view(self) -> bool:
        """True for a text in Markdown's notation that stands for a page or a document in another format."""
        return self.raw is not None and self.cell is None and self.role is PartRole.TEXT

    def raw_span(self, span: Span) -> Span:
        """The span in the raw file."""
        return span if self.raw is None else self.raw.span(span.start, span.end)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read: one sentence and where, as a span of the raw file.

    ``minor`` problems leave the document's text and samples fully checked.
    """

    message: str
    span: Span
    help: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class LostInclude:
    """An include of which nothing was read: what it names, where in the document, and why in a few words.

    ``stray`` when the document is at fault; not where the file lies elsewhere on purpose.
    """

    part: int
    span: Span
    target: str
    reason: str
    stray: bool = True


@dataclass(frozen=True)
class Document:
    """One input.

    ``source`` is the raw file as decoded; ``path`` as given, with forward slashes. ``front_matter`` has the
    plain top-level values, as text, with the spans of the values in the source of the first part.
    """

    path: str
    format: Format
    source: Source
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()
    front_matter: Mapping[str, tuple[str, Span]] = field(default_factory=dict)
    bom: bool = False
    exact: bool = True
    """False when the text is not what the file holds (invalid UTF-8), so that no fix may be written."""
    lost: tuple[LostInclude, ...] = ()
    """Includes that could not be read. Parts that could are the last ones."""
    beside: tuple[tuple[str, str], ...] = ()
    """Other files that were looked for, with a digest of what was there: "" for none."""

    def position(self, part: int, offset: int) -> Position:
        """The line and column of an offset of a part as people count: in the cell of a notebook, else in the
        file that the part was read from.
        """
        own = self.parts[part]
        if own.raw is None or own.cell is not None:
            return own.source.position(offset)
        return self.source.position(own.raw.origin(offset))

    def path_of(self, part: int) -> str:
        """The file that a part stands in."""
        origin = self.parts[part].origin
        return self.path if origin is None else origin.path

    def standing(self, part: int, span: Span) -> tuple[int, Span]:
        """Where the document itself has a place: for a place in an included file, the statement."""
        while (origin := self.parts[part].origin) is not None:
            part, span = origin.part, origin.span
        return part, span

    def in_order(self) -> Iterator[tuple[int, int, Block]]:
        """Every block with its part and its number there, as a reader meets them: what is included, where the
        statement stands.
        """
        included: dict[int, list[int]] = {}
        for number, part in enumerate(self.parts):
            if part.origin is not None:
                included.setdefault(part.origin.part, []).append(number)
        for number, part in enumerate(self.parts):
            if part.origin is None:
                yield from self._with_included(number, included)

    def _with_included(
        self, number: int, included: Mapping[int, Sequence[int]]
    ) -> Iterator[tuple[int, int, Block]]:
        waiting = [
            (origin.span.start, inner)
            for inner in included.get(number, ())
            if (origin := self.parts[inner].origin) is not None
        ]
        waiting.sort(reverse=True)
        for index, block in enumerate(self.parts[number].blocks):
            while waiting and waiting[-1][0] < block.span.start:
                yield from self._with_included(waiting.pop()[1], included)
            yield number, index, block
        while waiting:
            yield from self._with_included(waiting.pop()[1], included)

    def samples(self) -> Iterator[tuple[int, int, Block]]:
        """The code blocks among them."""
        return (each for each in self.in_order() if each[2].kind is BlockKind.CODE)
