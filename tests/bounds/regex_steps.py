"""A matcher that tries what ``re`` tries, in its order, and counts; the analysis is held against it.

For small patterns and texts; sets, anchors and flags are asked of ``re`` itself, one character at a time.
"""

from __future__ import annotations

import re
import sys
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

from regex_ambiguity import Use
from regex_letters import accepts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Then = Callable[[int], bool]

MOST: Final = 40_000
"""Steps at which counting ends: as good as for ever."""


class _EnoughError(Exception):
    pass


def steps(pattern: str, text: str, use: Use = Use.EVERY) -> int:
    """How many pieces are tried in a text, at most ``MOST``."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    counting = _Counting(pattern, text)
    try:
        counting.run(use)
    except _EnoughError:
        pass
    finally:
        sys.setrecursionlimit(before)
    return counting.count


class _Counting:
    def __init__(self, pattern: str, text: str) -> None:
        self._tree = parser.parse(pattern)
        self._flags = self._tree.state.flags
        self._text = text
        self._end = 0
        self._known: dict[str, Any] = {}
        self.count = 0

    def run(self, use: Use) -> None:
        """Attempts as the use has them."""
        at, size = 0, len(self._text)
        while at <= size:
            matched = self._sequence(list(self._tree), at, self._ended)
            if use is Use.ONCE or (matched and use is Use.FIRST):
                return
            at = max(self._end, at + 1) if matched else at + 1

    def _ended(self, at: int) -> bool:
        self._end = at
        return True

    def _sequence(self, items: Sequence[Any], at: int, then: Then) -> bool:
        if not items:
            return then(at)
        return self._piece(items[0], at, lambda place: self._sequence(items[1:], place, then))

    def _piece(self, item: Any, at: int, then: Then) -> bool:
        self.count += 1
        if self.count >= MOST:
            raise _EnoughError
        kind, value = item
        if kind in (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN):
            return at < len(self._text) and self._reads(item, self._text[at]) and then(at + 1)
        if kind is codes.SUBPATTERN:
            return self._sequence(list(value[3]), at, then)
        if kind is codes.BRANCH:
            return any(self._sequence(list(each), at, then) for each in value[1])
        if kind in (codes.ASSERT, codes.ASSERT_NOT):
            begin = at if value[0] > 0 else at - value[1].getwidth()[0]
            found = begin >= 0 and self._sequence(list(value[1]), begin, lambda _: True)
            return found is (kind is codes.ASSERT) and then(at)
        if kind is codes.AT:
            return self._stands(value, at) and then(at)
        if kind in (codes.ATOMIC_GROUP, codes.POSSESSIVE_REPEAT):
            items = list(value) if kind is codes.ATOMIC_GROUP else [(codes.MAX_REPEAT, value)]
            return self._sequence(items, at, self._ended) and then(self._end)
        least, most, inner = value
        return self._rounds(list(inner), at, then, least, int(most), lazy=kind is codes.MIN_REPEAT)

    def _rounds(self, items: list[Any], at: int, then: Then, least: int, most: int, *, lazy: bool) -> bool:
        def again(place: int) -> bool:
            if place == at and least <= 0:
                return False
            return self._rounds(items, place, then, least - 1, most - 1, lazy=lazy)

        if least > 0:
            return self._sequence(items, at, again)
        if lazy:
            return then(at) or (most > 0 and self._sequence(items, at, again))
        return (most > 0 and self._sequence(items, at, again)) or then(at)

    def _reads(self, item: Any, char: str) -> bool:
        key = repr(item)
        if key not in self._known:
            self._known[key] = accepts(item, self._flags)
        return self._known[key](char) is not None

    def _stands(self, value: Any, at: int) -> bool:
        text, many = self._text, bool(self._flags & re.MULTILINE)
        if value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            return at == 0 or (many and value is codes.AT_BEGINNING and text[at - 1] == "\n")
        if value is codes.AT_END_STRING:
            return at == len(text)
        if value is codes.AT_END:
            return at >= len(text) or (text[at] == "\n" and (many or at == len(text) - 1))
        word = [
            0 <= place < len(text) and (text[place].isalnum() or text[place] == "_") for place in (at - 1, at)
        ]
        return (word[0] != word[1]) is (value is codes.AT_BOUNDARY)
