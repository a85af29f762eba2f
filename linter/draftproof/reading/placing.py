"""Block tokens to blocks: containers, heading paths and exact places.

markdown-it-py gives line ranges and content with prefixes stripped. Every line of such content is the tail of
its source line (the parser only ever removes from the left, trailing blanks of a paragraph's last line
aside), so its place follows from the line's end and the content's length. A tab that is only partly consumed
shows up as spaces in front; they stand for the tab.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.reading import info_string
from draftproof.reading.comments import expression_comments, html_comments, is_comment, outside
from draftproof.reading.document import Block, BlockKind, Container, ContainerKind
from draftproof.reading.tables import split_row
from draftproof.text.extract import Extract, ExtractBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from draftproof.reading.tags import Tag
    from draftproof.text.source import Span

_GROUPS = frozenset(
    [
        "tabs",
        "codegroup",
        "code-group",
        "codetabs",
        "requestexample",
        "responseexample",
        "hfoptions",
        "tabset",
        "tab-set",
        "frameworkcontent",
    ]
)
_FENCE_TABS = frozenset(["codegroup", "code-group", "codetabs", "requestexample", "responseexample"])
_TABS = frozenset(["tab", "tabitem", "hfoption", "tab-item", "tabpanel", "==="])
_MAX_FRAMES = 128
"""Tags inside more tags are no containers: a page of unclosed ones would cost quadratic time."""
MARKDOWN_LANGUAGES = frozenset({"markdown", "md", "mdx"})


class _Frame:
    """An open container. ``level`` is the token level for real containers, None for tag marks."""

    __slots__ = ("colons", "container", "is_mark", "name")

    def __init__(self, container: Container, *, is_mark: bool, name: str = "", colons: int = 0) -> None:
        self.container = container
        self.is_mark = is_mark
        self.name = name
        self.colons = colons


class Placer:
    """Turns the tokens of one text into blocks."""

    def __init__(
        self,
        text: Extract,
        numbers: list[int],
        outer: tuple[Container, ...] = (),
        headings: tuple[tuple[int, str], ...] = (),
        *,
        mdx: bool = False,
    ) -> None:
        """``text`` has LF line ends only; ``outer`` and ``headings`` are what it stands in and under.

        ``numbers`` hands out container numbers for the whole document.
        """
        self._text = text
        self._numbers = numbers
        self._outer = outer
        self._is_mdx = mdx
        self.headings = headings
        self._frames: list[_Frame] = []
        self._blocks: list[Block] = []
        self._ends = [match.start() for match in re.finditer(r"\n", text.text)]
        self._ends.append(len(text.text))
        self._row = self._column = 0
        self._cells: list[list[tuple[int, int]]] = []
        self._last_group: tuple[int, Container] | None = None
        self._comments_end = (0, 0)
        self._element_ends: dict[int, int] = {}

    def place(self, tokens: Sequence[Token]) -> list[Block]:
        """The blocks, in order."""
        self._element_ends = _element_ends(tokens)
        handlers = {
            "inline": self._inline,
            "fence": self._fence,
            "code_block": self._indented_code,
            "html_block": self._html,
            "mdx_comment": self._mdx,
            "mdx_script": self._mdx,
            "tag": self._tag,
            "tr_open": self._table_row,
        }
        for index, token in enumerate(tokens):
            if handler := handlers.get(token.type):
                handler(tokens, index)
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
        return self._blocks

    # -- lines and places

    def _line(self, line: int) -> tuple[int, int]:
        """Start and end of a 0-based line, without its line end."""
        return (self._ends[line - 1] + 1 if line else 0), self._ends[min(line, len(self._ends) - 1)]

    def _lines_span(self, first: int, after: int) -> tuple[int, int]:
        start, end = self._line(first)[0], self._line(after - 1)[1]
        while start < end and self._text.text[start] in " \t":
            start += 1
        return start, end

    def _tail_content(self, content: str, first_line: int) -> Extract:
        """The extract of content whose lines are tails of source lines, from ``first_line`` on."""
        text = self._text.text
        builder = ExtractBuilder(self._text)
        lines = content.split("\n")
        for index, line in enumerate(lines):
            if index == len(lines) - 1 and not line:
                break
            number = first_line + index
            if number >= len(self._ends):
                break
            low, high = self._line(number)
            keep_end = index < len(lines) - 1 and high < len(text)
            start = high - len(line)
            if start >= low and text.startswith(line, start):
                builder.take(start, high + keep_end)
                continue
            if index == len(lines) - 1 and (found := text.find(line, low, high)) >= 0:
                builder.take(found, found + len(line))
                continue
            spaces = len(line) - len(line.lstrip(" "))
            drop = next(
                (
                    n
                    for n in range(1, spaces + 1)
                    if text[high - len(line) + n - 1 : high - len(line) + n] == "\t"
                ),
                spaces,
            )
            start = high - len(line) + drop
            builder.replace(line[:drop], max(start - 1, 0), start)
            builder.take(start, high + keep_end)
        return builder.build()

    def _source_span(self, start: int, end: int) -> Span:
        return self._text.span(start, end)

    # -- containers

    def _containers(self) -> tuple[Container, ...]:
        return (*self._outer, *(frame.container for frame in self._frames))

    def _container(
        self, kind: ContainerKind, name: str = "", title: str = "", attributes: Sequence[tuple[str, str]] = ()
    ) -> Container:
        self._numbers[0] += 1
        return Container(kind, self._numbers[0], name, title, dict(attributes))

    def _open(self, token: Token) -> None:
        kinds = {
            "blockquote_open": ContainerKind.QUOTE,
            "list_item_open": ContainerKind.LIST_ITEM,
            "table_open": ContainerKind.TABLE,
        }
        if token.type in kinds:
            self._frames.append(_Frame(self._container(kinds[token.type]), is_mark=False))
            self._row = -1
        elif token.type == "indented_open":
            name, title = token.meta["name"], token.meta["title"]
            if name == "===":
                self._frames.append(_Frame(self._implicit_group(token), is_mark=False))
                tab = self._container(ContainerKind.TAB, name, title)
                self._frames.append(_Frame(tab, is_mark=True, name=name))
            else:
                self._frames.append(
                    _Frame(self._container(ContainerKind.ADMONITION, name, title), is_mark=False)
                )

    def _implicit_group(self, token: Token) -> Container:
        """The group of an MkDocs tab: adjacent ``===`` blocks of one level are alternatives of each other."""
        first, after = token.map or (0, 0)
        if self._last_group is not None:
            end, group = self._last_group
            between = self._text.text[self._line(max(end - 1, 0))[1] : self._line(first)[0]]
            if not between.strip():
                self._last_group = (after, group)
                return group
        group = self._container(ContainerKind.TAB_GROUP, "===")
        self._last_group = (after, group)
        return group

    def _close(self, token: Token) -> None:
        if token.type in ("blockquote_close", "list_item_close", "table_close", "indented_close"):
            while self._frames and self._frames.pop().is_mark:
                pass

    def _table_row(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        self._cells = split_row(self._text.text, token.meta["start"], self._line((token.map or [0])[0])[1])
        self._row += 1
        self._column = 0

    def _tag(self, tokens: Sequence[Token], index: int) -> None:
        tag: Tag = tokens[index].meta["tag"]
        colons: int = tokens[index].meta["colons"]
        if tag.form == "close":
            self._close_mark(tag.name.lower(), colons)
        elif tag.form == "open" and len(self._frames) < _MAX_FRAMES:
            name = tag.name.lower()
            title = tag.attribute("title", "label", "name", "value", "id", "header")
            if name in _GROUPS:
                kind = ContainerKind.TAB_GROUP
            elif name in _TABS:
                kind = ContainerKind.TAB
            elif colons:
                kind = ContainerKind.ADMONITION
            else:
                kind = ContainerKind.ELEMENT
            container = self._container(kind, tag.name, title, tag.attributes)
            self._frames.append(_Frame(container, is_mark=True, name=name, colons=colons))

    def _close_mark(self, name: str, colons: int) -> None:
        for position in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[position]
            if not frame.is_mark:
                return
            if (frame.colons == colons) if colons else (frame.name == name):
                del self._frames[position:]
                return

    # -- blocks

    def _add(self, block: Block) -> None:
        self._blocks.append(block)

    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def _block(self, kind: BlockKind, span: tuple[int, int], content: Extract) -> Block:
        return Block(kind, self._source_span(*span), content, self._containers(), self._path())

    def _inline(self, tokens: Sequence[Token], index: int) -> None:
        token, parent = tokens[index], tokens[index - 1]
        first = (token.map or [0, 0])[0]
        if parent.type in ("th_open", "td_open"):
            content = self._cell_content(token)
            span = content.span(0, len(content)) if content.text else self._empty_cell(first)
            block = Block(
                BlockKind.TABLE_CELL,
                span,
                content,
                self._containers(),
                self._path(),
                row=max(self._row, 0),
                column=self._column,
            )
            self._column += 1
        elif parent.type == "heading_open":
            level = int(parent.tag[1])
            low, high = self._line(first)
            if parent.markup.startswith("#"):
                start = self._text.text.find(parent.markup, low, high)
                at = (
                    self._text.text.find(token.content, start + level, high)
                    if token.content
                    else start + level
                )
                content = self._text.slice(at, at + len(token.content))
                lines = (start, high)
            else:
                content = self._tail_content(token.content, first)
                lines = self._lines_span(first, (parent.map or [0, first + 1])[1])
            self.headings = (*((n, t) for n, t in self.headings if n < level), (level, content.text))
            block = replace(self._block(BlockKind.HEADING, lines, content), level=level)
        else:
            content = self._tail_content(token.content, first)
            origin = content.span(0, len(content))
            block = Block(BlockKind.PARAGRAPH, origin, content, self._containers(), self._path())
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
        return ExtractBuilder(self._text).join(self._cells[self._column]).build()

    def _empty_cell(self, line: int) -> Span:
        """Where an empty cell stands; one that the row leaves out, at the end of its line."""
        there = self._column < len(self._cells)
        place = self._cells[self._column][0][0] if there else self._line(line)[1]
        return self._source_span(place, place)

    def _fence(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        opening_end = self._line(first)[1]
        start = opening_end - len(token.markup) - len(token.info)
        content = self._tail_content(token.content, first + 1)
        directive = info_string.directive_of(token.info)
        language = info_string.language_of(token.info)
        attributes = info_string.attributes_of(token.info)
        extra: tuple[Container, ...] = ()
        if self._frames and self._frames[-1].name in _FENCE_TABS:
            extra = (self._container(ContainerKind.TAB, "fence", attributes.get("title") or language),)
        block = Block(
            BlockKind.CODE, self._source_span(start, self._line(after - 1)[1]), content,
            (*self._containers(), *extra), self._path(), fenced=True, language=language,
            info=token.info.strip(), attributes=attributes,
        )  # fmt: skip
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
        lowered = name.lower()
        if block.kind is BlockKind.CODE:
            kind = ContainerKind.FENCE
        elif lowered in _GROUPS:
            kind = ContainerKind.TAB_GROUP
        else:
            kind = ContainerKind.TAB if lowered in _TABS else ContainerKind.ADMONITION
        depth = sum(container.kind is ContainerKind.FENCE for container in block.containers)
        if depth < 8:
            outer = (*block.containers, self._container(kind, name, title))
            self._blocks.extend(self._read(block.content, outer, mdx=mdx))

    def _indented_code(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        content = self._tail_content(token.content, first)
        block = self._block(BlockKind.CODE, self._lines_span(first, after), content)
        in_element = bool(self._frames) and self._frames[-1].is_mark
        if in_element and content.text.lstrip().startswith(("```", "~~~")):
            # Inside an element the indentation is the author's, as in MDX, and the fence is meant.
            self._blocks.extend(self._read(content, block.containers))
        else:
            self._add(block)

    def _read(
        self, content: Extract, outer: tuple[Container, ...], *, mdx: bool = False
    ) -> tuple[Block, ...]:
        from draftproof.reading.markdown import read_blocks  # noqa: PLC0415 - the recursion's other half

        return read_blocks(content, self._numbers, outer, self.headings, mdx=mdx).blocks

    def _html(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, after = token.map or [0, 0]
        content = self._tail_content(token.content, first)
        following = self._following(tokens, index)
        block = self._block(BlockKind.HTML, self._lines_span(first, after), content)
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
                after = self._element_ends.get(index, after)
        return self._source_span(*self._lines_span(first, after))


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
