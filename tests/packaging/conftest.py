"""A repository made of the checkout as it stands, and places to install it."""

from __future__ import annotations

import shutil
import sys
import venv
from typing import TYPE_CHECKING

import pytest
from packaging_support import commit_all, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def repository(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with the checkout's files, committed or not, at one commit."""
    if not (root / ".git").exists():
        pytest.skip("this is no git checkout")
    folder = tmp_path_factory.mktemp("repository") / "draftproof"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=root).stdout
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    run("git", "init", "-q", "-b", "main", cwd=folder)
    commit_all(folder)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., Path]:
    """Makes a virtual environment, installs into it, gives its folder of programs."""

    def make(*install: str | Path, cwd: Path | None = None) -> Path:
        folder = tmp_path / "environment"
        venv.create(folder, with_pip=True)
        programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
        pip = (programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, *install, cwd=cwd or tmp_path)
        return programs

    return make
