"""Instructions of a start and of one document, a figure that repeats where times do not:
``python -m benchmarks.instructions``.

Counted by ``perf stat -e instructions:u`` where the processor's counters can be read, else by ``valgrind
--tool=callgrind``; the two do not count alike, so compare figures of one tool only. The hashes of Python are
fixed and the cache is off, so that runs do the same.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.corpora import write
from benchmarks.generated import clean_document
from benchmarks.installing import bench_home, installed_draftproof
from benchmarks.measuring import BenchError, base_environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PERF = ("perf", "stat", "-x", ",", "-e", "instructions:u", "--")
VALGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--trace-children=no")
MOST_SECONDS = 600
_COLLECTED = re.compile(r"Collected\s*:\s*(\d+)")


def counted(output: str) -> int | None:
    """The instructions that perf or callgrind printed, None where it says none."""
    if found := _COLLECTED.search(output):
        return int(found[1])
    for line in output.splitlines():
        fields = line.split(",")
        if len(fields) > 2 and fields[2].startswith("instructions") and fields[0].isdigit():
            return int(fields[0])
    return None


def instructions(tool: Sequence[str], command: Sequence[str], folder: Path) -> int | None:
    """Instructions of a command, None where the tool cannot count them here."""
    environment = {
        **base_environment(folder),
        "PYTHONHASHSEED": "0",
        "DRAFTPROOF_CACHE_DIR": str(folder / "c"),
    }
    try:
        done = subprocess.run(
            [*tool, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return counted(done.stderr)


def usable(folder: Path, wanted: str) -> tuple[str, ...]:
    """The tool that can count here. Raises BenchError where none can."""
    for tool in (PERF, VALGRIND):
        if wanted not in ("", tool[0]) or shutil.which(tool[0]) is None:
            continue
        if instructions(tool, ["/bin/true"], folder) is not None:
            return tool
    raise BenchError(f"{wanted or 'neither perf nor valgrind'} can count instructions here")


def table(home: Path, tool: str, repeats: int) -> list[str]:
    """Rows of bare Python, the start, one document, with every count that was made."""
    programs = installed_draftproof(home)
    text = clean_document()
    folder = home / "work" / "instructions"
    write(folder, [text])
    counter = usable(folder, tool)
    python, ours = str(programs / "python"), str(programs / "draftproof")
    commands = {
        "python -I -c pass": [python, "-I", "-c", "pass"],
        "draftproof --version": [ours, "--version"],
        f"draftproof check, {len(text.data):,} bytes": [
            ours,
            "check",
            "--no-cache",
            "--jobs",
            "1",
            text.path,
        ],
    }
    rows = [f"counted by {counter[0]}", ""]
    rows += ["| command | millions of instructions | × bare |", "| --- | --- | --- |"]
    bare = 0
    for name, command in commands.items():
        counts = [instructions(counter, command, folder) for _ in range(repeats)]
        known = sorted(count for count in counts if count is not None)
        if not known:
            raise BenchError(f"{counter[0]} counted nothing for {name}")
        bare = bare or known[0]
        shown = ", ".join(f"{count / 1e6:.1f}" for count in known)
        rows.append(f"| `{name}` | {shown} | {known[0] / bare:.2f} |")
    return rows


def main() -> int:
    """Print the table; 2 where nothing can be counted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description=__doc__)
    parser.add_argument("--tool", choices=["perf", "valgrind"], default="", help="default: what works here")
    parser.add_argument("--repeat", type=int, default=2, metavar="N", help="counts (default: 2)")
    options = parser.parse_args()
    try:
        print("\n".join(table(bench_home(), options.tool, options.repeat)))
    except BenchError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
