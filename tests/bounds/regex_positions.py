r"""Regular expressions as automata over positions: what may follow what, with multiplicity.

The tree that ``re`` itself parses becomes one node for each character that a pattern may read. ``{0,40}`` is
forty nodes. Characters fall into letters: classes that no set of the pattern tells apart, found by asking
``re``, so that ignored case and Unicode are as they are there.

The automaton never has fewer ways than ``re`` tries. Exact: sets, anchors, ``\b``, lookarounds of one
character, possessive repetitions of one character. More ways than there are: other lookarounds (read along,
and passed whatever they say), atomic groups (as groups), back-references (any text of the group's
characters). Such steps are marked as doubtful: nothing is concluded from their success.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final

from regex_letters import CHARACTER, REPEATS, Alphabet, characters, groups

if TYPE_CHECKING:
    from collections.abc import Sequence

ACCEPT: Final = -1
"""The target of a step that ends the match."""
MOST_POSITIONS: Final = 12_000
MOST_PATHS: Final = 200_000
MOST_ROUNDS: Final = 1_000
"""Rounds up to which a repetition is written out; a bound beyond is none that helps."""


class Form(Enum):
    """What must match: the start of the text, the whole of it, or one start behind the other."""

    START = 0
    WHOLE = 1
    CHAIN = 2


class TooLargeError(Exception):
    """A pattern of more positions than are looked at; nothing is proved of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one position to the next: the letter just read is in ``before``, the next one in ``after``.

    ``ways`` counts the paths that mean the same (2 stands for more), ``doubtful``: ``re`` may refuse it.
    """

    before: int
    after: int
    target: int
    ways: int
    doubtful: bool


@dataclass(slots=True)
class _Node:
    """A place between characters, with guarded moves, or (``letters``) a character that is read."""

    moves: list[tuple[int, int, int, bool]] = field(default_factory=list)
    letters: int = 0
    then: int = -1
    loop: int = 0
    """The number of the repetition that begins here; negative where a round of it ends."""
    kept: bool = False
    """Behind a repetition that gives nothing back: it always ends somewhere."""


@dataclass(frozen=True)
class Automaton:
    """``letters[p]`` is what position ``p`` reads; ``steps[p]`` what may come next; ``first`` the beginning.

    ``start`` and ``end`` are the bits of the ends of the text in ``before`` and ``after``.
    """

    letters: tuple[int, ...]
    steps: tuple[tuple[Step, ...], ...]
    first: tuple[Step, ...]
    samples: tuple[str, ...]
    """A character for each letter."""

    @cached_property
    def start(self) -> int:
        """The bit for "before the first character"."""
        return 1 << len(self.samples)

    @cached_property
    def end(self) -> int:
        """The bit for "behind the last character"."""
        return 2 << len(self.samples)


def automaton(pattern: str, flags: int = 0, form: Form = Form.START, wide: int = MOST_ROUNDS) -> Automaton:
    """The automaton of a pattern.

    Repetitions of more rounds than ``wide`` are taken for endless ones, which has more ways, and fewer
    positions. Raises re.error and TooLargeError.
    """
    tree = parser.parse(pattern, flags)
    return _Builder(tree, tree.state.flags, form, wide).automaton()


_WORD: Final = (codes.IN, [(codes.CATEGORY, codes.CATEGORY_WORD)])
_NEWLINE: Final = (codes.LITERAL, 10)


class _Builder:
    """Nodes of a pattern, made from its end to its beginning."""

    def __init__(self, tree: Any, flags: int, form: Form, wide: int) -> None:
        self._tree, self._flags, self._form, self._wide = tree, flags, form, wide
        self._groups: dict[int, tuple[Any, int]] = {}
        items = [*characters(tree, flags), (_NEWLINE, 0), (_WORD, 0), (_WORD, re.ASCII)]
        for items_of, inner_flags, number in groups(tree, flags):
            self._groups[number] = (items_of, inner_flags)
        self._alphabet = Alphabet(items)
        self._any_before = self._alphabet.every | self._alphabet.start
        self._any_after = self._alphabet.every | self._alphabet.end
        self._nodes: list[_Node] = []
        self._closed: dict[int, tuple[Step, ...]] = {}

    def automaton(self) -> Automaton:
        """The automaton of the whole pattern."""
        accept = self._node()
        after = self._alphabet.end if self._form is Form.WHOLE else self._any_after
        self._nodes[accept].moves.append((self._any_before, after, ACCEPT, False))
        sequence = self._loop if self._form is Form.CHAIN else self._sequence
        entry = sequence(list(self._tree), self._flags, accept)
        self._positions = [at for at, node in enumerate(self._nodes) if node.letters]
        self._numbers = {node: number for number, node in enumerate(self._positions)}
        steps = tuple(self._steps(self._nodes[at].then) for at in self._positions)
        letters = tuple(self._nodes[at].letters for at in self._positions)
        return Automaton(letters, steps, self._steps(entry), self._alphabet.samples)

    def _node(self) -> int:
        if len(self._nodes) > 2 * MOST_POSITIONS:
            raise TooLargeError
        self._nodes.append(_Node())
        return len(self._nodes) - 1

    def _move(
        self, source: int, target: int, before: int = -1, after: int = -1, *, doubtful: bool = False
    ) -> None:
        self._nodes[source].moves.append(
            (before & self._any_before, after & self._any_after, target, doubtful)
        )

    def _sequence(self, items: Sequence[Any], flags: int, after: int) -> int:
        for item in reversed(items):
            after = self._before(item, flags, after)
        return after

    def _before(self, item: Any, flags: int, after: int) -> int:
        """The node of one piece, with what comes behind it."""
        kind, value = item
        if kind in CHARACTER:
            return self._character(self._alphabet.of(item, flags), after)
        if kind in REPEATS:
            return self._repeated(kind, value, flags, after)
        if kind is codes.SUBPATTERN:
            _, added, removed, inner = value
            return self._sequence(list(inner), (flags | added) & ~removed, after)
        if kind is codes.BRANCH:
            return self._either([list(each) for each in value[1]], flags, after)
        if kind is codes.GROUPREF_EXISTS:
            return self._either([list(each or ()) for each in value[1:]], flags, after, doubtful=True)
        if kind is codes.ATOMIC_GROUP:
            return self._atomic(list(value), flags, after)
        if kind in (codes.ASSERT, codes.ASSERT_NOT):
            return self._looked(kind, value, flags, after)
        if kind is codes.GROUPREF:
            return self._repeat_of_group(value, after)
        return self._anchor(value, flags, after)

    def _character(self, letters: int, after: int) -> int:
        node = self._node()
        if letters:  # an empty set, as [^\s\S], leads nowhere
            self._nodes[node].letters, self._nodes[node].then = letters, after
        return node

    def _either(self, each: Sequence[list[Any]], flags: int, after: int, *, doubtful: bool = False) -> int:
        node = self._node()
        for items in each:
            self._move(node, self._sequence(items, flags, after), doubtful=doubtful)
        return node

    def _repeated(self, kind: Any, value: Any, flags: int, after: int) -> int:
        least, most, inner = value
        items = list(inner)
        endless = most is codes.MAXREPEAT or most > self._wide
        if kind is codes.POSSESSIVE_REPEAT:
            after = self._kept(items, flags, after, endless=endless)
        if endless:
            node = self._loop(items, flags, after)
        else:
            node = after
            for _ in range(most - least):
                more = self._node()
                self._move(more, self._sequence(items, flags, node))
                self._move(more, after)
                node = more
        for _ in range(least if least <= self._wide else 1):
            node = self._sequence(items, flags, node)
        return node

    def _kept(self, items: list[Any], flags: int, after: int, *, endless: bool) -> int:
        """What comes behind a repetition that gives nothing back: not what it would have taken.

        What is in it counts as sure only where nothing behind it can fail, or where it ends at one place.
        """
        taken = self._taken(items, flags) if endless else 0
        alone = len(items) == 1 and items[0][0] in CHARACTER and endless
        node = self._node()
        self._nodes[node].kept = True
        self._move(node, after, after=~taken, doubtful=not alone and not self._passes(after))
        return node

    def _taken(self, items: list[Any], flags: int) -> int:
        """The letters that one round takes whatever follows."""
        if len(items) != 1:
            return 0
        kind, value = items[0]
        if kind in CHARACTER:
            return self._alphabet.of(items[0], flags)
        if kind is codes.SUBPATTERN:
            return self._taken(list(value[3]), (flags | value[1]) & ~value[2])
        found = 0
        for each in value[1] if kind is codes.BRANCH else ():
            found |= self._taken(list(each), flags)
        return found

    def _passes(self, node: int) -> bool:
        """True where nothing needs to follow."""
        if node == ACCEPT:
            return True
        if self._nodes[node].kept:
            return self._passes(self._nodes[node].moves[0][2])
        return any(
            before == self._any_before and after == self._any_after and not doubtful and self._passes(target)
            for before, after, target, doubtful in self._nodes[node].moves
            if target < node
        )

    def _loop(self, items: list[Any], flags: int, after: int) -> int:
        begin, again = self._node(), self._node()
        self._nodes[begin].loop, self._nodes[again].loop = begin + 1, -begin - 1
        for node in (begin, again):
            self._move(node, after)
        body = self._sequence(items, flags, again)
        for node in (begin, again):
            self._move(node, body)
        return begin

    def _doubtful(self, after: int) -> int:
        node = self._node()
        self._move(node, after, doubtful=True)
        return node

    def _atomic(self, items: list[Any], flags: int, after: int) -> int:
        if len(items) == 1 and items[0][0] is codes.MAX_REPEAT:
            return self._repeated(codes.POSSESSIVE_REPEAT, items[0][1], flags, after)
        return self._doubtful(self._sequence(items, flags, self._doubtful(after)))

    def _repeat_of_group(self, number: int, after: int) -> int:
        """Text of a group once more: any text of its characters, and as long as it may be."""
        inner, flags = self._groups[number]
        letters = 0
        for item, its_flags in characters(inner, flags):
            letters |= self._alphabet.of(item, its_flags)
        most = inner.getwidth()[1]
        loop = self._node()
        if int(most) > 100:
            self._move(loop, self._character(letters, loop))
            self._move(loop, after, doubtful=True)
            return loop
        node = after
        for _ in range(int(most)):
            more = self._node()
            self._move(more, self._character(letters, node), doubtful=True)
            self._move(more, after, doubtful=True)
            node = more
        return node

    def _anchor(self, value: Any, flags: int, after: int) -> int:
        node, alphabet = self._node(), self._alphabet
        newline = alphabet.of(_NEWLINE, 0)
        if value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            many = flags & re.MULTILINE and value is codes.AT_BEGINNING
            self._move(node, after, before=alphabet.start | (newline if many else 0))
        elif value in (codes.AT_END, codes.AT_END_STRING):
            self._move(node, after, after=alphabet.end)
            if value is codes.AT_END:
                self._move(node, after, after=newline, doubtful=not flags & re.MULTILINE)
        else:
            word = alphabet.of(_WORD, flags & re.ASCII)
            if value is codes.AT_BOUNDARY:
                self._move(node, after, before=word, after=~word)
                self._move(node, after, before=~word, after=word)
            else:
                self._move(node, after, before=word, after=word)
                self._move(node, after, before=~word, after=~word)
        return node

    def _looked(self, kind: Any, value: Any, flags: int, after: int) -> int:
        """A look ahead or back: one character is exact, more is read along and passed whatever it says."""
        direction, inner = value
        node, wanted = self._node(), kind is codes.ASSERT
        exact = self._one_character(inner, flags, back=direction < 0)
        if exact is not None:
            allowed = exact if wanted else ~exact
            if direction < 0:
                self._move(node, after, before=allowed)
            else:
                self._move(node, after, after=allowed)
            return node
        if direction < 0:  # a fixed width: a constant
            last = list(inner)[-1] if len(inner) else (None, None)
            before = self._alphabet.of(last, flags) if wanted and last[0] in CHARACTER else -1
            self._move(node, after, before=before, doubtful=True)
            return node
        end = self._node()
        self._move(end, ACCEPT)
        body = self._sequence(list(inner), flags, end)
        begins = self._begins(body, set()) if wanted else -1
        self._nodes[end].moves.clear()
        self._move(node, after, after=begins, doubtful=True)
        self._move(node, body, doubtful=True)
        return node

    def _begins(self, node: int, seen: set[int]) -> int:
        """The letters, or the end, that may come next at a place."""
        if node == ACCEPT:
            return self._any_after
        if self._nodes[node].letters or node in seen:
            return self._nodes[node].letters
        seen.add(node)
        found = 0
        for _, after, target, _ in self._nodes[node].moves:
            found |= after & self._begins(target, seen)
        return found

    def _one_character(self, inner: Any, flags: int, *, back: bool) -> int | None:
        """The letters (or the end) that a look at one character accepts; None where it looks at more."""
        items = list(inner)
        if len(items) != 1:
            return None
        kind, value = items[0]
        if kind in CHARACTER:
            return self._alphabet.of(items[0], flags)
        if kind is codes.SUBPATTERN:
            return self._one_character(value[3], (flags | value[1]) & ~value[2], back=back)
        if kind is codes.BRANCH:
            found = 0
            for each in value[1]:
                one = self._one_character(each, flags, back=back)
                if one is None:
                    return None
                found |= one
            return found
        if kind is codes.AT and not back and value is codes.AT_END_STRING:
            return self._alphabet.end
        if kind is codes.AT and not back and value is codes.AT_END and flags & re.MULTILINE:
            return self._alphabet.end | self._alphabet.of(_NEWLINE, 0)
        return None

    def _steps(self, node: int) -> tuple[Step, ...]:
        """What may be read next from a place: all ways there, counted."""
        if node not in self._closed:
            found: Counter[tuple[int, int, int, bool]] = Counter()
            self._walk(node, (self._any_before, self._any_after, False), frozenset(), found)
            self._closed[node] = tuple(Step(*each[:3], min(ways, 2), each[3]) for each, ways in found.items())
        return self._closed[node]

    def _walk(
        self, node: int, so_far: tuple[int, int, bool], begun: frozenset[int], found: Counter[Any]
    ) -> None:
        """All paths from a place to the next character. A round that took nothing is the last."""
        before, after, doubtful = so_far
        here = self._nodes[node] if node != ACCEPT else None
        if here is None or here.letters:
            allowed = after & here.letters if here else after
            if allowed:
                found[before, allowed, self._numbers[node] if here else ACCEPT, doubtful] += 1
            return
        if found.total() > MOST_PATHS:
            raise TooLargeError
        moves = here.moves[:1] if -here.loop in begun else here.moves
        begun = begun | {abs(here.loop)} if here.loop else begun
        for move_before, move_after, target, unsure in moves:
            if before & move_before and after & move_after:
                now = (before & move_before, after & move_after, doubtful or unsure)
                self._walk(target, now, begun, found)
