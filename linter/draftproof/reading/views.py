"""A text in Markdown's notation that stands for a document in another format, character by character.

HTML, reStructuredText and AsciiDoc are told once more as Markdown: a tag or a mark becomes the mark that
Markdown has for it, an entity the character that it means, and every character remembers where in the file it
comes from. All that looks at a document after reading knows this one notation, so that a page and the article
that it was made of get the same findings, excerpts and fingerprints.

The blocks are made together with the text; it is never parsed for its blocks.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from draftproof.reading.document import Block, BlockKind, Container, ContainerKind, Document, Part
from draftproof.reading.inline_marks import COMMENT
from draftproof.text.extract import Extract, ExtractBuilder
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.reading.document import Format, Problem
    from draftproof.reading.inline_marks import Atom

_TICKS = re.compile(r"`{3,}")
_TITLE_BREAKING = re.compile(r"[\"\r\n]")
_MAX_CONTAINERS = 64
"""Containers inside containers that are noted; what stands deeper is noted as standing in these."""


class View:
    """Collects the text of a view, its blocks and where both come from."""

    def __init__(self, original: str) -> None:
        self._whole = Extract.whole(original)
        self._builder = ExtractBuilder(self._whole)
        self.length = 0
        self._drafts: list[_Draft] = []
        self._headings: tuple[tuple[int, str], ...] = ()
        self._containers: list[Container] = []
        self._skipped = 0
        self._number = 0

    # Text ---------------------------------------------------------------------------------------------

    def take(self, start: int, end: int) -> None:
        """Append characters of the file as they are."""
        if end > start:
            self._builder.take(start, end)
            self.length += end - start

    def put(self, text: str, start: int, end: int) -> None:
        """Append text that stands for a stretch of the file, which may be empty."""
        self._builder.replace(text, start, end)
        self.length += len(text)

    def atoms(self, atoms: Sequence[Atom]) -> tuple[int, int]:
        """Append atoms; the range that they take up in the view."""
        first = self.length
        for text, start, end, _ in atoms:
            self.put(text, start, end)
        return first, self.length

    # Containers ---------------------------------------------------------------------------------------

    @contextmanager
    def inside(
        self, kind: ContainerKind, name: str = "", title: str = "", group: Container | None = None
    ) -> Iterator[Container]:
        """What is added stands in a new container, or in one that was there before (``group``)."""
        container = group
        if container is None:
            self._number += 1
            container = Container(kind, self._number, name, title)
        kept = len(self._containers) < _MAX_CONTAINERS
        if kept:
            self._containers.append(container)
        try:
            yield container
        finally:
            if kept:
                self._containers.pop()

    @property
    def containers(self) -> tuple[Container, ...]:
        """What a block that is added now stands in."""
        return tuple(self._containers)

    # Blocks -------------------------------------------------------------------------------------------

    def count(self) -> int:
        """The number of blocks so far; what was added since can be told by it."""
        return len(self._drafts)

    def gap(self, at: int) -> None:
        """A blank line before the next block; ``at`` is where the file is read."""
        if self.length:
            self.put("\n\n", at, at)

    def paragraph(self, atoms: Sequence[Atom], before: str = "") -> None:
        """A paragraph of running text, after a mark such as a list item's."""
        self.gap(atoms[0][1])
        self._prose(BlockKind.PARAGRAPH, atoms, before)

    def heading(self, atoms: Sequence[Atom], level: int) -> None:
        """A heading; what follows stands below it."""
        self.gap(atoms[0][1])
        draft = self._prose(BlockKind.HEADING, atoms, f"{'#' * level} ")
        text = "".join(each[0] for each in atoms)
        self._headings = (*((n, t) for n, t in self._headings if n < level), (level, text))
        draft.level = level
        draft.headings = self._path()

    def cell(self, atoms: Sequence[Atom], place: tuple[int, int], *, at: int, last: bool) -> None:
        """A table cell at (row, column), one after the other in a row."""
        row, column = place
        if column == 0:
            self.put("\n" if row else "\n\n" if self.length else "", at, at)
        self.put("| " if column == 0 else " | ", at, at)
        draft = self._prose(BlockKind.TABLE_CELL, atoms, "", at)
        draft.row, draft.column = row, column
        if last:
            self.put(" |", at, at)
            if row == 0:
                self.put("\n|" + " --- |" * (column + 1), at, at)

    def comment(self, inside: tuple[int, int], whole: tuple[int, int]) -> int:
        """A comment; its index among the blocks, for ``speak``."""
        self.gap(whole[0])
        first = self.length
        self.put("<!--", whole[0], inside[0])
        start = self.length
        self.take(*inside)
        end = self.length
        self.put("-->", inside[1], whole[1])
        return self._add(_Draft(BlockKind.COMMENT, (first, self.length), (start, end)))

    def speak(self, comment: int, first: int, after: int) -> None:
        """Say what a comment is about: the blocks from one index to another."""
        if first < after:
            span = Span(self._drafts[first].span[0], max(d.span[1] for d in self._drafts[first:after]))
            self._drafts[comment].following = span

    def code(
        self,
        pieces: Sequence[Atom],
        language: str,
        attributes: Mapping[str, str],
        *,
        opening: tuple[int, int],
        closing: tuple[int, int],
        info: str | None = None,
        kind: BlockKind = BlockKind.CODE,
    ) -> None:
        """Code between its marks, as a fence."""
        self.gap(opening[0])
        text = "".join(piece[0] for piece in pieces)
        ticks = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(text)), 3)
        title = attributes.get("title", "")
        shown = f' title="{_TITLE_BREAKING.sub(" ", title)}"' if title else ""
        line = language + shown if info is None else info
        first = self.length
        self.put(f"{ticks}{line}\n", *opening)
        content = self.atoms(pieces)
        self.put(f"{'' if text.endswith(chr(10)) or not text else chr(10)}{ticks}", *closing)
        draft = _Draft(kind, (first, self.length), content)
        draft.language, draft.info, draft.attributes = language, line, attributes
        self._add(draft)

    def include(self, path: Atom, options: Sequence[Atom], start: int, end: int) -> None:
        """A statement that includes a file as code, as MyST writes it, with lines of ``:name: value``."""
        self.gap(start)
        first = self.length
        self.put("```{literalinclude} ", start, path.start)
        self.atoms([path])
        self.put("\n", path.end, path.end)
        content = self.atoms(options)
        self.put("```", end, end)
        draft = _Draft(BlockKind.INCLUDE, (first, self.length), content)
        draft.info = "{literalinclude}"
        self._add(draft)

    def front_matter(self, values: Sequence[tuple[str, Sequence[Atom]]]) -> dict[str, tuple[str, Span]]:
        """What a page says of itself; each value with its span in the view."""
        found: dict[str, tuple[str, Span]] = {}
        at = values[0][1][0][1] if values else 0
        self.put("---\n", at, at)
        first = self.length
        for name, atoms in values:
            self.put(f"{name}: ", atoms[0][1], atoms[0][1])
            span = Span(*self.atoms(atoms))
            found[name] = ("".join(each[0] for each in atoms), span)
            self.put("\n", span.end and atoms[-1][2], atoms[-1][2])
        end = self.length
        self.put("---", atoms[-1][2], atoms[-1][2])
        self._add(_Draft(BlockKind.FRONT_MATTER, (first, end), (first, end)))
        return found

    def _prose(self, kind: BlockKind, atoms: Sequence[Atom], before: str, at: int = 0) -> _Draft:
        place = atoms[0][1] if atoms else at
        first = self.length
        if before:
            self.put(before, place, place)
        content = self.atoms(atoms)
        draft = _Draft(kind, (first if kind is BlockKind.HEADING else content[0], content[1]), content)
        self._add(draft)
        if any(atom.sort == COMMENT for atom in atoms):
            self._inner_comments(draft, atoms)
        return draft

    def _inner_comments(self, around: _Draft, atoms: Sequence[Atom]) -> None:
        """Comments in running text speak of the block that they stand in."""
        at = around.content[0]
        for atom in atoms:
            if atom.sort == COMMENT:
                inside = (at, at + len(atom.text))
                comment = _Draft(BlockKind.COMMENT, (inside[0] - len("<!--"), inside[1] + len("-->")), inside)
                comment.following = Span(*around.span)
                self._add(comment)
            at += len(atom.text)

    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _add(self, draft: _Draft) -> int:
        draft.containers, draft.headings = self.containers, self._path()
        self._drafts.append(draft)
        return len(self._drafts) - 1

    # The end ------------------------------------------------------------------------------------------

    def document(
        self,
        source: Source,
        kind: Format,
        problems: Sequence[Problem],
        front_matter: Mapping[str, tuple[str, Span]],
    ) -> Document:
        """The document that has this view as its one part."""
        text, raw, blocks = self.finished()
        part = Part(Source(text, source.name), blocks, raw=raw)
        return Document(source.name, kind, source, (part,), tuple(problems), front_matter)

    def finished(self) -> tuple[str, Extract, tuple[Block, ...]]:
        """The text, where it comes from, and the blocks."""
        raw = self._builder.build()
        whole = Extract.whole(raw.text)
        return raw.text, raw, tuple(draft.block(whole) for draft in self._drafts)


class _Draft:
    """A block while the text is not finished; ranges are offsets of the view."""

    __slots__ = (
        "attributes", "column", "containers", "content", "following", "headings", "info", "kind", "language",
        "level", "row", "span",
    )  # fmt: skip

    def __init__(self, kind: BlockKind, span: tuple[int, int], content: tuple[int, int]) -> None:
        self.kind = kind
        self.span = span
        self.content = content
        self.containers: tuple[Container, ...] = ()
        self.headings: tuple[str, ...] = ()
        self.level = self.row = self.column = 0
        self.language = self.info = ""
        self.attributes: Mapping[str, str] = {}
        self.following: Span | None = None

    def block(self, whole: Extract) -> Block:
        return Block(
            self.kind, Span(*self.span), _slice(whole, *self.content), self.containers, self.headings,
            level=self.level, fenced=bool(self.info) or self.kind is BlockKind.CODE, language=self.language,
            info=self.info, attributes=self.attributes, row=self.row, column=self.column,
            following=self.following,
        )  # fmt: skip


def _slice(whole: Extract, start: int, end: int) -> Extract:
    """A stretch of the view that knows its place even where it is empty."""
    return whole.slice(start, end) if end > start else Extract("", ())
