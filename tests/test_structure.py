"""The way of the data as a test: what may know what, and nothing in a circle."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "linter" / "draftproof"

UNKNOWN_TO = {
    "text": {"reading", "samples", "prose", "checks", "engine", "reports", "live", "network", "cli"},
    "reading": {"samples", "prose", "checks", "engine", "reports", "live", "network", "cli", "catalogs"},
    "samples": {"prose", "checks", "engine", "reports", "live", "network", "cli"},
    "prose": {"checks", "engine", "reports", "live", "network", "cli"},
    "records": {"engine", "reports", "live", "network", "cli"},
    "checks": {"engine", "reports", "live", "network", "cli"},
    "rulebook": {"reports", "live", "network", "cli"},
    "configuration": {"engine", "reports", "live", "network", "cli"},
    "engine": {"reports", "live", "cli"},
    "network": {"engine", "reports", "live", "cli", "checks", "samples", "reading"},
    "reports": {"engine", "network", "cli"},
    "live": {"reports", "cli"},
}
"""Folders, and those that nothing in them imports, early or late."""
SENDING = {"httpx", "httpx_sse", "requests", "aiohttp", "urllib.request", "http.client"}


@cache
def imports() -> dict[str, set[str]]:
    """The modules that each module imports when it runs, those imported late included."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(("draftproof", *path.relative_to(PACKAGE).with_suffix("").parts))
        name = name.removesuffix(".__init__")
        found[name] = set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _imported(node: ast.AST) -> list[str]:
    names: list[str] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.ImportFrom) and child.module:
            names += [child.module, *(f"{child.module}.{alias.name}" for alias in child.names)]
        elif isinstance(child, ast.Import):
            names += [alias.name for alias in child.names]
        names += _imported(child)
    return names


@pytest.mark.parametrize("folder", UNKNOWN_TO)
def test_data_flows_one_way(folder: str) -> None:
    barred = tuple(f"draftproof.{name}" for name in UNKNOWN_TO[folder])
    wrong = [
        f"{module} imports {name}"
        for module, names in imports().items()
        if module.startswith(f"draftproof.{folder}.")
        for name in names
        if name in barred or name.startswith(tuple(f"{each}." for each in barred))
    ]
    assert wrong == []


def test_only_one_folder_can_send() -> None:
    senders = {module for module, names in imports().items() if names & SENDING}
    assert senders
    assert {module for module in senders if not module.startswith("draftproof.network.")} == set()


def test_nothing_is_imported_in_a_circle() -> None:
    graph = {module: names & imports().keys() - {module} for module, names in imports().items()}
    left = dict(graph)
    while leaves := [module for module, names in left.items() if not names & left.keys()]:
        for module in leaves:
            del left[module]
    # What is left imports something that is left: circles, and what leads to them.
    assert sorted(left) == []
