"""Documents judged by several processes at once: the same findings, sooner.

Documents go out in small groups and come back as plain data (``keeping``), so that a worker shares nothing
with the run. A worker that dies takes its group along: the documents of such a group are tried again, each in
a process of its own, and only the one that kills it is lost, with a sentence.

A run that is interrupted does not wait for its workers, and no worker outlives its run, however that ended:
in each of them a thread waits for the word to stop, or for the run to be gone.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.faults import internal_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.findings_cache import Kept

    Work = Callable[[FoundFile], Kept]
    Submit = Callable[[range], Future[list["Done"]]]

_SAFE = "PYTHONSAFEPATH"
GROUP = 16
"""Documents that go to a worker at once: enough that handing them over costs little."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came back for a document: a judgement, or the sentence that says why there is none."""

    number: int
    kept: Kept | None
    fault: str = ""


def usable_processors() -> int:
    """How many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def judged(files: Sequence[FoundFile], work: Work, jobs: int) -> Iterator[Done]:
    """Judge files by several processes. Yields what came back, each file once, in no certain order."""
    groups = [range(at, min(at + GROUP, len(files))) for at in range(0, len(files), GROUP)]
    lost: list[int] = []
    with _pool(min(jobs, len(groups)), files, work) as submit:
        waiting = [(group, submit(group)) for group in groups]
        for group, future in waiting:
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost.extend(group)
    for number in lost:
        yield _alone(files, work, number)


def _alone(files: Sequence[FoundFile], work: Work, number: int) -> Done:
    """One document in a process of its own."""
    with _pool(1, files, work) as submit:
        try:
            return submit(range(number, number + 1)).result()[0]
        except BrokenProcessPool:
            shown = files[number].shown
            return Done(
                number, None, f"{shown}: the process that judged it died; please report this document"
            )


@contextmanager
def _pool(jobs: int, files: Sequence[FoundFile], work: Work) -> Iterator[Submit]:
    """Workers, and the function that gives them groups. They are gone when this ends, at once where it ends
    with an exception, an interrupt for one.
    """
    context = _context()
    told, tell = context.Pipe(duplex=False)
    with _own_modules():
        pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(files, work, told))

    def submit(group: range) -> Future[list[Done]]:
        # Workers start here. An interrupt would meet them before they have learnt to leave it to the run.
        with _no_interrupt(), _own_modules():
            return pool.submit(_group, group)

    try:
        yield submit
    except BaseException:
        tell.send_bytes(b"stop")
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        told.close()
        tell.close()


@contextmanager
def _own_modules() -> Iterator[None]:
    """Start processes that look for no module in the working folder, which is a stranger's: one that begins
    anew would, before it has the run's own places to look in (``python -c``; PYTHONSAFEPATH, Python 3.11).
    """
    old = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if old is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = old


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let an interrupt wait, where the system can do that."""
    import signal  # noqa: PLC0415 - with workers only

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _context() -> BaseContext:
    """Forked workers have what is loaded already; where forking is not safe, they begin anew: on other
    systems, and beside threads, whose locks a fork would leave closed for ever.
    """
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


_worker: list[tuple[Sequence[FoundFile], Work]] = []
"""What a worker process works on. Empty in the process that a user starts."""


def _begin(files: Sequence[FoundFile], work: Work, told: Connection) -> None:
    import signal  # noqa: PLC0415 - in workers only

    # The run itself hears Ctrl-C and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, args=(told,), daemon=True).start()
    _worker[:] = [(files, work)]


def _end_with_the_run(told: Connection) -> None:
    """Wait for the word to stop, which is left for the other workers to see, or for the run to be gone."""
    run = multiprocessing.parent_process()
    wait([told] if run is None else [told, run.sentinel])
    os._exit(1)


def _group(numbers: range) -> list[Done]:
    files, work = _worker[0]
    done: list[Done] = []
    for number in numbers:
        try:
            done.append(Done(number, work(files[number])))
        except Exception as error:  # one document must not keep the others from being checked
            done.append(Done(number, None, internal_fault(error, files[number].shown)))
    return done
