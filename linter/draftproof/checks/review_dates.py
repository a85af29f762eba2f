"""When a document says that it was reviewed, and its sources read: in front matter, text and tables.

Only words that plainly mean it count (the vocabulary ``review-dates``), never any other date.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from draftproof.checks.calendar_days import Written, date_pattern, read_date
from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind, ContainerKind, PartRole
from draftproof.samples.knowledge import snake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.reading.document import Block, Document
    from draftproof.text.source import Span

Kind = Literal["review", "access"]
_KINDS: tuple[Kind, ...] = ("review", "access")
_TEXT = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_CELL, BlockKind.COMMENT, BlockKind.HTML}
)
_GAP = r"[\s:*_`(\[–—-]{0,10}"
"""Marks between the words and the date: a colon, emphasis, a dash."""
_YEAR = re.compile(r"[0-9]{4}")
_MAX_CELL = 60
"""Characters of a table cell that holds a date and little else."""


@dataclass(frozen=True, slots=True)
class ReviewDate:
    """A date of a review or an access: ``text`` as written at ``span`` of a part, in ``block``."""

    kind: Kind
    text: str
    written: Written
    part: int
    span: Span
    block: Block

    @property
    def table(self) -> int | None:
        """The number of the table in which it stands."""
        return table_of(self.block)


def table_of(block: Block) -> int | None:
    """The number of the innermost table around a block."""
    return next((c.number for c in reversed(block.containers) if c.kind is ContainerKind.TABLE), None)


def is_quoted(block: Block) -> bool:
    """True for what stands in a ``markdown`` fence: an example of a document, not a part of this one."""
    return any(container.kind is ContainerKind.FENCE for container in block.containers)


def plain(text: str) -> str:
    """A short text without emphasis, in lower case, with single blanks."""
    return " ".join(re.sub(r"[*_`]", " ", text[:200]).lower().split())


class ReviewWords:
    """The vocabulary ``review-dates``; its patterns are compiled when a document may hold a date."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self._months: Mapping[str, int] = vocabulary.get("months", {})
        self._keys = _kinds_of(vocabulary.get("keys", {}))
        self._columns = _kinds_of(vocabulary.get("columns", {}))
        self._words = _kinds_of(vocabulary.get("words", {}))
        self._labels = _kinds_of(vocabulary.get("labels", {}))
        every = (*self._keys, *self._columns, *self._words, *self._labels)
        self._stems = frozenset(max(re.split(r"[\s_-]+", each), key=len) for each in every)
        self._between = _alternatives(vocabulary.get("between", ()))

    @cached_property
    def _date(self) -> re.Pattern[str]:
        return re.compile(date_pattern(self._months))

    @cached_property
    def _said(self) -> re.Pattern[str]:
        words = _alternatives(self._words)
        return re.compile(rf"(?<![^\W_])(?<!-)(?P<word>(?i:{words})){self._follow}")

    @cached_property
    def _labelled(self) -> re.Pattern[str]:
        words = _alternatives(map(str.capitalize, self._labels))
        return re.compile(rf"(?m)(?:^|[|·•;(.])[ \t*_]{{0,10}}(?P<word>{words}){self._follow}")

    @cached_property
    def _member(self) -> re.Pattern[str]:
        name = r"(?m)(?:^|[{,])[ \t]{0,40}(?:-[ \t]{1,8})?[\"']?(?P<word>[A-Za-z_][\w-]{0,60})[\"']?"
        return re.compile(rf"{name}[ \t]{{0,8}}[:=][ \t]{{0,8}}[\"']?(?P<date>{self._date.pattern})")

    @cached_property
    def _follow(self) -> str:
        """What leads from the words to the date, and the date."""
        by = r"(?:(?i:by)\s[^\n.;:|]{1,60}?\s)?"
        between = rf"(?:(?i:{self._between})[\s:*_`]{{1,6}})?"
        return rf"(?!\w){_GAP}{by}{between}(?P<date>{self._date.pattern})"

    def dates(self, document: Document) -> Iterator[ReviewDate]:
        """The dates of a document in its order; those in code and in quoted documents are none of them."""
        for number, part in enumerate(document.parts):
            if part.role is PartRole.OUTPUT or not self._may_stand_in(part.source.text):
                continue
            headers: dict[tuple[int | None, int], str] = {}
            for block in part.blocks:
                if is_quoted(block):
                    continue
                if block.kind is BlockKind.TABLE_CELL and block.row == 0:
                    headers[table_of(block), block.column] = plain(block.content.text)
                for kind, start, end in self._places(block, headers):
                    text = block.content.text[start:end]
                    written = read_date(text, self._months)
                    yield ReviewDate(kind, text, written, number, block.content.span(start, end), block)

    def _may_stand_in(self, text: str) -> bool:
        """A quick look: False for a text without a year, or without any of the words."""
        low = text.lower()
        return _YEAR.search(text) is not None and any(stem in low for stem in self._stems)

    def _places(
        self, block: Block, headers: Mapping[tuple[int | None, int], str]
    ) -> Iterator[tuple[Kind, int, int]]:
        text = block.content.text
        if block.kind is BlockKind.FRONT_MATTER:
            for match in self._member.finditer(text):
                kind = self._keys.get(snake(match["word"].replace("-", "_")))
                if kind is not None:
                    yield kind, *match.span("date")
        elif block.kind in _TEXT:
            kind = self._columns.get(headers.get((table_of(block), block.column), "")) if block.row else None
            if kind is not None and len(text) <= _MAX_CELL and (found := self._date.search(text)):
                yield kind, *found.span()
                return
            for pattern, kinds in ((self._said, self._words), (self._labelled, self._labels)):
                for match in _outside_code(pattern, text):
                    yield kinds[" ".join(match["word"].lower().split())], *match.span("date")


def _kinds_of(words: Mapping[str, Any]) -> Mapping[str, Kind]:
    return {str(word).lower(): kind for kind in _KINDS for word in words.get(kind, ())}


def _alternatives(words: Any) -> str:
    """The words as alternatives of a pattern, the longest first."""
    ordered = sorted(map(str, words), key=len, reverse=True)
    return "|".join(r"\s{1,3}".join(map(re.escape, word.split())) for word in ordered) or r"(?!)"


def _outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches whose words stand in no code span of their line: a span shows how a date is written."""
    position = ticks = 0
    for match in pattern.finditer(text):
        place = match.start("word")
        line = text.rfind("\n", position, place) + 1
        ticks = (0 if line else ticks) + text.count("`", line or position, place)
        position = place
        if ticks % 2 == 0:
            yield match
