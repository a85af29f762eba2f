"""Where a mask begins and ends, to the character."""

from __future__ import annotations

import pickle

import pytest

from draftproof.text.masking import ValueMask, mask_spans
from draftproof.text.secret import Secret
from draftproof.text.source import Span

SHORTEST = "abcdefgh"  # what is masked wherever it stands has eight characters at least


def test_a_mask_begins_behind_the_prefix_and_ends_with_the_span() -> None:
    text = "x sk-SECRET y"
    assert mask_spans(text, [(Span(2, 11), Secret("sk-SECRET", "sk-"))]) == "x sk-****** y"
    assert mask_spans(text, [(Span(2, 11), Secret("sk-SECRET"))]) == "x ********* y"
    assert mask_spans(text, [(Span(0, 13), Secret(text))]) == "*" * 13
    assert mask_spans(text, []) == text


def test_a_span_that_is_all_prefix_stays_and_so_does_what_follows() -> None:
    text = "sk- and SECRET"
    spans = [(Span(0, 3), Secret("sk-", "sk-")), (Span(8, 14), Secret("SECRET"))]
    assert mask_spans(text, spans) == "sk- and ******"


def test_of_spans_one_inside_the_other_the_whole_is_masked() -> None:
    spans = [(Span(1, 9), Secret("x")), (Span(3, 5), Secret("x")), (Span(9, 10), Secret("x"))]
    assert mask_spans("0123456789a", spans) == "0*********a"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_line_ends_stay_in_a_mask(end: str) -> None:
    assert mask_spans(f"ab{end}cd", [(Span(0, 4 + len(end)), Secret("x"))]) == f"**{end}**"


@pytest.mark.parametrize("text", [SHORTEST, f"x{SHORTEST}", f"{SHORTEST}x", f"{SHORTEST}{SHORTEST}"])
def test_a_value_of_eight_characters_is_masked_wherever_it_stands(text: str) -> None:
    assert ValueMask([Secret(SHORTEST)])(text) == text.replace(SHORTEST, "*" * 8)


def test_a_value_of_seven_characters_is_a_word() -> None:
    assert ValueMask([Secret(SHORTEST[:7])])(f"{SHORTEST[:7]} {SHORTEST}") == f"{SHORTEST[:7]} {SHORTEST}"


def test_a_value_whose_body_is_short_is_masked_with_its_prefix() -> None:
    assert ValueMask([Secret("sk-1234567", "sk-")])("k=sk-1234567.") == "k=**********."
    assert ValueMask([Secret("sk-12345678", "sk-")])("k=sk-12345678.") == "k=sk-********."
    assert ValueMask([Secret("sk-1234", "sk-")])("k=sk-1234.") == "k=sk-1234."


def test_a_value_that_was_cut_off_is_masked_as_far_as_it_stands() -> None:
    value = SHORTEST + "0123"
    mask = ValueMask([Secret(value)])
    for kept in range(8, 13):
        assert mask(value[:kept]) == "*" * kept
        assert mask(f"<{value[:kept]}>") == f"<{'*' * kept}>"
        assert mask(f"behind {value[:kept]}") == f"behind {'*' * kept}"
    assert mask(value[:7]) == value[:7]
    assert mask(f"{value[:10]}{value} {value[:9]}X{value}") == "*" * 22 + " *********X" + "*" * 12


def test_secrets_are_equal_by_their_value_and_survive_another_process() -> None:
    one = Secret("sk-SECRET", "sk-")
    again = pickle.loads(pickle.dumps(one))
    assert (again, hash(again), again.prefix, again.reveal()) == (one, hash(one), "sk-", "sk-SECRET")
    assert one == Secret("sk-SECRET")
    assert one != Secret("sk-SECRET2")
    assert one != "sk-SECRET"
    assert f"{one:>20}" == "    sk-[9 characters]"[-20:]
