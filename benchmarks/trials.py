"""Trials in turn: every program once in every repetition, its cache as the trial wants it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.figures import in_turn
from benchmarks.results import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.corpora import Written
    from benchmarks.measuring import Command, Launcher, Sample


@dataclass(frozen=True, slots=True)
class Trial:
    """One program in one measurement. ``cache`` is the cache folder of this trial alone, emptied before every
    run, or filled by a run that is not counted where the trial is ``warm``. ``repeats`` limits how often it
    runs, for what is slow. ``whole`` is the size of what
    a sample stands for, ``fixed`` the seconds of its time that do not depend on the size.
    """

    program: str
    variant: str
    command: Command
    cache: Path | None = None
    warm: bool = False
    repeats: int | None = None
    read: Written | None = None
    whole: int = 0
    fixed: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the trials of a part are run: how often, and whether the memory of whole trees is looked at."""

    part: str
    repeats: int
    warm_up: bool = False
    tree: bool = False


def run_trials(
    launcher: Launcher, plan: Plan, trials: Sequence[Trial], say: Callable[[str], None]
) -> list[Row]:
    """Run trials in turn. Raises BenchError for a run that failed; one that takes too long ends its trial."""
    samples: dict[int, list[Sample]] = {number: [] for number in range(len(trials))}
    for number, trial in enumerate(trials):
        if trial.warm or plan.warm_up:
            _empty(trial)
            sample = launcher.run(trial.command)
            if sample.timed_out:
                samples[number].append(sample)
    for repetition, (number, trial) in in_turn(list(enumerate(trials)), plan.repeats):
        limit = plan.repeats if trial.repeats is None else trial.repeats
        if repetition >= limit or any(sample.timed_out for sample in samples[number]):
            continue
        if not trial.warm:
            _empty(trial)
        sample = launcher.run(trial.command, tree=plan.tree)
        samples[number].append(sample)
        say(f"{plan.part}: {trial.program} {trial.variant} {sample.seconds:.3f} s")
    return [_row(plan.part, trial, samples[number]) for number, trial in enumerate(trials)]


def _empty(trial: Trial) -> None:
    if trial.cache is not None:
        shutil.rmtree(trial.cache, ignore_errors=True)
        trial.cache.mkdir(parents=True)


def _row(part: str, trial: Trial, samples: Sequence[Sample]) -> Row:
    return Row(
        part,
        trial.program,
        trial.variant,
        tuple(sample.seconds for sample in samples),
        tuple(sample.processor for sample in samples),
        max(sample.peak for sample in samples),
        max(sample.tree for sample in samples),
        trial.read.count if trial.read else 0,
        trial.read.size if trial.read else 0,
        trial.whole,
        trial.fixed,
        trial.note,
        any(sample.timed_out for sample in samples),
    )
