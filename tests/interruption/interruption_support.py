"""Runs that are stopped in the middle, and what they may have left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafts import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ARTICLE = """# Streaming with the Responses API

Set the variable first: `export OPENAI_API_KEY="{{{{key:openai-project}}}}"`.

```python
from openai import OpenAI

client = OpenAI(api_key="{{{{key:openai-project}}}}")
print(client.responses.create(model="gpt-4o", messages=[], max_tokens={number}).output_text)
```

{filling}
"""
SENTENCE = "The stream ends with an event of its own, and a reader waits for that event and for no other. "
INTERRUPTED = 130


def articles(folder: Path, count: int, *, sentences: int = 10) -> dict[str, bytes]:
    """Write articles with faults that have safe fixes; what stands in each, by its path below the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made: dict[str, bytes] = {}
    for number in range(count):
        text = ARTICLE.format(number=number + 1, filling=SENTENCE * sentences)
        made[f"a{number:03}.md"] = filled(text).encode()
        (folder / f"a{number:03}.md").write_bytes(made[f"a{number:03}.md"])
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run ended: its exit code (negative for a signal), what it said, whether the signal met it."""

    code: int
    said: str
    met: bool


def stopped(
    arguments: tuple[str | Path, ...],
    folder: Path,
    number: signal.Signals,
    after: float,
    environment: Mapping[str, str],
    look: Callable[[], object] = bool,
) -> Stopped:
    """Run draftproof and send a signal after some seconds: Ctrl-C reaches all its processes, as in a
    terminal, a kill its first one only. ``look`` is called before.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "draftproof", *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | environment,
    )
    try:
        _, errors = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        look()
        if number is signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        _, errors = process.communicate(timeout=60)
        return Stopped(process.returncode, errors, met=True)
    return Stopped(process.returncode, errors, met=False)


def duration(arguments: tuple[str | Path, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """Seconds that a whole run takes here: the moments of the signals are spread over them."""
    started = time.monotonic()
    done = stopped(arguments, folder, signal.SIGKILL, 120, environment)
    assert not done.met, done
    return time.monotonic() - started


def moments(seed: int, whole: float, count: int) -> list[float]:
    """Moments all over a run, the later half, in which files are written, more often."""
    chance = random.Random(seed)
    return [whole * (chance.random() if n % 2 else 0.5 + chance.random() / 2) for n in range(count)]


def marked_processes(mark: str) -> list[int]:
    """The processes that run with a variable ``MARK`` of this value. Needs /proc."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                variables = (entry / "environ").read_bytes().split(b"\0")
                zombie = (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if f"MARK={mark}".encode() in variables and not zombie:
                found.append(int(entry.name))
    return found


def gone(mark: str, seconds: float = 10) -> bool:
    """True as soon as no process has the mark any more."""
    end = time.monotonic() + seconds
    while marked_processes(mark):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
