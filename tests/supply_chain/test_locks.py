"""What development installs is pinned, with hashes, and is what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def entries(root: Path) -> dict[str, list[str]]:
    """The pinned versions by name, several where they differ between systems."""
    found: dict[str, list[str]] = {}
    for name, version in _ENTRY.findall((root / "requirements-dev.lock").read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


NOT_LOCKED = ("distributed",)
"""Extras that are not part of the lock: Ray is large, and no target but its own installs it."""


def _asked(project: dict[str, Any]) -> list[Requirement]:
    extras = project["project"]["optional-dependencies"]
    groups = [
        *(asked for name, asked in extras.items() if name not in NOT_LOCKED),
        *project["dependency-groups"].values(),
        project["project"]["dependencies"],
        project["build-system"]["requires"],
    ]
    return [Requirement(each) for group in groups for each in group if isinstance(each, str)]


def test_the_lock_satisfies_the_project(project: dict[str, Any], entries: dict[str, list[str]]) -> None:
    """`make lock` brings it up to date."""
    wrong = [
        str(asked)
        for asked in _asked(project)
        if not any(map(asked.specifier.contains, entries.get(canonicalize_name(asked.name), [])))
    ]
    assert not wrong, f"not in requirements-dev.lock, run make lock: {wrong}"
    assert len(_asked(project)) > 30


def test_every_entry_is_pinned_and_has_hashes(root: Path, entries: dict[str, list[str]]) -> None:
    text = (root / "requirements-dev.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) == sum(map(len, entries.values())) > 60
    for line in lines:
        assert _ENTRY.match(line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line
        assert "://" not in line, line


def test_every_runtime_dependency_is_bounded_above(project: dict[str, Any]) -> None:
    """A release that may break something is taken up on purpose."""
    extras = project["project"]["optional-dependencies"].values()
    for text in (*project["project"]["dependencies"], *(each for group in extras for each in group)):
        assert {"<", ">="} <= {each.operator for each in Requirement(text).specifier}, text
