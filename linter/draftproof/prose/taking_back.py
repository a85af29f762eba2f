"""What takes a promise back: negation, hedges, conditions, questions, quotations, advice, evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.prose.figures import bear_out
from draftproof.reading.document import BlockKind, ContainerKind, PartRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.prose.lexicon import Lexicon, Promise, TakeBack
    from draftproof.prose.passages import Passage, Prose
    from draftproof.reading.document import Block, Document
    from draftproof.text.source import Span

_CLAUSE_BREAK = re.compile(r"[;:—–]|\b(?:but|however|although|whereas|because|which|so)\b|\. ", re.IGNORECASE)
_LABEL = re.compile(r"[^:.!?]{1,60}:\s+")
_WORD = re.compile(r"[\w'’./$%-]+")
_LEADING_MARKS = re.compile(r"^[^\w$\"“«‘]*(?:\[[ x]\]\s*)?", re.IGNORECASE)
_ARTICLE = re.compile(r"https?://[^/]++/(?:[^/]++/)+", re.IGNORECASE)
"""Elsewhere, and in a folder: the pages at the top are those with a vendor's own slogans."""
_ADDRESS_END = re.compile(r"[?#].*+", re.DOTALL)
_LETTERS = re.compile(r"[a-z0-9]+")
_SHOWING = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE_CELL, BlockKind.CODE})
"""Blocks in which figures stand."""
_NEAR = 400
"""How far into a neighbouring sentence or cell is looked, in characters."""
_MAX_ITEMS = 40
"""How far the paragraph that introduces a list may stand above an item, in blocks."""
_NEAR_FIGURES = 800
"""How far from a promise its figures may stand in its paragraph, in characters."""
_MAX_RUN = 12
"""How many items or cells before a promise may hold its figures."""
_NEAR_LINKS = 1_200
"""How far from a price the link to its price list may stand in its paragraph, in characters."""
_TITLE_WORDS = 4
"""Addresses with fewer words may be named after anything."""
_NEAR_CELLS = 12
"""How many cells to the left and to the right belong to a claim's row."""


@dataclass(frozen=True)
class Setting:
    """A promise where it stands: ``text[start:end]`` of the sentence ``spans[number]`` of a passage."""

    document: Document
    prose: Prose
    shown: Passage
    spans: tuple[Span, ...]
    number: int
    text: str
    """The sentence, its line ends as blanks and its inline code as ``x``: code neither hedges nor denies."""
    start: int
    end: int

    @cached_property
    def before(self) -> str:
        """The clause of the promise, up to it."""
        head = self.text[: self.start]
        return head[max((found.end() for found in _CLAUSE_BREAK.finditer(head)), default=0) :]

    @cached_property
    def after(self) -> str:
        """The clause of the promise, from its end on."""
        tail = self.text[self.end :]
        end = _CLAUSE_BREAK.search(tail)
        return tail[: end.start()] if end else tail

    @cached_property
    def _starts_before(self) -> tuple[int, ...]:
        return tuple(word.start() for word in _WORD.finditer(self.before))

    @cached_property
    def _ends_after(self) -> tuple[int, ...]:
        return tuple(word.end() for word in _WORD.finditer(self.after))

    def words_before(self, count: int) -> str:
        """The last words of the clause before the promise."""
        starts = self._starts_before
        return self.before[starts[-count] :] if len(starts) > count else self.before

    def words_after(self, count: int) -> str:
        """The first words of the clause behind the promise."""
        ends = self._ends_after
        return self.after[: ends[count - 1]] if len(ends) > count else self.after

    @cached_property
    def opening(self) -> str:
        """The sentence without marks, and without a label such as ``Note:`` in front of it."""
        text = _LEADING_MARKS.sub("", self.text[: self.start], count=1)
        label = _LABEL.match(text)
        return text[label.end() :] if label else text

    @cached_property
    def neighbours(self) -> str:
        """The sentences before and after; for a cell also the rest of its row, for a heading what follows."""
        texts = []
        for index in (self.number - 1, self.number + 1):
            if 0 <= index < len(self.spans):
                span = self.spans[index]
                texts.append(self.shown.text.text[span.start : min(span.end, span.start + _NEAR)])
        texts.extend(block.content.text[:_NEAR] for block in self._blocks_beside())
        return "\n".join(texts)

    @property
    def around(self) -> list[str]:
        """Where the figures of a comparison stand: its paragraph, what stands directly before it, what it
        introduces; for a heading what follows.
        """
        place = self.spans[self.number].start + self.start
        own = self.shown.text.text[max(0, place - _NEAR_FIGURES) : place + _NEAR_FIGURES]
        return [own, *self._shown_before(), *self._shown_after()]

    def _shown_before(self) -> list[str]:
        block, index = self.prose.block, self.prose.index
        if block is None or block.kind is BlockKind.HEADING:
            return []
        if block.kind is BlockKind.TABLE_CELL:
            return [each.content.text[:_NEAR] for each in self._blocks_beside()]
        if index > 0:
            blocks = self.document.parts[self.prose.part].blocks
            return _run(blocks[max(0, index - _MAX_RUN) : index][::-1])
        output = self.document.parts[self.prose.part - 1] if self.prose.part else None
        is_output = output is not None and output.role is PartRole.OUTPUT
        return [output.source.text[-_NEAR_FIGURES:]] if output is not None and is_output else []

    def _shown_after(self) -> list[str]:
        block, index = self.prose.block, self.prose.index
        if block is None:
            return []
        introduces = self.shown.text.text.rstrip(" *_\n").endswith(":")
        if block.kind is not BlockKind.HEADING and not (block.kind is BlockKind.PARAGRAPH and introduces):
            return []
        return _run(self.document.parts[self.prose.part].blocks[index + 1 : index + 1 + _MAX_RUN])

    @cached_property
    def is_title(self) -> bool:
        """True inside a link whose text is the title of the page that it leads to, as its address says."""
        place = self.spans[self.number].start + self.start
        return any(
            _is_title(self.shown.text.text[link.start : link.end], link.target)
            for link in self.shown.links_within(place, place + 1)
        )

    @cached_property
    def about(self) -> str:
        """The plain values of the document's front matter, one a line: ``date: 2026-01-31``."""
        return "\n".join(f"{name}: {value}" for name, (value, _) in self.document.front_matter.items())

    @cached_property
    def above(self) -> str:
        """The innermost heading and, for a list item, the paragraph that introduces its list."""
        block = self.prose.block
        if block is None:
            return ""
        headings = block.heading_path if block.kind is not BlockKind.HEADING else block.heading_path[:-1]
        return "\n".join((*headings[-1:], self._introduction(block)))

    def _introduction(self, block: Block) -> str:
        if not any(container.kind is ContainerKind.LIST_ITEM for container in block.containers):
            return ""
        blocks = self.document.parts[self.prose.part].blocks
        for index in range(self.prose.index - 1, max(-1, self.prose.index - _MAX_ITEMS), -1):
            each = blocks[index]
            if not any(container.kind is ContainerKind.LIST_ITEM for container in each.containers):
                text = each.content.text.rstrip(" *_\n")
                introduces = each.kind is BlockKind.PARAGRAPH and not text.endswith((".", "!", "?"))
                return text[-_NEAR:] if introduces else ""
        return ""

    def _blocks_beside(self) -> list[Block]:
        block = self.prose.block
        if block is None:
            return []
        blocks = self.document.parts[self.prose.part].blocks
        index = self.prose.index
        if block.kind is BlockKind.HEADING:
            return [each for each in blocks[index + 1 : index + 2] if each.kind is BlockKind.PARAGRAPH]
        if block.kind is not BlockKind.TABLE_CELL:
            return []
        table = block.containers[-1:]
        first, last = index, index
        lowest, highest = max(0, index - _NEAR_CELLS), min(len(blocks) - 1, index + _NEAR_CELLS)
        while first > lowest and self._same_row(blocks[first - 1], block, table):
            first -= 1
        while last < highest and self._same_row(blocks[last + 1], block, table):
            last += 1
        return [each for each in blocks[first : last + 1] if each is not block]

    @staticmethod
    def _same_row(other: Block, block: Block, table: tuple[object, ...]) -> bool:
        return (
            other.kind is BlockKind.TABLE_CELL and other.row == block.row and other.containers[-1:] == table
        )

    @cached_property
    def links(self) -> str:
        """Addresses and texts of the links of the sentence, the next one and its row, in lower case."""
        first = self.spans[self.number].start
        last = self.spans[min(self.number + 1, len(self.spans) - 1)].end
        beside = (block.content.text[:_NEAR] for block in self._blocks_beside())
        return "\n".join((self._links(first, last), *(text for text in beside if "](" in text))).lower()

    def _links(self, first: int, last: int) -> str:
        return "\n".join(
            f"{link.target[:_NEAR_LINKS]} {self.shown.text.text[link.start : link.end]}"
            for link in self.shown.links_within(first, last)
        )

    @cached_property
    def links_around(self) -> str:
        """Addresses and texts of the links near the promise in its paragraph, in lower case."""
        place = self.spans[self.number].start + self.start
        return self._links(place - _NEAR_LINKS, place + _NEAR_LINKS).lower()


def is_taken_back(promise: Promise, setting: Setting, lexicon: Lexicon) -> bool:
    """True when the sentence, or evidence beside it, leaves no promise."""
    if _is_quoted(setting):
        return True
    if promise.excepted and re.search(promise.excepted, setting.text[setting.start :], re.IGNORECASE):
        return True
    if any(each.concerns(promise) and _holds(each, setting) for each in lexicon.takes_back):
        return True
    return setting.is_title or _has_source(promise, setting, lexicon) or _has_figures(promise, setting)


def _has_source(promise: Promise, setting: Setting, lexicon: Lexicon) -> bool:
    """True for a link about the topic beside the promise; one to prices may stand further up or down its
    paragraph.
    """
    if setting.links and lexicon.supports(promise.topic, setting.links):
        return True
    return promise.topic == "price" and lexicon.names("price", setting.links_around)


def _has_figures(promise: Promise, setting: Setting) -> bool:
    """True for a comparison of speed with the two figures that were compared."""
    if promise.topic != "speed" or promise.strength != "numeric":
        return False
    return bear_out(setting.text[setting.start : setting.end], setting.around)


def _run(blocks: Sequence[Block]) -> list[str]:
    """The texts of the first block, or of the list or the table that it belongs to."""
    found: list[str] = []
    kind: object = None
    for block in blocks:
        this = _kind_in_run(block)
        if block.kind not in _SHOWING or (kind is not None and this is not kind):
            break
        found.append(block.content.text[:_NEAR])
        if this is None:
            break
        kind = this
    return found


def _kind_in_run(block: Block) -> object:
    """What makes a run of several blocks, None for a block that stands alone."""
    if block.kind is BlockKind.TABLE_CELL:
        return BlockKind.TABLE_CELL
    in_list = any(container.kind is ContainerKind.LIST_ITEM for container in block.containers)
    return ContainerKind.LIST_ITEM if in_list else None


def _is_title(text: str, address: str) -> bool:
    """True when the last part of an address elsewhere is made of the words of the text."""
    path = _ADDRESS_END.sub("", address[:_NEAR]).rstrip("/")
    if not _ARTICLE.match(path):
        return False
    named = _LETTERS.findall(path.rpartition("/")[2].lower())
    words = set(_LETTERS.findall(text.lower()))
    return len(named) >= _TITLE_WORDS and 4 * sum(each in words for each in named) >= 3 * len(named)


def _is_quoted(setting: Setting) -> bool:
    """True for a promise inside quotation marks."""
    place = setting.spans[setting.number].start + setting.start
    quotations = setting.shown.quotations
    index = bisect_right(quotations, place, key=lambda each: each[0]) - 1
    return index >= 0 and quotations[index][0] < place < quotations[index][1]


def _holds(each: TakeBack, setting: Setting) -> bool:
    if each.where == "sentence":
        return each.pattern.search(setting.text) is not None
    if each.where == "start":
        return each.pattern.match(setting.opening) is not None
    if each.where == "before":
        return each.pattern.search(setting.words_before(each.reach)) is not None
    if each.where == "after":
        return each.pattern.search(setting.words_after(each.reach)) is not None
    if each.where == "rest":
        return each.pattern.search(setting.text, setting.end) is not None
    if each.where == "above":
        return each.pattern.search(setting.above) is not None
    if each.where == "document":
        return each.pattern.search(setting.about) is not None
    return each.pattern.search(setting.neighbours) is not None
