"""Which promises a text may hold, told by its words, so that patterns run on few sentences.

A promise names pieces of words of which every match holds one (``anchors``), and may name whole words of
which every match holds one as well (``also``). Both are looked for in the text as written, in lower case; a
word that markup parts is not found. The words of a language repeat, so what each wakes is worked out once.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from draftproof.prose.lexicon import Promise

DIGIT = "#"
"""Stands among the words of ``also`` for a digit."""
_WORD = r"[^\W_]+"
_words = re.compile(_WORD).findall
WHOLE_WORD = re.compile(rf"{_WORD}\*?|{DIGIT}")
"""What ``also`` may hold: a word, the beginning of words with an asterisk, the sign for a digit."""
_MAX_REMEMBERED = 20_000
"""Words, and sets of promises, that are kept."""
_MAX_LENGTH = 64
"""Longer words are not kept."""


class _Remembered(dict[str, int]):
    """What was worked out for a word: the promises that its pieces and that it as a whole may wake."""

    def __init__(self, work_out: Callable[[str], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> int:
        found = self._work_out(word)
        if len(word) <= _MAX_LENGTH:
            if len(self) >= _MAX_REMEMBERED:
                self.clear()
            self[word] = found
        return found


class _ByStart:
    """Pieces of words with the bits that they set, by their first two characters."""

    def __init__(self) -> None:
        self._pieces: dict[str, list[tuple[str, int]]] = {}
        self._single: dict[str, int] = {}

    def add(self, piece: str, bit: int) -> None:
        """Let a piece set a bit."""
        if len(piece) == 1:
            self._single[piece] = self._single.get(piece, 0) | bit
        else:
            self._pieces.setdefault(piece[:2], []).append((piece, bit))

    def at_start(self, word: str) -> int:
        """The bits of the pieces that a word begins with."""
        return self._single.get(word[0], 0) | self._at(word, 0)

    def anywhere(self, word: str) -> int:
        """The bits of the pieces that a word holds."""
        found = 0
        for piece, bit in self._single.items():
            if piece in word:
                found |= bit
        for place in range(len(word)):
            if word[place : place + 2] in self._pieces:
                found |= self._at(word, place)
        return found

    def _at(self, word: str, place: int) -> int:
        found = 0
        for piece, bit in self._pieces.get(word[place : place + 2], ()):
            if word.startswith(piece, place):
                found |= bit
        return found


class Waking:
    """Tells for a text in lower case which promises of a lexicon it may hold.

    Bits stand for promises: a lower half for those with an anchor there, an upper half for those with a word
    of ``also`` there.
    """

    def __init__(self, promises: Sequence[Promise]) -> None:
        self._promises = promises
        self._size = len(promises)
        self._signs: dict[str, int] = {}
        self._pieces = _ByStart()
        self._wholes: dict[str, int] = {}
        self._beginnings = _ByStart()
        self._digits = self._odd = self._alone = 0
        for number, promise in enumerate(promises):
            self._add_anchors(1 << number, promise.anchors)
            self._add_words(1 << number + self._size, promise.also)
            self._alone |= 0 if promise.also else 1 << number
        self._anchored = (1 << self._size) - 1
        self._remembered = _Remembered(self._bits)
        self._sets: dict[int, tuple[Promise, ...]] = {0: ()}

    def _add_anchors(self, bit: int, anchors: Iterable[str]) -> None:
        for anchor in anchors:
            runs = _words(anchor)
            if runs != [anchor]:
                self._odd |= bit
            if runs:
                self._pieces.add(max(runs, key=len), bit)
            else:
                self._signs[anchor] = self._signs.get(anchor, 0) | bit

    def _add_words(self, bit: int, words: Iterable[str]) -> None:
        for word in words:
            if word == DIGIT:
                self._digits |= bit
            elif word.endswith("*"):
                self._beginnings.add(word[:-1], bit)
            else:
                self._wholes[word] = self._wholes.get(word, 0) | bit

    def _bits(self, word: str) -> int:
        found = self._wholes.get(word, 0)
        found |= self._pieces.anywhere(word) | self._beginnings.at_start(word)
        if self._digits and not word.isalpha() and any(map(str.isdecimal, word)):
            found |= self._digits
        return found

    def _may_hold(self, lowered: str) -> int:
        """Bits of the promises that a text may hold; too many where an anchor is more than one word."""
        found = reduce(or_, map(self._remembered.__getitem__, _words(lowered)), 0)
        for sign, bits in self._signs.items():
            if sign in lowered:
                found |= bits
        return found & self._anchored & (found >> self._size | self._alone)

    def awake(self, lowered: str) -> tuple[Promise, ...]:
        """The promises that a text in lower case may hold, in order."""
        bits = self._may_hold(lowered)
        found = self._sets.get(bits)
        if found is None:
            found = tuple(each for number, each in enumerate(self._promises) if bits >> number & 1)
            if len(self._sets) < _MAX_REMEMBERED:
                self._sets[bits] = found
        if bits & self._odd:
            return tuple(each for each in found if any(anchor in lowered for anchor in each.anchors))
        return found
