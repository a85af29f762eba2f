"""Where sentences end, and that every span is exact."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.prose.sentences import MAX_SENTENCE, sentences

TEXT = st.text(alphabet="aB .!?…\n\t1“”)e.g。•✅-", max_size=300)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It costs 3.50 per day. Fine.", ["It costs 3.50 per day.", "Fine."]),
        ("Use v1.2.3 of it. Then stop.", ["Use v1.2.3 of it.", "Then stop."]),
        ("See Node.js and next.config.js first.", ["See Node.js and next.config.js first."]),
        ("Some models, e.g. Alpha, stream.", ["Some models, e.g. Alpha, stream."]),
        ("Some models, i.e. Alpha, stream.", ["Some models, i.e. Alpha, stream."]),
        ("Alpha vs. Beta. Gamma.", ["Alpha vs. Beta.", "Gamma."]),
        ("Alpha, Beta, etc. Then Gamma.", ["Alpha, Beta, etc.", "Then Gamma."]),
        ("Dr. Alpha wrote it.", ["Dr. Alpha wrote it."]),
        ("By J. Alpha. It is short.", ["By J. Alpha.", "It is short."]),
        ("It waits... and goes on.", ["It waits... and goes on."]),
        ("It waits... Then it ends.", ["It waits...", "Then it ends."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("(It ends here.) Next.", ["(It ends here.)", "Next."]),
        ("https://example.com/a.b?c=d is it. Yes.", ["https://example.com/a.b?c=d is it.", "Yes."]),
        ("A line\nthat goes on. End.", ["A line\nthat goes on.", "End."]),
        ("✅ Fast\n✅ Cheap", ["✅ Fast", "✅ Cheap"]),
        ("One\n\nTwo", ["One", "Two"]),
        ("一。二！三", ["一。", "二！", "三"]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(TEXT)
def test_sentences_cover_everything_but_blanks(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(TEXT)
def test_sentences_are_in_order_and_trimmed(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


def test_a_stretch_without_an_end_is_cut_at_blanks() -> None:
    text = "word " * 200_000
    spans = sentences(text)
    assert max(end - start for start, end in spans) <= MAX_SENTENCE
    assert "".join(text[s:e] for s, e in spans).replace(" ", "") == "word" * 200_000


def test_a_word_without_an_end_is_cut() -> None:
    assert "".join(split("x" * 5_000)) == "x" * 5_000
