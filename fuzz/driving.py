"""A target under fire for a time: seeds, inputs made of them, and those that led somewhere new."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from fuzz.mutating import Mutator
from fuzz.watching import Watch

if TYPE_CHECKING:
    from pathlib import Path

    from fuzz.target import Target


def fire(target: Target, seconds: float, seed: int, folder: Path | None = None, most: int = 0) -> Watch:
    """Run the seeds and then inputs made of them, for so many seconds, or until ``most`` were run.

    With ``most`` the same seed makes the same inputs, whatever the machine.
    """
    watch = Watch(target, folder)
    mutator = Mutator(random.Random(f"{target.name} {seed}"), target.words)
    seeds = list(target.seeds())
    end = time.monotonic() + seconds
    for data in seeds:
        if time.monotonic() < end and not 0 < most <= watch.runs:
            watch.run(data)
    pool = list(seeds)
    while time.monotonic() < end and not 0 < most <= watch.runs:
        data = mutator.mutated(mutator.random.choice(pool), seeds)
        watch.run(data)
        if len(pool) < 4 * len(seeds) + 40:
            pool.append(data)  # what was changed once is changed again
        elif mutator.random.random() < 0.02:
            pool[mutator.random.randrange(len(seeds), len(pool))] = data
    return watch
