"""Modules that lie in the working folder are a stranger's: no process of a check loads one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from draftproof.engine import workers

if TYPE_CHECKING:
    from pathlib import Path

STARTED = """
import sys
import threading

from draftproof.engine.workers import judged

if __name__ == "__main__":
    if sys.argv[1] == "beside threads":
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    print(sorted((done.number, done.kept) for done in judged(["a", "b"], str.upper, 2)))
"""


def trap(folder: Path) -> None:
    """A module for each of the standard library that is a file, which leaves a mark when it is loaded."""
    folder.mkdir()
    for name in sys.stdlib_module_names - set(sys.builtin_module_names):
        (folder / f"{name}.py").write_text("open('mark', 'w').close()\n")


@pytest.mark.parametrize("how", ["alone", "beside threads"])
def test_workers_load_none(tmp_path: Path, how: str) -> None:
    """Beside threads workers begin anew, as they do on other systems."""
    trap(tmp_path / "stranger")
    (tmp_path / "start.py").write_text(STARTED)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "start.py"), how],
        cwd=tmp_path / "stranger",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "[(0, 'A'), (1, 'B')]\n", done.stderr
    assert not (tmp_path / "stranger/mark").exists()


@pytest.mark.usefixtures("unmeasured")
def test_the_trap_would_work(tmp_path: Path) -> None:
    trap(tmp_path / "stranger")
    code = "import multiprocessing"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "stranger", check=False, timeout=60)
    assert (tmp_path / "stranger/mark").exists()


@pytest.mark.parametrize("before", [None, "", "1"])
def test_the_environment_is_as_it_was(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if before is not None:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    found = list(workers.judged(["a"], str.upper, 1))  # type: ignore[list-item, arg-type]
    assert [done.kept for done in found] == ["A"]
    assert os.environ.get("PYTHONSAFEPATH") == before
