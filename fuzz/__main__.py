"""``python -m fuzz``: fire at every target, or at some, for a time; say what came of it."""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from fuzz.driving import fire
from fuzz.guiding import summary
from fuzz.targets import TARGETS, target_named


def main() -> int:
    """0 where nothing was found, 1 where something was, 2 for a target that there is none of."""
    given = _parser().parse_args()
    names = [target.name for target in TARGETS]
    if given.list:
        print("\n".join(f"{target.name:20} {target.about}" for target in TARGETS))
        return 0
    chosen = [
        name for name in names if not given.target or any(map(partial(fnmatchcase, name), given.target))
    ]
    if not chosen:
        print(
            f"no target is called {' or '.join(given.target)}; there are {', '.join(names)}", file=sys.stderr
        )
        return 2
    guided = given.engine != "plain" and importlib.util.find_spec("atheris") is not None
    if given.engine == "guided" and not guided:
        print("atheris is not installed; .venv/bin/pip install --group fuzz", file=sys.stderr)
        return 2
    if given.input:
        for name in chosen:
            target_named(name).run(given.input.read_bytes())
        return 0
    seconds = given.seconds or given.total / len(chosen)
    return max([_one(name, seconds, given.seed, given.findings, guided=guided) for name in chosen])


def _one(name: str, seconds: float, seed: int, folder: Path, *, guided: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{name}.json"
    begun = time.monotonic()
    if guided:
        written.unlink(missing_ok=True)
        command = [sys.executable, "-m", "fuzz.guiding", name, str(seconds), str(seed), str(folder)]
        with (folder / f"{name}.log").open("wb") as log:
            subprocess.run(command, check=False, stdout=log, stderr=log)
        if not written.exists():
            print(f"{name}: the engine did not start; see {folder / name}.log", flush=True)
            return 1
    else:
        written.write_text(summary(fire(target_named(name), seconds, seed, folder), begun), "utf-8")
    seen = json.loads(written.read_text("utf-8"))
    spent = f"{time.monotonic() - begun:.0f} s ({seen['busy']:.0f} s of processor)"
    said = f"{seen['runs']} inputs in {spent}, slowest {seen['slowest']:.2f} s"
    print(f"{name}: {said}, {len(seen['faults'])} faults", flush=True)
    for mark, sentence in seen["faults"].items():
        print(f"  {mark}\n    {ascii(sentence)[:200]}", flush=True)
    return 1 if seen["faults"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument(
        "--target",
        action="append",
        default=[],
        help="only targets of this name, `lang-*`; may be given again",
    )
    parser.add_argument("--seconds", type=float, default=0.0, help="for each target")
    parser.add_argument(
        "--total", type=float, default=1_200.0, help="seconds for all, where --seconds is not given"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number makes other inputs")
    parser.add_argument("--engine", choices=["auto", "plain", "guided"], default="auto")
    parser.add_argument(
        "--findings", type=Path, default=Path("fuzz/findings"), help="where findings are kept"
    )
    parser.add_argument("--input", type=Path, help="run this file alone, as it is, and let its error out")
    parser.add_argument("--list", action="store_true", help="name the targets")
    return parser


if __name__ == "__main__":
    sys.exit(main())
