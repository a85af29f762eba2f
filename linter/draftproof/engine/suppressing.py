"""Where a suppression of a finding can stand, and how it is written there."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from draftproof.dataclass import dataclass
from draftproof.engine.settling import innermost_block
from draftproof.finding import WHOLE_FILE
from draftproof.reading.document import BlockKind, ContainerKind, Format, PartRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.engine.judgement import Settled
    from draftproof.reading.document import Block, Document, Part

Form = Literal["line", "inline", "fence", "cell", "file"]
_TEXT_FORMATS = frozenset({Format.MARKDOWN, Format.MDX, Format.NOTEBOOK})
_LINE_END = re.compile(r"\r\n|\r|\n")
_PREFIX = re.compile(r"[ \t>]{0,200}")
_HARMFUL = ("-->", "--!>", "*/", "\\")
_NEAR = 200
_CODE = re.compile(r"[A-Z]+[0-9]+")


class Slot(NamedTuple):
    """A place for a suppression: an offset of a part, and the form that it takes there.

    ``line``: a comment of its own before a block, after ``prefix``; ``inline``: at the end of a paragraph or
    a table cell; ``fence``: an attribute after the language; ``cell``: at the end of the cell before;
    ``file``: a comment of its own for the whole document.
    """

    part: int
    offset: int
    form: Form
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of the blocks of a text, from 0, each with the line after it; comments apart.

    The blocks are in order, outer ones first; ``parents`` has the block that each stands in, -1 for none.
    ``comments`` has the first line of a comment by the line after it.
    """

    starts: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]
    parents: tuple[int, ...]
    comments: Mapping[int, int]

    def holding(self, line: int) -> list[int]:
        """The first lines of the blocks that hold a line, the innermost first."""
        found: list[int] = []
        index = bisect_right(self.blocks, line, key=lambda block: block[0]) - 1
        while index >= 0:
            first, after = self.blocks[index]
            if line < after and first not in found[-1:]:
                found.append(first)
            index = self.parents[index]
        return found


class Slots:
    """The places for suppressions in one document, the most exact ones first."""

    def __init__(self, facts: Facts) -> None:
        self._document = facts.document
        self._known: dict[int, _Lines] = {}
        self._comments: dict[int, bool] = {}

    def of(self, settled: Settled) -> Iterator[Slot]:
        """The places for the suppression of a finding."""
        document, hit = self._document, settled.hit
        if document.format not in _TEXT_FORMATS or not document.exact:
            return
        if hit.part != WHOLE_FILE:
            part = document.parts[hit.part]
            if part.role is PartRole.TEXT:
                yield from self._in_text(hit.part, part, hit.span.start)
            elif (cell := _cell_before(document, hit.part)) is not None:
                yield Slot(cell, len(document.parts[cell].source.text), "cell")
        yield from self._for_all

    @cached_property
    def _for_all(self) -> tuple[Slot, ...]:
        """The place for a comment that speaks of the whole document, where there is one."""
        for number, part in enumerate(self._document.parts):
            if part.role is PartRole.TEXT and part.origin is None and _is_writable(part):
                return (Slot(number, self._first_line(part), "file"),)
        return ()

    def _in_text(self, number: int, part: Part, offset: int) -> Iterator[Slot]:
        block = innermost_block(part, offset)
        if block is None or block.kind is BlockKind.FRONT_MATTER:
            return
        inside_fence = any(each.kind is ContainerKind.FENCE for each in block.containers)
        if (
            not inside_fence
            and block.containers
            and block.kind in (BlockKind.PARAGRAPH, BlockKind.TABLE_CELL)
        ):
            yield Slot(number, block.content.span(0, len(block.content)).end, "inline")
        before = list(self._lines_before(number, part, offset))
        own = [slot for slot in before if slot.offset + len(slot.prefix) >= block.span.start]
        if not inside_fence:
            yield from own
            if _takes_attributes(block):
                line_end = _LINE_END.search(part.source.text, block.span.start)
                end = line_end.start() if line_end else len(part.source.text)
                yield Slot(number, _without_blanks(part.source.text, block.span.start, end), "fence")
        yield from (slot for slot in before if slot not in own)

    def _lines_before(self, number: int, part: Part, offset: int) -> Iterator[Slot]:
        """Before every block that an offset lies in, the innermost first; above comments that stand there."""
        lines = self._lines(number, part)
        text = part.source.text
        line = part.source.position(offset).line - 1
        for first in lines.holding(line):
            start = lines.starts[first]
            prefix = _PREFIX.match(text, start)
            while (above := lines.comments.get(_above(text, lines.starts, first))) is not None:
                first = above  # noqa: PLW2901 - what was found is where the row of comments begins
            yield Slot(number, lines.starts[first], "line", prefix[0] if prefix else "")

    def _lines(self, number: int, part: Part) -> _Lines:
        if number not in self._known:
            self._known[number] = _block_lines(part, self._body(part), mdx=self._reads_as_mdx(part))
        return self._known[number]

    def is_mdx(self, number: int) -> bool:
        """True where a comment is an expression: in MDX, and in a ``.md`` file that imports components and
        has no other comments.
        """
        if number not in self._comments:
            part = self._document.parts[number]
            imports = any(block.kind is BlockKind.SCRIPT for block in part.blocks)
            kind = self._document.format
            expressions = kind is Format.MARKDOWN and imports and "<!--" not in part.source.text
            self._comments[number] = kind is Format.MDX or expressions
        return self._comments[number]

    def _reads_as_mdx(self, part: Part) -> bool:
        from draftproof.reading.markdown import looks_like_mdx  # noqa: PLC0415 - only where something is written

        kind = self._document.format
        return kind is Format.MDX or (
            kind is Format.MARKDOWN and looks_like_mdx(part.source.text[self._body(part) :])
        )

    def _body(self, part: Part) -> int:
        """Where the text begins after the front matter."""
        from draftproof.reading.front_matter import front_matter_end  # noqa: PLC0415

        found = front_matter_end(part.source.text) if part.raw is None else None
        return found[1] if found else 0

    def _first_line(self, part: Part) -> int:
        """The first line of a part that holds something, after the front matter."""
        text = part.source.text
        start = self._body(part)
        first = len(text) - len(text[start:].lstrip()) if text[start:].strip() else start
        return max(start, *(text.rfind(mark, start, first) + 1 for mark in "\r\n"))


def text_of(slot: Slot, codes: Iterable[str], reason: str, part: Part, *, mdx: bool) -> str:
    """What is put in at the place. Line ends are those of the document."""
    names = sorted(codes)
    if slot.form == "fence":
        return f" draftproof-ignore={','.join(names)} draftproof-reason={_quoted(reason)}"
    inside = directive("ignore-file" if slot.form == "file" else "ignore", names, reason)
    comment = f"{{/* {inside} */}}" if mdx else f"<!-- {inside} -->"
    text = part.source.text
    end = line_end_of(text)
    if slot.form == "inline":
        return f" {comment}"
    if slot.form == "cell":
        return (end if text.endswith(("\n", "\r")) else end * 2) + comment
    before = text[max(0, slot.offset - _NEAR) : slot.offset]
    first = slot.offset <= _NEAR and not before.strip()
    apart = not slot.prefix and (first or before.endswith(("\n\n", "\r\n\r\n", "\r\r")))
    return f"{slot.prefix}{comment}{end}{end if apart or slot.form == 'file' else ''}"


def directive(command: str, codes: Iterable[str], reason: str) -> str:
    """What stands in the comment."""
    return f"draftproof: {command}[{', '.join(sorted(codes))}] reason={_quoted(reason)}"


def line_end_of(text: str) -> str:
    """The line end that a text uses."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _quoted(reason: str) -> str:
    return f"'{reason}'" if '"' in reason else f'"{reason}"'


def fault_of(reason: str) -> str:
    """Why a text cannot be the reason of a suppression; "" where it can."""
    if not reason.strip():
        return "a suppression needs a reason"
    if not reason.isprintable():
        return "a reason is one line of text"
    if '"' in reason and "'" in reason:
        return "a reason holds one kind of quotation marks only"
    if harmful := next((mark for mark in _HARMFUL if mark in reason), ""):
        return f"a reason cannot hold {harmful}"
    return ""


def can_be_suppressed(settled: Settled) -> bool:
    """False for what no suppression silences: suppressions themselves, documents that cannot be read."""
    finding = settled.finding
    known = finding.family == "suppressions" or finding.name == "unreadable-document"
    return not known and _CODE.fullmatch(finding.code) is not None


def _block_lines(part: Part, body: int, *, mdx: bool) -> _Lines:
    from draftproof.reading.comments import is_comment  # noqa: PLC0415 - only where something is written
    from draftproof.reading.parser import block_tokens  # noqa: PLC0415

    text = part.source.text
    skipped = len(_LINE_END.findall(text[:body]))
    tokens = block_tokens(_LINE_END.sub("\n", text[body:]).replace("\0", "\ufffd"), mdx=mdx)
    blocks: list[tuple[int, int]] = []
    parents: list[int] = []
    comments: dict[int, int] = {}
    around: list[int] = []
    for token in tokens:
        if token.map is None or token.nesting < 0:
            continue
        first, after = token.map[0] + skipped, token.map[1] + skipped
        if token.type == "mdx_comment" or is_comment(token):
            comments[after] = first
        else:
            while around and blocks[around[-1]][1] <= first:
                around.pop()
            parents.append(around[-1] if around else -1)
            around.append(len(blocks))
            blocks.append((first, after))
    return _Lines(part.source.line_starts, tuple(blocks), tuple(parents), comments)


def _above(text: str, starts: tuple[int, ...], line: int) -> int:
    """The number of the line after the last one that holds something above a line, from 0."""
    while line > 0 and not text[starts[line - 1] : starts[line]].strip(" \t\r\n>"):
        line -= 1
    return line


def _cell_before(document: Document, number: int) -> int | None:
    """The Markdown cell right before the code cell that a part is or belongs to."""
    while number > 0 and document.parts[number].role is PartRole.OUTPUT:
        number -= 1
    before = number - 1
    if before < 0 or document.parts[before].role is not PartRole.TEXT:
        return None
    return before if _is_writable(document.parts[before]) else None


def _is_writable(part: Part) -> bool:
    """False for an empty cell of a notebook: nothing in the file says where its text would stand."""
    return part.raw is None or bool(part.raw.runs)


def _takes_attributes(block: Block) -> bool:
    return block.kind is BlockKind.CODE and block.fenced and bool(block.language) and "{" not in block.info


def _without_blanks(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" \t"))
