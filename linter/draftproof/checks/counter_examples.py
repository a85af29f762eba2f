"""Samples that a document itself shows as wrong: under "Do not do this:", behind a comment ``# WRONG``.

What is said of requests and of streams is not said of these: the author knows it, and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Block
    from draftproof.samples.facts import Request
    from draftproof.text.source import Span

    _Marks = list[tuple[int, bool]]

_LONGEST = 120
"""Characters of a caption."""
_WRONG_MARK = re.compile("[\u274c\u2717\u2718\U0001f6ab\u26d4\U0001f44e]")
_WRONG = re.compile(
    r"(?:wrong|incorrect|bad|broken|invalid|anti-?pattern|not recommended|not like this|deprecated|old"
    r"|before)"
    r"(?: (?:way|code|example|usage|version|approach|request|pattern|practice|call|snippet|style))?"
    r"(?: \([^()]*\))?(?: ?[:.\u2013\u2014-].*)?"
    r"|(?:do not|don['\u2019]t|never) (?:do|write|try|copy|use) (?:this|that|it|the following)\b.*"
    r"|(?:do not|don['\u2019]t|never) (?:mix|use|pass) \S+ (?:here|with|on|to|in|for|and)\b.*"
    r"|(?:this|it|the following)(?: \w+){0,2}"
    r" (?:fails|will fail|does not work|doesn['\u2019]t work|won['\u2019]t work|raises|breaks"
    r"|is (?:wrong|incorrect|invalid))\b.*",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"[\u2705\u2713\u2714]|\b(?:right|correct|instead(?! of)|good|better|fixed|after)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?]\s+")
_LEAD = re.compile(r"[\W_]*")
_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#|//|--|/\*)(?P<text>.*)")
_CAPTIONS = ("title", "caption", "name")


def without_counter_examples(facts: Facts) -> tuple[Request, ...]:
    """The requests of a document but for those that it shows as wrong."""
    requests = facts.understanding.requests
    if not requests:
        return ()
    wrong = _samples_shown_as_wrong(facts, {request.sample for request in requests})
    marks: dict[int, _Marks] = {}
    return tuple(
        request
        for request in requests
        if request.sample not in wrong and not _is_commented(facts, request, marks)
    )


def _samples_shown_as_wrong(facts: Facts, asked: set[int]) -> set[int]:
    samples = facts.understanding.samples
    places = {(samples[index].part, samples[index].block): index for index in asked}
    found: set[int] = set()
    before: Block | None = None
    for part, number, block in facts.document.in_order():
        index = places.get((part, number))
        if index is not None and _says_wrong(_captions(block, before)):
            found.add(index)
        if block.kind is not BlockKind.COMMENT:
            before = block
    return found


def _captions(block: Block, before: Block | None) -> Iterator[str]:
    """What a sample is called, the nearest first."""
    for name in _CAPTIONS:
        if name in block.attributes:
            yield block.attributes[name]
    if before is not None and before.kind is BlockKind.PARAGRAPH and before.tab() == block.tab():
        yield _SENTENCE_END.split(before.content.text.strip())[-1]
    tab = block.tab()
    if tab is not None:
        yield tab.title
    if block.heading_path:
        yield block.heading_path[-1]


def _says_wrong(captions: Iterator[str]) -> bool:
    """True where the nearest caption that says either says so."""
    return next((verdict for verdict in map(_verdict, captions) if verdict is not None), False)


def _verdict(caption: str) -> bool | None:
    """True where a caption says that something is wrong, False where it says that it is right."""
    if len(caption) > _LONGEST:
        return None
    if _RIGHT.search(caption):
        return False
    return True if _WRONG_MARK.search(caption) or _WRONG.fullmatch(_plain(caption)) else None


def _plain(caption: str) -> str:
    """A caption without the marks around it, with single blanks."""
    lead = _LEAD.match(caption)
    return " ".join(caption[lead.end() if lead else 0 :].rstrip(" \t\r\n:*_").split())


def _is_commented(facts: Facts, request: Request, marks: dict[int, _Marks]) -> bool:
    """True where a comment in a call says that it is wrong, or else the nearest one before it."""
    place, sample = request.place, facts.understanding.samples[request.sample]
    if sample.part != place.part or request.call.part != place.part:
        return False
    part = facts.document.parts[place.part]
    text = part.source.text
    if request.sample not in marks:
        marks[request.sample] = _marks(text, part.blocks[sample.block].span)
    own = marks[request.sample]
    end = text.find("\n", request.call.span.end)
    at = bisect_left(own, (text.rfind("\n", 0, place.span.start) + 1, False))
    if at < len(own) and (end < 0 or own[at][0] < end):
        return own[at][1]
    return at > 0 and own[at - 1][1]


def _marks(text: str, span: Span) -> _Marks:
    """The comments of a sample that say either, by where their lines begin. Once for all requests."""
    found: _Marks = []
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        comment = _COMMENT.search(line)
        verdict = _verdict(comment["text"]) if comment is not None else None
        if verdict is not None:
            found.append((start, verdict))
        start += len(line) + 1
    return found
