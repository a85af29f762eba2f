"""The promises of the Makefile, from a fresh clone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from packaging_support import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.registry, pytest.mark.usefixtures("registry")]


@pytest.fixture(scope="module")
def clone(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone; nothing is set up in it."""
    folder = tmp_path_factory.mktemp("clone") / "draftproof"
    run("git", "clone", "-q", repository, folder, cwd=folder.parent)
    return folder


def test_the_demo_runs_from_a_fresh_clone_and_is_quick_the_second_time(clone: Path) -> None:
    first = run("make", "demo", cwd=clone, VIRTUAL_ENV="", PYTHONPATH="")
    assert "KEY001" in first.stdout
    started = time.monotonic()
    second = run("make", "demo", cwd=clone)
    assert time.monotonic() - started < 30
    assert second.stdout == first.stdout
    assert run("git", "status", "--porcelain", cwd=clone).stdout == ""


def test_the_clone_has_what_its_tests_need(clone: Path) -> None:
    run("make", "setup", cwd=clone)
    listed = run(clone / ".venv" / "bin" / "pytest", "--collect-only", "-q", "tests/text", cwd=clone)
    assert "test_masking" in listed.stdout
    for tool in ("ruff", "mypy", "pytest", "pre-commit"):
        assert (clone / ".venv" / "bin" / tool).exists()
