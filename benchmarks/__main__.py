"""Measures draftproof beside other tools, on the same files in one run: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Sizes
from benchmarks.corpora import compared, found, sampled, size_of
from benchmarks.equality import equality
from benchmarks.figures import MEGA, written_bytes
from benchmarks.generated import documents
from benchmarks.installing import ROOT, bench_home, installed_draftproof
from benchmarks.machine import machine
from benchmarks.measuring import BenchError, Launcher
from benchmarks.parts import everything, memory, one, some, startup
from benchmarks.programs import PEERS, bare_python, draftproof, peers
from benchmarks.reporting import markdown, placed
from benchmarks.results import Results
from benchmarks.scaling import growth, rules
from draftproof import __version__
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS = {
    "equality": equality,
    "startup": startup,
    "one": one,
    "some": some,
    "all": everything,
    "memory": memory,
    "growth": growth,
    "rules": rules,
}
PAGE = ROOT / "docs" / "benchmarks.md"
GENERATED, QUICK = 4 * MEGA, 2 * MEGA
"""Bytes of documents without a corpus, and of the sample that a try reads."""
OPTIONS = ("--jobs", "--no-cache")


def names(known: Sequence[str]) -> object:
    """A type for argparse: names with commas between them, each one of the known."""

    def split(text: str) -> tuple[str, ...]:
        chosen = tuple(filter(None, text.split(",")))
        if wrong := [name for name in chosen if name not in known]:
            raise argparse.ArgumentTypeError(
                f"no such name: {', '.join(wrong)} (there are {', '.join(known)})"
            )
        return chosen

    return split


def parser() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog="Programs are installed below $DRAFTPROOF_BENCH_HOME (default: ~/.cache/draftproof-bench).",
    )
    parser.add_argument("--corpus", type=Path, help="a folder of documents (default: generated ones)")
    parser.add_argument("--only", type=names(list(PARTS)), default=tuple(PARTS), help=", ".join(PARTS))  # type: ignore[arg-type]
    parser.add_argument(
        "--peers",
        type=names(list(PEERS)),  # type: ignore[arg-type]
        default=tuple(PEERS),
        help=f"{', '.join(PEERS)}; an empty text for none",
    )
    parser.add_argument("--repeat", type=int, metavar="N", help="repetitions (default: 5)")
    parser.add_argument("--quick", action="store_true", help="a try: one repetition, small samples")
    parser.add_argument(
        "--bound",
        type=float,
        metavar="SECONDS",
        help="most that a peer may take for all documents (default: 120)",
    )
    parser.add_argument("--seed", type=int, default=1, help="of samples and generated texts (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the results as data")
    parser.add_argument("--write", action="store_true", help="put the report into docs/benchmarks.md")
    return parser


def chosen_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; ends with 2 where they do not go together."""
    known = parser()
    options = known.parse_args(arguments)
    if options.write and (options.quick or set(options.only) != set(PARTS)):
        known.error("--write is for whole runs, without --quick and --only: it replaces all figures")
    return options


def main() -> int:
    """Measure; 0, or 1 where findings differ, or 2 where something could not be measured."""
    options = chosen_options(sys.argv[1:])
    try:
        results = measured(options)
    except KeyboardInterrupt:
        return 130
    except BenchError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    for line in results.different:
        print(f"benchmarks: THE FINDINGS DIFFER: {line}", file=sys.stderr)
    return 1 if results.different else 0


def told(arguments: Sequence[str], corpus: Path | None) -> str:
    """The command as somebody else would give it: with a folder of their own."""
    said = (each.replace(str(corpus), "FOLDER") if corpus else each for each in arguments)
    return shlex.join(["python", "-m", "benchmarks", *said])


def measured(options: argparse.Namespace) -> Results:
    """Everything that was asked for, measured, printed and kept. Raises BenchError."""
    home = bench_home()
    say_progress(f"programs in {home}")
    programs = installed_draftproof(home)
    ours, bare = draftproof(programs, __version__), bare_python(programs)
    others = peers(home, options.peers)
    sizes = sizes_of(options)
    where = "a folder" if options.corpus else f"generated from the fixtures, seed {sizes.seed}"
    texts = found(options.corpus) if options.corpus else documents(sizes.seed, GENERATED)
    if options.quick:
        texts = sampled(texts, sizes.seed, size=QUICK)
        where += ", a sample"
    chosen = compared(texts)
    corpus = (
        f"{where}: {len(texts)} documents, {written_bytes(size_of(texts))}; "
        f"compared on {len(chosen)} in Markdown, {written_bytes(size_of(chosen))}"
    )
    results = Results(
        told(sys.argv[1:], options.corpus),
        machine(),
        {program.name: program.version for program in (ours, *others.programs)},
        corpus,
        skipped=dict(others.skipped),
    )
    work = home / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with Launcher(work, limit=max(600.0, sizes.bound * 5)) as launcher:
        accepted = frozenset(option for option in OPTIONS if option in _help(ours.check[0]))
        bench = Bench(
            launcher, work, ours, bare, others.programs, accepted, texts, chosen, sizes, results, say_progress
        )
        for name in options.only:
            PARTS[name](bench)
            keep(results, options, home)
    return results


def sizes_of(options: argparse.Namespace) -> Sizes:
    """How much is measured."""
    quick = options.quick
    return Sizes(
        options.repeat or (1 if quick else 5),
        options.bound or (10 if quick else 120),
        options.seed,
        50 if quick else 200,
        MEGA // 4 if quick else 2 * MEGA,
        MEGA if quick else 8 * MEGA,
    )


def keep(results: Results, options: argparse.Namespace, home: Path) -> None:
    """Write what there is so far, so that a run that is broken off leaves its figures."""
    data = json.dumps(results.as_data(), indent=1, ensure_ascii=False).encode()
    write_atomically(options.json or home / "results.json", data + b"\n")
    text = markdown(results)
    write_atomically(home / "results.md", text.encode() + b"\n")
    if options.write:
        write_atomically(PAGE, placed(PAGE.read_text(encoding="utf-8"), text).encode())


def _help(program: str) -> str:
    done = subprocess.run(
        [program, "check", "--help"],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        check=False,
    )
    return done.stdout


def say_progress(line: str) -> None:
    """Progress goes to standard error; the report is a file."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
