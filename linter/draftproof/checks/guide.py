"""What a tutorial on streaming Responses should hold besides its samples (the opt-in rules GDE001-GDE005).

The cues are data: the vocabulary ``guide``. It knows the languages that it is written in and no others.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.checks.links import addresses
from draftproof.checks.review_dates import is_quoted, plain, table_of
from draftproof.checks.streams import presented_as_streaming
from draftproof.finding import WHOLE_FILE, Hit
from draftproof.reading.document import BlockKind, ContainerKind, Format, PartRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Block
    from draftproof.samples.facts import Request
    from draftproof.text.source import Span

_FORMATS = frozenset(
    {
        *(Format.MARKDOWN, Format.MDX, Format.NOTEBOOK),
        *(Format.HTML, Format.RESTRUCTUREDTEXT, Format.ASCIIDOC),
    }
)
_PROSE = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TABLE_CELL, BlockKind.HTML})
_DATA = frozenset({"json", "jsonc", "json5", "output", "text", ""})
_RESPONSES = "responses"
_ENDPOINT = re.compile(r"/v1/responses\b")
_FEWEST_WORDS = 30
"""Words of prose that a text has before anything is said about its language."""
_MAX_BLOCK = 20_000
"""Characters of a block that are looked at."""
_COLUMNS = ("accessed", "source", "verify", "area")
_SHOWN = {"area": "area", "verify": "what to verify", "source": "source", "accessed": "accessed"}


def missing_error_path(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No check with a wrong credential that must end in an authentication failure (GDE001)."""
    tutorial = _tutorial(facts)
    if tutorial is not None and not tutorial.has_error_path():
        yield tutorial.hit()


def missing_time_limit(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No limit to the wait, in no sample and no sentence (GDE002)."""
    tutorial = _tutorial(facts)
    if tutorial is None or tutorial.is_bounded():
        return
    if not (tutorial.says("time-limit", "text") or tutorial.runs("time-limit", "code")):
        yield tutorial.hit()


def missing_source_list(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No list of sources, or one without the dates on which they were read (GDE003)."""
    tutorial = _tutorial(facts)
    if tutorial is None:
        return
    contract = tutorial.contract_table()[0]
    listed = [
        each
        for each in facts.review_dates
        if (each.table is not None and each.table != contract)
        or _is_listed(each.block)
        or tutorial.is_below(each.block, "source-list")
    ]
    if not any(each.kind == "access" or tutorial.is_below(each.block, "source-list") for each in listed):
        undated = tutorial.has_heading("source-list")
        yield tutorial.hit("undated" if undated else "message")


def missing_contract_table(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No table of what the text relies on: area, what to verify, source, accessed (GDE004)."""
    tutorial = _tutorial(facts)
    if tutorial is None:
        return
    number, lacking = tutorial.contract_table()
    if number is None and lacking:
        yield tutorial.hit("incomplete", {"columns": ", ".join(f'"{_SHOWN[name]}"' for name in lacking)})
    elif number is None:
        yield tutorial.hit()


def missing_scope(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """No statement of what was not shown (GDE005)."""
    tutorial = _tutorial(facts)
    if tutorial is None:
        return
    if not (tutorial.says("not-shown", "text") or tutorial.has_heading("not-shown")):
        yield tutorial.hit()


def _tutorial(facts: Facts) -> _Tutorial | None:
    """The document, if it is a tutorial on streaming Responses in a language that the cues are in."""
    if facts.document.format not in _FORMATS or not presented_as_streaming(facts):
        return None
    tutorial = _Tutorial(facts, facts.rulebook.vocabularies.get("guide", {}))
    return tutorial if tutorial.is_about_responses() and tutorial.is_readable() else None


class _Tutorial:
    """The texts of one document, held against the vocabulary."""

    def __init__(self, facts: Facts, vocabulary: Mapping[str, Any]) -> None:
        self._facts = facts
        self._vocabulary = vocabulary
        self._blocks: list[Block] = []
        self._code: list[Block] = []
        self._place: tuple[int, Span] | None = None
        self._title = ""
        for number, part in enumerate(facts.document.parts):
            for block in part.blocks if part.role is not PartRole.OUTPUT else ():
                if is_quoted(block):
                    continue
                if block.kind in _PROSE:
                    self._blocks.append(block)
                    if block.kind is BlockKind.HEADING and self._place is None:
                        self._place = number, block.content.span(0, len(block.content))
                        self._title = block.content.text
                elif block.kind is BlockKind.CODE and block.language.lower() not in _DATA:
                    self._code.append(block)

    def hit(self, message: str = "message", values: Mapping[str, str] | None = None) -> Hit:
        """A hit at what presents the document: its first heading, else its title, else its first line."""
        if self._place is not None:
            return Hit(*self._place, message, values or {})
        title = self._facts.document.front_matter.get("title")
        if title is not None:
            return Hit(0, title[1], message, values or {})
        return Hit(WHOLE_FILE, self._facts.document.source.line_span(1), message, values or {})

    @cached_property
    def _requests(self) -> tuple[Request, ...]:
        """The requests of the document's own samples."""
        understanding, parts = self._facts.understanding, self._facts.document.parts
        own = {
            sample.index
            for sample in understanding.samples
            if not is_quoted(parts[sample.part].blocks[sample.block])
        }
        return tuple(request for request in understanding.requests if request.sample in own)

    def is_bounded(self) -> bool:
        """True when a Responses request has a limit."""
        return any(request.bounded for request in self._requests if request.family == _RESPONSES)

    def is_about_responses(self) -> bool:
        """True with a Responses request; without any request, with its address or one of its reference."""
        families = {r.family for r in self._requests if r.family is not None}
        if families:
            return _RESPONSES in families
        known = {
            provider.docs[_RESPONSES].rstrip("/")
            for provider in self._facts.knowledge.providers.values()
            if _RESPONSES in provider.docs
        }
        return any(
            _ENDPOINT.search(block.content.text)
            or any(address.split("#")[0].rstrip("/") in known for address in addresses(block))
            for block in self._blocks
        )

    def is_readable(self) -> bool:
        """True for a text in a language of the vocabulary, as far as its commonest words tell."""
        common = frozenset(map(str, self._vocabulary.get("common", ())))
        words = [
            w for b in self._blocks for w in re.findall(r"[^\W\d_]+", b.content.text[:_MAX_BLOCK].lower())
        ]
        if len(words) < _FEWEST_WORDS:
            return all(word.isascii() for word in words)
        share = 100 * sum(word in common for word in words)
        return share >= int(self._vocabulary.get("least-share", 0)) * len(words)

    def says(self, topic: str, cue: str) -> bool:
        """True when a block of text holds the cue."""
        pattern = self._pattern(topic, cue)
        return any(pattern.search(_text(block)) for block in self._blocks)

    def runs(self, topic: str, cue: str) -> bool:
        """True when a sample holds the cue; records and other data are no samples."""
        pattern = self._pattern(topic, cue, re.NOFLAG)
        return any(pattern.search(_text(block)) for block in self._code)

    def has_error_path(self) -> bool:
        """True when cause and effect stand in one block or in two that follow each other, or a sample looks
        for the failure.
        """
        if self.runs("error-path", "code"):
            return True
        cause, effect = self._pattern("error-path", "cause"), self._pattern("error-path", "effect")
        before: tuple[tuple[str, ...], bool, bool] = ((), False, False)
        for block in self._blocks:
            text = _text(block)
            here = (block.heading_path, bool(cause.search(text)), bool(effect.search(text)))
            together = before if before[0] == here[0] else ((), False, False)
            if (here[1] or together[1]) and (here[2] or together[2]):
                return True
            before = here
        return False

    def contract_table(self) -> tuple[int | None, tuple[str, ...]]:
        """The number of the table with all the columns; else None and what the nearest one lacks."""
        headers: dict[int, list[str]] = {}
        filled: set[int] = set()
        for block in self._blocks:
            table = table_of(block) if block.kind is BlockKind.TABLE_CELL else None
            if table is not None and block.row:
                filled.add(table)
            elif table is not None:
                headers.setdefault(table, []).append(plain(block.content.text))
        nearest: tuple[str, ...] = ()
        for number, cells in headers.items():
            lacking = self._lacking(cells) if number in filled else _COLUMNS
            if not lacking:
                return number, ()
            if len(lacking) == 1:
                nearest = nearest or lacking
        return None, nearest

    def _lacking(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The columns that a header has no cell for; one cell stands for one column."""
        left = list(cells)
        lacking: list[str] = []
        for column in _COLUMNS:
            pattern = self._pattern("contract-table", column)
            cell = next((each for each in left if pattern.search(each)), None)
            if cell is None:
                lacking.append(column)
            else:
                left.remove(cell)
        return tuple(lacking)

    def has_heading(self, topic: str) -> bool:
        """True when a heading, or a short line that leads in a list, names the topic."""
        pattern = self._pattern(topic, "headings")
        return any(pattern.search(_text(block)) for block in self._blocks if _is_heading(block))

    def is_below(self, block: Block, topic: str) -> bool:
        """True for a block in a section, other than the whole document, whose heading names the topic."""
        pattern = self._pattern(topic, "headings")
        return any(
            pattern.search(heading[:_MAX_BLOCK]) for heading in block.heading_path if heading != self._title
        )

    def _pattern(self, topic: str, cue: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
        cues: Iterable[str] = self._vocabulary.get(topic, {}).get(cue, ())
        return re.compile("|".join(cues) or r"(?!)", flags)


def _text(block: Block) -> str:
    return block.content.text[:_MAX_BLOCK]


def _is_listed(block: Block) -> bool:
    return any(container.kind is ContainerKind.LIST_ITEM for container in block.containers)


def _is_heading(block: Block) -> bool:
    """True for a heading, and for a paragraph that is nothing but bold or ends in a colon."""
    text = block.content.text
    if block.kind is BlockKind.HEADING:
        return True
    return block.kind is BlockKind.PARAGRAPH and len(text) < 80 and text.rstrip().endswith((":", "**", "__"))
