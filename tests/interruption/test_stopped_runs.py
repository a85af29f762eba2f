"""Runs that are interrupted or killed at many moments: every file is old or new, and nothing is left."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest
from interruption_support import (
    INTERRUPTED,
    articles,
    contents,
    duration,
    gone,
    marked_processes,
    moments,
    stopped,
)

from draftproof.writing import ENDING
from drafts import draftproof
from verify_support import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and groups of processes")
EACH = 3
"""Runs for each command and signal."""
ENDS = (INTERRUPTED, -signal.SIGINT, 0, 1)
"""Exit codes of a run that was interrupted: early, when it was done and Python closed down, and too late."""


@dataclass(frozen=True, slots=True)
class Case:
    """A command that writes: its arguments, and how the tree is prepared."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path], object]


def _few(folder: Path) -> None:
    articles(folder, 6)


def _samples(folder: Path) -> None:
    folder.mkdir()
    for number in range(3):
        (folder / f"a{number}.md").write_text(sample(text=f"Say {number}"), encoding="utf-8")
    (folder / "draftproof.yaml").write_text("provider: cometapi\n", encoding="utf-8")


def _aliased(folder: Path) -> None:
    folder.mkdir()
    (folder / "draftproof.yaml").write_text("provider: cometapi\n", encoding="utf-8")
    added = draftproof("catalog", "add", "older-alias", "--reason", "ours", cwd=folder)
    assert added.returncode == 0, added.stderr


CASES = {
    "check": Case(("check", "--isolated", "."), _few),
    "fix": Case(("check", "--fix", "--isolated", "."), _few),
    "report": Case(("check", "--isolated", "--format", "sarif", "--output", "report.sarif", "."), _few),
    "baseline": Case(("check", "--write-baseline", "."), _few),
    "records": Case(
        ("verify", "--embedded", "--evidence-dir", "evidence", "--request", "minimal", "."), _samples
    ),
    "catalog": Case(("catalog", "add", "our-alias", "--reason", "a deployment of ours"), _aliased),
}


def begun(said: str) -> bool:
    """False for a traceback of Python's own start: nobody can catch what comes before the program runs."""
    return "draftproof/cli" in said


def _comparable(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files; a record that is whole without its time."""
    return {
        name: b"" if name.endswith(".evidence.json") and data.endswith(b"}\n") else data
        for name, data in files.items()
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("name", CASES)
def test_files_are_old_or_new(name: str, number: signal.Signals, tmp_path: Path) -> None:
    case = CASES[name]
    environment = {"DRAFTPROOF_CACHE_DIR": str(tmp_path / "cache"), "SOURCE_DATE_EPOCH": "1769817600"}
    case.prepare(tmp_path / "whole")
    before = contents(tmp_path / "whole")
    whole = duration(case.arguments, tmp_path / "whole", environment)
    after = _comparable(contents(tmp_path / "whole"))
    for turn, moment in enumerate(moments(7, whole, EACH)):
        folder = tmp_path / f"turn{turn}"
        case.prepare(folder)
        # A cache of its own for each, so that every run does the whole work.
        own = environment | {"DRAFTPROOF_CACHE_DIR": str(tmp_path / f"cache{turn}")}
        done = stopped(case.arguments, folder, number, moment, own)
        left = _comparable(contents(folder))
        hidden = {path for path in left if path.endswith(ENDING)}
        assert not hidden or number is signal.SIGKILL, (moment, hidden)
        for path in left.keys() - hidden:
            assert left[path] in [tree[path] for tree in (before, after) if path in tree], (moment, path)
        assert before.keys() <= left.keys(), moment
        if number is signal.SIGINT and done.met:
            assert done.code in ENDS, (moment, done)
            assert "Traceback" not in done.said or not begun(done.said), (moment, done)
        # The next run is none the worse for it.
        again = stopped(case.arguments, folder, signal.SIGKILL, 120, own)
        assert (again.met, again.code in (0, 1)) == (False, True), again
        ended = _comparable(contents(folder))
        assert {path: data for path, data in ended.items() if path not in hidden} == after


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_workers_end_with_their_run(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C is not waited out, and a killed run leaves no process behind."""
    articles(tmp_path / "tree", 160, sentences=60)
    arguments = ("check", "--isolated", "--no-cache", "--jobs", "2", "--quiet", "--exit-zero", ".")
    whole = duration(arguments, tmp_path / "tree", {})
    most = 0
    for turn, moment in enumerate(moments(11, whole, EACH)):
        mark = f"{os.getpid()}-{number}-{turn}"
        seen: list[int] = []
        look = partial(_look, mark, seen)
        done = stopped(arguments, tmp_path / "tree", number, moment, {"MARK": mark}, look)
        most = max(most, len(seen))
        assert gone(mark), (moment, marked_processes(mark))
        if number is signal.SIGINT and done.met:
            assert done.code in ENDS, (moment, done)
            assert "Traceback" not in done.said or not begun(done.said), (moment, done)
    assert most >= 3, "no run was met while its workers were there"


def _look(mark: str, seen: list[int]) -> None:
    seen.extend(marked_processes(mark))
