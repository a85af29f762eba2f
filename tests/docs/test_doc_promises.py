"""What the README promises, seen from outside the program."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from doc_pages import ROOT, demo

from draftproof.reports.registry import NAMES
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import specimen

if TYPE_CHECKING:
    from pathlib import Path

# A program that ends with a traceback as soon as anything opens a socket, starts a process or writes a file.
GUARDED = """
import sys
sys.dont_write_bytecode = True
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "urllib.")

def guard(event, arguments):
    if event.startswith(FORBIDDEN):
        raise SystemExit(f"{event} {arguments}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise SystemExit(f"write {arguments}")
    if event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate"):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(guard)
from draftproof.cli.main import main
code = main(sys.argv[1:])
assert not {"httpx", "socket", "asyncio", "subprocess"} & set(sys.modules), sorted(sys.modules)
sys.exit(code)
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    demo().prepare(tmp_path / "articles")
    return tmp_path / "articles"


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def guarded(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", GUARDED, "check", "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.usefixtures("unmeasured")
def test_a_check_opens_no_connection_starts_nothing_and_writes_nothing(articles: Path) -> None:
    before = digests(articles)
    done = guarded(articles, "--today", "2026-11-23", ".")
    assert done.returncode == 1, done.stderr
    assert "KEY001" in done.stdout
    assert digests(articles) == before


@pytest.mark.usefixtures("unmeasured")
def test_documents_are_changed_only_with_fix(articles: Path) -> None:
    before = digests(articles)
    done = guarded(articles, "--today", "2026-11-23", "--diff", "--unsafe-fixes", ".")
    assert done.stdout.startswith("# This is no patch")
    assert digests(articles) == before
    shown = demo().check(articles, "--fix", ".")
    assert shown.exit_code == 1
    changed = {name for name, digest in digests(articles).items() if before[name] != digest}
    assert changed
    assert all("/broken/" in name for name in changed)


@pytest.mark.usefixtures("unmeasured")
def test_the_guard_notices(articles: Path) -> None:
    done = guarded(articles, "--output", "report.txt", ".")
    assert "report.txt" in done.stderr
    assert not (articles / "report.txt").exists()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_run_gives_the_same_bytes(
    articles: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: set[str] = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        reports.add(demo().check(articles, "--format", name, ".").report)
    assert len(reports) == 1
    assert reports.pop()


@pytest.mark.parametrize("name", NAMES)
def test_no_credential_is_in_a_report(articles: Path, name: str) -> None:
    shapes = builtin_rulebook().vocabularies["key-shapes"]
    planted = [
        specimen(shapes, shape, f"{demo().SEED}:{number or 1}")
        for source in sorted((demo().ARTICLES / "broken").iterdir())
        for shape, number in re.findall(
            r"\{\{key:([a-z0-9-]+)(?::(\d+))?\}\}", source.read_text(encoding="utf-8")
        )
    ]
    assert len(planted) > 12
    shown = demo().check(articles, "--format", name, "--verbose", "--min-confidence", "low", "broken")
    for key in planted:
        assert any(key in path.read_text(encoding="utf-8") for path in articles.rglob("*.*"))
        # What a vendor's keys begin with may be shown; a dozen characters from the middle may not.
        assert key[20:32] not in shown.report + shown.summary


def test_a_broken_file_does_not_keep_the_others_from_being_checked(articles: Path) -> None:
    (articles / "broken" / "cut-off.ipynb").write_text('{"cells": [', encoding="utf-8")
    (articles / "broken" / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    shown = demo().check(articles, "--format", "jsonl", "broken")
    assert shown.exit_code == 1
    assert demo().missing(shown.report) == []
    for name in ("cut-off.ipynb", "picture.md"):
        assert re.search(rf'"code": "DOC001".*"broken/{re.escape(name)}"', shown.report)


def test_the_readme_points_here() -> None:
    assert "tests/docs/test_doc_promises.py" in (ROOT / "README.md").read_text(encoding="utf-8")
