"""A file whose name is an option: hooks and shells hand such names on, and nothing is done by their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from drafts import draftproof, write

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("check", "verify", "audit", "samples")


@pytest.mark.parametrize(
    "name", ["--output=README.md", "--config=own.md", "--baseline=a.md", "-x.md", "--fix", "--write-baseline"]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_name_of_a_file_is_no_option(
    tmp_path: Path,
    command: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, {"README.md": "Ours.\n", "a.md": "# A\n", "own.md": "select: []\n", name: "# B\n"})
    monkeypatch.chdir(tmp_path)
    assert main([command, "a.md", name]) == 2
    assert f'"{name}" is an option and the name of a file here' in capsys.readouterr().err
    assert (tmp_path / "README.md").read_text() == "Ours.\n"


def test_behind_two_hyphens_it_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "Ours.\n", "--output=README.md": "`{{key:github-classic}}`\n"})
    for arguments in (
        ["check", "--", "--output=README.md"],
        ["check", "./--output=README.md"],
        ["check", "."],
    ):
        done = draftproof(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert "--output=README.md:1:2" in done.stdout
    assert (tmp_path / "README.md").read_text() == "Ours.\n"
