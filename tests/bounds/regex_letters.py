"""The letters of a pattern: classes of characters that none of its sets tells apart.

What a set holds is asked of ``re``, one character at a time, so that ignored case and Unicode are as there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHARACTER: Final = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)
"""The kinds of pieces that read one character."""
REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_DECIDING: Final = re.IGNORECASE | re.ASCII | re.DOTALL


class Alphabet:
    """The letters of a pattern, and its sets as bits."""

    def __init__(self, items: Sequence[tuple[Any, int]]) -> None:
        keyed = {_key(item, flags): (item, flags) for item, flags in items}
        deciding = [accepts(item, flags & _DECIDING) for item, flags in keyed.values()]
        grouped: dict[tuple[bool, ...], str] = {}
        for char in _samples(items):
            grouped.setdefault(tuple(bool(each(char)) for each in deciding), char)
        self.samples = tuple(grouped.values())
        self.every = (1 << len(self.samples)) - 1
        self.start, self.end = 1 << len(self.samples), 2 << len(self.samples)
        self._sets = {
            key: sum(1 << bit for bit, signature in enumerate(grouped) if signature[number])
            for number, key in enumerate(keyed)
        }

    def of(self, item: Any, flags: int) -> int:
        """The letters that a piece of one character may read."""
        return self._sets[_key(item, flags)]


def _key(item: Any, flags: int) -> tuple[str, int]:
    return repr(item), flags & _DECIDING


def accepts(item: Any, flags: int) -> Any:
    """What tells whether a character is one that a piece may read: ``re`` itself."""
    state = parser.State()
    state.flags = flags | (0 if flags & re.ASCII else re.UNICODE)
    return compiler.compile(parser.SubPattern(state, [item]), state.flags).fullmatch


def _edges_of(item: Any) -> Iterator[int]:
    kind, value = item
    if kind in (codes.LITERAL, codes.NOT_LITERAL):
        yield value
    elif kind is codes.RANGE:
        yield from value
    elif kind is codes.IN:
        for each in value:
            if each[0] is not codes.NEGATE:
                yield from _edges_of(each)


@lru_cache(maxsize=1)
def _sorts() -> dict[str, list[int]]:
    """Code points beyond ASCII by what classes tell apart."""
    found: dict[str, list[int]] = {"letter": [], "digit": [], "space": [], "other": []}
    for code in range(128, 0x110000):
        char = chr(code)
        sort = (
            "digit"
            if char.isdecimal()
            else "letter"
            if char.isalnum()
            else "space"
            if char.isspace()
            else "other"
        )
        found[sort].append(code)
    return found


def _samples(items: Sequence[tuple[Any, int]]) -> Iterator[str]:
    """Characters among which every letter has one: ASCII, the edges of ranges, each sort between edges."""

    yield from map(chr, range(128))
    edges = {128, 0x110000}
    for item, flags in items:
        for code in _edges_of(item):
            char = chr(code)
            same = {char}
            if flags & re.IGNORECASE:
                same |= {char.lower(), char.upper(), char.casefold(), unicodedata.normalize("NFKC", char)}
            for each in same:
                if len(each) == 1 and ord(each) > 127:
                    edges |= {ord(each), ord(each) + 1}
            if code > 127:
                edges |= {code, min(code + 1, 0x110000)}
    yield from "ſKİıµÿ"
    ordered = sorted(edges)
    for codes_of_sort in _sorts().values():
        for low, high in pairwise(ordered):
            at = bisect_left(codes_of_sort, low)
            if at < len(codes_of_sort) and codes_of_sort[at] < high:
                yield chr(codes_of_sort[at])


def characters(tree: Any, flags: int) -> Iterator[tuple[Any, int]]:
    """All pieces of one character, with the flags that hold there."""
    for kind, value in tree:
        if kind in CHARACTER:
            yield (kind, value), flags
        else:
            for inner, inner_flags, _ in _inside(kind, value, flags):
                yield from characters(inner, inner_flags)


def groups(tree: Any, flags: int) -> Iterator[tuple[Any, int, int]]:
    """All groups with a number: what is in them, the flags that hold there, the number."""
    for kind, value in tree:
        for inner, inner_flags, number in _inside(kind, value, flags):
            if number is not None:
                yield inner, inner_flags, number
            yield from groups(inner, inner_flags)


def _inside(kind: Any, value: Any, flags: int) -> Iterator[tuple[Any, int, int | None]]:
    """The sequences in a piece, with flags and the number of the group."""
    if kind in REPEATS:
        yield value[2], flags, None
    elif kind is codes.SUBPATTERN:
        yield value[3], (flags | value[1]) & ~value[2], value[0]
    elif kind is codes.BRANCH:
        yield from ((each, flags, None) for each in value[1])
    elif kind is codes.GROUPREF_EXISTS:
        yield from ((each, flags, None) for each in value[1:] if each)
    elif kind is codes.ATOMIC_GROUP:
        yield value, flags, None
    elif kind in (codes.ASSERT, codes.ASSERT_NOT):
        yield value[1], flags, None
