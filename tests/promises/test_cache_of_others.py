"""A cache folder in which somebody else can write is none: what lies there could say that all is well."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from draftproof.cache import cache_folder, store, unsealed
from draftproof.cli.main import main
from drafts import write

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("folders have no owners here", allow_module_level=True)

SOMEBODY = 54_321


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that says of a document with a credential that nothing is wrong with it."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.md": "Nothing here.\n"})
    assert main(["check", "--isolated", "a.md"]) == 0
    clean = _entries(folder)
    write(tmp_path, {"a.md": "`{{key:github-classic}}`\n"})
    assert main(["check", "--isolated", "a.md"]) == 1
    for path, entries in _entries(folder).items():
        key = entries["a.md"][0]
        forged = [key, *clean[path]["a.md"][1:]]
        store(path, json.dumps({"a.md": forged}).encode())
    assert main(["check", "--isolated", "a.md"]) == 0, "the forgery is none: this test shows nothing"
    return folder


def _entries(folder: Path) -> dict[Path, dict[str, list[object]]]:
    return {path: json.loads(unsealed(path.read_bytes())) for path in (folder / "findings").rglob("*.json")}


def test_what_everybody_can_write_is_not_believed(cache: Path) -> None:
    cache.chmod(0o777)
    assert main(["check", "--isolated", "a.md"]) == 1
    cache.chmod(0o1777)
    assert main(["check", "--isolated", "a.md"]) == 1
    cache.chmod(0o770)
    assert main(["check", "--isolated", "a.md"]) == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_what_is_somebody_elses_is_not_believed(cache: Path) -> None:
    os.chown(cache, SOMEBODY, SOMEBODY)
    assert main(["check", "--isolated", "a.md"]) == 1


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "a/b"))
    assert cache_folder() == tmp_path / "a/b"
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", "/")
    assert cache_folder() is not None
