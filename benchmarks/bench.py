"""What the parts of a run share: programs, documents, folders, options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.results import COLD, WARM
from benchmarks.trials import Plan, Trial, run_trials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.corpora import Text, Written
    from benchmarks.measuring import Launcher
    from benchmarks.programs import Program
    from benchmarks.results import Results, Row


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: see the options of the command line. Times are seconds."""

    repeats: int
    bound: float
    seed: int
    some: int
    growth: int
    large: int


@dataclass(frozen=True, slots=True)
class Bench:
    """One run. ``texts`` are all documents, ``compared`` those that every tool reads."""

    launcher: Launcher
    work: Path
    ours: Program
    bare: Program
    peers: tuple[Program, ...]
    options: frozenset[str]
    texts: Sequence[Text]
    compared: Sequence[Text]
    sizes: Sizes
    results: Results
    say: Callable[[str], None]
    folders: dict[str, Written] = field(default_factory=dict)

    def measure(self, plan: Plan, trials: Sequence[Trial]) -> list[Row]:
        """Run trials and keep their rows."""
        rows = run_trials(self.launcher, plan, trials, self.say)
        self.results.rows.extend(rows)
        return rows

    def trial(
        self, program: Program, read: Written, variant: str = COLD, *more: str, repeats: int | None = None
    ) -> Trial:
        """A check of documents by a program; the variant ``warm`` begins with ``warm``."""
        name = "".join(letter if letter.isalnum() else "-" for letter in f"{program.name}-{variant}")
        cache = self.work / "caches" / name if program.cache else None
        command = program.checking(read.target, self.work, *more, cache=cache)
        warm = variant.startswith(WARM)
        return Trial(program.name, variant, command, cache, warm, repeats, read)

    def skip(self, what: str, reason: str) -> None:
        """Note what was not measured, and why."""
        self.results.skipped[what] = reason
        self.say(f"skipped: {what}: {reason}")
