"""Where servers of others are installed, and that they are asked for by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from interop_support import HERE, Server, install, is_installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nothing is installed by a run that did not ask for it."""
    if "interop" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("interop"):
            item.add_marker(pytest.mark.skip(reason="installs servers of others: make interop"))


@pytest.fixture(scope="session")
def homes() -> Iterator[Path]:
    """The folder of the installed servers: ``$DRAFTPROOF_INTEROP_HOME``, else one that is removed."""
    if chosen := os.environ.get("DRAFTPROOF_INTEROP_HOME"):
        folder = Path(chosen).resolve()
        if folder.is_relative_to(HERE.parents[1]):
            pytest.fail("DRAFTPROOF_INTEROP_HOME lies in the checkout; choose a folder outside")
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="draftproof-interop-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def installed(homes: Path, request: pytest.FixtureRequest) -> Callable[[str, Server], Path]:
    """Installs a server once and gives its folder; skips where its registry cannot be reached."""

    def get(name: str, server: Server) -> Path:
        if server.large and not os.environ.get("DRAFTPROOF_INTEROP_LARGE"):
            pytest.skip(f"{server.title} takes some gigabytes; DRAFTPROOF_INTEROP_LARGE=1 asks for it")
        if server.registry == "npm" and not (shutil.which("node") and shutil.which("npm")):
            pytest.skip(f"{server.title} needs node and npm")
        home = homes / name
        if not is_installed(server, home):
            if server.registry == "npm":
                _reach_npm()
            else:
                request.getfixturevalue("registry")
            install(server, home)
        return home

    return get


def _reach_npm() -> None:
    command = ["npm", "view", "--fetch-retries", "0", "--fetch-timeout", "10000", "is-number", "version"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry does not answer in time")
    if done.returncode:
        pytest.skip("the npm registry cannot be reached")
