"""Edits as such: which go together, what they make of a text, where the rest of it goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.engine.fixing import Edits, compatible
from draftproof.finding import Replacement
from draftproof.text.source import Span


def put(start: int, end: int, text: str = "X") -> Replacement:
    return Replacement(Span(start, end), text)


@pytest.mark.parametrize(
    ("groups", "taken"),
    [
        ([(0, [put(0, 2)]), (0, [put(2, 4)])], [0, 1]),
        ([(0, [put(1, 3)]), (0, [put(0, 2)])], [1]),
        ([(0, [put(0, 9)]), (0, [put(3, 4)])], [0]),
        ([(0, [put(0, 2)]), (1, [put(0, 2)])], [0, 1]),
        ([(0, [put(0, 2)]), (0, [put(0, 2)])], [0, 1]),
        ([(0, [put(0, 2, "X")]), (0, [put(0, 2, "Y")])], [0]),
        ([(0, [put(0, 1), put(8, 9)]), (0, [put(4, 5)]), (0, [put(8, 10)])], [0, 1]),
        ([(0, [put(3, 3, "a")]), (0, [put(3, 3, "b")])], [0]),
        ([(0, [put(5, 5, "a")]), (0, [put(2, 8)])], [1]),
        ([], []),
    ],
)
def test_what_overlaps_an_earlier_edit_waits(
    groups: list[tuple[int, list[Replacement]]], taken: list[int]
) -> None:
    assert sorted(compatible(groups)) == taken


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    text = draw(st.text("abc\n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    replacements = [
        put(low, high, draw(st.text("XYZ", max_size=4)))
        for low, high in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return text, draw(st.permutations(replacements))


@given(edited())
def test_what_is_outside_the_edits_is_found_where_it_is_said_to_be(
    made: tuple[str, list[Replacement]],
) -> None:
    text, replacements = made
    edits = Edits([*replacements, *replacements])
    new = edits.apply(text)
    for at, character in enumerate(text):
        if not any(each.span.start <= at < each.span.end for each in replacements):
            assert new[edits.start(at)] == character
            assert edits.span(Span(at, at + 1)) == (edits.start(at), edits.start(at) + 1)
    for region, each in zip(edits.regions(), edits.replacements, strict=True):
        assert new[region.start : region.end] == each.text
    grown = sum(len(each.text) - (each.span.end - each.span.start) for each in replacements)
    assert len(new) == len(text) + grown
    assert edits.end(len(text)) == len(new)


@pytest.mark.parametrize(
    ("span", "touched", "swallowed"),
    [
        (Span(0, 2), True, False),
        (Span(0, 1), False, False),
        (Span(3, 4), True, True),
        (Span(2, 5), True, True),
        (Span(2, 6), True, False),
        (Span(6, 9), False, False),
    ],
)
def test_touching_and_swallowing(span: Span, touched: bool, swallowed: bool) -> None:
    edits = Edits([put(2, 5, "")])
    assert edits.touch(span) is touched
    assert edits.swallow(span) is swallowed
    assert not Edits([put(2, 5, "X")]).swallow(span)
