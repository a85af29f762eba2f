"""Whether a document with edits parses as before everywhere outside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from draftproof.engine.fixing import Edits
from draftproof.reading.comments import is_comment
from draftproof.reading.document import BlockKind, Format, PartRole
from draftproof.reading.inline import InlineKind, inlines
from draftproof.reading.markdown import looks_like_mdx
from draftproof.reading.parser import block_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.reading.document import Block, Document, Part
    from draftproof.text.extract import Extract
    from draftproof.text.source import Span

_LINE_END = re.compile(r"\r\n?")
_INLINE = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_CELL})
_NO_EDITS = Edits(())


def same_outside(old: Document, new: Document, edits: Mapping[int, Edits]) -> bool:
    """True where the parts of ``old``, with the edits made, read as ``new`` does.

    The texts agree to the character, the blocks stand where they stood and are what they were, and so are
    code, links, tags and line breaks inside the edited ones. Comments that an edit takes away may go.
    """
    if new.exact != old.exact or new.bom != old.bom or len(new.parts) != len(old.parts):
        return False
    if [problem.message for problem in new.problems] != [problem.message for problem in old.problems]:
        return False
    return new.front_matter.keys() == old.front_matter.keys() and all(
        _same_part(before, after, edits.get(number, _NO_EDITS), old.format)
        for number, (before, after) in enumerate(zip(old.parts, new.parts, strict=True))
    )


def _same_part(old: Part, new: Part, edits: Edits, kind: Format) -> bool:
    if (old.role, old.cell) != (new.role, new.cell) or edits.apply(old.source.text) != new.source.text:
        return False
    if not edits.replacements:
        return True
    mdx = kind is Format.MDX or (kind is Format.MARKDOWN and looks_like_mdx(new.source.text))
    if not _same_blocks(old, new, edits, mdx=mdx):
        return False
    is_text = kind in (Format.MARKDOWN, Format.MDX) or (kind is Format.NOTEBOOK and old.role is PartRole.TEXT)
    return not is_text or _structure(old.source.text, mdx=mdx) == _structure(new.source.text, mdx=mdx)


def _same_blocks(old: Part, new: Part, edits: Edits, *, mdx: bool) -> bool:
    kept = [
        block for block in old.blocks if not (block.kind is BlockKind.COMMENT and edits.swallow(block.span))
    ]
    if len(kept) != len(new.blocks):
        return False
    regions = [each.span for each in edits.replacements]
    new_regions = edits.regions()
    for before, after in zip(kept, new.blocks, strict=True):
        if _shape(before) != _shape(after) or edits.span(before.span) != after.span:
            return False
        if not edits.touch(before.span):
            if (before.content.text, before.info) != (after.content.text, after.info):
                return False
            continue
        if _outside(before.content, regions) != _outside(after.content, new_regions):
            return False
        if before.kind in _INLINE:
            if _pieces(before, regions, edits) != _pieces(after, new_regions, None):
                return False
            if mdx and _has_tag(after, new.source.text, new_regions):
                return False
    return True


def _shape(block: Block) -> tuple[object, ...]:
    return (
        block.kind,
        block.level,
        block.fenced,
        block.language,
        block.row,
        block.column,
        tuple((container.kind, container.number, container.name) for container in block.containers),
    )


def _outside(content: Extract, regions: Sequence[Span]) -> str:
    """The text of a block without what stands in the regions of its part, which are in order and apart."""
    kept: list[str] = []
    for start, text in _runs(content):
        position = start
        index = bisect_right(regions, start, key=lambda region: region.end)
        while index < len(regions) and regions[index].start < start + len(text):
            region = regions[index]
            kept.append(text[position - start : max(region.start - start, position - start)])
            position = max(position, region.end)
            index += 1
        kept.append(text[position - start :])
    return "".join(kept)


def _runs(content: Extract) -> Iterator[tuple[int, str]]:
    """The pieces of an extract that stand in its source as they are, with their place there."""
    for index, run in enumerate(content.runs):
        end = content.runs[index + 1].start if index + 1 < len(content.runs) else len(content.text)
        yield run.origin, content.text[run.start : end]


def _pieces(block: Block, regions: Sequence[Span], edits: Edits | None) -> list[tuple[object, Span]]:
    """The inline pieces of a block that lie in no region, where they are after the edits."""
    found: list[tuple[object, Span]] = []
    for piece in inlines(block.content):
        span = block.content.span(*piece.span)
        index = bisect_right(regions, span.start, key=lambda region: region.start) - 1
        if index < 0 or span.end > regions[index].end:
            found.append((piece.kind, span if edits is None else edits.span(span)))
    return found


def _has_tag(block: Block, text: str, regions: Sequence[Span]) -> bool:
    """True where an edit put an angle bracket into running text: MDX takes it for a component."""
    hidden = (InlineKind.CODE, InlineKind.COMMENT)
    safe = [block.content.span(*each.span) for each in inlines(block.content) if each.kind in hidden]
    starts = [span.start for span in safe]
    for start, end in regions[bisect_left(regions, block.span) :]:
        if start >= block.span.end:
            break
        at = text.find("<", start, end)
        index = bisect_right(starts, at) - 1
        if at >= 0 and (index < 0 or safe[index].end <= at):
            return True
    return False


def _structure(text: str, *, mdx: bool) -> list[tuple[object, ...]]:
    """The block structure as the parser sees it: list ends and looseness are in no block. Comments are left
    out.
    """
    tokens = block_tokens(_LINE_END.sub("\n", text).replace("\0", "\ufffd"), mdx=mdx)
    return [
        (token.type, token.tag, token.nesting, token.level, token.markup, token.hidden)
        for token in tokens
        if token.type != "mdx_comment" and not is_comment(token)
    ]
