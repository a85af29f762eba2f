"""``python -m benchmarks.coverage_bounds DATA [--write]``: what a measured run of the tests reached, and
whether that is enough. Says which files have most that is not reached; ``--write`` puts the figures into the
documentation.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from benchmarks.machine import machine
from benchmarks.quality.own import ROOT, commit
from benchmarks.quality.page import placed
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = 95.0
BRANCHES = 90.0
"""Per cent that have to be reached."""
SHOWN = 15
PAGE = ROOT / "docs" / "quality.md"
BEGIN = "<!-- coverage:begin, written by make coverage ARGS=--write -->"
END = "<!-- coverage:end -->"
_COUNTS = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def main() -> int:
    """Put the files of all processes together and compare; 1 below a bound."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage_bounds", description=__doc__)
    parser.add_argument("data", type=Path, help="the file of coverage's data, without what each process adds")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name}")
    options = parser.parse_args()
    report = _report(options.data)
    lines, branches = shares(report["totals"])
    print(f"lines {lines:.1f} % (at least {LINES:.0f}), branches {branches:.1f} % (at least {BRANCHES:.0f})")
    for name, left in worst(report)[:SHOWN]:
        print(f"{left['missing_lines']:5} lines, {left['missing_branches']:4} branches not reached: {name}")
    if options.write:
        page = placed(PAGE.read_text(encoding="utf-8"), page_text(report), BEGIN, END)
        write_atomically(PAGE, page.encode())
    return int(lines < LINES or branches < BRANCHES)


def _report(data: Path) -> dict[str, Any]:
    environment = os.environ | {"COVERAGE_FILE": str(data.resolve())}
    target = data.with_name("coverage.json")
    for command in (("combine", "--quiet"), ("json", "--quiet", "-o", str(target))):
        subprocess.run([sys.executable, "-m", "coverage", *command], env=environment, check=True)
    report: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return report


def shares(totals: dict[str, Any]) -> tuple[float, float]:
    """Per cent of the lines and of the branches; of nothing, all is reached."""
    statements, covered, branches, taken = (totals[name] for name in _COUNTS)
    return (
        100 * covered / statements if statements else 100.0,
        100 * taken / branches if branches else 100.0,
    )


def worst(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The files, those with most that is not reached first."""
    files = [(name, each["summary"]) for name, each in report["files"].items()]
    return sorted(files, key=lambda file: -file[1]["missing_lines"] - file[1]["missing_branches"])


def page_text(report: dict[str, Any]) -> str:
    """The figures in Markdown, by folder of the program."""
    known = machine()
    place = f"{commit() or 'an unknown commit'}, {known['date']}, Python {known['python']}"
    lines = [f"`make coverage` at {place}.", "", *_table(report)]
    return "\n".join(lines)


def _table(report: dict[str, Any]) -> Iterator[str]:
    yield "| folder | lines | of them reached | branches | of them taken |"
    yield "| --- | --- | --- | --- | --- |"
    folders: dict[str, dict[str, int]] = {}
    for name, each in report["files"].items():
        # linter/draftproof/FOLDER/..., or a module beside the folders
        parts = PurePosixPath(Path(name).as_posix()).parts
        inner = parts[parts.index("draftproof") + 1 :]
        sums = folders.setdefault(
            inner[0] if len(inner) > 1 else "modules of their own", dict.fromkeys(_COUNTS, 0)
        )
        for count in _COUNTS:
            sums[count] += each["summary"][count]
    for folder in sorted(folders):
        yield _row(folder, folders[folder])
    yield _row("**all**", report["totals"])


def _row(name: str, totals: dict[str, Any]) -> str:
    lines, branches = shares(totals)
    return (
        f"| {name} | {totals['num_statements']:,} | {lines:.1f} % "
        f"| {totals['num_branches']:,} | {branches:.1f} % |"
    )


if __name__ == "__main__":
    sys.exit(main())
