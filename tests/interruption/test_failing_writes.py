"""A write that fails or is interrupted at any step: the old file stays, and no other is left beside it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from interruption_support import articles, contents

from draftproof.cli.main import main
from draftproof.writing import write_atomically
from drafts import write
from verify_support import sample

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = ("open", "chmod", "fsync", "replace")
FULL = "No space left on device"


def _failing(step: str, error: BaseException, below: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let a step of every write below a folder fail; what failed. ``fsync`` comes after the data."""
    failed: list[str] = []
    real: Callable[..., Any] = getattr(os, step)

    def fails(*arguments: Any, **more: Any) -> Any:
        path = str(arguments[0])
        if step == "fsync" or (path.startswith(str(below)) and path.endswith(".tmp")):
            failed.append(path)
            if step == "open":  # the file is there already when an interrupt is heard
                os.close(real(*arguments, **more))
            raise error
        return real(*arguments, **more)

    monkeypatch.setattr(os, step, fails)
    return failed


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, FULL)], ids=["interrupt", "full"]
)
def test_the_old_file_stays(
    step: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    failed = _failing(step, error, tmp_path, monkeypatch)
    with pytest.raises(type(error)):
        write_atomically(path, b"new")
    assert len(failed) == 1
    assert contents(tmp_path) == {"a.md": b"old"}


def test_what_is_written_has_the_permissions_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)
    os_mask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "b.md", b"new")
    finally:
        os.umask(os_mask)
    assert stat.S_IMODE((tmp_path / "b.md").stat().st_mode) == 0o640


def test_a_name_as_long_as_they_may_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 126 + ".md")
    write_atomically(path, b"new")
    assert contents(tmp_path) == {path.name: b"new"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes with names")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """Else a run as root that writes its report to /dev/null would replace that by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def _prepare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles(folder, 1)
    write(folder, {"draftproof.yaml": "provider: cometapi\n", "samples/b.md": sample()})
    monkeypatch.chdir(folder)


COMMANDS = {
    "report": (
        ("check", "--isolated", "--output", "report.txt", "a000.md"),
        "report.txt cannot be written: ",
    ),
    "fix": (("check", "--isolated", "--fix", "a000.md"), "a000.md was not written: "),
    "baseline": (("check", "--write-baseline", "a000.md"), "baseline.txt"),
    "lock file": (("catalog", "add", "x", "--reason", "ours"), "cometapi.yaml cannot be written: "),
    "records": (
        ("verify", "--embedded", "--evidence-dir", "e", "samples"),
        "b.md.evidence.json cannot be written: ",
    ),
    "configuration": (("init", "--ci", "github", "."), "cannot be written: "),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _prepare(tmp_path, monkeypatch)
    if name == "configuration":
        (tmp_path / "draftproof.yaml").unlink()
    before = contents(tmp_path)
    failed = _failing("fsync", OSError(errno.ENOSPC, FULL), tmp_path, monkeypatch)
    arguments, sentence = COMMANDS[name]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert failed
    assert sentence in said
    assert said.count(FULL) == 1
    assert "internal error" not in said
    assert contents(tmp_path) == before


def test_a_cache_that_cannot_be_written_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _prepare(tmp_path, monkeypatch)
    cache = tmp_path.parent / f"{tmp_path.name}-cache"
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(cache))
    assert main(("check", "--no-cache", "a000.md")) == 1
    expected = capsys.readouterr()
    failed = _failing("replace", OSError(errno.ENOSPC, FULL), cache, monkeypatch)
    assert main(("check", "a000.md")) == 1
    assert capsys.readouterr() == expected
    assert failed
    assert contents(cache).keys() <= {"tidied"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "arguments", [("rules",), ("check", "--format", "json", "a000.md"), ("explain", "KEY001")]
)
def test_a_full_disk_behind_standard_output_is_one_sentence(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    _prepare(tmp_path, monkeypatch)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "draftproof", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, f"draftproof: the output cannot be written: {FULL}\n")
