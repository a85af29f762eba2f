"""A cache that is broken, in the way, full of old things, or used by several runs at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interruption_support import articles, contents

from draftproof import cache, tidying
from draftproof.cache import compiled, keep_tidy, mark_used, store, unsealed
from draftproof.cli.main import main
from drafts import TODAY, draftproof, run, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "without its end": lambda data: data[:-1],
    "other bytes": lambda _: bytes(range(256)) * 8,
    "one bit": lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
    "other JSON": lambda _: b'{"key": 1}',
    "nested": lambda _: b"[" * 100_000,
    "another's": lambda _: cache.digest_of(b"[]").encode() + b"\n[]",
}
PACK = {
    "draftproof.yaml": "rules: [own]\n",
    "own/OWN001.md": """---
code: OWN001
name: no-foo
family: own
severity: error
confidence: high
check: pattern
with: {patterns: ['foo']}
message: "`{text}` is no word"
help: say what you mean
since: 0.1.0
---

# OWN001 no-foo

## What it does

Flags foo.

## Why it matters

It is no word.

## Examples

```markdown flagged lines=1
foo
```

```markdown clean
bar
```

## How to mend it

Write a word.

## Sources

- None.
""",
    "a.md": "# Title\n\nfoo\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder, of this test alone."""
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.json") if path.is_file())


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_made_anew(kind: str, folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "tree", PACK)
    articles(tmp_path / "tree", 3)
    command = ("check", "--format", "jsonl", "--today", TODAY.isoformat(), ".")
    first = draftproof(*command, cwd=tmp_path / "tree")
    assert "OWN001" in first.stdout
    entries = _entries(folder)
    whole = [path.read_bytes() for path in entries]
    assert {path.name.partition("-")[0] for path in entries} >= {"rules"}
    assert len(entries) >= 3
    for path, data in zip(entries, whole, strict=True):
        path.write_bytes(BROKEN[kind](data))
    again = draftproof(*command, cwd=tmp_path / "tree")
    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, first.stderr)
    assert [path.read_bytes() for path in entries] == whole


def test_a_folder_in_place_of_a_file_is_in_the_way_and_no_more(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "tree", PACK)
    first = run(tmp_path / "tree", isolated=False).result
    for path in _entries(folder):
        path.unlink()
        path.mkdir()
    assert run(tmp_path / "tree", isolated=False).result == first
    assert not _entries(folder)


@pytest.mark.parametrize("kind", ["file", "read-only", "below a file"])
def test_a_cache_folder_that_cannot_be_used_is_none(
    kind: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    articles(tmp_path / "tree", 1)
    first = run(tmp_path / "tree").result
    if kind == "read-only":
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere")
        folder.chmod(0o500)
    else:
        blocking = tmp_path / "blocking"
        blocking.write_text("no folder", encoding="utf-8")
        place = blocking if kind == "file" else blocking / "deeper" / "still"
        monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(place))
    assert run(tmp_path / "tree").result == first
    assert capfd.readouterr().err == ""


@given(st.binary(min_size=1, max_size=300))
def test_only_what_was_stored_is_taken_out(data: bytes) -> None:
    sealed = cache.digest_of(data).encode() + b"\n" + data
    assert unsealed(sealed) == data
    for wrong in (data, sealed[:-1], b"0" + sealed[1:] if sealed[:1] != b"0" else b"1" + sealed[1:]):
        if wrong != sealed:
            with pytest.raises(ValueError, match="no file of the cache"):
                unsealed(wrong)


def test_compiled_data_under_another_key_is_not_taken(folder: Path) -> None:
    assert compiled("rules", "ab" * 30, lambda: 1) == 1
    assert compiled("rules", "ab" * 30, lambda: 2) == 1
    # The name of the file holds the first part of the key only.
    assert compiled("rules", "ab" * 20 + "cd" * 10, lambda: 3) == 3


def test_runs_at_once_do_not_disturb_each_other(folder: Path, tmp_path: Path) -> None:
    articles(tmp_path, 60, sentences=120)
    arguments = [
        sys.executable,
        "-m",
        "draftproof",
        "check",
        "--isolated",
        "--format",
        "jsonl",
        "--jobs",
        "2",
    ]
    arguments += ["--today", TODAY.isoformat(), "."]
    alone = subprocess.run(
        [*arguments, "--no-cache"], cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    assert alone.returncode == 1
    several = [
        subprocess.Popen(arguments, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in several:
        output, errors = process.communicate(timeout=120)
        assert (process.returncode, output, errors) == (1, alone.stdout, alone.stderr)
    shards = [path for path in _entries(folder) if path.parent != folder]
    kept = [json.loads(unsealed(path.read_bytes())) for path in shards]
    assert sum(map(len, kept)) == 60
    assert not [path for path in contents(folder) if path.endswith(".tmp")]
    again = subprocess.run(arguments, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert (again.returncode, again.stdout) == (1, alone.stdout)


class TestTidying:
    NOW = 2_000_000_000.0
    OLD = NOW - tidying.UNUSED - 60
    NEW = NOW - tidying.UNUSED + 60

    def _made(self, path: Path, age: float) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (age, age))
        return path

    def test_what_was_not_used_for_a_month_goes(self, tmp_path: Path) -> None:
        gone = [
            self._made(tmp_path / f"rules-{'a' * 40}.json", self.OLD),
            self._made(tmp_path / f"lock-{'b' * 40}.json", self.OLD),
            self._made(tmp_path / "findings" / ("c" * 40) / "07.json", self.OLD),
        ]
        stays = [
            self._made(tmp_path / f"rules-{'d' * 40}.json", self.NEW),
            self._made(tmp_path / "findings" / ("e" * 40) / "07.json", self.OLD),
            self._made(tmp_path / "findings" / ("f" * 40) / "07.json", self.NEW),
        ]
        os.utime(tmp_path / "findings" / ("c" * 40), (self.OLD, self.OLD))
        os.utime(tmp_path / "findings" / ("e" * 40), (self.NEW, self.NEW))  # used, though written long ago
        os.utime(tmp_path / "findings" / ("f" * 40), (self.OLD, self.OLD))
        tidying.tidy(tmp_path, self.NOW)
        assert not [path for path in gone if path.exists()]
        assert not (tmp_path / "findings" / ("c" * 40)).exists()
        assert [path for path in stays if path.exists()] == stays

    def test_what_somebody_else_keeps_there_stays(self, tmp_path: Path) -> None:
        names = [
            "notes.json",
            "rules.json",
            "a-1.txt",
            ".hidden.tmp",
            "findings/x/00.json",
            "findings/README",
        ]
        names += [f"findings/{'a' * 40}/notes.txt", f"{'b' * 40}/00.json"]
        names += ["rules-xyz.json", "Rules-abc.json"]
        made = [self._made(tmp_path / name, self.OLD) for name in names]
        (tmp_path / f"rules-{'c' * 40}.json").mkdir()
        os.utime(tmp_path / f"rules-{'c' * 40}.json", (self.OLD, self.OLD))
        os.utime(tmp_path / "findings" / ("a" * 40), (self.OLD, self.OLD))
        tidying.tidy(tmp_path, self.NOW)
        assert [path for path in made if path.exists()] == made
        assert (tmp_path / f"rules-{'c' * 40}.json").is_dir()

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        own = self._made(tmp_path / "elsewhere" / "07.json", self.OLD)
        os.utime(own.parent, (self.OLD, self.OLD))
        (tmp_path / "cache" / "findings").mkdir(parents=True)
        (tmp_path / "cache" / "findings" / ("a" * 40)).symlink_to(own.parent, target_is_directory=True)
        tidying.tidy(tmp_path / "cache", self.NOW)
        assert own.exists()

    def test_what_a_killed_run_left_goes_after_an_hour(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The hidden files are made by the real writer, killed before the last step."""
        monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        monkeypatch.setattr("pathlib.Path.unlink", lambda *_: None)
        places = (tmp_path / f"rules-{'a' * 40}.json", tmp_path / "findings" / ("b" * 40) / "31.json")
        for path in places:
            with pytest.raises(KeyboardInterrupt):
                store(path, b"{}")
        monkeypatch.undo()
        assert len(contents(tmp_path)) == 2
        tidying.tidy(tmp_path, time.time() + tidying.LEFT - 60)
        assert len(contents(tmp_path)) == 2
        tidying.tidy(tmp_path, time.time() + tidying.LEFT + 60)
        assert contents(tmp_path) == {}

    def test_it_is_done_once_a_day(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        done: list[Path] = []
        monkeypatch.setattr(tidying, "tidy", lambda folder, now: done.append(folder))
        keep_tidy(tmp_path / "missing")
        for _ in range(3):
            keep_tidy(tmp_path)
        assert done == [tmp_path]
        yesterday = time.time() - cache.DAY - 60
        os.utime(tmp_path / "tidied", (yesterday, yesterday))
        keep_tidy(tmp_path)
        keep_tidy(tmp_path)
        assert done == [tmp_path] * 2

    def test_what_is_used_is_marked_once_a_day(self, tmp_path: Path) -> None:
        path = self._made(tmp_path / "x", time.time() - cache.DAY - 60)
        mark_used(path)
        marked = path.stat().st_mtime
        assert time.time() - marked < 600
        mark_used(path)
        assert path.stat().st_mtime == marked
        mark_used(tmp_path / "missing")

    def test_a_run_tidies(self, folder: Path, tmp_path: Path) -> None:
        articles(tmp_path / "tree", 1)
        age = time.time() - tidying.UNUSED - 60
        old = self._made(folder / f"rules-{'a' * 40}.json", age)
        assert main(["check", "--quiet", "--exit-zero", str(tmp_path / "tree")]) == 0
        assert not old.exists()
        assert len(_entries(folder)) >= 1


def test_entries_are_the_users_alone(folder: Path, tmp_path: Path) -> None:
    """They quote drafts."""
    articles(tmp_path / "tree", 1)
    run(tmp_path / "tree")
    shards = [path for path in _entries(folder) if path.parent != folder]
    assert shards
    assert {path.parent.stat().st_mode & 0o077 for path in shards} == {0}
