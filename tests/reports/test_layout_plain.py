"""Plain lines are reckoned where others are tried out: the same part of the line is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from draftproof.reports import layout
from draftproof.text.source import Span

PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120)


@given(text=PLAIN, ends=st.tuples(st.integers(0, 120), st.integers(0, 120)), columns=st.integers(3, 90))
def test_reckoned_and_tried_agree(text: str, ends: tuple[int, int], columns: int) -> None:
    start, end = sorted(min(each, len(text)) for each in ends)
    span = Span(start, end)
    reckoned = layout._grown(text, span, columns)
    # A character outside of the line's shown part makes it an unplain line, tried out one by one.
    low, high = layout._grown_plain(len(text), span, columns)
    assert reckoned == (low, high)
    assert tried(text, span, columns) == reckoned


def tried(text: str, span: Span, columns: int) -> tuple[int, int]:
    low = high = span.start

    def fits() -> bool:
        return high - low < columns

    while high < span.end and fits():
        high += 1
    if high == span.end:
        context = (high - low) + (columns - (high - low)) * 2 // 3
        while low > 0 and high - low < context:
            low -= 1
        while high < len(text) and fits():
            high += 1
        while low > 0 and fits():
            low -= 1
    return low, high
