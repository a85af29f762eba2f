"""Whether every text that a pattern matches holds one of some words: worked out from the pattern, not tried.

A pattern is unfolded into what its matches must hold, literal stretches with gaps between them. Whatever
cannot be said exactly (classes, long repetitions, references) is a gap, so that a yes is certain and a no
may be too careful.
"""

from __future__ import annotations

import re
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as regular  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

GAP = "\0"
HELD = "\1"
"""Stands for a text that holds a word."""
EDGE = "\2"
"""Where a word cannot go on: a boundary, or a stretch of what is in no word."""
MAX_VARIANTS = 60_000
SMALL_CLASS = 6


_WITHIN = (codes.CATEGORY, codes.CATEGORY_WORD)


class TooManyError(Exception):
    """The pattern has more variants than are looked at."""


def every_match_holds(pattern: str, words: Collection[str], *, whole: bool = False) -> bool:
    """True when no text without one of the words, in lower case, can match.

    ``whole``: words as in ``also``, whole ones, beginnings with an asterisk, and ``#`` for a digit.
    """
    return not unheld(pattern, words, whole=whole)


def unheld(pattern: str, words: Collection[str], *, whole: bool = False) -> set[str]:
    """The ends of texts that match without one of the words, for messages."""
    return _Unfolding(words, whole=whole).of(regular.parse(pattern, re.IGNORECASE)) - {HELD}


def _sought(word: str) -> str:
    """A pattern for a word of ``also`` in an unfolded text."""
    if word == "#":
        return "[0-9]"
    ending = "" if word.endswith("*") else r"(?=[^a-z0-9_\0])"
    return rf"(?<=[^a-z0-9_\0]){re.escape(word.removesuffix('*'))}{ending}"


class _Unfolding:
    def __init__(self, words: Collection[str], *, whole: bool = False) -> None:
        each = map(_sought, words) if whole else map(re.escape, words)
        self._held = re.compile("|".join(each))
        self._reach = max(map(len, words)) + 1

    def of(self, nodes: Iterable[Any]) -> set[str]:
        found = {""}
        for code, argument in nodes:
            found = self._joined(found, self._node(code, argument))
        return found

    def _joined(self, heads: set[str], tails: set[str]) -> set[str]:
        if heads == {HELD} or tails == {HELD}:
            return {HELD}
        found = {self._shortened(head + tail) for head in heads for tail in tails}
        if len(found) > MAX_VARIANTS:
            raise TooManyError
        return found

    def _shortened(self, text: str) -> str:
        """What can still matter: whether a word is there, and both ends, with which others may form one."""
        if HELD in text or self._held.search(text):
            return HELD
        reach = self._reach
        if len(text) > 2 * reach + 1:
            text = f"{text[:reach]}{GAP}{text[len(text) - reach :]}"
        text = re.sub(f"{GAP}+", GAP, text)
        return re.sub(f"{EDGE}+", EDGE, text)

    def _node(self, code: Any, argument: Any) -> set[str]:
        if code is codes.LITERAL:
            return {self._shortened(chr(argument).lower())}
        if code is codes.SUBPATTERN:
            return self.of(argument[-1])
        if code is codes.BRANCH:
            return set[str]().union(*(self.of(branch) for branch in argument[1]))
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            return self._repeated(*argument)
        if code is codes.AT:
            return {"" if argument is codes.AT_NON_BOUNDARY else EDGE}
        if code in (codes.ASSERT, codes.ASSERT_NOT):
            return {EDGE if self._is_edge(code is codes.ASSERT, *argument) else ""}
        return self._of_class(argument) if code is codes.IN else {GAP}

    def _is_edge(self, positive: bool, direction: int, body: Any) -> bool:
        """True where a look ahead or back lets no word go on: ``(?<![\\w])``, ``(?= )``."""
        if positive and direction > 0 and len(body):
            kind, letter = body[0]
            return kind is codes.LITERAL and not re.match(r"\w", chr(letter))
        return not positive and direction < 0 and list(body) == [(codes.IN, [_WITHIN])]

    def _of_class(self, members: list[tuple[Any, Any]]) -> set[str]:
        if all(kind is codes.LITERAL for kind, _ in members) and len(members) <= SMALL_CLASS:
            return {self._shortened(chr(letter).lower()) for _, letter in members}
        if members == [(codes.CATEGORY, codes.CATEGORY_DIGIT)]:
            return {self._shortened("0")}
        outside = [
            (codes.CATEGORY, codes.CATEGORY_NOT_WORD),
            (codes.CATEGORY, codes.CATEGORY_SPACE),
        ]
        is_outside = _WITHIN in members if members[0][0] is codes.NEGATE else members[0] in outside
        return {EDGE if is_outside else GAP}

    def _repeated(self, least: int, most: int, body: Any) -> set[str]:
        once = self.of(body)
        if once == {EDGE}:
            return once if least else {"", EDGE}
        more = {} if most == 1 else self._joined(once, self._joined({GAP}, once))
        return {*once, *more} if least else {"", *once, *more}
