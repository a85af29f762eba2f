"""Samples that a document itself shows as wrong: under "Do not do this:", behind a comment ``# WRONG``.

What is said of requests and of streams is not said of these: the author knows it, and says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.facts import Facts
    from draftproof.reading.document import Block
    from draftproof.samples.facts import Request

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
    return tuple(
        request for request in requests if request.sample not in wrong and not _is_commented(facts, request)
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
    for caption in captions:
        if len(caption) > _LONGEST:
            continue
        if _RIGHT.search(caption):
            return False
        if _WRONG_MARK.search(caption) or _WRONG.fullmatch(_plain(caption)):
            return True
    return False


def _plain(caption: str) -> str:
    """A caption without the marks around it, with single blanks."""
    lead = _LEAD.match(caption)
    return " ".join(caption[lead.end() if lead else 0 :].rstrip(" \t\r\n:*_").split())


def _is_commented(facts: Facts, request: Request) -> bool:
    """True where a comment in a call says that it is wrong, or else the nearest before it that says so."""
    place, sample = request.place, facts.understanding.samples[request.sample]
    if sample.part != place.part or request.call.part != place.part:
        return False
    part = facts.document.parts[place.part]
    text, block = part.source.text, part.blocks[sample.block]
    line = text.rfind("\n", 0, place.span.start) + 1
    end = text.find("\n", request.call.span.end)
    inside = text[line : end if end >= 0 else len(text)]
    earlier = text[block.span.start : line] if block.span.start < line else ""
    comments = (match["text"] for match in map(_COMMENT.search, reversed(earlier.split("\n"))) if match)
    own = [match["text"] for match in map(_COMMENT.search, inside.split("\n")) if match]
    return _says_wrong(iter([*own, *comments]))
