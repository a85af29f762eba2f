"""Documents judged by several processes at once: the same findings, sooner.

Documents go out in small groups and come back as plain data (``keeping``), so that a worker shares nothing
with the run. A worker that dies takes its group along: the documents of such a group are tried again, each in
a process of its own, and only the one that kills it is lost, with a sentence.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftproof.faults import internal_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.context import BaseContext

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.findings_cache import Kept

    Work = Callable[[FoundFile], Kept]

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
    with ProcessPoolExecutor(
        min(jobs, len(groups)), _context(), initializer=_begin, initargs=(files, work)
    ) as pool:
        waiting = [(group, pool.submit(_group, group)) for group in groups]
        for group, future in waiting:
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost.extend(group)
    for number in lost:
        yield _alone(files, work, number)


def _alone(files: Sequence[FoundFile], work: Work, number: int) -> Done:
    """One document in a process of its own."""
    with ProcessPoolExecutor(1, _context(), initializer=_begin, initargs=(files, work)) as pool:
        try:
            return pool.submit(_group, range(number, number + 1)).result()[0]
        except BrokenProcessPool:
            shown = files[number].shown
            return Done(
                number, None, f"{shown}: the process that judged it died; please report this document"
            )


def _context() -> BaseContext:
    """Forked workers have what is loaded already; where forking is not safe, they begin anew: on other
    systems, and beside threads, whose locks a fork would leave closed for ever.
    """
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


_worker: list[tuple[Sequence[FoundFile], Work]] = []
"""What a worker process works on. Empty in the process that a user starts."""


def _begin(files: Sequence[FoundFile], work: Work) -> None:
    import signal  # noqa: PLC0415 - in workers only

    # The run itself hears Ctrl-C and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker[:] = [(files, work)]


def _group(numbers: range) -> list[Done]:
    files, work = _worker[0]
    done: list[Done] = []
    for number in numbers:
        try:
            done.append(Done(number, work(files[number])))
        except Exception as error:  # one document must not keep the others from being checked
            done.append(Done(number, None, internal_fault(error, files[number].shown)))
    return done
