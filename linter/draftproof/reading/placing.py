"""Block tokens to blocks, with heading paths and exact places.

``lines`` knows the places, ``containers`` what a block stands in; this module makes the blocks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from draftproof.reading import info_string
from draftproof.reading.comments import expression_comments, html_comments, is_comment, outside
from draftproof.reading.containers import CLOSING, OPENING, ContainerStack, kind_of
from draftproof.reading.document import Block, BlockKind, Container, ContainerKind
from draftproof.reading.lines import Lines
from draftproof.reading.tables import split_row
from draftproof.text.extract import Extract, ExtractBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it.token import Token

    from draftproof.reading.tags import Tag
    from draftproof.text.source import Span

_NAMED_VALUE = re.compile(r"=\s{0,9}\{\s{0,9}[A-Za-z_$]")
MARKDOWN_LANGUAGES = frozenset({"markdown", "md", "mdx"})


class Blocks(Protocol):
    """What reading a text inside another one gives."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in order."""


class ReadInside(Protocol):
    """Reads a text inside another one: the content of a ``markdown`` fence, of a directive."""

    def __call__(
        self,
        base: Extract,
        numbers: list[int],
        outer: tuple[Container, ...],
        headings: tuple[tuple[int, str], ...],
        *,
        mdx: bool,
    ) -> Blocks:
        """Read the text that ``base`` is."""


class Placer:
    """Turns the tokens of one text into blocks."""

    def __init__(
        self,
        text: Extract,
        numbers: list[int],
        outer: tuple[Container, ...],
        headings: tuple[tuple[int, str], ...],
        read: ReadInside,
        *,
        mdx: bool = False,
    ) -> None:
        """``text`` has LF line ends only; ``outer`` and ``headings`` are what it stands in and under.

        ``numbers`` hands out container numbers for the whole document; ``read`` gives the blocks of a text
        inside this one.
        """
        self._text = text
        self._lines = Lines(text)
        self._numbers = numbers
        self._containers = ContainerStack(self._lines, numbers, outer)
        self._read_inside = read
        self._is_mdx = mdx
        self.headings = headings
        self._blocks: list[Block] = []
        self._in_table = False
        self._row = self._column = 0
        self._cells: list[list[tuple[int, int]]] = []
        self._comments_end = (0, 0)
        self._empty_tag_line = -1
        self._element_ends: dict[int, int] | None = None
        self._heading_path = tuple(text for _, text in headings)

    def place(self, tokens: Sequence[Token]) -> list[Block]:
        """The blocks, in order."""
        handlers: dict[str, Callable[[Sequence[Token], int], None]] = {
            "inline": self._inline,
            "fence": self._fence,
            "code_block": self._indented_code,
            "html_block": self._html,
            "mdx_comment": self._mdx,
            "mdx_script": self._mdx,
            "tag": self._tag,
            "tr_open": self._table_row,
            **dict.fromkeys(OPENING, self._open),
            **dict.fromkeys(CLOSING, self._close),
        }
        for index, token in enumerate(tokens):
            handler = handlers.get(token.type)
            if handler is not None:
                handler(tokens, index)
        return self._blocks

    def _open(self, tokens: Sequence[Token], index: int) -> None:
        self._containers.open(tokens[index])
        if tokens[index].type == "table_open":
            self._in_table = True
            self._row = -1

    def _close(self, _tokens: Sequence[Token], _index: int) -> None:
        self._containers.close()
        self._in_table = False

    def _table_row(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        self._cells = split_row(
            self._text.text, token.meta["start"], self._lines.line((token.map or [0])[0])[1]
        )
        self._row += 1
        self._column = 0

    def _tag(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        tag: Tag = token.meta["tag"]
        first, after = token.map or [0, 0]
        if tag.form != "empty":
            self._containers.tag(tag, token.meta["colons"])
        elif tag.name == "code" and token.meta["colons"]:
            lines = self._lines.span_of(first, after)
            block = self._block(BlockKind.INCLUDE, lines, self._text.slice(*lines))
            self._add(replace(block, attributes=dict(tag.attributes)))
        elif self._is_mdx and first != self._empty_tag_line:
            # An element without a body may still take what a reader sees from an expression.
            self._empty_tag_line = first
            lines = self._lines.span_of(first, after)
            if _NAMED_VALUE.search(self._text.text, *lines):
                self._add(self._block(BlockKind.SCRIPT, lines, self._text.slice(*lines)))

    def _add(self, block: Block) -> None:
        self._blocks.append(block)

    def _block(self, kind: BlockKind, span: tuple[int, int], content: Extract, level: int = 0) -> Block:
        return Block(
            kind, self._text.span(*span), content, self._containers.current(), self._heading_path, level
        )

    def _inline(self, tokens: Sequence[Token], index: int) -> None:
        token, parent = tokens[index], tokens[index - 1]
        first = (token.map or [0, 0])[0]
        if self._in_table:
            content = self._cell_content(token)
            span = content.span(0, len(content)) if content.text else self._empty_cell(first)
            block = Block(
                BlockKind.TABLE_CELL,
                span,
                content,
                self._containers.current(),
                self._heading_path,
                row=max(self._row, 0),
                column=self._column,
            )
            self._column += 1
        elif parent.type == "heading_open":
            level = int(parent.tag[1])
            low, high = self._lines.line(first)
            if parent.markup.startswith("#"):
                start = self._text.text.find(parent.markup, low, high)
                at = max(self._lines.find(token.content, start + level, high), start + level)
                content = self._text.slice(at, at + len(token.content))
                lines = (start, high)
            else:
                after = (parent.map or [0, first + 1])[1]
                content = self._lines.prose(token.content, first, after)
                lines = self._lines.span_of(first, after)
            self.headings = (*((n, t) for n, t in self.headings if n < level), (level, content.text))
            self._heading_path = tuple(text for _, text in self.headings)
            block = self._block(BlockKind.HEADING, lines, content, level)
        else:
            content = self._lines.prose(token.content, first, (token.map or [0, first + 1])[1])
            if content.text:
                origin = content.span(0, len(content))
            else:  # a line of blanks that Markdown does not count as such, U+2028 for one
                origin = self._text.span(self._lines.line(first)[0], self._lines.line(first)[0])
            block = Block(
                BlockKind.PARAGRAPH, origin, content, self._containers.current(), self._heading_path
            )
        self._add(block)
        if "<!--" in token.content or (self._is_mdx and "{/*" in token.content):
            self._inline_comments(block)

    def _inline_comments(self, block: Block) -> None:
        """Comments inside a block speak of that block."""
        from draftproof.reading.inline import InlineKind, inlines  # noqa: PLC0415 - rarely needed

        pieces = inlines(block.content)
        found = [(piece.span, piece.inner) for piece in pieces if piece.kind is InlineKind.COMMENT]
        if self._is_mdx:
            taken = [piece.span for piece in pieces if piece.kind in (InlineKind.CODE, InlineKind.COMMENT)]
            found += expression_comments(block.content.text, taken)
        for span, inner in sorted(found):
            comment = Block(
                BlockKind.COMMENT, block.content.span(*span), block.content.slice(*inner), block.containers,
                block.heading_path, following=block.span,
            )  # fmt: skip
            self._add(comment)

    def _cell_content(self, token: Token) -> Extract:
        if not token.content or self._column >= len(self._cells):
            return Extract("", ())
        pieces = self._cells[self._column]
        return (
            self._text.slice(*pieces[0])
            if len(pieces) == 1
            else ExtractBuilder(self._text).join(pieces).build()
        )

    def _empty_cell(self, line: int) -> Span:
        """Where an empty cell stands; one that the row leaves out, at the end of its line."""
        there = self._column < len(self._cells)
        place = self._cells[self._column][0][0] if there else self._lines.line(line)[1]
        return self._text.span(place, place)

    def _fence(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        opening_end = self._lines.line(first)[1]
        start = opening_end - len(token.markup) - len(token.info)
        content = self._lines.tail_content(token.content, first + 1)
        directive, language, attributes = _info_of(token.info)
        extra: tuple[Container, ...] = ()
        if self._containers.fences_are_tabs:
            extra = (self._containers.make(ContainerKind.TAB, "fence", attributes.get("title") or language),)
        block = Block(
            BlockKind.CODE, self._text.span(start, self._lines.line(after - 1)[1]), content,
            (*self._containers.current(), *extra), self._heading_path, fenced=True, language=language,
            info=token.info.strip(), attributes=attributes,
        )  # fmt: skip
        if directive is not None and directive[0] in info_string.INCLUDE_DIRECTIVES:
            self._add(replace(block, kind=BlockKind.INCLUDE))
            return
        is_text = (
            directive is not None and directive[0] not in info_string.CODE_DIRECTIVES and language.islower()
        )
        if is_text and directive is not None and not _is_code_name(directive[0]):
            self._descend(replace(block, kind=BlockKind.HTML), directive[0], directive[1])
        else:
            self._add(block)
            if language.lower() in MARKDOWN_LANGUAGES:
                self._descend(block, language, "", mdx=language.lower() == "mdx")

    def _descend(self, block: Block, name: str, title: str, *, mdx: bool = False) -> None:
        is_fence = block.kind is BlockKind.CODE
        kind = ContainerKind.FENCE if is_fence else kind_of(name, ContainerKind.ADMONITION)
        depth = sum(container.kind is ContainerKind.FENCE for container in block.containers)
        if depth < 8:
            outer = (*block.containers, self._containers.make(kind, name, title))
            self._blocks.extend(self._read(block.content, outer, mdx=mdx))

    def _indented_code(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        content = self._lines.tail_content(token.content, first)
        block = self._block(BlockKind.CODE, self._lines.span_of(first, after), content)
        if self._containers.in_element and content.text.lstrip().startswith(("```", "~~~")):
            # Inside an element the indentation is the author's, as in MDX, and the fence is meant.
            self._blocks.extend(self._read(content, block.containers))
        else:
            self._add(block)

    def _read(
        self, content: Extract, outer: tuple[Container, ...], *, mdx: bool = False
    ) -> tuple[Block, ...]:
        return self._read_inside(content, self._numbers, outer, self.headings, mdx=mdx).blocks

    def _html(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        content = self._lines.tail_content(token.content, first)
        following = self._following(tokens, index)
        block = self._block(BlockKind.HTML, self._lines.span_of(first, after), content)
        comments = html_comments(content.text)
        if not comments or outside(content.text, comments).strip():
            self._add(block)
        for start, end in comments:
            self._add(
                Block(BlockKind.COMMENT, content.span(start, end), content.slice(start + 4, end - 3),
                block.containers,
                      block.heading_path, following=following)
            )  # fmt: skip

    def _mdx(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        start = token.meta["start"]
        end = start + len(token.content)
        if token.type == "mdx_script":
            self._add(self._block(BlockKind.SCRIPT, (start, end), self._text.slice(start, end)))
            return
        low = self._text.text.index("/*", start) + 2
        high = self._text.text.rindex("*/", low, end)
        block = self._block(BlockKind.COMMENT, (start, end), self._text.slice(low, high))
        self._add(replace(block, following=self._following(tokens, index)))

    def _following(self, tokens: Sequence[Token], index: int) -> Span | None:
        """The lines of the next sibling of a comment; of a whole element where its opening tag comes next."""
        index += 1
        first_comment, after_comments = self._comments_end
        if first_comment < index <= after_comments:
            index = after_comments  # of a row of comments, each would look at all that follow
        else:
            start = index
            while index < len(tokens) and (tokens[index].type == "mdx_comment" or is_comment(tokens[index])):
                index += 1
            self._comments_end = (start - 1, index)
        if index >= len(tokens) or tokens[index].nesting < 0 or tokens[index].map is None:
            return None
        token = tokens[index]
        first, after = token.map or [0, 0]
        if token.type == "tag":
            tag: Tag = token.meta["tag"]
            if tag.form == "close":
                return None
            if tag.form == "open":
                if self._element_ends is None:
                    self._element_ends = _element_ends(tokens)
                after = self._element_ends.get(index, after)
        return self._text.span(*self._lines.span_of(first, after))


@lru_cache(maxsize=256)
def _info_of(info: str) -> tuple[tuple[str, str] | None, str, Mapping[str, str]]:
    """Directive, language and attributes of an info string; few are written often."""
    return info_string.directive_of(info), info_string.language_of(info), info_string.attributes_of(info)


def _is_code_name(name: str) -> bool:
    """True for ``{python}`` and ``{r}``: Quarto and R Markdown cells, not directives."""
    return name.lower() in {
        "python",
        "py",
        "r",
        "bash",
        "sh",
        "julia",
        "javascript",
        "js",
        "ojs",
        "sql",
        "mermaid",
        "dot",
    }


def _element_ends(tokens: Sequence[Token]) -> dict[int, int]:
    """For the index of every opening tag that is closed at its level: the line after its closing tag."""
    ends: dict[int, int] = {}
    open_tags: list[dict[str, list[int]]] = []
    for index, token in enumerate(tokens):
        del open_tags[token.level + 1 :]
        if token.type != "tag" or token.meta["tag"].form == "empty":
            continue
        open_tags.extend({} for _ in range(token.level + 1 - len(open_tags)))
        colons: int = token.meta["colons"]
        same = open_tags[token.level].setdefault(":" * colons or token.meta["tag"].name, [])
        if token.meta["tag"].form == "open":
            same.append(index)
        elif same:
            ends[same.pop()] = (token.map or [0, 0])[1]
    return ends
