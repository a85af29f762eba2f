r"""What a regular expression may cost at worst: the steps of one attempt to match, from one place in a line.

Python's ``re`` tries every way to match before it gives up, and a pattern from a stranger's pack can have
very many: ``(a+)+b`` doubles them with each character. The steps are reckoned from the tree that ``re``
itself compiles, without running anything, so that the answer is the same on every machine (that of a time
limit would not be). A repetition costs its rounds, and what follows it is tried once for each place where
it may end: only at its last round, where the characters that it repeats and those that may follow have none
in common.

``_parser`` is private to ``re``; a test holds this module against the versions of Python that are
supported.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_STEPS: Final = 60_000
"""What one attempt may cost on a line of ``LONGEST_LINE`` characters: a few passes over it."""
MOST_IN_SENTENCE: Final = 1e25
"""The same for patterns of lexicons, which only sentences with one of their anchors meet. They are long, and
the reckoning is too strict with ``\\b`` behind words, so that only those are refused whose ways multiply
with each character.
"""
LONGEST_LINE: Final = 2_000
"""Characters of a line that patterns of packs are held against."""

_ENDLESS: Final = 1e30
"""As good as for ever; sums and products stop growing here."""
_CHARACTERS: Final = (*map(chr, range(128)), *"é\xa0ſİKß٣中\u2028\U0001f9ea")
"""Characters that stand for all: ASCII, and one of each sort beyond it that classes tell apart."""
_ALL: Final = (1 << len(_CHARACTERS)) - 1
_END: Final = _ALL + 1
"""The end of the text, as one more character."""
_CLASSES: Final = {
    codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_LONGEST_START: Final = 12
"""Characters by which alternatives are told apart."""
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_CHARACTER: Final = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a piece of a pattern costs from one place.

    ``steps`` to try all of it, ``ways`` in which it may match, ``first`` the characters that it may begin
    with, ``empty`` whether it may match nothing, ``sure`` whether it matches anywhere, ``looks`` whether it
    reads further than it takes.
    """

    steps: float = 1.0
    ways: float = 1.0
    first: int = 0
    empty: bool = True
    sure: bool = False
    looks: bool = False


def steps_of(pattern: str, flags: int = 0, line: int = LONGEST_LINE) -> float:
    """The steps of one attempt at worst, in a line of so many characters. Raises re.error."""
    tree = parser.parse(pattern, flags)
    return _Reckoning(line).sequence(list(tree), tree.state.flags, _Cost(0.0, sure=True)).steps


def cost_problem(pattern: str, most: float = MOST_STEPS) -> str:
    """Why a pattern is refused, "" where it is not; as the end of a sentence that names it."""
    try:
        steps = steps_of(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        return f"cannot be used: {error}"
    if steps <= most:
        return ""
    return (
        "could take very long on a hostile line: a repetition in or behind another one can match the same "
        "characters; bound it, as `.{0,40}`, or end it at a character that it does not hold, as `[^;]*;`"
    )


class _Reckoning:
    """The cost of pieces, from the last to the first, in a line of so many characters."""

    def __init__(self, line: int) -> None:
        self._line = line

    def sequence(self, items: Sequence[Any], flags: int, after: _Cost) -> _Cost:
        """The cost of pieces and of what comes after them."""
        for item in reversed(items):
            after = self._before(item, flags, after)
        return after

    def _before(self, item: Any, flags: int, after: _Cost) -> _Cost:
        """The cost of one piece with what comes after it."""
        kind, value = item
        if kind in _CHARACTER:
            first = _characters(item, flags)
            return _Cost(_bounded(1 + after.steps), after.ways, first, empty=False, looks=after.looks)
        if kind in _REPEATS:
            return self._repeated(kind, value, flags, after)
        if kind is codes.SUBPATTERN:
            _, added, removed, inner = value
            return self.sequence(list(inner), (flags | added) & ~removed, after)
        if kind is codes.BRANCH:
            return self._alternatives([list(each) for each in value[1]], flags, after)
        if kind is codes.GROUPREF_EXISTS:
            return self._alternatives([list(each or ()) for each in value[1:]], flags, after)
        if kind is codes.ATOMIC_GROUP:
            inner_cost = self.sequence(list(value), flags, _Cost(0.0, first=after.first, empty=after.empty))
            return _joined(inner_cost.steps, inner_cost, after)
        if kind in (codes.ASSERT, codes.ASSERT_NOT):
            looked = self.sequence(list(value[1]), flags, _Cost(0.0, sure=True))
            return replace(after, steps=_bounded(looked.steps + after.steps), sure=False, looks=True)
        if kind is codes.GROUPREF:
            return _Cost(_bounded(self._line + after.steps), after.ways, _ALL, empty=True, looks=True)
        if value in (codes.AT_END, codes.AT_END_STRING):
            line_end = 0 if value is codes.AT_END_STRING else _literal(10, 0)
            return _Cost(_bounded(1 + after.steps), 1.0, _END | line_end, empty=False)
        return replace(after, steps=_bounded(1 + after.steps), sure=False)  # ^, \b

    def _alternatives(self, each: Sequence[list[Any]], flags: int, after: _Cost) -> _Cost:
        costs = [self.sequence(items, flags, after) for items in each]
        return _either(costs, [_start(items, flags, after) for items in each])

    def _repeated(self, kind: Any, value: Any, flags: int, after: _Cost) -> _Cost:
        least, most, inner = value
        shortest = max(inner.getwidth()[0], 1)
        rounds = float(min(int(most), max(self._line // shortest, 1)))
        # What one round is followed by: another round, or what comes after the repetition.
        alone = self.sequence(list(inner), flags, _Cost(0.0))
        # Where nothing can go wrong any more, only another round matters.
        first = alone.first | (0 if after.sure else after.first)
        following = _Cost(0.0, first=first, empty=after.empty and not after.sure)
        body = self.sequence(list(inner), flags, following)
        if kind is codes.POSSESSIVE_REPEAT:
            tried, ends = rounds * body.steps, 1.0
        else:
            fixed = body.steps if body.looks else _Reckoning(1).sequence(list(inner), flags, following).steps
            tried, ends = _rounds(body, alone, rounds, fixed, variable=rounds > least)
            apart = not alone.first & after.first and not after.empty and body.ways == 1 and not alone.empty
            if rounds > least and (apart or after.sure):
                ends = 1.0
        steps = _bounded(tried + ends * max(after.steps, 1.0))
        first = alone.first | (after.first if least == 0 or alone.empty else 0)
        empty = after.empty and (least == 0 or alone.empty)
        sure = least == 0 and after.sure
        looks = body.looks or after.looks or kind is codes.POSSESSIVE_REPEAT
        return _Cost(steps, _bounded(ends * after.ways), first, empty, sure, looks)


def _rounds(body: _Cost, alone: _Cost, rounds: float, fixed: float, *, variable: bool) -> tuple[float, float]:
    """The steps of all rounds, and the number of ways in which they may end.

    Rounds that match in one way share the line: each takes what it reads, and the last one reads to the end.
    ``fixed`` are the steps of a round however little it takes.
    """
    if body.ways <= 1 and not (alone.empty and rounds > 1):
        return _bounded(rounds * fixed + body.steps), rounds if variable else 1.0
    ways = max(body.ways, 2.0 if alone.empty else 1.0)
    total = _bounded(ways**rounds) if rounds < 200 else _ENDLESS
    return _bounded(total * body.steps), _bounded(total * (rounds if variable else 1.0))


def _either(costs: Sequence[_Cost], starts: Sequence[Sequence[int]]) -> _Cost:
    """The cost of alternatives: of those together that may begin alike.

    ``starts`` are the first characters of each, one set after another as far as they are known.
    """
    steps = ways = 0.0
    for mine, start in zip(costs, starts, strict=True):
        met = [
            other
            for other, begun in zip(costs, starts, strict=True)
            if other is mine or not any(a & b == 0 for a, b in zip(start, begun, strict=False))
        ]
        steps = max(steps, sum(each.steps for each in met))
        ways = max(ways, sum(each.ways for each in met))
    first = 0
    for each in costs:
        first |= each.first
    empty, sure, looks = (any(getattr(each, name) for each in costs) for name in ("empty", "sure", "looks"))
    shared = sum(map(len, starts))
    return _Cost(_bounded(steps + len(costs) + shared), _bounded(ways), first, empty, sure, looks)


def _start(items: Sequence[Any], flags: int, after: _Cost) -> list[int]:
    """The sets of characters that a sequence surely begins with, one for each place."""
    found: list[int] = []
    for kind, value in items:
        if kind in _CHARACTER:
            found.append(_characters((kind, value), flags))
        elif kind is codes.SUBPATTERN and value[0] is None and value[1:3] == (0, 0):
            inner = list(value[3])
            found += _start(inner, flags, after)
            if any(each[0] not in _CHARACTER for each in inner):
                return found
        else:
            return found
        if len(found) >= _LONGEST_START:
            return found
    if not after.empty:
        found.append(after.first)
    return found


def _joined(steps: float, inner: _Cost, after: _Cost) -> _Cost:
    first = inner.first | (after.first if inner.empty else 0)
    empty = inner.empty and after.empty
    return _Cost(_bounded(steps + after.steps), after.ways, first, empty, looks=True)


def _bounded(number: float) -> float:
    return min(number, _ENDLESS)


def _characters(item: Any, flags: int) -> int:
    """The characters that one piece may match, a bit for each of ``_CHARACTERS``."""
    kind, value = item
    if kind is codes.ANY:
        return _ALL if flags & re.DOTALL else _ALL & ~_literal(10, 0)
    if kind is codes.LITERAL:
        return _literal(value, flags & re.IGNORECASE)
    if kind is codes.NOT_LITERAL:
        return _ALL & ~_literal(value, flags & re.IGNORECASE)
    negated = value[0][0] is codes.NEGATE
    found = _members(value[1:] if negated else value, flags)
    return _ALL & ~found if negated else found


def _members(items: Iterable[Any], flags: int) -> int:
    found = 0
    for kind, value in items:
        if kind is codes.LITERAL:
            found |= _literal(value, flags & re.IGNORECASE)
        elif kind is codes.RANGE:
            found |= _range(*value, flags & re.IGNORECASE)
        else:
            found |= _class(_CLASSES.get(value, "."), flags & re.ASCII)
    return found


@lru_cache(maxsize=1024)
def _literal(code: int, ignore_case: int) -> int:
    return _range(code, code, ignore_case)


@lru_cache(maxsize=1024)
def _range(low: int, high: int, ignore_case: int) -> int:
    found = sum(1 << bit for bit, each in enumerate(_CHARACTERS) if low <= ord(each) <= high)
    if ignore_case:
        named = [each for bit, each in enumerate(_CHARACTERS) if found >> bit & 1]
        both = {other for each in named for other in (each.lower(), each.upper(), each.casefold())}
        found |= sum(
            1 << bit for bit, each in enumerate(_CHARACTERS) if each in both and not found >> bit & 1
        )
    if high > 127 and not found:  # some character beyond ASCII that stands for none of its own sort
        found = 1 << len(_CHARACTERS) - 1
    return found


@lru_cache(maxsize=32)
def _class(name: str, ascii_only: int) -> int:
    compiled = re.compile(name, ascii_only | re.DOTALL)
    return sum(1 << bit for bit, each in enumerate(_CHARACTERS) if compiled.match(each))
