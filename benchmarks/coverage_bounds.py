"""``python -m benchmarks.coverage_bounds DATA``: what a measured run of the tests reached, and whether that
is enough. Says which files have most that is not reached.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LINES = 95.0
BRANCHES = 90.0
"""Per cent that have to be reached."""
SHOWN = 15


def main(data: Path) -> int:
    """Put the files of all processes together and compare; 1 below a bound."""
    environment = os.environ | {"COVERAGE_FILE": str(data)}
    target = data.with_name("coverage.json")
    for command in (("combine", "--quiet"), ("json", "--quiet", "-o", str(target))):
        subprocess.run([sys.executable, "-m", "coverage", *command], env=environment, check=True)
    report = json.loads(target.read_text(encoding="utf-8"))
    lines, branches = shares(report["totals"])
    print(f"lines {lines:.1f} % (at least {LINES:.0f}), branches {branches:.1f} % (at least {BRANCHES:.0f})")
    for name, left in worst(report)[:SHOWN]:
        print(f"{left['missing_lines']:5} lines, {left['missing_branches']:4} branches not reached: {name}")
    return int(lines < LINES or branches < BRANCHES)


def shares(totals: dict[str, Any]) -> tuple[float, float]:
    """Per cent of the lines and of the branches."""
    return (
        100 * totals["covered_lines"] / max(1, totals["num_statements"]),
        100 * totals["covered_branches"] / max(1, totals["num_branches"]),
    )


def worst(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The files, those with most that is not reached first."""
    files = [(name, each["summary"]) for name, each in report["files"].items()]
    return sorted(files, key=lambda file: -file[1]["missing_lines"] - file[1]["missing_branches"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
