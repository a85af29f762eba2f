"""``python -m benchmarks.mutants``: changes of the program that no test notices.

A sample of the changes, drawn by a seed, is tried one by one in a copy of the checkout. A change that the
tests that reach its line let through is a survivor: nothing depends on it, or a test is missing. Survivors
that somebody looked at stand in benchmarks/mutants/explained.toml.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import machine
from benchmarks.mutants.changes import ROOT, made, mutants_of
from benchmarks.mutants.explained import explanation_of, explanations
from benchmarks.mutants.kept import Kept
from benchmarks.mutants.page import BEGIN, END, Judged, page_text
from benchmarks.mutants.parts import PARTS, files_of
from benchmarks.mutants.trying import Copy
from benchmarks.quality.own import commit
from benchmarks.quality.page import placed
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from benchmarks.mutants.changes import Change

PAGE = ROOT / "docs" / "quality.md"
KEPT = ROOT / "build" / "mutants" / "noticed.jsonl"


def main() -> int:
    """Try a sample and print every survivor with its change; 1 where one is not explained."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=300, help="changes to try (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=sorted(PARTS), help="only this part (default: all)")
    parser.add_argument("--afresh", action="store_true", help="try also what an earlier run saw noticed")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name}")
    options = parser.parse_args()
    parts = [options.part] if options.part else list(PARTS)
    chosen, possible = _sample(parts, options.sample, options.seed)
    if options.afresh:
        KEPT.unlink(missing_ok=True)
    judged = _judged(chosen, Kept(KEPT))
    known = machine()
    conditions = (
        f"`make mutants` at {commit() or 'an unknown commit'}, {known['date']}, Python {known['python']}: "
        f"{len(chosen)} of {possible:,} changes, seed {options.seed}."
    )
    text = page_text(judged, conditions)
    sys.stdout.write(text + "\n")
    if options.write:
        page = placed(PAGE.read_text(encoding="utf-8"), text, BEGIN, END)
        write_atomically(PAGE, page.encode())
    return int(any(not each.noticed and each.why is None for each in judged))


def _sample(parts: list[str], size: int, seed: int) -> tuple[list[Change], int]:
    """As many changes of each part as of any other, as far as it has them; and how many there are in all."""
    mutants = {part: [mutant for file in files_of(part) for mutant in mutants_of(file)] for part in parts}
    chosen: list[Change] = []
    for index, part in enumerate(sorted(parts, key=lambda part: len(mutants[part]))):
        share = (size - len(chosen)) // (len(parts) - index)
        order = random.Random(seed).sample(mutants[part], len(mutants[part]))
        changes = (change for mutant in order if (change := made(mutant)) is not None)
        chosen += [change for change, _ in zip(changes, range(share), strict=False)]
    return chosen, sum(map(len, mutants.values()))


def _judged(chosen: list[Change], kept: Kept) -> list[Judged]:
    """Every change with what the tests say of it, as they are tried also on standard error."""
    known = explanations()
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as place:
        copy: Copy | None = None
        for number, change in enumerate(chosen, 1):
            if change in kept:
                judged.append(Judged(change, noticed=True))
                continue
            if copy is None:
                copy = Copy(Path(place) / "copy")
                copy.record()
            noticed = copy.notices(change)
            if noticed:
                kept.add(change)
            why = None if noticed else explanation_of(change, known)
            judged.append(Judged(change, noticed, why))
            print(
                f"{number} {'noticed ' if noticed else 'SURVIVED'} {change.mutant}",
                file=sys.stderr,
                flush=True,
            )
            if not noticed and why is None:
                print(_entry(change), file=sys.stderr, flush=True)
    return judged


def _entry(change: Change) -> str:
    """The change as explained.toml would have it."""
    old, new = map(json.dumps, change.pair)
    place = f"# line {change.lines[0]}" if change.lines else ""
    return f'[[survivor]] {place}\nfile = "{change.mutant.file}"\nold = {old}\nnew = {new}\nwhy = ""\n'


if __name__ == "__main__":
    sys.exit(main())
