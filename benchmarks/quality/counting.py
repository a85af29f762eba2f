"""Expected and found places, counted by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


@dataclass(slots=True)
class Count:
    """Places of one rule: found as expected, missed, found where nothing is."""

    found: int = 0
    missed: int = 0
    false: int = 0

    def add(self, other: Count) -> None:
        """Add another count."""
        self.found += other.found
        self.missed += other.missed
        self.false += other.false

    @property
    def expected(self) -> int:
        """The places at which something is to be found."""
        return self.found + self.missed

    @property
    def precision(self) -> float | None:
        """The share of what was found that was expected; None where nothing was found."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self) -> float | None:
        """The share of what was expected that was found; None where nothing was expected."""
        return self.found / self.expected if self.expected else None


@dataclass(slots=True)
class Board:
    """The counts of one set of labelled documents."""

    title: str
    says: str
    counts_false: bool = True
    """False where only what is missed can be seen; there is no precision then."""
    rules: dict[str, Count] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    """Every miss and every false alarm, one line each."""

    def compare(self, code: str, expected: Iterable[Hashable], found: Iterable[Hashable], where: str) -> None:
        """Count the places of one rule in one document."""
        wanted, got = set(expected), set(found)
        if not wanted and not got:
            return
        count = Count(len(wanted & got), len(wanted - got), len(got - wanted))
        self.rules.setdefault(code, Count()).add(count)
        self.misses += [f"missed {code}: {where}: {place}" for place in sorted(map(str, wanted - got))]
        self.misses += [f"false {code}: {where}: {place}" for place in sorted(map(str, got - wanted))]

    def total(self, prefix: str = "") -> Count:
        """The counts of all rules whose codes begin so."""
        total = Count()
        for code, count in self.rules.items():
            if code.startswith(prefix):
                total.add(count)
        return total
