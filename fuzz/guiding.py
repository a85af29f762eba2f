"""The same, guided by coverage: ``python -m fuzz.guiding TARGET SECONDS SEED FOLDER``, a process of its own.

atheris (libFuzzer) keeps the inputs that reach code which no other input reached; new ones are made by our
own mutator, which knows lines and words. The engine ends the process itself, so that what was seen is written
down as it goes, into ``FOLDER/TARGET.json``.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fuzz.watching import Watch

_WRITTEN_EVERY: Final = 2.0


def summary(watch: Watch, begun: float) -> str:
    """What a target did, as JSON."""
    seen = {
        "runs": watch.runs,
        "seconds": time.monotonic() - begun,
        "busy": watch.busy,
        "slowest": watch.slowest,
        "faults": watch.faults,
    }
    return json.dumps(seen, ensure_ascii=True)


def main(name: str, seconds: float, seed: int, folder: Path) -> None:
    """Fire at one target; does not return."""
    import atheris  # noqa: PLC0415 - optional

    atheris.instrument_imports(include=["draftproof"]).__enter__()  # for all that is imported from here on
    from fuzz.mutating import LONGEST, Mutator  # noqa: PLC0415
    from fuzz.targets import target_named  # noqa: PLC0415
    from fuzz.watching import Watch  # noqa: PLC0415

    target = target_named(name)
    watch = Watch(target, folder)
    seeds = list(target.seeds())
    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(data)
    begun = written = time.monotonic()

    def one(data: bytes) -> None:
        nonlocal written
        watch.run(data)
        if time.monotonic() - written > _WRITTEN_EVERY:
            written = time.monotonic()
            (folder / f"{name}.json").write_text(summary(watch, begun), "utf-8")

    def change(data: bytes, longest: int, number: int) -> bytes:
        mutator = Mutator(random.Random(number), target.words)
        return mutator.mutated(data, seeds)[: min(longest, LONGEST)]

    # Our own alarm watches for hangs: libFuzzer's would end the process.
    options = [f"-max_total_time={int(seconds)}", f"-seed={seed or 1}", f"-max_len={LONGEST}", "-timeout=600"]
    options += ["-rss_limit_mb=3000", "-verbosity=0", "-print_final_stats=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
