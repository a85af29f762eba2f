"""Rules of a pack are chosen by name like built-in ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import draftproof as library
from draftproof.rulebook.loading import builtin_folder
from drafts import draftproof, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    page = (builtin_folder() / "claims" / "CLM001.md").read_text("utf-8")
    own = page.replace("CLM001", "HSE001").replace("speed-claim", "house-claim")
    write(tmp_path, {"draftproof.yaml": "rules: [pack]\n", "a.md": "# A\n\nThe fastest API.\n"})
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "HSE001.md").write_text(own, "utf-8")
    return tmp_path


@pytest.mark.parametrize("paths", [["a.md"], ["."], ["a.md", "draftproof.yaml"]])
@pytest.mark.parametrize("selector", ["HSE001", "house-claim"])
def test_a_rule_of_a_pack_is_selected(project: Path, paths: list[str], selector: str) -> None:
    finished = draftproof("check", *paths, "--select", selector, "--format", "concise", cwd=project)
    assert finished.returncode == 0, finished.stderr
    assert "HSE001" in finished.stdout
    assert "CLM001" not in finished.stdout


def test_a_name_that_is_near_one_of_a_pack(project: Path) -> None:
    finished = draftproof("check", "a.md", "--ignore", "HSE002", cwd=project)
    assert finished.returncode == 2
    assert 'did you mean "HSE001"?' in finished.stderr


def test_from_python(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    result = library.check_paths(["a.md"], select=["HSE001"])
    assert {finding.code for finding in result.findings} == {"HSE001"}
    with pytest.raises(library.DraftproofError, match="HSE002"):
        library.check_paths(["a.md"], select=["HSE002"])
