"""Batches judged in a process beside: the same findings, and a document that kills it costs one row."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from draftproof import DraftproofError
from draftproof.distributed import GuardedLinter, LintOptions, lint_batch
from draftproof.distributed.messages import received, send
from drafts import TODAY, filled

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = LintOptions(TODAY)
CLAIM = "# Fast\n\nThis is the fastest API there is.\n"
DEADLY = "deadly.md"
_SITE = """
import os
import draftproof.engine.examining as examining
whole = examining.Examiner.examined

def examined(self, file, data, **options):
    if file.shown == "deadly.md":
        os._exit(9)
    return whole(self, file, data, **options)

examining.Examiner.examined = examined
"""


def batch(*paths: str | None, text: str = CLAIM) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"path": pa.array(paths, pa.string()), "text": [text] * len(paths)})


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes started from now on die of one document."""
    (tmp_path / "sitecustomize.py").write_text(_SITE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_a_process_beside_says_the_same() -> None:
    documents = batch("a.md", None, "b.mdx", text=CLAIM + filled("\n`{{key:github-classic}}`\n"))
    with GuardedLinter(OPTIONS) as linter:
        assert linter.lint(documents) == lint_batch(documents, OPTIONS)
        first = linter.process_id
        assert linter.lint(documents.slice(1)) == lint_batch(documents.slice(1), OPTIONS)
        assert linter.process_id == first
        assert linter.lint(documents.slice(0, 0)).num_rows == 0
    assert linter.process_id is None


@pytest.mark.usefixtures("deadly")
def test_a_document_that_kills_costs_one_row() -> None:
    paths = [f"{number}.md" for number in range(5)]
    with GuardedLinter(OPTIONS) as linter:
        found = linter.lint(batch(*paths[:2], DEADLY, *paths[2:])).to_pylist()
    assert [row["path"] for row in found] == [*paths[:2], DEADLY, *paths[2:]]
    assert [row["status"] for row in found] == ["finding"] * 2 + ["fault"] + ["finding"] * 3
    assert "died" in found[2]["message"]


def test_a_process_that_is_killed_is_replaced() -> None:
    documents = batch("a.md", "b.md")
    with GuardedLinter(OPTIONS) as linter:
        before = linter.lint(documents)
        first = linter.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert linter.lint(documents) == before
        assert linter.process_id != first


def test_a_batch_without_the_columns_is_refused_before_anything_is_started() -> None:
    with GuardedLinter(OPTIONS) as linter, pytest.raises(DraftproofError, match="one column `text`"):
        linter.lint(pa.RecordBatch.from_pydict({"path": ["a.md"]}))
    assert linter.process_id is None


def test_a_message_that_breaks_off_is_the_end(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    with path.open("wb") as stream:
        send(stream, b"one")
        send(stream, b"")
        send(stream, b"broken off")
    path.write_bytes(path.read_bytes()[:-1])
    with path.open("rb") as stream:
        assert [received(stream) for _ in range(4)] == [b"one", b"", None, None]
