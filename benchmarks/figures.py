"""The arithmetic: medians, spreads, ratios, the order of repetitions, how numbers are written."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Item = TypeVar("_Item")
MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the least and the greatest of what it was made of."""

    middle: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """True where there was one value only."""
        return self.low == self.middle == self.high


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(median(values), min(values), max(values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How much longer ours took than theirs.

    Repetitions that were run in turn are compared in pairs, so that a machine that slows down for a while
    slows down both. Where there are not as many, every value is held against the median of the other side.
    """
    if len(ours) == len(theirs):
        return spread([a / b for a, b in zip(ours, theirs, strict=True)])
    if len(ours) < len(theirs):
        return spread([median(ours) / each for each in theirs])
    return spread([each / median(theirs) for each in ours])


def in_turn(items: Sequence[_Item], repeats: int) -> Iterator[tuple[int, _Item]]:
    """Every item in every repetition, each time beginning with another one: A B C, B C A, C A B."""
    for number in range(repeats):
        shift = number % len(items) if items else 0
        for item in (*items[shift:], *items[:shift]):
            yield number, item


def scaled(seconds: float, fixed: float, measured_bytes: int, wanted_bytes: int) -> float:
    """Seconds for a sample, as they would be for the whole: what does not depend on the size stays."""
    start = min(fixed, seconds)
    return start + (seconds - start) * wanted_bytes / measured_bytes


def sample_size(seconds: float, measured_bytes: int, whole_bytes: int, budget: float) -> int:
    """How many bytes can be read in a time budget at the pace of an earlier run, at most the whole."""
    if seconds <= 0:
        return whole_bytes
    return min(whole_bytes, int(budget / seconds * measured_bytes))


def written_seconds(seconds: float) -> str:
    """``41 ms``, ``1.52 s``, ``31.4 s``."""
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def written_bytes(size: float) -> str:
    """Megabytes of a million bytes."""
    return f"{size / MEGA:.1f} MB" if size < 100 * MEGA else f"{size / MEGA:.0f} MB"


def written_ratio(value: Spread) -> str:
    """``1.42 (1.38 to 1.51)``; the middle alone where nothing was repeated."""
    text = f"{value.middle:.2f}"
    return text if value.is_exact else f"{text} ({value.low:.2f} to {value.high:.2f})"
