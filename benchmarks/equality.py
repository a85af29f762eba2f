"""The findings are the same byte for byte, however they were come by: cold, warm, by one process, by many."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.corpora import write

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench

MANY = "4"
_REFERENCE = "cold"


def equality(bench: Bench) -> None:
    """Check all documents in every way that there is, and compare what was printed."""
    read = write(bench.work / "equality", bench.texts)
    folder = bench.work / "printed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    printed: dict[str, tuple[bytes, bytes, int]] = {}
    for name, more, cache, emptied in _ways(bench):
        kept = bench.work / "caches" / f"equality-{cache}"
        if emptied:
            shutil.rmtree(kept, ignore_errors=True)
        command = bench.ours.checking(read.target, bench.work, "--format", "jsonl", *more, cache=kept)
        file = folder / f"{name.replace(' ', '-').replace(',', '')}.jsonl"
        sample = bench.launcher.run(command, stdout=file)
        if sample.timed_out:
            bench.skip(f"equal findings, {name}", "took longer than the limit")
            continue
        summary = (bench.work / "stderr.txt").read_bytes()
        printed[name] = (file.read_bytes(), summary, sample.code)
        bench.say(f"equality: {name}, {len(printed[name][0])} bytes")
    compare(printed, folder, bench.results.equal, bench.results.different)


def _ways(bench: Bench) -> list[tuple[str, tuple[str, ...], str, bool]]:
    """Name, options, cache folder, whether that is emptied before."""
    ways: list[tuple[str, tuple[str, ...], str, bool]] = [
        (_REFERENCE, (), "a", True),
        ("warm", (), "a", False),
    ]
    if "--no-cache" in bench.options:
        ways.append(("without the cache", ("--no-cache",), "b", True))
    else:
        bench.skip("equal findings without the cache", "this draftproof has no --no-cache")
    if "--jobs" not in bench.options:
        bench.skip("equal findings by one process and many", "this draftproof has no --jobs")
        return ways
    for jobs in ("1", MANY):
        ways.append((f"cold, jobs {jobs}", ("--jobs", jobs), f"jobs-{jobs}", True))
        ways.append((f"warm, jobs {jobs}", ("--jobs", jobs), f"jobs-{jobs}", False))
    return ways


def compare(
    printed: dict[str, tuple[bytes, bytes, int]], folder: Path, equal: list[str], different: list[str]
) -> None:
    """Hold every way against the first one; what differs is said with the first line that does."""
    (reference, first), *others = printed.items()
    for name, output in others:
        if output == first:
            equal.append(f"{name} and {reference}: {len(first[0])} bytes, exit code {first[2]}")
            continue
        what = ("findings", "summary", "exit code")
        parts = [label for label, a, b in zip(what, first, output, strict=True) if a != b]
        line = first_difference(first[0], output[0])
        where = f", first in line {line} ({folder})" if line else ""
        different.append(f"{name} and {reference} differ in {', '.join(parts)}{where}")


def first_difference(left: bytes, right: bytes) -> int:
    """The 1-based number of the first line that differs, 0 where none does."""
    if left == right:
        return 0
    a, b = left.split(b"\n"), right.split(b"\n")
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False), 1) if x != y), min(len(a), len(b)) + 1)
