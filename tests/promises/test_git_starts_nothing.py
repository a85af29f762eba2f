"""What the configuration of a repository names is not started by a look at what changed.

A repository that came as an archive brings a ``.git`` of its own, with programs in its configuration.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from draftproof.engine.changes import ChangesError, Range, changes_of
from drafts import write

if TYPE_CHECKING:
    from pathlib import Path

MARK = "started"
PROGRAMS = {
    "a filter for each file": ("filter.own.clean", "touch {mark}; cat"),
    "a filter that stays": ("filter.own.process", "touch {mark}; false"),
    "a filter of another case": ("filter.Own Tool.clean", "touch {mark}; cat"),
    "a monitor of files": ("core.fsmonitor", "touch {mark}; false"),
    "a differ": ("diff.own.command", "touch {mark}; false"),
    "a differ of texts": ("diff.own.textconv", "touch {mark}; cat"),
    "a differ for all": ("diff.external", "touch {mark}; false"),
    "hooks": ("core.hooksPath", "{folder}/hooks"),
}


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *arguments: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", "-C", str(folder), *own, *arguments], check=True, capture_output=True, timeout=60)


def repository(folder: Path) -> Path:
    attributes = "*.md filter=own diff=own\nb.md filter=Own\\ Tool\n"
    write(folder, {"a.md": "one\n", "b.md": "one\n", ".gitattributes": attributes})
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "first")
    return folder


def hostile(folder: Path, setting: str, command: str) -> None:
    """The setting, and hooks that leave a mark; nothing of it has run when this is done."""
    values = {"mark": folder / MARK, "folder": folder}
    git(folder, "config", setting, command.format(**values))
    for name in ("post-index-change", "fsmonitor-watchman", "pre-commit"):
        write(folder, {f"hooks/{name}": f"#!/bin/sh\ntouch '{folder / MARK}'\n"})
        (folder / "hooks" / name).chmod(0o755)
    assert not (folder / MARK).exists()


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_program_that_a_repository_names_is_started(tmp_path: Path, program: str) -> None:
    folder = repository(tmp_path / "archive")
    hostile(folder, *PROGRAMS[program])
    write(folder, {"a.md": "one\ntwo\n", "b.md": "one\ntwo\n"})
    found = changes_of([folder / "a.md", folder / "b.md"], since=None, lines=True)
    assert not (folder / MARK).exists()
    assert found.of(folder / "a.md") == (Range(2, 2),)


def test_the_trap_would_work(tmp_path: Path) -> None:
    """The same repository under a plain ``git diff``: without this the test above could not fail."""
    folder = repository(tmp_path / "archive")
    hostile(folder, *PROGRAMS["a filter for each file"])
    write(folder, {"a.md": "one\ntwo\n"})
    git(folder, "diff", "--name-status", "HEAD")
    assert (folder / MARK).exists()


def test_a_filter_that_is_required_keeps_nobody_from_knowing(tmp_path: Path) -> None:
    folder = repository(tmp_path / "archive")
    hostile(folder, *PROGRAMS["a filter for each file"])
    git(folder, "config", "filter.own.required", "true")
    write(folder, {"a.md": "one\ntwo\n"})
    assert changes_of([folder / "a.md"], since=None, lines=True).of(folder / "a.md") == (Range(2, 2),)


def test_a_filter_whose_name_cannot_be_given_is_refused(tmp_path: Path) -> None:
    folder = repository(tmp_path / "archive")
    git(folder, "config", "filter.a=b.clean", f"touch {folder / MARK}; cat")
    write(folder, {".gitattributes": "*.md filter=a=b\n", "a.md": "one\ntwo\n"})
    with pytest.raises(ChangesError, match="cannot be switched off"):
        changes_of([folder / "a.md"], since=None)
    assert not (folder / MARK).exists()


def test_programs_of_a_submodule_are_not_started(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner")
    outer = repository(tmp_path / "outer")
    git(outer, "submodule", "--quiet", "add", str(inner), "module")
    git(outer, "commit", "--quiet", "--message", "second")
    hostile(outer / "module", *PROGRAMS["a filter for each file"])
    write(outer, {"a.md": "one\ntwo\n", "module/a.md": "one\ntwo\n"})
    both = [outer / "a.md", outer / "module" / "a.md"]
    found = changes_of(both, since=None)
    assert not (outer / "module" / MARK).exists()
    assert found.files == {os.path.realpath(path) for path in both}


@pytest.mark.parametrize("path", ["", ".", ":{path}", "{path}:", ".:{path}"])
def test_a_git_in_the_working_folder_is_not_started(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository(tmp_path / "archive")
    write(folder, {"git": f"#!/bin/sh\ntouch '{folder / MARK}'\n"})
    (folder / "git").chmod(0o755)
    monkeypatch.chdir(folder)
    known = os.environ["PATH"]
    monkeypatch.setenv("PATH", path.format(path=known))
    if known in os.environ["PATH"]:
        assert changes_of(["a.md"], since=None).files == frozenset()
    else:
        with pytest.raises(ChangesError, match="there is no git executable"):
            changes_of(["a.md"], since=None)
    assert not (folder / MARK).exists()
