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


SAMPLES = """# Calls

```python
from openai import OpenAI

client = OpenAI()
client.responses.create(model="gpt-4o", messages=[])
client.chat.completions.create(model="gpt-4o", input="x")
client.responses.create(model="gpt-4o", input="x")
```
"""


def test_a_baseline_of_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES, "b.md": "`{{key:github-classic}}`\n"})
    out = _init(capsys)
    assert "the hook would stop a commit of 2 of them" in out
    assert "the hook would now stop a commit of 1 of them; credentials are never accepted" in out
    baseline = (folder / ".draftproof" / "baseline.txt").read_text(encoding="utf-8")
    assert "API001" in baseline
    assert "KEY001" not in baseline
    assert main(["check", "--format", "jsonl"]) == 1
    assert {line[10:16] for line in capsys.readouterr().out.splitlines()} == {"KEY001"}
    again = _init(capsys)
    assert "baseline.txt: is there already, left as it is" in again
    assert (folder / ".draftproof" / "baseline.txt").read_text(encoding="utf-8") == baseline


def test_no_baseline_where_none_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    _init(capsys, "--no-baseline")
    assert not (folder / ".draftproof").exists()


def test_no_baseline_of_credentials_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"b.md": "`{{key:github-classic}}`\n"})
    out = _init(capsys)
    assert not (folder / ".draftproof").exists()
    assert "check --no-baseline shows what there is" in out


def test_the_provider_that_the_samples_ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    out = _init(capsys)
    assert "draftproof.yaml: written, with the provider that most samples ask: openai" in out
    assert "\nprovider: openai\n" in (folder / "draftproof.yaml").read_text(encoding="utf-8")
    assert "no list of models yet for openai: draftproof catalog refresh --provider openai fetches one" in out


def test_a_provider_that_is_not_plain_is_left_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = SAMPLES.replace("OpenAI()", 'OpenAI(base_url="https://openrouter.ai/api/v1")')
    write(folder, {"a.md": SAMPLES, "b.md": other})
    _init(capsys)
    assert "# provider: openai\n" in (folder / "draftproof.yaml").read_text(encoding="utf-8")


def test_the_ci_service_that_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "# A\n", ".github/workflows/test.yml": "name: test\n"})
    assert 'this repository is built by github: "draftproof init --ci github" writes a job for it' in _init(
        capsys
    )
    _init(capsys, "--ci", "github")
    assert "is built by" not in _init(capsys)


def test_a_dry_run_tells_of_the_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    assert "baseline.txt: would be written" in _init(capsys, "--dry-run")
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.md"]


def test_the_catalog_that_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("draftproof.cli.catalog.run", lambda arguments: asked.append(list(arguments)) or 0)
    write(folder, {"a.md": SAMPLES})
    _init(capsys, "--catalog", "openai")
    assert asked == [["refresh", "--provider", "openai", "--folder", "."]]
