"""Suppressions in HTML, reStructuredText and AsciiDoc: where a comment of the format can stand in the file.

Places are offsets of the file, not of the view that is judged. What is offered here is likely only: whoever
writes it reads the file again and keeps it where everything but the comments reads as before
(``same_but_comments``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.engine.fixing import Edits
from draftproof.engine.settling import innermost_block
from draftproof.engine.suppressing import Slot, directive, line_end_of
from draftproof.finding import WHOLE_FILE, Replacement
from draftproof.reading.document import BlockKind, Format
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from draftproof.engine.judgement import Settled
    from draftproof.reading.document import Block, Document, Part

_LEAD = re.compile(r"[ \t]*")
_ABOVE_ASCIIDOC = re.compile(r"\[[^\n]*\][ \t]*$|\.(?![ \t.])\S|//(?!/)")
"""Lines that say what the block below them is, titles, other comments."""
_INSIDE_PAGE = re.compile(r"<(?:main|article|body)\b[^<>]{0,2000}>", re.IGNORECASE)
_MOST_LINES: Final = 200
"""Lines above a finding in which the beginning of what it stands in is looked for."""


class ViewSlots:
    """The places for suppressions in one document, the most exact ones first; ``offset`` is that of a slot in
    the file.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._raw = document.source

    def of(self, settled: Settled) -> Iterator[Slot]:
        """The places for the suppression of a finding."""
        hit = settled.hit
        if not self._document.exact:
            return
        part = self._document.parts[0 if hit.part == WHOLE_FILE else hit.part]
        block = None if hit.part == WHOLE_FILE else innermost_block(part, hit.span.start)
        if block is not None and block.kind is not BlockKind.FRONT_MATTER and part.origin is None:
            yield from self._before(part, block)
        yield self._for_all()

    def edits(self, placed: Mapping[Slot, Iterable[Settled]], reason: str) -> Edits:
        """The edits of the file that write the suppressions of findings."""
        texts: dict[int, str] = {}
        for slot in sorted(placed):
            codes = {each.finding.code for each in placed[slot]}
            command = "ignore-file" if slot.form == "file" else "ignore"
            texts[slot.offset] = texts.get(slot.offset, "") + self._text(
                slot, directive(command, codes, reason)
            )
        return Edits(Replacement(Span(offset, offset), text) for offset, text in texts.items())

    def _before(self, part: Part, block: Block) -> Iterator[Slot]:
        start = part.raw_span(block.span).start
        match self._document.format:
            case Format.HTML if block.kind is BlockKind.CODE or not block.content.text:
                yield self._at(start, "line")
            case Format.HTML:
                content = block.content.span(0, len(block.content))
                yield self._at(part.raw_span(content).end, "inline")
            case Format.RESTRUCTUREDTEXT:
                if block.kind is BlockKind.PARAGRAPH:
                    yield self._at(start, "line")
                yield from (self._at(at, "line") for at in self._starts(start, block))
            case Format.ASCIIDOC:
                line = self._raw.position(start).line - 1 - (block.kind is BlockKind.CODE)
                while line > 0 and _ABOVE_ASCIIDOC.match(self._line(line - 1)):
                    line -= 1
                yield self._at(self._raw.line_starts[max(0, line)], "line")
                yield from (self._at(self._line_start(at), "line") for at in self._starts(start, block))

    def _starts(self, start: int, block: Block) -> Iterator[int]:
        """The beginnings of what a place stands in, the innermost first: lines below a blank one, each
        indented no more than the one before.
        """
        line = self._raw.position(start).line - 1
        depth = _lead(self._line(line))
        if block.kind is BlockKind.CODE:
            line -= 1
        for number in range(line, max(-1, line - _MOST_LINES), -1):
            text = self._line(number)
            if not text.strip() or _lead(text) > depth or (number and self._line(number - 1).strip()):
                continue
            depth = _lead(text)
            yield self._raw.line_starts[number] + depth
            if not depth:
                return

    def _for_all(self) -> Slot:
        """The place for a comment that speaks of the whole document: at its top."""
        text = self._raw.text
        if self._document.format is not Format.HTML:
            return Slot(0, len(text) - len(text.lstrip()) if text.strip() else 0, "file")
        inside = _INSIDE_PAGE.search(text)
        return Slot(0, inside.end() if inside else 0, "file")

    def _at(self, offset: int, form: str) -> Slot:
        """A place, with the blanks that what follows there needs in its line."""
        start = self._line_start(offset)
        before = self._raw.text[start:offset]
        lead = before if not before.strip() else " " * len(before)
        return Slot(0, offset, "inline" if form == "inline" else "line", lead)

    def _text(self, slot: Slot, inside: str) -> str:
        end = line_end_of(self._raw.text)
        match self._document.format:
            case Format.RESTRUCTUREDTEXT:
                return f".. {inside}{end}{end}{slot.prefix}"
            case Format.ASCIIDOC:
                return f"// {inside}{end}"
        first = self._raw.text[self._line_start(slot.offset) : slot.offset]
        own_line = slot.form == "line" and not first.strip()
        return f"<!-- {inside} -->{end + slot.prefix if own_line else ''}"

    def _line(self, number: int) -> str:
        return self._raw.line_text(number + 1)

    def _line_start(self, offset: int) -> int:
        return self._raw.line_starts[self._raw.position(offset).line - 1]


def same_but_comments(old: Document, new: Document, edits: Edits) -> bool:
    """True where a file with comments put in reads as it did without them: blocks, what stands around them,
    their texts to the character, and where they stand.
    """
    if len(old.parts) != len(new.parts) or old.front_matter.keys() != new.front_matter.keys():
        return False
    if [each.message for each in old.problems] != [each.message for each in new.problems]:
        return False
    comments = [each.text for each in edits.replacements]
    return all(_same(*parts, edits, comments) for parts in zip(old.parts, new.parts, strict=True))


def _same(old: Part, new: Part, edits: Edits, comments: list[str]) -> bool:
    if old.origin is not None or new.origin is not None:
        return old.origin is not None and new.origin is not None and old.source.text == new.source.text
    before = [block for block in old.blocks if block.kind is not BlockKind.COMMENT]
    after = [block for block in new.blocks if block.kind is not BlockKind.COMMENT]
    return len(before) == len(after) and all(
        _shape(one) == _shape(other)
        and _without(one.content.text, comments) == _without(other.content.text, comments)
        and edits.start(old.raw_span(one.span).start) == new.raw_span(other.span).start
        for one, other in zip(before, after, strict=True)
    )


def _without(text: str, comments: list[str]) -> str:
    for comment in comments if "<!--" in text else ():
        text = text.replace(comment, "")
    return text


def _shape(block: Block) -> tuple[object, ...]:
    around = tuple((each.kind, each.number, each.name, each.title) for each in block.containers)
    return (
        block.kind, block.level, block.fenced, block.language, block.info, dict(block.attributes), block.row,
        block.column, block.heading_path, around,
    )  # fmt: skip


def _lead(text: str) -> int:
    found = _LEAD.match(text)
    return found.end() if found else 0
