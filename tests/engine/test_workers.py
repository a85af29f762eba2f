"""Several processes: the same findings in the same order as one, and a sentence for a document that kills."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.engine import judgements, workers
from draftproof.engine.examining import Examiner
from draftproof.engine.judgements import FileWork
from draftproof.engine.run_options import RunOptions
from drafts import TODAY, run, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAULTY = """# Guide {0}

The fastest API on the market.

```
export OPENAI_API_KEY={{key:openai-project}}
```
"""


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Workers for little work, and nothing kept from before."""
    monkeypatch.setattr(judgements, "BEFORE_WORKERS", 200)
    monkeypatch.setattr(judgements, "WORTH_WORKERS", 200)
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path_factory.mktemp("kept")))


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    method = str(request.param)
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system does not {method}")
    monkeypatch.setattr(workers, "_context", lambda: multiprocessing.get_context(method))
    return method


def articles(folder: Path, number: int) -> None:
    names = {f"{at:03}.md": FAULTY.replace("{0}", str(at)) for at in range(number)}
    write(folder, names | {"plain.md": "# Plain\n", "broken.md": b"\xff\xfe broken \x00"})


def test_many_find_what_one_finds(tmp_path: Path, start: str) -> None:
    articles(tmp_path, 40)
    alone = run(tmp_path, use_cache=False, jobs=1)
    together = run(tmp_path, use_cache=False, jobs=2)
    assert together.result == alone.result
    assert len(alone.result.findings) > 80
    assert run(tmp_path, jobs=2).result == alone.result, "while the cache is filled"
    kept = run(tmp_path, jobs=2)
    assert kept.result == alone.result
    assert " new" not in kept.cache, start


def test_one_job_means_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(workers, "judged", refuse)
    articles(tmp_path, 10)
    assert run(tmp_path, jobs=1).result.findings


def dying(name: str) -> Callable[[FileWork, Any], Any]:
    real = FileWork.__call__

    def work(self: FileWork, file: Any) -> Any:
        if file.path.name == name:
            os._exit(9)
        return real(self, file)

    return work


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs forked workers")
def test_a_document_that_kills_its_worker_is_the_only_one_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_context", lambda: multiprocessing.get_context("fork"))
    articles(tmp_path, 40)
    whole = run(tmp_path, use_cache=False, jobs=1).result
    monkeypatch.setattr(FileWork, "__call__", dying("020.md"))
    done = run(tmp_path, use_cache=False, jobs=2)
    (error,) = done.result.errors
    assert "020.md: the process that judged it died" in error
    assert done.result.findings == tuple(f for f in whole.findings if not f.path.endswith("020.md"))
    assert done.exit_code() == 2


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs forked workers")
def test_a_fault_in_a_worker_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_context", lambda: multiprocessing.get_context("fork"))
    articles(tmp_path, 30)
    real = FileWork.__call__

    def work(self: FileWork, file: Any) -> Any:
        if file.path.name == "020.md":
            raise ZeroDivisionError
        return real(self, file)

    monkeypatch.setattr(FileWork, "__call__", work)
    done = run(tmp_path, use_cache=False, jobs=2)
    (error,) = done.result.errors
    assert error.startswith("internal error: ZeroDivisionError")
    assert "020.md" in error
    assert len({f.path for f in done.result.findings}) >= 30


def test_workers_killed_in_the_middle_of_an_answer_are_not_waited_for(start: str) -> None:
    """What they were about is done again. An answer of this size stays in a pipe until it is read."""
    names: Any = [f"{number}" for number in range(6 * workers.GROUP)]
    coming = workers.judged(names, long_answer, 3)
    done = [next(coming)]
    for child in multiprocessing.active_children():
        # Asleep in the pipe, or at work on what fills it.
        child.kill()
    done += coming
    assert sorted(each.number for each in done) == list(range(len(names))), start
    assert all(each.kept == str(each.number) * 100_000 for each in done)
    assert not multiprocessing.active_children()


def long_answer(name: Any) -> Any:
    return name * 100_000


def test_a_run_that_is_left_leaves_no_worker(start: str) -> None:
    names: Any = [f"{number}" for number in range(6 * workers.GROUP)]
    coming = workers.judged(names, long_answer, 3)
    next(coming)
    assert multiprocessing.active_children(), start
    coming.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_where_no_more_processes_start_those_do_the_work_that_there_are(
    monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    started: list[object] = []
    begin = workers._Worker.__init__

    def refused(self: Any, *given: Any) -> None:
        if len(started) == allowed:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(self)
        begin(self, *given)

    monkeypatch.setattr(workers._Worker, "__init__", refused)
    names: Any = [f"{number}" for number in range(6 * workers.GROUP)]
    done = list(workers.judged(names, long_answer, 3))
    assert sorted(each.number for each in done) == list(range(len(names)))
    assert len(started) == allowed


def test_the_work_can_be_sent_to_a_new_process(tmp_path: Path) -> None:
    articles(tmp_path, 1)
    examiner = Examiner(RunOptions(TODAY, isolated=True))
    anew = pickle.loads(pickle.dumps(FileWork(examiner)))
    assert isinstance(anew, FileWork)
