"""Where sentences begin and end in a text without markup.

A full stop ends a sentence when blank space and something that can begin a sentence follow. It does not after
an abbreviation or an initial, and never inside a number, a version, a file name or an address, because no
blank space follows there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SENTENCE = 1_200
"""Longer stretches without an end are cut at a blank, in characters: no pattern has to look further."""

_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)[\"'”’)\]]{0,3}(?=\s+(?P<next>\S)|\s*$)"
    r"|[。！？]+[」』”’）]{0,2}"
    r"|\n(?=[^\S\n]*(?:[•‣▪●◦*+-]\s|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]))"
    r"|\n\s*\n"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|a\.k\.a|etc|vs|cf|al|approx|ca|resp|incl|excl|esp|fig|figs|eq|no|nos|sec|ch|vol|pp?|ed|eds|"
    r"mr|mrs|ms|dr|prof|sr|jr|st|inc|ltd|co|corp|dept|est|min|max|avg|u\.s|u\.k|ver|rev)|(?<![^\s(])[A-Za-z])\Z",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_ENDS_BEFORE_CAPITAL = frozenset({"etc", "inc", "ltd", "co", "corp", "u.s", "u.k"})
"""Abbreviations that may also be the last word of a sentence."""


def sentences(text: str) -> tuple[Span, ...]:
    """The spans of the sentences of a text, without the blanks around them, in order, not overlapping."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(text):
        if match["mark"] is not None and not _ends(text, match):
            continue
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if following is None:
        return True
    if following.islower() or following in ",;:)":
        return False
    if match["mark"] != ".":
        return True
    stop = match.start()
    before = _ABBREVIATION.search(text[max(0, stop - _LONGEST_ABBREVIATION) : stop])
    return before is None or (before[0].lower() in _ENDS_BEFORE_CAPITAL and following.isupper())


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = max(text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE), start + MAX_SENTENCE // 2)
        yield Span(start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)
