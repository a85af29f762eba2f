"""Ten thousand documents through the distributed path and through one process: the same findings?

``python -m benchmarks.distributed [--corpus FOLDER] [--write]`` makes a Parquet file of documents, some of
which are poisoned, and the same documents as files; lints the one with Ray Data on this machine and the
others with ``draftproof check`` in one process; and compares what they say, field by field. ``--write`` puts
the figures into ``docs/distributed.md``. The exit code is 1 where the findings differ. Needs the extra
``distributed``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import distributed_report as report
from benchmarks.corpora import Text, found, multiplied, write
from benchmarks.distributed_report import Comparison, Way
from benchmarks.generated import documents
from benchmarks.machine import machine
from benchmarks.measuring import BenchError, Command, Launcher
from draftproof import DraftproofError
from draftproof.distributed import Summary, lint_options, run
from draftproof.reading.limits import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = datetime.date(2026, 11, 23)
COUNT = 10_000
IGNORED = "DOC002"
"""Whether an include leads nowhere, only a run over files can say."""
CORPUS_SHARE = 0.27
CHILD, WORKER = "judging process", "Ray worker"
_SECONDS = 0.5
_LONGEST = 3600.0
"""Seconds that one process may take."""
_GENERATED_SIZE = 2_000_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents as rows and as files; ``without`` rows have no text or no path and are no files."""

    rows: list[tuple[str | None, bytes | None]]
    texts: list[Text]

    @property
    def without(self) -> int:
        return len(self.rows) - len(self.texts)


def corpus(folder: Path | None, count: int, seed: int) -> Corpus:
    """So many documents: those of a folder with lines of their own in each copy, generated ones, poison."""
    texts = _poisoned()
    if folder is not None:
        real = found(folder)
        wanted = int(count * CORPUS_SHARE)
        texts += multiplied(real, -(-wanted // len(real)))[:wanted]
    round_ = 0
    while len(texts) < count:
        made = documents(seed + round_, _GENERATED_SIZE)
        texts += [Text(f"made-{round_:03}/{each.path}", each.data) for each in made]
        round_ += 1
    nothing: list[tuple[str | None, bytes | None]] = [
        *((f"poison/null-{number}.md", None) for number in range(10)),
        *((None, b"# A page without a name\n") for _ in range(10)),
    ]
    texts = texts[: count - len(nothing)]
    rows = [*((text.path, text.data) for text in texts), *nothing]
    random.Random(seed).shuffle(rows)
    return Corpus(rows, texts)


def _poisoned() -> list[Text]:
    """Documents that cannot be read, or not all of them."""
    kinds = {
        "bytes.md": b"# Broken\n\nThe fastest \xff\xfe API.\n",
        "binary.md": bytes(range(256)) * 8,
        "wide.md": "# Wide\n".encode("utf-16"),
        "notebook.ipynb": b'{"cells": [',
        "deep.md": b">" * 5_000 + b" deep\n",
        "nul.md": b"# Nul\0\n",
    }
    made = [Text(f"poison/{number}-{name}", data) for number in range(10) for name, data in kinds.items()]
    return [*made, Text("poison/long.md", b"word " * (DEFAULT_MAX_BYTES // 5 + 1))]


class Watch(threading.Thread):
    """Looks at the processes below this one: the greatest memory that one of a kind has held, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peaks: Counter[str] = Counter()
        self._ticks: dict[str, int] = {}
        self._ended = threading.Event()

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    @property
    def processor(self) -> float:
        """Seconds that processors worked for workers and judging processes, as last seen."""
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def run(self) -> None:
        while not self._ended.wait(_SECONDS):
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError, ValueError, StopIteration):
                    command = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                    kind = CHILD if b"distributed.child" in command else WORKER if b"ray::" in command else ""
                    status = (process / "status").read_text().splitlines()
                    peak = next(line for line in status if line.startswith("VmHWM"))
                    if kind and _is_below(process.name, os.getpid()):
                        times = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
                        self._ticks[process.name] = sum(map(int, times))
                        self.peaks[kind] = max(self.peaks[kind], int(peak.split()[1]) * 1024)


def _is_below(process: str, ancestor: int) -> bool:
    while int(process) > 1:
        process = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1]
        if int(process) == ancestor:
            return True
    return False


def one_process(texts: Sequence[Text], scratch: Path) -> tuple[list[str], Way]:
    """What one process says of the files: findings as JSON, and what that took."""
    folder = scratch / "files"
    write(folder, texts)
    options = ["--isolated", "--no-cache", "--jobs", "1", "--ignore", IGNORED, "--today", TODAY.isoformat()]
    command = [sys.executable, "-m", "draftproof", "check", *options, "--format", "jsonl", "--quiet", "."]
    output = scratch / "one.jsonl"
    with Launcher(scratch, limit=_LONGEST) as launcher:
        sample = launcher.run(Command(tuple(command), folder), stdout=output)
    if sample.timed_out:
        raise BenchError(f"one process took longer than {_LONGEST:.0f} s")
    name = "`draftproof check --jobs 1 --no-cache`"
    way = Way(name, sample.seconds, sample.processor, {"": sample.peak})
    return _records(output.read_bytes()), way


def _records(data: bytes) -> list[str]:
    """JSON Lines as comparable texts, in order, without the status."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in data.splitlines()]
    return sorted(json.dumps({k: v for k, v in row.items() if k != "status"}, sort_keys=True) for row in rows)


def distributed(source: Path, output: Path, workers: int | None) -> tuple[list[str], Summary, Way]:
    """What the distributed path says: findings as JSON without faults, its summary, and what that took."""
    began = time.perf_counter()
    with Watch() as watch:
        options = lint_options(TODAY, ignore=[IGNORED])
        summary = run(source, output, options, output_format="jsonl", workers=workers)
    seconds = time.perf_counter() - began
    parts = b"".join(path.read_bytes() for path in sorted(output.glob("*.jsonl")))
    kept = b"".join(line for line in parts.splitlines(True) if not line.endswith(b'"status": "fault"}\n'))
    return _records(kept), summary, Way("Ray Data", seconds, watch.processor, watch.peaks)


def compared(given: argparse.Namespace, scratch: Path) -> Comparison:
    """Both ways, one after the other; with ``--together`` at once, in half the time."""
    facts = machine()
    made = corpus(given.corpus, given.count, given.seed)
    paths, texts = zip(*made.rows, strict=True)
    table = pa.table({"path": pa.array(paths, pa.string()), "text": pa.array(texts, pa.binary())})
    pq.write_table(table, scratch / "documents.parquet", row_group_size=1_000)
    with ThreadPoolExecutor(1) as pool:
        later = pool.submit(one_process, made.texts, scratch) if given.together else None
        many, summary, ray = distributed(scratch / "documents.parquet", scratch / "findings", given.workers)
        print(f"Ray Data: {ray.seconds:.1f} s; {summary}", file=sys.stderr)
        one, alone = later.result() if later else one_process(made.texts, scratch)
    size = sum(len(text.data) for text in made.texts)
    return Comparison(
        _command(given), facts, len(made.rows), size, made.without, one, many, summary, (ray, alone),
        given.together,
    )  # fmt: skip


def _command(given: argparse.Namespace) -> str:
    """The command as somebody else would give it."""
    numbers = {"count": COUNT, "seed": 1, "workers": None}
    changed = [
        f"--{name} {getattr(given, name)}" for name, usual in numbers.items() if getattr(given, name) != usual
    ]
    folder = ["--corpus FOLDER"] if given.corpus else []
    return " ".join(["python -m benchmarks.distributed", *folder, *changed])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of documents to make most of the corpus of")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, help="default: one a processor")
    parser.add_argument("--together", action="store_true", help="both ways at once, for the findings alone")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/distributed.md")
    given = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = compared(given, Path(folder))
        print(report.markdown(made), *report.differences(made), sep="\n")
        if given.write and made.same:
            report.write(made)
    except (BenchError, DraftproofError) as error:
        raise SystemExit(f"benchmarks.distributed: {error}") from None
    return 0 if made.same else 1


if __name__ == "__main__":
    raise SystemExit(main())
