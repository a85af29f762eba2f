"""Suppressions: comments and fence attributes that silence what they name.

``<!-- draftproof: ignore[KEY001] reason="..." until=2027-01-31 -->`` before a block (or inside it) silences
what it names in that block with all that the block holds; ``ignore-file[...]`` does so in the whole
document. In MDX the comment is ``{/* ... */}``. A fence may carry ``draftproof-ignore=KEY001
draftproof-reason="..."``.
"""

from __future__ import annotations

import datetime
import difflib
import re
import sys
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.finding import WHOLE_FILE
from draftproof.reading.document import BlockKind, ContainerKind
from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.reading.document import Block, Document

_DIRECTIVE = re.compile(r"\s*draftproof\s*:\s*", re.IGNORECASE)
_COMMAND = re.compile(r"(?P<command>[\w-]+)\s*(?:\[(?P<selectors>[^\]]*)\])?")
_PAIR = re.compile(r"""\s*([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S++))""")
_SELECTOR = re.compile(r"[^\s,]+")
_FENCE_IGNORE = "draftproof-ignore"
_FENCE_REASON = "draftproof-reason"
_FENCE_ATTRIBUTE = re.compile(
    rf"(?<![ \t])[ \t]+(?:{_FENCE_IGNORE}|{_FENCE_REASON})="
    r"""(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'}]+)(?=[\s}]|$)""",
    re.MULTILINE,
)
_COMMANDS = ("ignore", "ignore-file")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One directive.

    ``selectors`` are codes, prefixes, names or families with their places. ``scope`` is the span that it
    covers in its part, None for the whole document. ``fault`` is a sentence when the directive itself cannot
    be used.
    """

    part: int
    span: Span
    selectors: tuple[tuple[str, Span], ...]
    scope: Span | None
    reason: str = ""
    until: datetime.date | None = None
    fault: str = ""
    last_part: int | None = None
    """The last part that is covered, where that is not ``part`` alone."""
    removable: tuple[Span, ...] = ()
    """What a fix takes away when the directive is of no use."""

    def reach(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """What it covers, from a (part, offset) to a (part, offset), the end exclusive."""
        if self.scope is None:
            return (WHOLE_FILE, 0), (sys.maxsize, 0)
        if self.last_part is not None:
            return (self.part + 1, 0), (self.last_part + 1, 0)
        return (self.part, self.scope.start), (self.part, max(self.scope.end, self.scope.start + 1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What suppressing came to: the selectors that silenced something, as (suppression, selector) indexes.

    ``judged`` are the codes whose rules ran: of others it cannot be said that their suppression is of no use.
    """

    used: frozenset[tuple[int, int]] = frozenset()
    judged: frozenset[str] = frozenset()


def find_suppressions(document: Document) -> tuple[Suppression, ...]:
    """Every directive of a document, from its parsed blocks (a directive inside a code sample is none)."""
    found: list[Suppression] = []
    for number, part in enumerate(document.parts):
        others = (
            i for i in range(len(part.blocks) - 1, -1, -1) if part.blocks[i].kind is not BlockKind.COMMENT
        )
        last_other = next(others, -1)
        for index, block in enumerate(part.blocks):
            if any(container.kind is ContainerKind.FENCE for container in block.containers):
                continue
            if block.kind is BlockKind.COMMENT and (start := _DIRECTIVE.match(block.content.text)):
                ends_cell = index > last_other and part.cell is not None
                last_part = _next_cell(document, number) if ends_cell else None
                found.append(_from_comment(number, block, start.end(), last_part))
            elif block.fenced and _FENCE_IGNORE in block.info:
                found.append(_from_fence(number, block, part.source.text))
    return tuple(found)


def _next_cell(document: Document, number: int) -> int | None:
    """The last part of the next cell: a comment that ends a notebook cell speaks of the cell below it."""
    parts = document.parts
    after = number + 1
    if after >= len(parts):
        return None
    last = after
    while last + 1 < len(parts) and parts[last + 1].cell is None:
        last += 1
    return last


def _from_comment(number: int, block: Block, start: int, last_part: int | None) -> Suppression:
    text = block.content.text
    command = _COMMAND.match(text, start)
    if command is None or command["command"] not in _COMMANDS:
        word = command["command"] if command else ""
        near = difflib.get_close_matches(word, _COMMANDS, 1, 0.5)
        hint = (
            f"; did you mean `{near[0]}[...]`?"
            if near
            else "; known are `ignore[CODE]` and `ignore-file[CODE]`"
        )
        return Suppression(number, block.span, (), None, fault=f"`{word}` is no directive{hint}")
    whole_file = command["command"] == "ignore-file"
    scope = None if whole_file else (block.following or Span(block.span.end, block.span.end))
    fault = ""
    if command["selectors"] is None or not command["selectors"].strip():
        fault = f"`{command['command']}` names no rule; write `{command['command']}[CODE]`"
    selectors = []
    if command["selectors"] is not None:
        offset = command.start("selectors")
        selectors = [
            (match[0], block.content.span(offset + match.start(), offset + match.end()))
            for match in _SELECTOR.finditer(command["selectors"])
        ]
    pairs, rest = _pairs(text, command.end())
    until, date_fault = _date(pairs.get("until", ""))
    unknown = [name for name in pairs if name not in ("reason", "until")]
    fault = fault or date_fault
    if unknown:
        fault = fault or f"`{unknown[0]}` is no part of a directive; known are `reason` and `until`"
    elif rest:
        fault = fault or f'`{rest[:40]}` is no part of a directive; known are `reason="..."` and `until=DATE`'
    return Suppression(
        number, block.span, tuple(selectors), scope, pairs.get("reason", "").strip(), until, fault,
        last_part if scope is not None and block.following is None else None, (block.span,),
    )  # fmt: skip


def _pairs(text: str, position: int) -> tuple[dict[str, str], str]:
    pairs: dict[str, str] = {}
    while match := _PAIR.match(text, position):
        pairs[match[1]] = next(group for group in match.groups()[1:] if group is not None)
        position = match.end()
    return pairs, text[position:].strip()


def _date(text: str) -> tuple[datetime.date | None, str]:
    if not text:
        return None, ""
    try:
        return datetime.date.fromisoformat(text), ""
    except ValueError:
        return None, f"`until={text[:40]}` is no date; write it as 2027-01-31"


def _from_fence(number: int, block: Block, text: str) -> Suppression:
    """A fence attribute; the info string stands on the first line of the block."""
    end = block.span.end
    ends = (text.find(mark, block.span.start, end) for mark in "\r\n")
    line_end = min((place for place in ends if place >= 0), default=end)
    at = text.find(_FENCE_IGNORE, block.span.start, line_end)
    span = Span(at, line_end)
    value = re.compile(r"\s*+=\s*+[\"']?([\w,\- ]*?)[\"']?(?=\s|\}|$)").match(
        text, at + len(_FENCE_IGNORE), line_end
    )
    if at < 0 or value is None or not value[1]:
        return Suppression(
            number,
            block.span,
            (),
            None,
            fault=f"`{_FENCE_IGNORE}` names no rule; write `{_FENCE_IGNORE}=CODE`",
        )
    selectors = tuple(
        (match[0], Span(value.start(1) + match.start(), value.start(1) + match.end()))
        for match in _SELECTOR.finditer(value[1])
    )
    attributes = _FENCE_ATTRIBUTE.finditer(text, block.span.start, line_end)
    return Suppression(
        number, span, selectors, block.span, block.attributes.get(_FENCE_REASON, ""),
        removable=tuple(Span(*match.span()) for match in attributes),
    )  # fmt: skip
