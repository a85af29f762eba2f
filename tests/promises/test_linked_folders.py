"""A folder of a stranger that is a link: what is found there is said, and nothing is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from drafts import filled, write

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# Set-up\n\nUse `{{key:github-classic}}`.\n"
WRITING = (
    ("check", "--fix", "--unsafe-fixes"),
    ("check", "--add-suppressions", "not ours"),
    ("check", "--write-baseline"),
    ("verify", "--embedded"),
)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside a project in which ``docs`` is a link to it; the project is the working directory."""
    write(tmp_path, {"outside/b.md": TEXT, "outside/inner/c.md": TEXT, "project/a.md": "# Fine\n"})
    (tmp_path / "project/docs").symlink_to("../outside")
    (tmp_path / "project/.git").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "outside"


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
@pytest.mark.parametrize("named", ["docs", "docs/b.md", "docs/inner", "docs/inner/c.md", "../project/docs"])
@pytest.mark.parametrize("configured", [False, True])
def test_nothing_is_written_through_a_linked_folder(
    outside: Path, command: tuple[str, ...], named: str, configured: bool
) -> None:
    if configured:
        write(outside, {"draftproof.yaml": "min-severity: advice\n", "inner/draftproof.yaml": "{}\n"})
    before = state(outside)
    main([*command, named])
    assert state(outside) == before


@pytest.mark.parametrize("named", ["../outside", "../outside/b.md"])
def test_what_is_named_outright_is_written(outside: Path, named: str) -> None:
    main(["check", "--fix", "--unsafe-fixes", named])
    assert filled("{{key:github-classic}}") not in (outside / "b.md").read_text()


def test_a_project_behind_a_link_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who works in a linked folder works in that folder."""
    write(tmp_path, {"real/docs/b.md": TEXT, "real/other/c.md": TEXT})
    (tmp_path / "linked").symlink_to("real")
    (tmp_path / "real/docs/d.md").symlink_to("../other/c.md")
    (tmp_path / "real/within").symlink_to("other")
    monkeypatch.chdir(tmp_path / "linked")
    main(["check", "--fix", "--unsafe-fixes", "docs", "within"])
    for name in ("docs/b.md", "other/c.md"):
        assert filled("{{key:github-classic}}") not in (tmp_path / "real" / name).read_text()
