"""One input run under watch: what it raised, how long it took, whether that was seen before."""

from __future__ import annotations

import signal
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from fuzz.shrinking import shrunk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from fuzz.target import Target

PATIENCE: Final = 20.0
"""Seconds of the processor after which an input of at most ``mutating.LONGEST`` bytes counts as a hang."""
_SHRINKING: Final = 30.0
_MOST_SHRUNK: Final = 12


class HangError(Exception):
    """An input that takes longer than anybody waits."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise HangError in what takes longer. Only in the main thread, only where there are such alarms."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise HangError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@dataclass(slots=True)
class Watch:
    """What a target did under fire. ``folder`` takes its findings; None keeps them in memory only."""

    target: Target
    folder: Path | None = None
    runs: int = 0
    busy: float = 0.0
    """Seconds of the processor that the inputs took."""
    slowest: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)
    """The sentence of every fault by its mark."""

    def run(self, data: bytes) -> None:
        """Run an input; a fault that is new is shrunk and kept."""
        self.runs += 1
        begun = time.process_time()
        found = self._fault(data)
        taken = time.process_time() - begun
        self.busy += taken
        if taken > self.slowest:
            self.slowest = taken
            self._keep("slowest", data, f"{taken:.2f} s for {len(data)} bytes")
        if found is not None and found[0] not in self.faults:
            self._learn(*found, data)

    def _fault(self, data: bytes) -> tuple[str, str] | None:
        """A mark that tells faults apart, and the traceback; None where nothing was wrong."""
        try:
            with patience(PATIENCE):
                self.target.run(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return _mark(error), "".join(traceback.format_exception(error, limit=-12))
        return None

    def _learn(self, mark: str, trace: str, data: bytes) -> None:
        self.faults[mark] = trace.rstrip().rpartition("\n")[2]
        if len(self.faults) <= _MOST_SHRUNK and not mark.startswith("HangError"):
            data = shrunk(data, lambda tried: (self._fault(tried) or ("",))[0] == mark, _SHRINKING)
        self._keep(sha256(mark.encode()).hexdigest()[:10], data, f"{mark}\n\n{trace}\n{data!r}\n")

    def _keep(self, name: str, data: bytes, said: str) -> None:
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{self.target.name}-{name}.bin").write_bytes(data)
            (self.folder / f"{self.target.name}-{name}.txt").write_text(said, "utf-8", "backslashreplace")


def _mark(error: BaseException) -> str:
    """The kind of an error and where it came from; of a broken promise its first words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.name}:{frame.lineno}" for frame in frames if "draftproof" in frame.filename]
    if isinstance(error, HangError):
        places = []  # wherever it happened to be
    return " ".join((type(error).__name__, *places[-1:], str(error)[:40] if not places else ""))
