"""What was measured, as plain data that the report and the targets are made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.figures import scaled

if TYPE_CHECKING:
    from collections.abc import Mapping

COLD, WARM = "cold", "warm"


@dataclass(frozen=True, slots=True)
class Row:
    """One program in one measurement. ``seconds`` of every repetition, ``processor`` likewise; ``peak`` bytes
    of its largest process, ``tree`` of all together (0: nobody looked); ``count`` documents of ``size``
    bytes were read. Where a sample stands for the whole, ``whole_size`` is the size of that, and ``fixed``
    the seconds that the program takes to start, which are not scaled.
    """

    part: str
    program: str
    variant: str
    seconds: tuple[float, ...]
    processor: tuple[float, ...] = ()
    peak: int = 0
    tree: int = 0
    count: int = 0
    size: int = 0
    whole_size: int = 0
    fixed: float = 0.0
    note: str = ""
    timed_out: bool = False

    @property
    def scaled_seconds(self) -> tuple[float, ...]:
        """Seconds for the whole, where a sample was read."""
        if self.whole_size <= self.size or not self.size:
            return self.seconds
        return tuple(scaled(each, self.fixed, self.size, self.whole_size) for each in self.seconds)


@dataclass(slots=True)
class Results:
    """Everything that a run of the bench came to."""

    command: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    corpus: str
    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    equal: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    def row(self, part: str, program: str, variant: str = COLD) -> Row | None:
        """The row of a measurement that was made."""
        wanted = (part, program, variant)
        return next((row for row in self.rows if (row.part, row.program, row.variant) == wanted), None)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)
