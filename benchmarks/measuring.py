"""One command measured: time, processor time, peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

LAUNCHER = Path(__file__).resolve().parent / "launcher.py"


class BenchError(Exception):
    """Why nothing, or nothing that can be trusted, was measured: one sentence."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run: ``argv[0]`` is the path of a program; ``good`` are the exit codes of a run that worked.

    ``environment`` is added to the little that every command is given.
    """

    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    good: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run took. ``seconds`` of the clock and of all ``processor``s; ``peak`` bytes of its largest
    process; ``tree`` bytes of all its processes together at the worst moment seen, 0 where nobody looked.
    """

    seconds: float
    processor: float
    peak: int
    tree: int = 0
    code: int = 0
    timed_out: bool = False


class Launcher:
    """Runs commands one at a time, in a small process (see ``launcher``)."""

    def __init__(self, scratch: Path, limit: float) -> None:
        self._scratch = scratch
        self._limit = limit
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(LAUNCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(
        self, command: Command, *, stdout: Path | None = None, tree: bool = False, limit: float | None = None
    ) -> Sample:
        """Run a command. Raises BenchError where it cannot be started or ends with a code that is not good;
        a run that takes longer than the limit is killed and says so.
        """
        complaints = self._scratch / "stderr.txt"
        request = {
            "argv": command.argv,
            "folder": str(command.folder),
            "environment": {**base_environment(self._scratch), **command.environment},
            "stdout": str(stdout or os.devnull),
            "stderr": str(complaints),
            "limit": limit or self._limit,
            "tree": tree,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "the launcher ended"}')
        if "error" in answer:
            raise BenchError(f"{command.argv[0]} cannot be run: {answer['error']}")
        sample = Sample(**answer)
        if sample.code not in command.good and not sample.timed_out:
            said = complaints.read_text(encoding="utf-8", errors="replace").strip()[-600:]
            raise BenchError(f"`{' '.join(command.argv)[:300]}` ended with {sample.code}: {said}")
        return sample


def base_environment(home: Path) -> dict[str, str]:
    """What every command gets: no setting of the user's, a home of its own, a fixed date."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": "1795392000",  # 2026-11-23: rules about dates say the same every day
    }
