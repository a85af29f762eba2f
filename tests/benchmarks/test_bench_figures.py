"""The arithmetic of the benchmarks."""

from __future__ import annotations

import pytest
from benchmarks.figures import (
    Spread,
    in_turn,
    ratio,
    sample_size,
    scaled,
    spread,
    written_bytes,
    written_ratio,
    written_seconds,
)
from benchmarks.results import Row
from hypothesis import given
from hypothesis import strategies as st

SECONDS = st.floats(min_value=1e-4, max_value=1e4)


def test_repetitions_run_in_turn_and_each_begins_with_another() -> None:
    order = [item for _, item in in_turn("abc", 3)]
    assert "".join(order) == "abcbcacab"
    assert list(in_turn("", 2)) == []


@given(st.lists(st.integers(), min_size=1, max_size=6, unique=True), st.integers(1, 5))
def test_every_item_runs_once_in_every_repetition(items: list[int], repeats: int) -> None:
    ran = list(in_turn(items, repeats))
    assert len(ran) == len(items) * repeats
    assert len(set(ran)) == len(ran)


def test_a_machine_that_slows_down_changes_no_ratio() -> None:
    assert ratio([2.0, 4.0, 20.0], [1.0, 2.0, 10.0]) == Spread(2.0, 2.0, 2.0)


def test_unequal_numbers_are_held_against_the_median() -> None:
    assert ratio([2.0, 3.0, 4.0], [10.0]) == Spread(0.3, 0.2, 0.4)
    assert ratio([10.0], [2.0, 4.0, 5.0]) == Spread(2.5, 2.0, 5.0)


@given(st.lists(SECONDS, min_size=1, max_size=9), st.lists(SECONDS, min_size=1, max_size=9))
def test_a_spread_is_in_order(ours: list[float], theirs: list[float]) -> None:
    for each in (spread(ours), ratio(ours, theirs)):
        assert each.low <= each.middle <= each.high


def test_a_sample_is_scaled_without_the_start() -> None:
    assert scaled(3.0, 1.0, 10, 40) == 9.0
    assert scaled(0.5, 1.0, 10, 40) == 0.5
    row = Row("all", "p", "cold", (3.0, 5.0), size=10, whole_size=40, fixed=1.0)
    assert row.scaled_seconds == (9.0, 17.0)
    assert Row("all", "p", "cold", (3.0,), size=40, whole_size=0).scaled_seconds == (3.0,)


@given(SECONDS, st.integers(1, 10**9), st.integers(1, 10**9), st.floats(0.1, 1e3))
def test_a_sample_fits_its_budget(seconds: float, measured: int, whole: int, budget: float) -> None:
    size = sample_size(seconds, measured, whole, budget)
    assert 0 <= size <= whole
    assert size / measured * seconds <= budget * (1 + 1e-6)


def test_without_a_pace_the_whole_is_read() -> None:
    assert sample_size(0.0, 10, 1000, 5.0) == 1000


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.00312, "3.12 ms"), (0.0412, "41.2 ms"), (0.4126, "413 ms"), (1.526, "1.53 s"), (31.42, "31.4 s")],
)
def test_seconds(seconds: float, shown: str) -> None:
    assert written_seconds(seconds) == shown


def test_bytes_and_ratios() -> None:
    assert written_bytes(52_340_000) == "52.3 MB"
    assert written_bytes(209_600_000) == "210 MB"
    assert written_ratio(Spread(1.416, 1.38, 1.51)) == "1.42 (1.38 to 1.51)"
    assert written_ratio(spread([2.0])) == "2.00"
