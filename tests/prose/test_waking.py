"""Patterns run on few sentences, and on every sentence that they match."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from claim_sentences import CLEAN, FLAGGED
from hypothesis import given
from hypothesis import strategies as st
from pattern_words import every_match_holds

from draftproof.checks.waking import Glance
from draftproof.prose.claims import find_claims
from draftproof.prose.lexicon import Lexicon, Promise, lexicon_problem
from draftproof.prose.waking import DIGIT, Waking
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LEXICON = builtin_rulebook().lexicons[0]
SENTENCES = sorted({each for sentences in (FLAGGED | CLEAN).values() for each in sentences})
WORDS = sorted(
    {piece for promise in LEXICON.promises for piece in promise.anchors}
    | {word.replace("*", "ly").replace(DIGIT, "42") for promise in LEXICON.promises for word in promise.also}
)
SOUP = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "İ", "ß", "all-in", "x_all", "٣"]),
        st.sampled_from([" ", "-", "\n", "*", "_"]),
    ),
    max_size=12,
).map("".join)


class _Plainly(Waking):
    """Asks every promise about its own words."""

    def __init__(self, promises: Sequence[Promise]) -> None:
        super().__init__(promises)
        self._each = promises

    def awake(self, lowered: str) -> tuple[Promise, ...]:
        words = re.findall(r"[^\W_]+", lowered)
        return tuple(
            promise
            for promise in self._each
            if any(anchor in lowered for anchor in promise.anchors)
            and (not promise.also or any(_is_there(each, words) for each in promise.also))
        )


def _is_there(each: str, words: list[str]) -> bool:
    if each == DIGIT:
        return any(re.search(r"\d", word) for word in words)
    return any(word.startswith(each[:-1]) if each.endswith("*") else word == each for word in words)


class _AlwaysAwake(Waking):
    """Lets every pattern run whose anchors are there."""

    def __init__(self, promises: Sequence[Promise]) -> None:
        super().__init__([replace(promise, also=()) for promise in promises])


def _with(waking: type[Waking]) -> Lexicon:
    lexicon = replace(LEXICON)
    lexicon.__dict__["waking"] = waking(lexicon.promises)
    return lexicon


@pytest.mark.parametrize("promise", LEXICON.promises, ids=lambda promise: promise.id)
def test_every_match_holds_an_anchor_and_one_of_the_other_words(promise: Promise) -> None:
    assert every_match_holds(promise.source, promise.anchors)
    assert not promise.also or every_match_holds(promise.source, promise.also, whole=True)


@pytest.mark.parametrize(
    ("pattern", "words", "whole", "holds"),
    [
        (r"\b(?:fast|quick)\b", ["fast", "quick"], False, True),
        (r"\b(?:fast|quick|swift)\b", ["fast", "quick"], False, False),
        (r"speed-?ups?", ["speedup", "speed-up"], False, True),
        (r"speed.?up", ["speedup", "speed-up"], False, False),
        (r"(?:very )?fast", ["very"], False, False),
        (r"(?:very ){1,3}fast", ["very fast"], False, True),
        (r"(?:very ){0,3}fast", ["very fast"], False, False),
        (r"supports (?:all|any) ", ["all", "any"], True, True),
        (r"supports (?:all|any)", ["all", "any"], True, False),
        (r"supports (?:all|any)\b", ["all", "any"], True, True),
        (r"supports (?:all|any)", ["all*", "any*"], True, True),
        (r"supports-?(?:all|any) ", ["all", "any"], True, False),
        (r"(?<!\w)all(?= )", ["all"], True, True),
        (r"\w*all\b", ["all"], True, False),
        (r"[^\w\n]{1,8}all\b", ["all"], True, True),
        (r"\d{1,3}%", ["#"], True, True),
        (r"\d?%", ["#"], True, False),
        (r"(?=all )\w+", ["all"], False, False),
    ],
)
def test_what_a_pattern_is_said_to_hold(pattern: str, words: list[str], whole: bool, holds: bool) -> None:
    assert every_match_holds(pattern, words, whole=whole) is holds


@given(SOUP)
def test_what_wakes_is_what_is_there(text: str) -> None:
    lowered = text.lower()
    assert LEXICON.waking.awake(lowered) == _Plainly(LEXICON.promises).awake(lowered)


def test_signs_pieces_of_one_letter_and_long_words_wake() -> None:
    names = {"a": ("$",), "b": ("1",), "c": ("x-rated",), "d": ("=>",), "e": ("zip",)}
    promises = [replace(LEXICON.promises[0], id=name, anchors=each, also=()) for name, each in names.items()]
    waking = Waking(promises)
    for text, awake in {
        "us$ ": "a", "v12": "b", "x-rated": "c", "rated": "", "a => b": "d", "= >": "", "unzip" * 90: "e",
    }.items():  # fmt: skip
        assert "".join(each.id for each in waking.awake(text)) == awake, text


@given(
    st.lists(st.one_of(st.sampled_from(SENTENCES), SOUP), min_size=1, max_size=4),
    st.sampled_from(["\n\n", " ", "\n\n- ", "\n\n> ", "\n| a |\n| - |\n| "]),
)
def test_sleeping_patterns_would_have_found_nothing(texts: list[str], between: str) -> None:
    document = read(between.join(texts).encode(), "a.md")
    assert find_claims(document, (LEXICON,)) == find_claims(document, (_with(_AlwaysAwake),))


MARKUP = [
    *("{}", "# {}\n", "> - {}\n", "**{}**", "---\ndescription: {}\n---\n", "<div>\n{}\n</div>"),
    *("| a |\n| - |\n| {} \\| b |\n", "x &mdash; {} &copy;", "<Note>\n\n{}\n\n</Note>"),
    *("text\r\n\r\n{}\r\n\r\ntext", "text\r\r{}\r\rtext", "<!-- a\n\nb --> {}"),
    "<textarea>\n{} <x\n\n y>\n</textarea>",
]


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2),
    st.sampled_from(MARKUP),
    st.sampled_from(["a.md", "a.mdx"]),
    st.booleans(),
)
def test_a_quick_look_never_misses_a_claim(texts: list[str], frame: str, name: str, wrapped: bool) -> None:
    said = " ".join(texts)
    text = frame.format(said.replace(" ", "\n") if wrapped else said)
    found = find_claims(read(text.encode(), name), (LEXICON,))
    assert not found or Glance((text,), name, builtin_rulebook()).finds("claims")


def test_a_quick_look_sees_that_there_is_none() -> None:
    assert not Glance(("It prints a b c.",), "a.md", builtin_rulebook()).finds("claims")


def test_real_documents(corpora: Path) -> None:
    plain = _with(_AlwaysAwake)
    paths = sorted(path for path in (corpora / "docs").rglob("*") if path.suffix in (".md", ".mdx"))
    for path in paths[::9]:
        document = read(path.read_bytes(), path.as_posix())
        found = find_claims(document, (LEXICON,))
        assert found == find_claims(document, (plain,)), path
        look = Glance((document.source.text,), path.as_posix(), builtin_rulebook())
        assert not found or look.finds("claims"), path


@pytest.mark.parametrize("word", ["All", "a b", "a-b", "*", "a*b", ""])
def test_other_words_are_whole_words(word: str) -> None:
    entry = {"id": "a", "topic": "speed", "strength": "absolute", "anchors": ["a"], "pattern": "a"}
    assert lexicon_problem({"promises": [{**entry, "also": ["scal*", "all", "#"]}]}) == ""
    assert "`also` of `a`" in lexicon_problem({"promises": [{**entry, "also": [word]}]})
