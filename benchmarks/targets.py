"""What is asked of draftproof's speed, and whether the measured figures meet it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.figures import MEGA, Spread, ratio, spread, written_bytes, written_ratio
from benchmarks.parts import ONE_PROCESS
from benchmarks.programs import BARE, OURS
from benchmarks.results import COLD, WARM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.results import Results, Row

MOST_MEMORY = 150 * MEGA
FLAT = 1.25
"""Memory is flat, and the cost of a megabyte constant, where eight times as much is no more than this."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked, what was measured, and whether that is good enough; None where it was not measured."""

    asked: str
    measured: str
    met: bool | None


def targets(results: Results) -> list[Target]:
    """Every target in a fixed order."""
    one, version = ("one", OURS, COLD), ("startup", OURS, COLD)
    cold, warm, more = ("all", OURS, COLD), ("all", OURS, WARM), ("rules", OURS, "4x")
    node = "as fast as markdownlint-cli2"
    return [
        _at_most(results, "one clean document ≤ 8 × bare Python", one, ("one", BARE, COLD), 8),
        _at_least(results, f"one clean document ≥ 3 × {node}", "one", 3),
        _at_most(results, "`--version` ≤ 4 × bare Python", version, ("startup", BARE, COLD), 4),
        _at_most(results, "all, cold ≤ 1.5 × rumdl", cold, ("all", "rumdl", COLD), 1.5),
        _at_least(results, f"all, cold ≥ 10 × {node}", "all", 10),
        _at_least(results, "all, cold ≥ 10 × as fast as proselint", "all", 10, "proselint"),
        _at_most(results, "all, warm ≤ half of rumdl's warm time", warm, ("all", "rumdl", WARM), 0.5),
        _memory(results),
        _flat_memory(results),
        _constant_cost(results),
        _at_most(results, "four times as many rules ≤ doubled", more, ("rules", OURS, "1x"), 2),
    ]


Key = tuple[str, str, str]


def _both(results: Results, ours: Key, theirs: Key) -> Spread | None:
    a, b = results.row(*ours), results.row(*theirs)
    return ratio(a.scaled_seconds, b.scaled_seconds) if a is not None and b is not None else None


def _at_most(results: Results, asked: str, ours: Key, theirs: Key, limit: float) -> Target:
    value = _both(results, ours, theirs)
    if value is None:
        return Target(asked, "not measured", None)
    slower = results.row(*ours)
    assert slower is not None
    note = ", stopped at the limit of time" if slower.timed_out else ""
    return Target(asked, f"{written_ratio(value)} ×{note}", value.middle <= limit and not slower.timed_out)


def _at_least(
    results: Results, asked: str, part: str, limit: float, peer: str = "markdownlint-cli2"
) -> Target:
    value = _both(results, (part, peer, COLD), (part, OURS, COLD))
    return (
        Target(asked, "not measured", None)
        if value is None
        else Target(asked, f"{written_ratio(value)} × as fast", value.middle >= limit)
    )


def _single_process_rows(results: Results) -> Iterator[Row]:
    """Runs of one draftproof process each, over documents of the corpus."""
    for row in results.rows:
        single = row.part in ("growth", "rules", "one", "startup") or row.variant == ONE_PROCESS
        if row.program == OURS and single:
            yield row


def _memory(results: Results) -> Target:
    asked = "peak memory of one process < 150 MB on any document of the corpus"
    rows = sorted(_single_process_rows(results), key=lambda row: row.peak)
    if not rows:
        return Target(asked, "not measured", None)
    worst = rows[-1]
    measured = f"{written_bytes(worst.peak)} at worst ({worst.part}, {worst.variant})"
    return Target(asked, measured, worst.peak < MOST_MEMORY)


def _flat_memory(results: Results) -> Target:
    asked = f"peak memory flat: eight times as many documents ≤ {FLAT} ×"
    first, last = results.row("growth", OURS, "1x"), results.row("growth", OURS, "8x")
    if first is None or last is None:
        return Target(asked, "not measured", None)
    value = last.peak / first.peak
    return Target(
        asked, f"{value:.2f} × ({written_bytes(first.peak)}, {written_bytes(last.peak)})", value <= FLAT
    )


def _constant_cost(results: Results) -> Target:
    asked = f"cost of a megabyte constant from 1x to 8x: ≤ {FLAT} ×"
    first, last = results.row("growth", OURS, "1x"), results.row("growth", OURS, "8x")
    if first is None or last is None:
        return Target(asked, "not measured", None)
    pairs = zip(first.seconds, last.seconds, strict=False)
    value = spread([b / a * first.size / last.size for a, b in pairs])
    return Target(asked, f"{written_ratio(value)} ×", value.middle <= FLAT and not last.timed_out)
