r"""Whether matching a pattern takes time linear in the text, proved from its automaton.

``re`` walks all paths of a pattern until one succeeds. The number of paths that stand at one place of the
text must therefore have a bound that is not the length of the text. It has none in two cases only:

- *exponential*: some position comes back to itself in two ways over the same word, as in ``(a|a)*``;
- *polynomial*: over one word ``w``, some position ``p`` comes back to itself and also goes on to ``q``, which
  comes back to itself as well, as in ``a*a*b``. Each ``w`` leaves one more path behind at ``q``.

A search begins anywhere, so that the text before a match is one more position that comes back to itself over
every word: ``\w+x`` is searched for in quadratic time, because each place of a long word is a beginning.

A position is *sure* where whatever follows, the match succeeds: no path that was there fails, and ``re``
never comes back to try others. Only paths between sure positions add up. How a pattern is used decides what
success ends:

===========  =====================================================================================
``once``     one attempt at a known place: ``match`` of a whole text
``whole``    the same with ``fullmatch``
``chain``    ``match`` again and again, each time where the last match ended, until one fails
``first``    ``search``: a success ends it
``every``    ``finditer``, ``sub``, ``split``: goes on behind each match
``walk``     ``match`` with a position: ``chain`` or ``every``, as whoever walks through a text does
===========  =====================================================================================
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from regex_graphs import Four, Graph, components, way
from regex_positions import ACCEPT, Automaton, Form, Step, TooLargeError, automaton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


MOST_NODES: Final = 400_000
_FEW_ROUNDS: Final = 12
BEFORE: Final = 0
"""The position that stands for the text before a match; those of the pattern come behind it."""


class Use(StrEnum):
    """How a pattern is held against a text."""

    ONCE = "once"
    WHOLE = "whole"
    CHAIN = "chain"
    FIRST = "first"
    EVERY = "every"
    WALK = "walk"


_AT_A_PLACE: Final = (Use.ONCE, Use.WHOLE, Use.CHAIN)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Why a pattern is not linear: ``pump``, repeated behind ``prefix``, leaves more and more paths."""

    exponential: bool
    prefix: str
    pump: str


def ambiguity(pattern: str, flags: int = 0, use: Use = Use.EVERY) -> Ambiguity | None:
    """A word that breaks a pattern, None where it is proved linear. Raises re.error and TooLargeError."""
    if use is Use.WALK:
        return ambiguity(pattern, flags, Use.EVERY) and ambiguity(pattern, flags, Use.CHAIN)
    form = {Use.WHOLE: Form.WHOLE, Use.CHAIN: Form.CHAIN}.get(use, Form.START)
    try:  # more ways, in a smaller automaton: most patterns are linear even so
        if _Search(automaton(pattern, flags, form, wide=_FEW_ROUNDS), use).ambiguity() is None:
            return None
    except TooLargeError:
        pass
    return _Search(automaton(pattern, flags, form), use).ambiguity()


@dataclass(frozen=True, slots=True)
class _Move:
    """A step to another position: ``letters`` is what that one may read then."""

    before: int
    letters: int
    target: int
    ways: int


class _Search:
    """One automaton, with the text before the match as position 0, looked through for both cases.

    Paths are walked together, over one word. A node names where they stand and the letter they have read: of
    those letters that make no difference to what any of them may do next, the first.
    """

    def __init__(self, found: Automaton, use: Use) -> None:
        self._use = use
        self._samples, self._end, self._start = found.samples, found.end, found.start
        self._every = (1 << len(found.samples)) - 1
        self._letters = (self._every, *found.letters)
        first = [_moved(step) for step in found.first]
        if use not in _AT_A_PLACE:
            first.append(Step(self._every | found.start, self._every, BEFORE, 1, doubtful=False))
        self._first = first
        anywhere = first if use not in _AT_A_PLACE else []
        self._steps = (anywhere, *([_moved(step) for step in steps] for steps in found.steps))
        self._telling = [self._told_apart(position) for position in range(len(self._steps))]
        self._classes: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        self._moves = [
            [
                _Move(each.before, each.after & self._letters[each.target], each.target, each.ways)
                for each in steps
                if each.target != ACCEPT
            ]
            for steps in self._steps
        ]
        self._component = components([[move.target for move in moves] for moves in self._moves])
        self._sure = self._sure_positions()
        self._known: dict[tuple[int, int], int] = {}

    def _told_apart(self, position: int) -> tuple[int, ...]:
        """The sets of letters by which it matters what a position has read."""
        letters = self._letters[position]
        masks = {step.before & letters for step in self._steps[position]}
        return tuple(sorted(masks - {letters}))

    def _alike(self, positions: tuple[int, ...]) -> list[tuple[int, int]]:
        """The letters that all positions read, in classes that make no difference: the set, and its first."""
        known = self._classes.get(positions)
        if known is None:
            common = self._every
            for position in positions:
                common &= self._letters[position]
            classes = [common]
            for mask in {mask for position in positions for mask in self._telling[position]}:
                classes = [part for each in classes for part in (each & mask, each & ~mask) if part]
            known = [(each, (each & -each).bit_length() - 1) for each in classes if each]
            self._classes[positions] = known
        return known

    def _sure_positions(self) -> set[tuple[int, int]]:
        """The pairs of a position and the letter it has read, from which a match is certain."""
        sure = {
            (position, letter)
            for position, steps in enumerate(self._steps)
            if position != BEFORE
            for step in steps
            if step.target == ACCEPT and step.after & self._end and not step.doubtful
            for letter in _bits(step.before & self._letters[position])
        }
        changed = True
        while changed:
            lost = {pair for pair in sure if self._certain(*pair, sure) != self._every | self._end}
            changed = bool(lost)
            sure -= lost
        return sure

    def _certain(self, position: int, letter: int, sure: set[tuple[int, int]]) -> int:
        """The next letters, or the end, with which a match is certain."""
        found = 0
        for step in self._steps[position]:
            if step.doubtful or position == BEFORE or not step.before >> letter & 1:
                continue
            if step.target == ACCEPT:
                found |= step.after
            else:
                for other in _bits(~found & step.after & self._letters[step.target]):
                    if (step.target, other) in sure:
                        found |= 1 << other
        return found

    def _unsure(self, position: int, letter: int) -> int:
        """The next letters with which a path may still fail, so that others are tried as well."""
        known = self._known.get((position, letter))
        if known is None:
            known = self._known[position, letter] = self._every & ~self._certain(position, letter, self._sure)
        return known

    def ambiguity(self) -> Ambiguity | None:
        """The first case that is found."""
        loops: dict[int, set[int]] = defaultdict(set)
        for position, component in enumerate(self._component):
            if component is not None:
                loops[component].add(position)
        for members in loops.values():
            if found := self._exponential(members):
                return found
        for to in loops.values():
            parted = any(self._unsure(p, a) != self._every for p in to for a in _bits(self._letters[p]))
            for source in loops.values():
                # In one loop it would be exponential, unless sure positions part it.
                if (source is not to or parted) and (found := self._polynomial(source, to)):
                    return found
        return None

    def _exponential(self, members: set[int]) -> Ambiguity | None:
        """Two ways over one word from a position back to it.

        Two paths, and whether they have been different: from (p, p, 0) to (p, p, 1).
        """
        starts = [(p, p, 0, rep) for p in members for _, rep in self._alike((p, p))]
        graph: Graph = {}
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node in graph:
                continue
            one, two, apart, read = node
            found: list[tuple[Four, int]] = [((one, one, 0, read), -1)] if apart and one == two else []
            unsure = self._unsure(one, read) & self._unsure(two, read)
            for left in self._inside(one, members, read):
                for right in self._inside(two, members, read):
                    if not (shared := left.letters & right.letters & unsure):
                        continue
                    differ = int(bool(apart) or left is not right or left.ways > 1)
                    x, y = left.target, right.target
                    found += [
                        ((x, y, differ, rep), shared & mask & -(shared & mask))
                        for mask, rep in self._alike((x, y))
                        if shared & mask
                    ]
            graph[node] = found
            self._keep(graph, todo)
        return self._cycle(graph, starts, lambda node: (node[0], node[1], 1, node[3]), exponential=True)

    def _inside(self, position: int, members: set[int], read: int) -> list[_Move]:
        return [m for m in self._moves[position] if m.target in members and m.before >> read & 1]

    def _polynomial(self, source: set[int], to: set[int]) -> Ambiguity | None:
        """A position that comes back to itself over a word, and by the same word to another that does too.

        Three paths, from (p, p, q) to (p, q, q). Those that wait in ``to``, and the one that goes there, are
        at no sure position: ``re`` would stay with the first of them.
        """
        outside = BEFORE in source
        again = outside and self._use is Use.EVERY  # behind a success others follow
        starts = [(p, p, q, rep) for p in source for q in to if p != q for _, rep in self._alike((p, p, q))]
        graph: Graph = {}
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node in graph:
                continue
            one, two, three, read = node
            found: list[tuple[Four, int]] = []
            if two == three and one != three:
                found.append(((one, one, three, read), -1))
            unsure = self._unsure(three, read)
            if two != one and not again:
                unsure &= self._unsure(two, read)
            firsts = self._inside(one, source, read)
            seconds = [m for m in self._moves[two] if m.before >> read & 1]
            for third in self._inside(three, to, read):
                for second in seconds:
                    both = third.letters & second.letters & unsure
                    for first in firsts if both else ():
                        if not (shared := both & first.letters):
                            continue
                        after = (first.target, second.target, third.target)
                        found += [
                            ((*after, rep), shared & mask & -(shared & mask))
                            for mask, rep in self._alike(after)
                            if shared & mask
                        ]
            graph[node] = found
            self._keep(graph, todo)
        return self._cycle(
            graph, starts, lambda node: (node[0], node[2], node[2], node[3]), exponential=False
        )

    def _keep(self, graph: Graph, todo: list[Four]) -> None:
        """Go on with what the last node leads to."""
        if len(graph) > MOST_NODES:
            raise TooLargeError
        todo += [node for node, _ in graph[next(reversed(graph))] if node not in graph]

    def _cycle(
        self, graph: Graph, starts: list[Four], goal_of: Callable[[Four], Four], *, exponential: bool
    ) -> Ambiguity | None:
        """The ambiguity of a beginning that reaches its goal.

        From each goal a step leads back to its beginning, so that both lie on one cycle, if need be by way of
        other goals: the words of a cycle, one behind the other, are a word for each of its beginnings.
        """
        names = {node: number for number, node in enumerate(graph)}
        component = components([[names[each] for each, _ in targets] for targets in graph.values()])
        for begin in starts:
            goal = goal_of(begin)
            if goal in names and component[names[goal]] == component[names[begin]] is not None:
                pump = "".join(
                    self._samples[bit.bit_length() - 1] for bit in way(graph, begin, goal) if bit > 0
                )
                return Ambiguity(exponential, self._prefix(begin[0], begin[3]), pump)
        return None

    def _prefix(self, position: int, letter: int) -> str:
        """A text that leads to a position; some text where its guards let none through."""
        parents: dict[tuple[int, int], tuple[int, int]] = {}
        begin = (ACCEPT, len(self._samples))
        queue = deque([begin])
        while queue:
            node = queue.popleft()
            if node == (position, letter):
                break
            moves = (
                self._moves[node[0]]
                if node != begin
                else [
                    _Move(step.before, step.after & self._letters[step.target], step.target, 1)
                    for step in self._first
                    if step.target != ACCEPT
                ]
            )
            for move in moves:
                for other in _bits(move.letters) if move.before >> node[1] & 1 else ():
                    if (move.target, other) not in parents:
                        parents[move.target, other] = node
                        queue.append((move.target, other))
        word, at = [], (position, letter)
        while at in parents:
            word.append(self._samples[at[1]])
            at = parents[at] if len(word) < len(parents) else begin
        return "".join(reversed(word))


def _moved(step: Step) -> Step:
    """A step with room for the position that stands for the text before a match."""
    target = step.target if step.target == ACCEPT else step.target + 1
    return Step(step.before, step.after, target, step.ways, step.doubtful)


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
