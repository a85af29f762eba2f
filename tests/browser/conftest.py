"""One browser for all tests that want one; they are skipped where none is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser_support import Browser

# The results that the pages show are made by the tests of the reports.
sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))

AXE = "axe-core@4.14.1"
"""Accessibility rules, from npm."""


@pytest.fixture(scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    from browser_support import Browser, programs

    if programs() is None:
        pytest.skip("chromium and chromedriver are not installed")
    browser = Browser.started(tmp_path_factory.mktemp("profile"))
    try:
        yield browser
    finally:
        browser.driver.quit()


@pytest.fixture
def browser(_browser: Browser) -> Iterator[Browser]:
    """A browser; a test fails where the page complained of anything."""
    yield _browser
    assert _browser.log() == []


@pytest.fixture
def shown(tmp_path: Path) -> Callable[[str], str]:
    """The address of a page that was written to a file."""

    def write(page: str) -> str:
        path = tmp_path / "report.html"
        path.write_text(page, encoding="utf-8")
        return path.as_uri()

    return write


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: ``$DRAFTPROOF_PICTURES``, to look at them, else a folder that is thrown away."""
    folder = Path(os.environ.get("DRAFTPROOF_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program of axe-core; skips where npm cannot get it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("axe")
    (folder / "package.json").write_text(json.dumps({"private": True}), encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", AXE]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer in time")
    if done.returncode:
        pytest.skip("axe-core cannot be installed from the npm registry")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
