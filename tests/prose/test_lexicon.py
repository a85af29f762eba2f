"""Lexicons are data: what is wrong with one is said, and a pack may add to the built-in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.prose.claims import find_claims
from draftproof.prose.lexicon import TOPICS, LexiconError, compile_lexicon, lexicon_problem
from draftproof.reading.reader import read
from draftproof.rulebook.errors import RulebookError
from draftproof.rulebook.loading import builtin_rulebook, rulebook_with

if TYPE_CHECKING:
    from pathlib import Path

PROMISE = {
    "id": "zippy",
    "topic": "speed",
    "strength": "absolute",
    "anchors": ["zippy"],
    "pattern": r"\bzippy\b",
}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "mapping"),
        ({"languag": "en"}, "`languag` is no part"),
        ({"promises": [{**PROMISE, "topic": "sped"}]}, "`topic` of `zippy` must be one of"),
        ({"promises": [{**PROMISE, "strength": "loud"}]}, "`strength` of `zippy`"),
        ({"promises": [{**PROMISE, "confidence": "sure"}]}, "`confidence` of `zippy`"),
        ({"promises": [{**PROMISE, "anchors": []}]}, "needs anchors"),
        ({"promises": [{**PROMISE, "anchors": ["Zippy"]}]}, "lower case"),
        ({"promises": [{**PROMISE, "anchors": ["very zippy"]}]}, "without blanks"),
        ({"promises": [{**PROMISE, "anchors": "zippy"}]}, "must be a list"),
        ({"promises": [{**PROMISE, "pattern": "("}]}, "cannot be used"),
        ({"promises": [{**PROMISE, "pattern": ""}]}, "`id` and a `pattern`"),
        ({"promises": ["zippy"]}, "`id` and a `pattern`"),
        ({"takes-back": [{"id": "a", "where": "nowhere", "pattern": "a"}]}, "`where` of `a`"),
        ({"takes-back": [{"id": "a", "where": "before", "reach": 0, "pattern": "a"}]}, "`reach` of `a`"),
        ({"takes-back": [{"id": "a", "where": "before", "pattern": "["}]}, "cannot be used"),
    ],
)
def test_what_is_wrong_with_a_lexicon(data: Any, problem: str) -> None:
    assert problem in lexicon_problem(data)


def test_a_whole_lexicon_names_its_language() -> None:
    assert lexicon_problem({"promises": [PROMISE]}) == ""
    with pytest.raises(LexiconError, match="language"):
        compile_lexicon({"promises": [PROMISE]})


def test_words_are_filled_in() -> None:
    data = {
        "language": "en",
        "words": {"quick": "(?:zippy|{slow})", "slow": "snappy"},
        "promises": [{**PROMISE, "anchors": ["zippy", "snappy"], "pattern": "very {quick}"}],
    }
    assert compile_lexicon(data).promises[0].source == "very (?:zippy|snappy)"


def test_the_built_in_lexicon_is_sound() -> None:
    (lexicon,) = builtin_rulebook().lexicons
    assert lexicon.language == "en"
    assert {promise.topic for promise in lexicon.promises} == set(TOPICS)
    ids = [each.id for each in (*lexicon.promises, *lexicon.takes_back)]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for promise in lexicon.promises:
        assert promise.despite <= known
        assert not re.search(r"\{[a-z]", promise.source)
    for each in lexicon.takes_back:
        assert each.only <= known
        assert each.topics <= set(TOPICS)
    assert set(lexicon.evidence_links) <= {"any", *TOPICS}


def pack(folder: Path, text: str) -> Path:
    (folder / "house" / "vocabulary").mkdir(parents=True)
    (folder / "house" / "vocabulary" / "claims-en.yaml").write_text(text, encoding="utf-8")
    return folder / "house"


def test_a_pack_adds_promises_and_what_takes_them_back(tmp_path: Path) -> None:
    folder = pack(
        tmp_path,
        r"""
promises:
  - id: zippy
    topic: speed
    strength: absolute
    anchors: [zippy]
    pattern: '{is} (?P<match>zippy)\b'
takes-back:
  - {id: on-paper, where: rest, pattern: '\bon paper\b'}
""",
    )
    lexicons = rulebook_with([folder], use_cache=False).lexicons
    text = "It is zippy.\n\nIt is zippy on paper.\n\nIt is blazing fast.\n\nIt is blazing fast on paper.\n"
    found = find_claims(read(text.encode(), "a.md"), lexicons)
    assert [claim.words for claim in found] == ["zippy", "blazing fast"]


def test_a_faulty_lexicon_of_a_pack_is_an_error_with_its_file(tmp_path: Path) -> None:
    folder = pack(
        tmp_path, "promises:\n  - {id: a, topic: sped, strength: absolute, anchors: [a], pattern: a}\n"
    )
    with pytest.raises(RulebookError, match=r"claims-en\.yaml.*`topic` of `a`"):
        rulebook_with([folder], use_cache=False)
