"""Documents judged by several processes at once: the same findings, sooner.

Documents go out in small groups and come back as plain data (``keeping``), so that a worker shares nothing
with the run. A worker that dies takes its group along: the documents of such a group are tried again, each in
a process of its own, and only the one that kills it is lost, with a sentence.

Each worker has pipes of its own, of which the run keeps only its own ends: one that dies in the middle of
what it hands over is known by the end of its pipe. The library's pools have one pipe for all and hold both
its ends: the other half of such a message is waited for without end.

A run that is interrupted does not wait for its workers, and no worker outlives its run, however that ended:
in each of them a thread waits for the run to be gone.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, cast

from draftproof.dataclass import dataclass
from draftproof.faults import internal_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.findings_cache import Kept

    Work = Callable[[FoundFile], Kept]

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
    groups = deque(range(at, min(at + GROUP, len(files))) for at in range(0, len(files), GROUP))
    lost: list[int] = []
    for group, came in _worked(files, work, groups, jobs):
        if came is None:
            lost.extend(group)
        else:
            yield from came
    while groups:  # no process is to be had
        for number in groups.popleft():
            yield _done(files, work, number)
    for number in lost:
        alone = _worked(files, work, deque([range(number, number + 1)]), 1)
        came = next((came for _, came in alone), None)
        yield from _dead(number, files[number]) if came is None else came


def _dead(number: int, file: FoundFile) -> list[Done]:
    sentence = f"{file.shown}: the process that judged it died; please report this document"
    return [Done(number, None, sentence)]


class _Worker:
    """A process and the two pipes between it and the run."""

    def __init__(self, context: BaseContext, files: Sequence[FoundFile], work: Work) -> None:
        asked, self._ask = context.Pipe(duplex=False)
        self.answers, answer = context.Pipe(duplex=False)
        self.group = range(0)
        # Typed as a base class, which has no name for the class of its processes.
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(files, work, asked, answer), daemon=True
        )
        self._process.start()
        # The worker alone has these from here on: with it they end.
        asked.close()
        answer.close()

    def give(self, group: range) -> None:
        """Hand over a group. Of a worker that is gone the end of its answers tells."""
        self.group = group
        with suppress(OSError):
            self._ask.send(group)

    def taken(self) -> list[Done] | None:
        """What came of the group, None where the worker died."""
        try:
            return cast("list[Done]", self.answers.recv())
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """Let the worker end by itself, which has nothing left to do."""
        with suppress(OSError):
            self._ask.send(None)
        self._gone()

    def kill(self) -> None:
        """End the worker in whatever it does."""
        self._process.kill()
        self._gone()

    def _gone(self) -> None:
        self._process.join()
        self._ask.close()
        self.answers.close()


def _worked(
    files: Sequence[FoundFile], work: Work, groups: deque[range], jobs: int
) -> Iterator[tuple[range, list[Done] | None]]:
    """Each group and what came of it: None where its worker died. No worker is left when this ends.

    Where the system starts no more processes, those do the work that there are; without any, groups are left.
    """
    context = _context()
    crew: list[_Worker] = []
    try:
        while groups or crew:
            while groups and len(crew) < jobs:
                try:
                    # An interrupt would meet a worker before it has learnt to leave it to the run.
                    with _no_interrupt(), _own_modules():
                        crew.append(_Worker(context, files, work))
                except OSError:
                    jobs = len(crew)
                    break
                crew[-1].give(groups.popleft())
            if not crew:
                return
            ready = wait([worker.answers for worker in crew])
            for worker in [each for each in crew if each.answers in ready]:
                group, came = worker.group, worker.taken()
                if came is not None and groups:
                    worker.give(groups.popleft())
                else:
                    worker.end()
                    crew.remove(worker)
                yield group, came
    finally:
        for worker in crew:
            worker.kill()


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


def _serve(files: Sequence[FoundFile], work: Work, asked: Connection, answer: Connection) -> None:
    """What a worker does: group after group, until there is none."""
    import signal  # noqa: PLC0415 - in workers only

    # The run itself hears Ctrl-C and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    while (group := asked.recv()) is not None:
        answer.send([_done(files, work, number) for number in group])


def _end_with_the_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        wait([run.sentinel])
        os._exit(1)


def _done(files: Sequence[FoundFile], work: Work, number: int) -> Done:
    try:
        return Done(number, work(files[number]))
    except Exception as error:  # one document must not keep the others from being checked
        return Done(number, None, internal_fault(error, files[number].shown))
