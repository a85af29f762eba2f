"""The analysis itself: patterns of which it is known, and made-up ones, counted step by step."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from regex_ambiguity import Use, ambiguity
from regex_positions import TooLargeError, automaton
from regex_steps import MOST, steps

LINEAR = [
    (r"\w+", Use.EVERY),
    (r"\w+x", Use.ONCE),
    (r"(?<!\w)\w+x", Use.EVERY),
    (r"\b\w+\s*=", Use.ONCE),
    (r"\b\w+x", Use.EVERY),
    (r'"(?:\\.|[^"\\])*"', Use.ONCE),
    (r"^\s*x", Use.EVERY),
    (r"(?m)^[ \t]*-", Use.EVERY),
    (r"x{0,40}y", Use.EVERY),
    (r"foo.{0,40}bar", Use.EVERY),
    (r"foo[^f\n]*bar", Use.EVERY),
    (r"a(?:[ab]*c)?", Use.FIRST),
    (r"\w++\w*x", Use.ONCE),
    (r"[a-z]+(?:-[a-z]+)*", Use.EVERY),
    (r"<!--(?:[^-]|-(?!->))*", Use.EVERY),
    (r"\s*$", Use.ONCE),
    (r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", Use.EVERY),
    (r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?", Use.EVERY),
    (r"\{[^}]*+(\}?)", Use.EVERY),
    (r"(?i:straße)+", Use.EVERY),
    (r"([\"'])[^\"']{0,9}\1", Use.EVERY),
    (r"(?:\s*([a-z]+)\s*=\s*(\S++))", Use.CHAIN),
    (r"\s*(\d+)\s*", Use.WHOLE),
]
NOT_LINEAR = [
    (r"\w+x", Use.FIRST),
    (r"\w+x", Use.EVERY),
    (r"a*a*b", Use.ONCE),
    (r"\s*$", Use.FIRST),
    (r"a(?:[ab]*c)?", Use.EVERY),
    (r"(?:(?:[ab]*c)?a)*", Use.ONCE),
    (r"foo\w*bar", Use.EVERY),
    (r"/\*.*?\*/|.", Use.EVERY),
    (r"(?=\w*x)\w", Use.EVERY),
    (r"(?m)^\s*-", Use.EVERY),
    (r".*foo.*bar", Use.ONCE),
    (r"[ \t]+(?:a|b)=", Use.EVERY),
    (r"\s*(a{0,7})\s*(b{0,7})\s*c", Use.ONCE),
    (r"\{[^}]*\}", Use.EVERY),
    (r"[.!?]+(?=\s)", Use.EVERY),
]
EXPONENTIAL = [
    r"(a+)+b",
    r"(?:a|a)*b",
    r"(a*)*b",
    r"(?:a|ab|b)*c",
    r"(?:[ \t]*(?://)?[ \t]?<a>)+b",
    r"(?:a?a)*b",
]
ENDS = ("", "!", "a", "\n", "☃")


def worst(pattern: str, use: Use, prefix: str, pump: str, rounds: int) -> int:
    return max(steps(pattern, prefix + pump * rounds + end, use) for end in ENDS)


@pytest.mark.parametrize(("pattern", "use"), LINEAR)
def test_what_is_linear_is_proved(pattern: str, use: Use) -> None:
    assert ambiguity(pattern, 0, use) is None


@pytest.mark.parametrize(("pattern", "use"), NOT_LINEAR)
def test_what_is_not_is_broken_by_the_word_that_is_named(pattern: str, use: Use) -> None:
    found = ambiguity(pattern, 0, use)
    assert found is not None
    assert not found.exponential
    small, middle, large = (worst(pattern, use, found.prefix, found.pump, n) for n in (8, 16, 32))
    assert large - middle >= 3.2 * (middle - small), (found, small, middle, large)


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_what_doubles_is_told_apart(pattern: str) -> None:
    found = ambiguity(pattern, 0, Use.ONCE)
    assert found is not None
    assert found.exponential
    assert worst(pattern, Use.ONCE, found.prefix, found.pump, 16) >= MOST


def test_a_bound_is_written_out_and_an_absurd_one_is_none() -> None:
    assert len(automaton(r"a{0,40}").letters) == 40
    assert len(automaton(r"a{0,8192}").letters) == 1
    with pytest.raises(TooLargeError):
        automaton(r"(?:(?:a{0,900}b){0,900}c){0,900}")


def test_ignored_case_is_that_of_re() -> None:
    assert ambiguity("k+\u212a+x", re.IGNORECASE, Use.ONCE) is not None
    assert ambiguity("k+\u212a+x", re.IGNORECASE | re.ASCII, Use.ONCE) is None
    assert ambiguity("k+\u212a+x", 0, Use.ONCE) is None


_PIECES = st.sampled_from(["a", "b", "c", "[ab]", "[^a]", r"\b", "(?=a)", "(?!b)", "(?<!a)", "$", "(?=a*b)"])
_PATTERNS = st.recursive(
    _PIECES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{0,3}", "*+", "?+", "++"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda each: f"(?>{each})"),
    ),
    max_leaves=6,
)
_WORDS = ["".join(word) for size in (1, 2, 3) for word in product("abc", repeat=size)]


@given(
    _PATTERNS,
    st.sampled_from([Use.ONCE, Use.FIRST, Use.EVERY]),
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS),
)
def test_no_word_breaks_what_is_proved(pattern: str, use: Use, prefix: str, pump: str) -> None:
    try:
        proved = ambiguity(pattern, 0, use) is None
    except (re.error, TooLargeError):
        assume(False)
    assume(proved)
    small, middle, large = (worst(pattern, use, prefix, pump, n) for n in (10, 20, 40))
    assert large - middle <= 2.6 * (middle - small) + 60, (small, middle, large)
