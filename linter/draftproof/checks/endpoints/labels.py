"""Samples under the name of another API than the one that they call (API006)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import title_of
from draftproof.checks.review_dates import is_quoted
from draftproof.dataclass import dataclass
from draftproof.finding import Hit
from draftproof.reading.document import BlockKind, PartRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Block
    from draftproof.samples.facts import Request

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE_CELL, BlockKind.HEADING})
_CAPTIONS = ("title", "filename", "file", "caption", "name")
_SENTENCE_END = re.compile(r"[.!?:]\s+")
_MAX_LABEL = 400
"""Characters of a label that are looked at, from its end where it is a paragraph."""


@dataclass(frozen=True, slots=True)
class _Label:
    """What says which API a sample is about: a tab's title, a caption, the sentence before, a heading.

    ``depth`` is the heading's place in the heading path, None for a label of one block or one tab.
    """

    what: str
    text: str
    depth: int | None = None
    tab: int | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and the one before it."""

    block: Block
    before: Block | None


@dataclass(slots=True)
class _Section:
    """What stands under a heading path: prose of its own; prose and calls with all sections below.

    ``compares`` when a paragraph that names a family sets one thing beside another.
    """

    said: set[str] = field(default_factory=set)
    compares: bool = False
    said_below: set[str] = field(default_factory=set)
    called_below: set[str] = field(default_factory=set)


def label_mismatch(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Samples whose labels name one family and that call another.

    Options: ``names`` and ``mentions`` (patterns by family: what certainly names it, what may mean it),
    ``silent`` (patterns of texts that set one API beside another) and ``negated`` (patterns of labels that
    say what is not called).
    """
    judge = _Judge(facts, options)
    for block, requests in judge.by_block.items():
        called = requests[0].family or ""
        if len({request.family for request in requests}) > 1 or called not in judge.names:
            continue
        if all(request.dialect == "wrapper" for request in requests):
            continue
        found = judge.mismatch(block, called)
        if found is not None:
            label, named = found
            values = {
                "label": label.what,
                "named": title_of(facts, named),
                "called": title_of(facts, called),
            }
            yield Hit(requests[0].place.part, requests[0].place.span, values=values)


def option_problem(option: str, value: object) -> str:
    """What is wrong with an option of a rule, "" where nothing is; so that a run never meets it."""
    # Late: patterns are judged when a pack is compiled, not when it is used.
    from draftproof.rulebook.pattern_cost import cost_problem  # noqa: PLC0415

    by_family = option in ("names", "mentions")
    lists = list(value.values()) if by_family and isinstance(value, dict) else [None if by_family else value]
    if not all(isinstance(each, list) and all(isinstance(text, str) for text in each) for each in lists):
        return f"must be a list of texts{', by family' if by_family else ''}"
    problems = (cost_problem(text) for each in lists if isinstance(each, list) for text in each)
    return next((f"holds a pattern that {problem}" for problem in problems if problem), "")


class _Judge:
    """The labels of one document, held against the calls below them."""

    def __init__(self, facts: Facts, options: Mapping[str, Any]) -> None:
        self._facts = facts
        self.names = _compiled(options.get("names", {}))
        self._mentions = _compiled(options.get("mentions", {}))
        self._silent = re.compile("|".join(options.get("silent", ())) or r"(?!)", re.IGNORECASE)
        self._negated = re.compile("|".join(options.get("negated", ())) or r"(?!)", re.IGNORECASE)
        self.by_block: dict[int, list[Request]] = {}
        understanding, parts = facts.understanding, facts.document.parts
        for request in facts.requests:
            sample = understanding.samples[request.sample]
            block = parts[sample.part].blocks[sample.block]
            if request.family is not None and not is_quoted(block):
                self.by_block.setdefault(id(block), []).append(request)

    @cached_property
    def _placed(self) -> Mapping[int, _Placed]:
        placed: dict[int, _Placed] = {}
        before: Block | None = None
        document = self._facts.document
        for number, _, block in document.in_order():
            if document.parts[number].role is PartRole.OUTPUT or is_quoted(block):
                continue
            if block.kind not in (BlockKind.COMMENT, BlockKind.INCLUDE):
                placed[id(block)] = _Placed(block, before)
                before = block
        return placed

    @cached_property
    def _sections(self) -> Mapping[tuple[str, ...], _Section]:
        """What is said and called below every heading path and its beginnings."""
        sections: defaultdict[tuple[str, ...], _Section] = defaultdict(_Section)
        for key, placed in self._placed.items():
            path = placed.block.heading_path
            called = {request.family or "" for request in self.by_block.get(key, ())} & self.names.keys()
            said: set[str] = set()
            if placed.block.kind in _PROSE:
                text = placed.block.content.text
                said = {family for family in self.names if self._mentioned(family, text)}
                sections[path].said |= said
                sections[path].compares |= bool(
                    self._silent.search(text) and self._families(text, self.names)
                )
            for depth in range(len(path) + 1):
                sections[path[:depth]].said_below |= said
                sections[path[:depth]].called_below |= called
        return sections

    @cached_property
    def _tabs(self) -> Mapping[int, set[str]]:
        """The families that are called in each tab."""
        tabs: defaultdict[int, set[str]] = defaultdict(set)
        for key, requests in self.by_block.items():
            tab = self._placed[key].block.tab() if key in self._placed else None
            if tab is not None:
                tabs[tab.number] |= {request.family or "" for request in requests} & self.names.keys()
        return tabs

    def mismatch(self, key: int, called: str) -> tuple[_Label, str] | None:
        """The label of a block that names another family than the one called, None where all is well or
        anything speaks for a comparison.
        """
        placed = self._placed.get(key)
        if placed is None:
            return None
        labels = tuple(self._labels(placed))
        named = {name for label in labels for name in self._families(label.text, self.names)}
        if len(named) != 1 or any(self._mentioned(called, label.text) for label in labels):
            return None
        lead = _lead(placed)
        texts = (
            *(label.text for label in labels),
            lead.content.text[-_MAX_LABEL:] if lead is not None else "",
        )
        if any(self._silent.search(text) or self._negated.search(text) for text in texts):
            return None
        label = next(each for each in labels if self._families(each.text, self.names))
        block = placed.block
        if self._mentioned(called, _comments_of(block.content.text)) or self._is_compared(
            label, block, called
        ):
            return None
        return label, next(iter(named))

    def _is_compared(self, label: _Label, block: Block, called: str) -> bool:
        """True when what the label speaks of, or the section around the sample, holds another family too."""
        if label.tab is not None:
            return len(self._tabs[label.tab]) > 1
        if label.depth is None:
            own = self._sections[block.heading_path]
            return called in own.said or own.compares
        section = self._sections[block.heading_path[: label.depth + 1]]
        return len(section.called_below) > 1 or called in section.said_below or section.compares

    def _labels(self, placed: _Placed) -> Iterator[_Label]:
        """The labels of a sample, the nearest first."""
        block, lead = placed.block, _lead(placed)
        tab = block.tab()
        if tab is not None:
            yield _Label("the tab's title", tab.title, tab=tab.number)
        for name in _CAPTIONS:
            if caption := block.attributes.get(name):
                yield _Label("the caption", caption)
        if lead is not None:
            sentences = _SENTENCE_END.split(lead.content.text[-_MAX_LABEL:].rstrip(" :\n"))
            yield _Label("the sentence before", sentences[-1])
        for depth in range(len(block.heading_path) - 1, -1, -1):
            yield _Label("the heading above", block.heading_path[depth][:_MAX_LABEL], depth)
        if title := self._facts.document.front_matter.get("title"):
            yield _Label("the title", title[0][:_MAX_LABEL], -1)

    def _mentioned(self, family: str, text: str) -> bool:
        patterns = (self.names.get(family), self._mentions.get(family))
        return any(pattern is not None and pattern.search(text) for pattern in patterns)

    @staticmethod
    def _families(text: str, patterns: Mapping[str, re.Pattern[str]]) -> set[str]:
        return {family for family, pattern in patterns.items() if pattern.search(text)}


def _lead(placed: _Placed) -> Block | None:
    """The paragraph right before a sample, in the same tab."""
    before = placed.before
    if before is None or before.kind is not BlockKind.PARAGRAPH or before.tab() != placed.block.tab():
        return None
    return before


def _comments_of(code: str) -> str:
    """The comments of a sample, more or less: lines that begin with a comment's mark."""
    return "\n".join(line for line in code.split("\n") if line.lstrip().startswith(("#", "//", "*", "/*")))


def _compiled(patterns: Mapping[str, Any]) -> Mapping[str, re.Pattern[str]]:
    return {family: re.compile("|".join(each)) for family, each in patterns.items() if each}
