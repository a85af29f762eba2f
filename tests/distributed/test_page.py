"""The programs in docs/distributed.md run and print what the page shows; its tables are complete."""

from __future__ import annotations

import importlib.util
import inspect
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from draftproof.distributed import lint_options, run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "distributed.md"


def programs() -> list[tuple[str, str]]:
    pieces = PAGE.read_text(encoding="utf-8").split("```")[1::2]
    return [
        (one.removeprefix("python\n"), two.removeprefix("text\n"))
        for one, two in itertools.pairwise(pieces)
        if one.startswith("python\n") and two.startswith("text\n")
    ]


@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.distributed)])
def test_a_program_prints_what_is_shown(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if number:
        # Not imported: who imports Ray before `run` decides where it listens, for all tests of this process.
        if importlib.util.find_spec("ray") is None:
            pytest.skip("Ray is not installed; `make distributed` does that")
        monkeypatch.setenv("HOME", str(tmp_path))
    program, shown = programs()[number]
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    # On a busy machine Ray warns that its workers are slow to start.
    said = [line for line in done.stdout.splitlines(keepends=True) if "(raylet)" not in line]
    assert "".join(said) == shown, done.stderr


@pytest.mark.parametrize("function", [lint_options, run])
def test_every_argument_is_described(function: object) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert callable(function)
    optional = [each.name for each in inspect.signature(function).parameters.values() if each.kind == 3]
    assert optional
    assert [name for name in optional if f"`{name}`" not in text] == []
