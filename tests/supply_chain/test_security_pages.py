"""The threat model names code and tests that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_NAMED = re.compile(r"`([\w./-]+?\.py|[\w/-]+/)(?:::(\w+))?`")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_what_is_named_is_there(root: Path, page: str) -> None:
    missing = []
    for name, test in _NAMED.findall(page):
        if name in ("linter/draftproof/", "tests/"):
            continue
        places = [root / "tests" / name, root / "linter" / "draftproof" / name, root / name]
        there = [path for path in places if path.exists()]
        if not there:
            missing.append(name)
        elif test and not re.search(
            rf"^(?:def|class) {test}\b", there[0].read_text(encoding="utf-8"), re.MULTILINE
        ):
            missing.append(f"{name}::{test}")
    assert not missing
    assert len(_NAMED.findall(page)) > 60


def test_every_threat_has_an_answer(page: str) -> None:
    """A row without a test is one that nothing could hold; there is one."""
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    threats = [row for row in rows if not row.startswith("| threat |")]
    assert len(threats) > 30
    empty = [row for row in threats if not all(cell.strip() for cell in row.strip("|").split("|")[:3])]
    assert not empty
    assert len([row for row in threats if not row.strip("|").split("|")[3].strip()]) == 1
