"""Starts one command after the other and says what each took: a line of JSON in, a line of JSON out.

It is a process of its own, as small as Python can be: on Linux the peak memory of a child is never said to be
less than that of the process that started it, so a harness that has grown would be measured with every peer.
Run as ``python -I -S launcher.py``; ``measuring.Launcher`` is its client.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

TICK = 0.02
"""Seconds between looks at the memory of the tree."""
FROM_MAXRSS = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of ``ru_maxrss``."""


class _Watch:
    """What is looked at while a command runs: its time, and the memory of its tree where that is wanted."""

    def __init__(self, pid: int, limit: float, *, tree: bool) -> None:
        self.pid = pid
        self.ends = time.monotonic() + limit
        self.tree = tree
        self.peak = 0
        self.timed_out = False

    def look(self, _number: int, _frame: object) -> None:
        if time.monotonic() > self.ends:
            self.timed_out = True
            os.killpg(self.pid, signal.SIGKILL)
        elif self.tree:
            self.peak = max(self.peak, sum(map(_proportional, _tree(self.pid))))


def _tree(pid: int) -> list[int]:
    """A process and all below it; those that ended meanwhile are left out."""
    found = [pid]
    for each in found:
        try:
            with open(f"/proc/{each}/task/{each}/children", encoding="ascii") as file:  # noqa: PTH123 - pathlib is large
                found.extend(map(int, file.read().split()))
        except OSError:
            continue
    return found


def _proportional(pid: int) -> int:
    """Bytes of a process, pages that it shares divided by those who share them; 0 where nobody says it."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 - pathlib is large
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def run(request: dict[str, object]) -> dict[str, object]:
    """Run ``argv`` in ``folder`` with ``environment``, its outputs to the files ``stdout`` and ``stderr``."""
    argv = [str(each) for each in request["argv"]]  # type: ignore[attr-defined]
    os.chdir(str(request["folder"]))
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(request["stdout"]), writing, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, str(request["stderr"]), writing, 0o644),
    ]
    started = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, request["environment"], file_actions=actions, setsid=True)  # type: ignore[arg-type]
    watch = _Watch(pid, float(str(request["limit"])), tree=bool(request["tree"]))
    limit = TICK if watch.tree else min(0.5, float(str(request["limit"])))
    signal.signal(signal.SIGALRM, watch.look)
    signal.setitimer(signal.ITIMER_REAL, limit, limit)
    try:
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - started
    except BaseException:  # interrupted: what was started is in a session of its own and would go on
        os.killpg(pid, signal.SIGKILL)
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {
        "seconds": seconds,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * FROM_MAXRSS,
        "tree": watch.peak,
        "code": os.waitstatus_to_exitcode(status),
        "timed_out": watch.timed_out,
    }


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        try:
            answer = run(json.loads(line))
        except OSError as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
