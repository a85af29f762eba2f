"""Pipes, devices and links in a stranger's folder: nothing waits for them, nothing is read outside.

Each of the files that draftproof reads besides documents is, in its turn, a pipe that nobody writes to or a
link to a device without an end.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from draftproof.opening import regular_bytes
from drafts import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("no such files here", allow_module_level=True)

TEXT = '# Set-up\n\n```python\nclient.responses.create(model="gpt-5", input="x")\n```\n'
SECRET = "what stands outside"
PLACES = {
    "a rule": "house/ABC001.md",
    "a vocabulary": "house/vocabulary/key-shapes.yaml",
    "a contract": "house/contracts/own.yaml",
    "a list of models": ".draftproof/models/openai.yaml",
    "a baseline": ".draftproof/baseline.txt",
    "a record": ".draftproof/evidence/docs/a.md.evidence.json",
    "a record of nothing": ".draftproof/evidence/docs/b.md.evidence.json",
    "a record beside": "docs/a.md.evidence.json",
    "an ignore file": ".gitignore",
    "a document": "docs/b.md",
    "what is included": "docs/part.md",
    "a configuration": "docs/draftproof.yaml",
    "a project file": "docs/pyproject.toml",
    "hooks": ".pre-commit-config.yaml",
    "jobs": ".gitlab-ci.yml",
    "more jobs": ".github/workflows/draftproof.yml",
}
COMMANDS = (
    ("check", "--no-cache", "."),
    ("check", "."),
    ("record", "check", "."),
    ("catalog", "show"),
    ("verify", "--plan", "--outdated", "."),
    ("init", "--dry-run"),
)


def project(folder: Path) -> Path:
    rules = "" if not (folder / "house").exists() else "rules: [house]\n"
    write(
        folder,
        {"draftproof.yaml": f"provider: openai\n{rules}", "docs/a.md": f'{TEXT}\n--8<-- "docs/part.md"\n'},
    )
    (folder / ".git").mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def _bounds() -> Iterator[None]:
    """What waits for ever, or reads without an end, fails."""

    def late(*_: object) -> None:
        raise AssertionError("it waits")

    old = resource.getrlimit(resource.RLIMIT_AS)
    signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, old[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, old)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@pytest.fixture
def said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs a command in a folder: its exit code and all that it printed."""

    def run(folder: Path, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        code = main(list(arguments))
        printed = "".join(capsys.readouterr())
        assert "internal error" not in printed
        return code, printed

    return run


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_nothing_waits_for_what_is_no_file(
    tmp_path: Path, place: str, kind: str, said: Callable[..., tuple[int, str]]
) -> None:
    path = tmp_path / PLACES[place]
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    folder = project(tmp_path)
    for command in COMMANDS:
        code, printed = said(folder, *command)
        assert code in (0, 1, 2), printed


@pytest.mark.parametrize("name", ["ABC001.md", "vocabulary/key-shapes.yaml", "contracts/own.yaml"])
def test_a_pack_does_not_lead_out_of_itself(
    tmp_path: Path, name: str, said: Callable[..., tuple[int, str]]
) -> None:
    write(tmp_path, {"outside": f"---\n{SECRET}: [\n"})
    path = tmp_path / "project/house" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "outside")
    code, printed = said(project(tmp_path / "project"), "check", ".")
    assert code == 2
    assert "it is a link that leads out of the pack" in printed
    assert SECRET not in printed


@pytest.mark.parametrize("way", ["..", "../outside", "linked", "docs/../../outside"])
def test_a_configuration_names_no_pack_outside_of_its_project(
    tmp_path: Path, way: str, said: Callable[..., tuple[int, str]]
) -> None:
    write(tmp_path, {"outside/ABC001.md": f"---\n{SECRET}: [\n"})
    folder = project(tmp_path / "project")
    (folder / "linked").symlink_to("../outside")
    write(folder, {"draftproof.yaml": f"rules: [{way}]\n"})
    code, printed = said(folder, "check", ".")
    assert code == 2
    assert "lies in the project of the configuration" in printed
    assert SECRET not in printed


def test_a_pack_elsewhere_in_the_project_is_taken(
    tmp_path: Path, said: Callable[..., tuple[int, str]]
) -> None:
    folder = project(tmp_path / "project")
    write(folder, {"docs/draftproof.yaml": "rules: [../house]\n", "house/README.md": "Ours.\n"})
    assert said(folder, "check", ".")[0] == 0


def test_a_rule_that_is_too_long_is_refused(tmp_path: Path, said: Callable[..., tuple[int, str]]) -> None:
    write(tmp_path, {"house/ABC001.md": b"x" * 1_000_001})
    code, printed = said(project(tmp_path), "check", ".")
    assert code == 2
    assert "house/ABC001.md:1:1: the file cannot be read: it has more than 1,000,000 bytes" in printed


def test_no_more_is_read_of_a_document_than_is_allowed(
    tmp_path: Path, said: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of holes: 200 GB that take no room on the disk, and none in memory."""
    write(tmp_path, {"draftproof.yaml": "max-file-size: 1MB\n"})
    with (tmp_path / "a.md").open("wb") as stream:
        stream.truncate(200_000_000_000)
    for command in (
        ["check", "a.md"],
        ["check", "--no-cache", "."],
        ["samples", "a.md"],
        ["check", "--fix", "a.md"],
    ):
        code, printed = said(tmp_path, *command)
        assert code == (0 if command[0] == "samples" else 1)
    code, printed = said(tmp_path, "check", "--format", "concise", "a.md")
    assert "the file has more than 1,000,000 bytes, which is the limit" in printed
    with (tmp_path / "a.md").open("rb") as stream:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
        code, printed = said(tmp_path, "check", "--format", "concise", "-")
    assert "the file has more than 1,000,000 bytes, which is the limit" in printed


def test_reading_ends_where_it_should(tmp_path: Path) -> None:
    write(tmp_path, {"a": b"x" * 100_000})
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("a")
    assert regular_bytes(tmp_path / "a") == regular_bytes(str(tmp_path / "link")) == b"x" * 100_000
    assert regular_bytes(tmp_path / "a", 70_000) == b"x" * 70_000
    for name in ("pipe", ".", "/dev/zero", "missing"):
        with pytest.raises(OSError, match=r"regular|No such") as caught:
            regular_bytes(tmp_path / name)
        assert caught.value.filename == str(tmp_path / name)
