"""Which figures bear a promise of speed out."""

from __future__ import annotations

import pytest

from draftproof.prose.figures import bear_out


@pytest.mark.parametrize(
    ("promise", "text"),
    [
        ("13x faster", "27.5s in one, 2s in the other"),
        ("~5 times faster", "1.96 seconds and 410 milliseconds"),
        ("5-fold speedup", "500 ms, 100 ms"),
        ("2–3x faster", "250 ms, 100 ms"),
        ("20 to 40x faster", "3 s, 100 ms"),
        ("3x faster", "90 µs, 30 us"),
        ("60x faster", "2 minutes, 2 secs"),
        ("2x faster", "2 hours, 1h"),
        ("3x faster", "1,96 s, 0,65 s"),
        ("3x faster", "3,600 s, 1,200 s"),
        ("1000x faster", "1 ms, 1,000.5 ns"),
        ("40% lower latency", "2 s, 1.2 s"),
        ("40 percent faster", "1.4 s, 1 s"),
        ("cut latency by 50%", "a 200-ms reply, a 100-ms reply"),
        ("3x throughput", "400 tokens/s, 1.2k tokens per second"),
        ("3x throughput", "1 token/s, 3 tokens/s"),
        ("2x higher RPS", "100 RPS, 200 rps"),
        ("2x higher RPS", "100 requests / s, 12000 requests per minute"),
    ],
)
def test_two_figures_of_this_ratio(promise: str, text: str) -> None:
    assert bear_out(promise, [text])
    assert bear_out(promise, text.replace(" and ", ", ").rsplit(", ", 1))


@pytest.mark.parametrize(
    ("promise", "text"),
    [
        ("13x faster", ""),
        ("13x faster", "27.5 s"),
        ("13x faster", "27.5 s, 2 tokens/s"),
        ("13x faster", "27.5 s, 20 s"),
        ("13x faster", "27.5 stars, 2 stars"),
        ("13x faster", "version 27.5, version 2"),
        ("2x faster", "2 requests/s, 1 image/s"),
        ("2x faster", "2 s, 2 s"),
        ("2x faster", "0 s, 0 s"),
        ("40% faster", "2 s, 1.9 s"),
        ("dramatically faster", "2 s, 1 s"),
        ("sub-50 ms latency", "2 s, 40 ms"),
    ],
)
def test_figures_that_show_something_else(promise: str, text: str) -> None:
    assert not bear_out(promise, [text])


def test_so_many_figures_are_compared() -> None:
    many = " ".join(f"{number + 100} s" for number in range(5_000))
    assert not bear_out("9x faster", [many])
