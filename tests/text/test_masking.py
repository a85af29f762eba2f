"""Masks: by place and by value, whole or cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.text.masking import ValueMask, mask_spans, mask_values
from draftproof.text.secret import Secret
from draftproof.text.source import Span
from drafts import key


def test_a_secret_shows_itself_only_when_asked() -> None:
    value = key()
    secret = Secret(value, "ghp_")
    for shown in (str(secret), repr(secret), f"{secret}", f"{[secret]}", secret.masked()):
        assert value not in shown
        assert value[4:12] not in shown
    assert secret.reveal() == value
    assert secret.masked() == f"ghp_[{len(value)} characters]"
    assert Secret("abc", "ghp_").prefix == ""


def test_spans_are_masked_in_their_length() -> None:
    text = "a=SECRET1 b=SECRET2\nmore c"
    spans = [(Span(12, 24), Secret("x")), (Span(2, 9), Secret("SECRET1", "SEC")), (Span(4, 9), Secret("y"))]
    masked = mask_spans(text, spans)
    assert masked == "a=SEC**** b=*******\n****"[:24] + " c"
    assert len(masked) == len(text)


@given(
    st.text(alphabet="ab \n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=5),
)
def test_masking_spans_keeps_lengths_and_lines(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(min(start, len(text)), min(start + length, len(text))) for start, length in places]
    masked = mask_spans(text, [(span, Secret("")) for span in spans])
    assert len(masked) == len(text)
    for at, (shown, real) in enumerate(zip(masked, text, strict=True)):
        inside = any(span.start <= at < span.end for span in spans)
        assert shown == ("*" if inside and real != "\n" else real)


@pytest.mark.parametrize("kept", [164, 80, 40, 24, 16])
def test_a_value_that_was_cut_off_is_masked_as_well(kept: int) -> None:
    value = key("openai-project")
    mask = ValueMask([Secret(value, "sk-proj-")])
    assert mask(f"until={value[:kept]} is") == f"until=sk-proj-{'*' * (kept - 8)} is"


def test_several_values_that_begin_alike() -> None:
    mask = ValueMask([Secret("abcdefgh-one"), Secret("abcdefgh-one-and-more"), Secret("short")])
    assert mask("x abcdefgh-one-and-more abcdefgh-one abcdefgX short") == (
        "x ********************* ************ abcdefgX short"
    )


@given(
    st.text(alphabet="abcd", min_size=8, max_size=20),
    st.text(alphabet="abcd ", max_size=60),
    st.integers(0, 60),
)
def test_a_masked_text_never_holds_the_value(value: str, text: str, at: int) -> None:
    held = text[:at] + value + text[at:]
    masked = ValueMask([Secret(value)])(held)
    assert value not in masked
    assert len(masked) == len(held)


def test_a_value_is_masked_wherever_all_of_it_stands_in_a_document() -> None:
    value, other = key(), key(seed="2")
    shown = mask_values(f"x{value}{value}\n{value[:-1]} {other}", [Secret(value, "ghp_")])
    hidden = "ghp_" + "*" * (len(value) - 4)
    assert shown == f"x{hidden}{hidden}\n{value[:-1]} {other}"


def test_the_longer_of_two_values_is_masked() -> None:
    values = [Secret("abcdefgh-one-two"), Secret("abcdefgh-one-two-three")]
    shown = mask_values("abcdefgh-one-two-three, abcdefgh-one-twofold", values)
    assert shown == f"{'*' * 22}, {'*' * 16}fold"


def test_in_a_document_words_and_what_has_several_lines_stay() -> None:
    values = [Secret("elevenchars"), Secret("ghp_elevenchars", "ghp_"), Secret("one line\nand another")]
    text = "elevenchars ghp_elevenchars one line\nand another"
    assert mask_values(text, values) == text
    assert mask_values(text, [Secret("twelve chars")]) == text
    assert mask_values("twelve chars", [Secret("twelve chars")]) == "*" * 12
