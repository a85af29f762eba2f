"""Telling random characters from words.

A key is drawn from an alphabet; a placeholder is written by a person. The difference shows in the chunks
between separators. A chunk is cut at camel humps and digits into runs. A run of letters is *wordlike* when it
is a known word, or when its letter pairs are as common as in technical English (``_PAIRS`` holds how common
each pair is against chance, 0 to 9; words average above 5, drawn letters about 3.5). Wordlike runs, digits
that stand alone (dates, versions, counters) and short scraps are meaningful; the rest is random. A value is
random when enough of it is, in characters and as a share of the whole, and its characters vary enough; or
when the kind of character changes far more often than it does in names.

Before that come the patterns that a person types to fill a space: repeated characters, counting and alphabet
runs, keyboard rows, a short piece over and over, two interleaved sequences (``a1b2c3d4``).

Everything here is linear in the length of the value.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from enum import StrEnum
from itertools import pairwise

from draftproof.dataclass import dataclass

_PAIRS = (
    "17870571715979070989664364"
    "61227002630720620552600040"
    "80608008707700911748700050"
    "73259142821532630562642040"
    "85897764532889475998476841"
    "60007600800500700524600040"
    "60208356700435510752600020"
    "72108200700333700535500040"
    "76878770004879962689270507"
    "40005000100000300020400000"
    "41027310600303220163302010"
    "84369310903832840266642080"
    "85018120700362780050500020"
    "83888693735436740299561140"
    "65773563536789771977877441"
    "80148125600830770857600140"
    "00010000000000000000601000"
    "94669561906566841687653070"
    "60729417805543771089704050"
    "82539318900632840886704070"
    "66666350600768360878020100"
    "70008000700000500010200000"
    "60106105600305600551000000"
    "40405001500000260005100020"
    "22224020400344450254002002"
    "50016000300000300000200000"
)
_PAIR_SCORE = {chr(97 + index // 26) + chr(97 + index % 26): int(digit) for index, digit in enumerate(_PAIRS)}
_RUN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_CHUNK = re.compile(r"[A-Za-z0-9]+")
_HEX = re.compile(r"[0-9a-f]{16,}|[0-9A-F]{16,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_REPEAT = re.compile(r"(.)\1{3,}")
_LEET = str.maketrans("0134578@$!", "oleastbasi")
_HOME_ROW = frozenset("asdfghjkl")
_GRAM = 4
_LONGEST_WORD = 16


class Texture(StrEnum):
    """What a string of characters looks like."""

    SHORT = "short"
    WORDS = "words"
    WEAK = "weak"
    HEX = "hex"
    UUID = "uuid"
    RANDOM = "random"

    @property
    def is_random(self) -> bool:
        """True for what nobody would type."""
        return self in {Texture.HEX, Texture.UUID, Texture.RANDOM}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A texture, the number of random characters, of letters and digits, and of their classes."""

    texture: Texture
    random: int
    size: int
    classes: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known words and, as pieces of four characters, the sequences that people type."""

    words: frozenset[str]
    grams: frozenset[str]

    @classmethod
    def of(cls, words: list[str], sequences: list[str]) -> Lexicon:
        """The lexicon of a vocabulary."""
        grams = (s[i : i + _GRAM] for s in sequences for i in range(len(s) - _GRAM + 1))
        return cls(frozenset(words), frozenset(grams))


def judge(text: str, lexicon: Lexicon) -> Judgement:
    """What ``text`` looks like."""
    letters = "".join(_CHUNK.findall(text))
    size = len(letters)
    classes = character_classes(letters)
    if size < 8:
        return Judgement(Texture.SHORT, 0, size, classes)
    if _is_filled(letters.lower(), lexicon.grams):
        return Judgement(Texture.WEAK, 0, size, classes)
    if _UUID.fullmatch(text):
        return Judgement(Texture.UUID, size, size, classes)
    if _HEX.fullmatch(text) and any(map(str.isalpha, text)) and any(map(str.isdigit, text)):
        varied = len(set(letters)) >= 6
        return Judgement(Texture.HEX if varied else Texture.WEAK, size, size, classes)
    chunks = _CHUNK.findall(text)
    drawn = sum(_random_characters(chunk, lexicon.words) for chunk in chunks)
    if classes == 3 and size >= 14 and _is_jumbled(text, chunks, size, lexicon.words):
        drawn = size
    if drawn < 10 or drawn < size * 0.5:
        return Judgement(Texture.WORDS, drawn, size, classes)
    if entropy(letters) < (2.7 if size < 20 else 3.0):
        return Judgement(Texture.WEAK, drawn, size, classes)
    return Judgement(Texture.RANDOM, drawn, size, classes)


def entropy(text: str) -> float:
    """Shannon entropy in bits a character."""
    total = len(text)
    return -sum(n / total * math.log2(n / total) for n in Counter(text).values()) if total else 0.0


def character_classes(text: str) -> int:
    """How many of lower case, upper case, digits and others occur."""
    return (
        any("a" <= c <= "z" for c in text)
        + any("A" <= c <= "Z" for c in text)
        + any("0" <= c <= "9" for c in text)
        + any(not c.isalnum() for c in text)
    )


def is_wordlike(run: str, words: frozenset[str]) -> bool:
    """True when a run of letters (lower case) reads as a word."""
    if run in words:
        return len(run) >= 3
    if len(run) < 4:
        return False
    score = sum(map(_PAIR_SCORE.__getitem__, map("".join, pairwise(run)))) / (len(run) - 1)
    return score >= (5.5 if len(run) == 4 else 5.0)


def word_coverage(text: str, words: frozenset[str]) -> float:
    """The share of ``text`` (letters and digits, lower case) that known words of three letters or more cover.

    The best cut into words, by dynamic programming over words of bounded length.
    """
    best = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1]
        for start in range(max(0, end - _LONGEST_WORD), end - 2):
            if best[start] + end - start > best[end] and text[start:end] in words:
                best[end] = best[start] + end - start
    return best[-1] / len(text) if text else 0.0


def unleet(text: str) -> str:
    """``P4ssw0rd`` as the word that it plays on, in lower case."""
    return text.lower().translate(_LEET)


def _is_filled(letters: str, grams: frozenset[str]) -> bool:
    """True when typed patterns cover at least two fifths of the text, or all but a scrap."""
    size = len(letters)
    for period in range(1, min(12, size // 3) + 1):
        if letters == (letters[:period] * (size // period + 1))[:size]:
            return True
    covered = bytearray(size)
    for match in _REPEAT.finditer(letters):
        covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for index in range(size - _GRAM + 1):
        if letters[index : index + _GRAM] in grams:
            covered[index : index + _GRAM] = b"\1" * _GRAM
        pair = letters[index : index + 2 * _GRAM]
        if pair[::2] in grams and (pair[1::2] in grams or len(set(pair[1::2])) == 1):
            covered[index : index + 2 * _GRAM] = b"\1" * len(pair)
    hidden = sum(covered)
    home = letters.isalpha() and sum(c in _HOME_ROW for c in letters) > size * 0.8
    return hidden >= size * 0.4 or (hidden > 0 and size - hidden < 8) or home


def _is_jumbled(text: str, chunks: list[str], size: int, words: frozenset[str]) -> bool:
    """True when the kind of character changes far more often than in written names."""
    changes = sum(len(_RUN.findall(chunk)) - 1 for chunk in chunks)
    return changes >= size * 0.28 and (len(text) > 64 or word_coverage(unleet(text), words) < 0.5)


def _random_characters(chunk: str, words: frozenset[str]) -> int:
    """How many characters of a chunk of letters and digits no word and no number accounts for."""
    runs = _RUN.findall(chunk)
    letters = [run for run in runs if run[0] > "9"]
    if not letters or len(chunk) < 6:
        return 0
    wordlike = sum(len(run) for run in letters if is_wordlike(run.lower(), words))
    total = sum(map(len, letters))
    numbers = len(runs) - len(letters)
    if wordlike >= total * 0.6 and numbers <= 2:
        return 0
    if len(chunk) <= 64 and word_coverage(unleet(chunk), words) >= 0.75:
        return 0
    if numbers == 0 and total < 8:
        return 0
    return len(chunk) - wordlike
