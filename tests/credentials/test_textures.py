"""Random characters and words, at the places where one becomes the other."""

from __future__ import annotations

import string

import pytest

from draftproof.checks.credentials.randomness import (
    Lexicon,
    Texture,
    character_classes,
    entropy,
    is_wordlike,
    judge,
    unleet,
    word_coverage,
)

LEXICON = Lexicon.of(["password", "secret", "key", "my", "replaceme"], ["abcdefgh", "12345678"])
HEX = "4f0a9c3e7b2d18565d"


def texture(text: str) -> Texture:
    return judge(text, LEXICON).texture


def test_less_than_eight_characters_say_nothing() -> None:
    assert texture("x7Kq2Zp") is Texture.SHORT
    assert texture("x7-Kq-2Zp") is Texture.SHORT  # separators do not count
    assert texture("x7Kq2ZpW") is not Texture.SHORT
    assert judge("x7-Kq2", LEXICON).size == 5


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (HEX[:16], Texture.HEX),
        (HEX[:16].upper(), Texture.HEX),
        (HEX[:15], Texture.RANDOM),
        ("a1b2c3" + "a1b2c3a1b2c2", Texture.HEX),
        ("a1b2c" + "1a2cb1a1c2b2b1ca", Texture.WEAK),
        (f"{HEX[:8]}-{HEX[4:8]}-{HEX[:4]}-{HEX[2:6]}-{HEX[6:18]}", Texture.UUID),
        ("7391840265193847", Texture.WORDS),
    ],
)
def test_hexadecimal_digits_and_uuids(text: str, wanted: Texture) -> None:
    assert texture(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("xxxxxxxxxxxx", Texture.WEAK),
        ("zkzkzkzkzkzk", Texture.WEAK),
        ("abcdefgh", Texture.WEAK),
        ("a1b2c3d4", Texture.WEAK),
        ("a9b9c9d9", Texture.WEAK),
        ("a7b9c2d4", Texture.WORDS),
        ("asdfkjhlsa", Texture.WEAK),
        ("my-secret-password", Texture.WORDS),
        ("P4ssw0rd-5ecret", Texture.WORDS),
        ("x7Kq2ZpWm4Rt9", Texture.RANDOM),
        ("Zx7Kq2-Wm4Rt9Vb-Lc3Hf8", Texture.RANDOM),
    ],
)
def test_what_a_person_types_and_what_is_drawn(text: str, wanted: Texture) -> None:
    assert texture(text) is wanted


def test_sizes_and_classes_are_told() -> None:
    judged = judge("x7Kq2ZpWm4Rt9", LEXICON)
    assert (judged.size, judged.classes, judged.random) == (13, 3, 13)
    assert [character_classes(text) for text in ("", "a", "aB", "aB1", "aB1-", "é", "09", "az", "AZ")] == [
        0, 1, 2, 3, 4, 0, 1, 1, 1,
    ]  # fmt: skip


def test_entropy_is_bits_a_character() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("aabb") == 1
    assert entropy("abcd") == 2
    assert entropy(string.hexdigits[:16]) == 4


@pytest.mark.parametrize(
    ("run", "wordlike"),
    [
        ("key", True),
        ("my", False),
        ("the", False),
        ("thin", True),
        ("ther", True),
        ("kqxz", False),
        ("bolk", False),
        ("frum", True),
        ("gimt", False),
        ("station", True),
        ("xkqzvbw", False),
    ],
)
def test_runs_of_letters_read_as_words(run: str, wordlike: bool) -> None:
    """A known word has three letters, another four; the pairs of its letters are as common as in English."""
    assert is_wordlike(run, LEXICON.words) is wordlike


def test_longer_runs_need_pairs_that_are_a_little_less_common() -> None:
    """Five in ten, where four letters need five and a half."""
    runs = ("zwan", "zwank", "bolkv", "frumk", "vilmot")
    assert [is_wordlike(run, frozenset()) for run in runs] == [False, True, False, False, True]


def test_how_much_of_a_text_is_words() -> None:
    words = frozenset({"secret", "key", "secretkey", "a" * 17, "xy"})
    assert word_coverage("", words) == 0
    assert word_coverage("secretkey", words) == 1
    assert word_coverage("secret1key", words) == 0.9
    assert word_coverage("xxkeyyy", words) == 3 / 7
    assert word_coverage("xy", words) == 0  # two letters are in everything
    assert word_coverage("a" * 17, words) == 0  # longer than words are
    assert word_coverage("a" * 16, frozenset({"a" * 16})) == 1


def test_digits_that_play_on_letters() -> None:
    assert unleet("P4SSw0rd!") == "passwordi"
    assert unleet("5ecre7") == "secret"


def test_a_lexicon_knows_every_four_characters_of_a_sequence() -> None:
    assert Lexicon.of([], ["abcdef", "xyz"]).grams == {"abcd", "bcde", "cdef"}
