"""``draftproof init``: writes what is missing and leaves what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from draftproof.cli.main import main
from drafts import write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _init(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["init", *arguments]) == 0
    return capsys.readouterr().out


def test_a_fresh_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "`{{key:github-classic}}`\n", "b.md": "# Fine\n"})
    out = _init(capsys)
    assert "draftproof.yaml: written" in out
    assert "2 documents: 1 error, 0 warnings, 0 advice; the hook would stop a commit of 1 of them" in out
    data = YAML(typ="safe").load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repo,) = data["repos"]
    assert repo["hooks"] == [{"id": "draftproof"}]
    assert main(["check"]) == 1  # the configuration that was written can be read
    assert "draftproof.yaml" not in capsys.readouterr().err


def test_twice_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _init(capsys)
    names = ("draftproof.yaml", ".pre-commit-config.yaml")
    before = [(folder / name).read_bytes() for name in names]
    out = _init(capsys)
    assert out.count("left as it is") == 2
    assert [(folder / name).read_bytes() for name in names] == before


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _init(capsys, "--dry-run")
    assert "would be written" in out
    assert sorted(path.name for path in folder.iterdir()) == [".git"]


HOOKS = """\
# hooks
repos:
{0}- repo: https://example.com/one  # keep
{0}  rev: 'v1'
{0}  hooks:
{0}{0}- id: one
"""


@pytest.mark.parametrize("indent", ["", "  "])
def test_an_existing_hook_file_keeps_its_comments_and_layout(
    indent: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    existing = HOOKS.format(indent).replace("\n- id", "\n  - id").replace("\n    - id", "\n      - id")
    write(folder, {".pre-commit-config.yaml": existing})
    assert "hook added" in _init(capsys)
    written = (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert written.startswith(existing)
    data = YAML(typ="safe").load(written)
    assert [repo["hooks"][0]["id"] for repo in data["repos"]] == ["one", "draftproof"]


def test_configuration_in_pyproject_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pyproject.toml": "[tool.draftproof]\nprovider = 'openai'\n"})
    assert "pyproject.toml: is there already, left as it is" in _init(capsys)
    assert not (folder / "draftproof.yaml").exists()


@pytest.mark.parametrize("broken", ["repos: [\n", "- a\n", "repos: 3\n", "\x00"])
def test_a_broken_hook_file_is_one_sentence(
    broken: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {".pre-commit-config.yaml": broken})
    assert main(["init"]) == 2
    err = capsys.readouterr().err
    assert ".pre-commit-config.yaml" in err
    assert "repair it first" in err
    assert (folder / ".pre-commit-config.yaml").read_text(encoding="utf-8") == broken
