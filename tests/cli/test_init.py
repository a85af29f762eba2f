"""``draftproof init``: writes what is missing and leaves what is there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from draftproof.catalogs.fetching import FetchError
from draftproof.catalogs.lockfile import Entry
from draftproof.cli.main import main
from drafts import key, write

if TYPE_CHECKING:
    from pathlib import Path


SAMPLES = """# Calls

```python
from openai import OpenAI

client = OpenAI()
client.responses.create(model="gpt-4o", messages=[])
client.chat.completions.create(model="gpt-4o", input="x")
client.responses.create(model="gpt-4o", input="x")
```
"""


def _init(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["init", *arguments]) == 0
    return capsys.readouterr().out


def test_a_fresh_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "`{{key:github-classic}}`\n", "b.md": "# Fine\n"})
    out = _init(capsys)
    assert "draftproof.yaml: written" in out
    assert "found: 1 error in 1 of 2 documents (no code blocks)" in out
    assert "the hook would stop a commit of 1 file, for 1 credential" in out
    data = YAML(typ="safe").load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repo,) = data["repos"]
    assert repo["hooks"] == [{"id": "draftproof"}]
    assert main(["check"]) == 1  # the configuration that was written can be read
    assert "draftproof.yaml" not in capsys.readouterr().err


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_twice_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    _init(capsys, "--ci", "gitlab")
    before = _tree(folder)
    assert len(before) == 5
    out = _init(capsys)
    assert out.count("left as it is") == 4
    assert _tree(folder) == before


def test_a_dry_run_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _init(capsys, "--dry-run")
    assert "would be written" in out
    assert sorted(path.name for path in folder.iterdir()) == [".git"]


def test_configuration_in_pyproject_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pyproject.toml": "[tool.draftproof]\nprovider = 'openai'\n"})
    assert "pyproject.toml: is there already, left as it is" in _init(capsys)
    assert not (folder / "draftproof.yaml").exists()


def test_a_baseline_of_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES, "b.md": "`{{key:github-classic}}`\n"})
    out = _init(capsys)
    assert "found: 3 errors, 3 advice in 2 of 2 documents (1 code block: 1 understood)" in out
    assert ".draftproof/baseline.txt: 5 entries; draftproof check --no-baseline shows" in out
    assert "the hook would stop a commit of 1 file, for 1 credential that a first baseline" in out
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
    assert "baseline.txt" not in out
    assert "the hook would stop a commit of 1 file, for 1 credential" in out


def test_no_baseline_of_what_fails_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"draftproof.yaml": "fail-on: error\n", "a.md": "```python\nprint(api_key)\n```\n"})
    assert "found: 1 warning" in _init(capsys)
    assert not (folder / ".draftproof").exists()


def test_a_baseline_goes_by_the_configured_level(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": "```python\nprint(api_key)\n```\n"})
    out = _init(capsys)
    assert ".draftproof/baseline.txt: 1 entry; " in out
    assert "the hook would stop no commit" in out
    assert main(["check"]) == 0


def test_the_provider_that_the_samples_ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    out = _init(capsys)
    assert "draftproof.yaml: written, with the provider that most samples ask: openai" in out
    assert "\nprovider: openai\n" in (folder / "draftproof.yaml").read_text(encoding="utf-8")
    fetch = '"draftproof catalog refresh --provider openai" fetches one with the key in OPENAI_API_KEY'
    read = '"draftproof catalog import FILE --provider openai" reads one from a file'
    assert f"no list of models yet for openai: {fetch}, {read}" in out
    write(folder, {"ids.txt": "gpt-4o\n"})
    assert main(["catalog", "import", "ids.txt", "--provider", "openai"]) == 0
    assert "no list of models yet" not in _init(capsys)


def test_a_provider_that_is_not_plain_is_left_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = SAMPLES.replace("OpenAI()", 'OpenAI(base_url="https://openrouter.ai/api/v1")')
    write(folder, {"a.md": SAMPLES, "b.md": other})
    _init(capsys)
    assert "# provider: openai\n" in (folder / "draftproof.yaml").read_text(encoding="utf-8")


def test_a_dry_run_tells_of_the_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"a.md": SAMPLES})
    assert "baseline.txt: would be written" in _init(capsys, "--dry-run")
    assert sorted(path.name for path in folder.iterdir()) == [".git", "a.md"]


class TestCatalog:
    """``--catalog``: the only thing that asks the network, and before anything is written."""

    @pytest.fixture
    def fetched(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The addresses that were asked; the answer is one id."""
        asked: list[str] = []

        def fetch(origin: Any, *_: object, **__: object) -> tuple[dict[str, Entry], int]:
            asked.append(origin.url)
            return {"gpt-4o": Entry("text")}, 0

        monkeypatch.setattr("draftproof.catalogs.fetching.fetch", fetch)
        monkeypatch.setenv("OPENAI_API_KEY", key("openai-project"))
        return asked

    def test_it_is_fetched_once_and_judged_by(
        self, folder: Path, capsys: pytest.CaptureFixture[str], fetched: list[str]
    ) -> None:
        write(folder, {"a.md": SAMPLES.replace('model="gpt-4o", input', 'model="gpt-4oo", input')})
        out = _init(capsys, "--catalog", "openai")
        assert fetched == ["https://api.openai.com/v1/models"]
        assert ".draftproof/models/openai.yaml: 1 models (1 new, 0 gone)" in out
        assert "MDL002" in (folder / ".draftproof" / "baseline.txt").read_text(encoding="utf-8")
        assert main(["check"]) == 0
        capsys.readouterr()
        assert "models/openai.yaml: is there already, left as it is" in _init(capsys, "--catalog", "openai")
        assert len(fetched) == 1

    def test_without_the_option_and_in_a_dry_run_nothing_is_asked(
        self, folder: Path, capsys: pytest.CaptureFixture[str], fetched: list[str]
    ) -> None:
        write(folder, {"a.md": SAMPLES})
        assert "models/openai.yaml: would be fetched" in _init(capsys, "--dry-run", "--catalog", "openai")
        _init(capsys)
        assert fetched == []

    @pytest.mark.usefixtures("fetched")
    @pytest.mark.parametrize(
        ("name", "says"),
        [("../x", "is no name of a provider"), ("nobody", 'no address of a list is known for "nobody"')],
    )
    def test_a_provider_that_there_is_not(
        self, name: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["init", "--catalog", name]) == 2
        assert says in capsys.readouterr().err
        assert [path.name for path in folder.iterdir()] == [".git"]

    def test_a_list_that_does_not_come_stops_everything(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fetch(*_: object, **__: object) -> None:
            raise FetchError("the server refused the connection")

        monkeypatch.setattr("draftproof.catalogs.fetching.fetch", fetch)
        assert main(["init", "--catalog", "cometapi"]) == 1
        err = capsys.readouterr().err
        assert "cometapi: the server refused the connection" in err
        assert "nothing else was written" in err
        assert [path.name for path in folder.iterdir()] == [".git"]


class TestErrors:
    """Each is one sentence and exit code 2, and nothing has been written."""

    def refused(self, folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        before = sorted(map(str, folder.rglob("*")))
        assert main(["init", *arguments]) == 2
        assert sorted(map(str, folder.rglob("*"))) == before
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("draftproof: ")
        return err

    def test_a_folder_in_a_repository(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(folder, {"docs/a.md": "# A\n"})
        assert (
            f"docs lies inside of a repository: hooks and jobs belong in its root, {folder}"
            in self.refused(folder, capsys, "docs")
        )

    def test_a_configuration_that_cannot_be_used(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder, {"draftproof.yaml": "provder: openai\n"})
        assert "draftproof.yaml:1:1: " in self.refused(folder, capsys)

    def test_a_link_that_leads_nowhere(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "draftproof.yaml").symlink_to("nowhere")
        assert "draftproof.yaml is a link that leads nowhere" in self.refused(folder, capsys)

    def test_a_link_out_of_the_repository(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        outside = folder.parent / f"{folder.name}-outside"
        outside.mkdir()
        (folder / ".github").symlink_to(outside)
        assert "leads out of" in self.refused(folder, capsys, "--ci", "github")
        assert list(outside.iterdir()) == []

    def test_a_baseline_cannot_leave_either(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        outside = folder.parent / f"{folder.name}-elsewhere"
        outside.mkdir()
        write(folder, {"a.md": SAMPLES})
        (folder / ".draftproof").symlink_to(outside)
        assert "leads out of" in self.refused(folder, capsys)
        assert list(outside.iterdir()) == []

    @pytest.mark.skipif(os.geteuid() == 0, reason="everything can be written by root")
    def test_a_folder_that_cannot_be_written(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder.chmod(0o555)
        try:
            assert "cannot be written: Permission denied" in self.refused(folder, capsys)
        finally:
            folder.chmod(0o755)

    def test_a_date_that_is_none(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
        assert "SOURCE_DATE_EPOCH=soon is no number of seconds" in self.refused(folder, capsys)


def test_a_repository_without_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no document yet" in _init(capsys)
    assert main(["check"]) == 3
