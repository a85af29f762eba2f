"""``python -m benchmarks.mutants``: changes of the program that no test notices.

Cosmic Ray makes the changes: a comparison turned round, a branch negated, a number one higher. A sample of
them, drawn by a seed, is tried one by one in copies of the checkout; the checkout itself stays as it is. A
change that the tests of its part let through is a survivor: nothing depends on it, or a test is missing.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("linter/draftproof")
COPIED = ("linter", "rules", "tests", "fixtures", "docs", "benchmarks", "pyproject.toml", "hatch_build.py")
MORE_COPIED = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
    "Makefile",
    "action.yml",
)
RECORDS = ("tests/records/test_record_rules.py", "tests/catalogs")
PARTS: dict[str, tuple[str, ...]] = {
    "checks/credentials": ("tests/credentials", "tests/engine/test_masking_everywhere.py"),
    "checks/endpoints": ("tests/checks", "tests/mutations"),
    "checks": ("tests/checks", *RECORDS, "tests/mutations"),
    "live/verdicts.py": (
        "tests/live/test_stream_verdicts.py",
        "tests/live/test_stream_error_path.py",
        "tests/live",
    ),
    "text/masking.py": ("tests/text", "tests/credentials", "tests/engine/test_masking_everywhere.py"),
}
"""What is changed, and the tests that should notice, the quick ones first."""
_COMPARISONS = "Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is Lt_LtE LtE_Lt Gt_GtE GtE_Gt Lt_GtE Gt_LtE"
_SUMS = "Add_Sub Sub_Add Mul_Add BitAnd_BitOr BitOr_BitAnd"
OPERATORS = (
    *(f"ReplaceComparisonOperator_{each}" for each in _COMPARISONS.split()),
    *(f"ReplaceBinaryOperator_{each}" for each in _SUMS.split()),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "AddNot"),
    *("NumberReplacer", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("ReplaceUnaryOperator_Delete_Not", "ZeroIterationForLoop"),
)
"""Of the pairs of operators those that a person would mix up."""
LONGEST = 180.0
"""Seconds that the tests of one change may take; a change that makes them hang is noticed."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file below the package, the operator, which of its places."""

    file: str
    operator: str
    occurrence: int


def main() -> int:
    """Try a sample and print every survivor with its change; 1 where there are any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=100, help="changes to try (default: 100)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=sorted(PARTS), help="only this part (default: all)")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    every = [mutant for file in _files(options.part) for mutant in mutants_of(file)]
    chosen = random.Random(options.seed).sample(every, len(every))
    survivors, tried = _tried(chosen, options.sample, options.jobs)
    for mutant, change in survivors:
        print(f"survived: {mutant.file}: {mutant.operator} {mutant.occurrence}\n{change}")
    killed = tried - len(survivors)
    print(
        f"{tried} of {len(every)} changes tried (seed {options.seed}): {killed} noticed, {len(survivors)} not"
    )
    return int(bool(survivors))


def _files(part: str | None) -> Iterator[Path]:
    parts = [part] if part else ["checks", "live/verdicts.py", "text/masking.py"]
    for each in parts:
        path = ROOT / PACKAGE / each
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change of a file. Many are of annotations, which nothing runs; those are left out when tried."""
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415 - with its own target only
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415

    nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        file = path.relative_to(ROOT / PACKAGE).as_posix()
        yield from (Mutant(file, name, number) for number in range(count))


def _tried(chosen: Sequence[Mutant], sample: int, jobs: int) -> tuple[list[tuple[Mutant, str]], int]:
    """The survivors with their changes, and how many were tried. What changes nothing is passed over."""
    wanted: list[tuple[Mutant, str, str]] = []
    for mutant in chosen:
        if len(wanted) == sample:
            break
        text = (ROOT / PACKAGE / mutant.file).read_text(encoding="utf-8")
        changed = _changed(text, mutant)
        if changed is not None and _meaning(changed) != _meaning(text):
            wanted.append((mutant, text, changed))
    with tempfile.TemporaryDirectory() as place:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copies.put(_copied(Path(place) / str(number)))
        commands = _passing({mutant.file for mutant, _, _ in wanted}, copies)
        with ThreadPoolExecutor(jobs) as pool:
            noticed = list(
                pool.map(lambda each: _is_noticed(each, commands.get(each[0].file, []), copies), wanted)
            )
    survivors = [
        (mutant, _difference(text, changed))
        for (mutant, text, changed), seen in zip(wanted, noticed, strict=True)
        if not seen
    ]
    return survivors, len(wanted)


def _changed(text: str, mutant: Mutant) -> str | None:
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415

    changed: str | None = mutate_code(text, get_operator(f"core/{mutant.operator}")(), mutant.occurrence)
    return changed


def _meaning(text: str) -> str:
    """The program without annotations and without what only a type checker reads."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs):
                argument.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    return ast.dump(tree)


def _copied(folder: Path) -> Path:
    for name in (*COPIED, *MORE_COPIED):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
    return folder


def _passing(files: Iterable[str], copies: SimpleQueue[Path]) -> dict[str, list[list[str]]]:
    """The commands for each file. What fails without any change proves nothing, and is left out."""
    copy = copies.get()
    known: dict[str, bool] = {}
    passing: dict[str, list[list[str]]] = {}
    for file in sorted(files):
        for command in _commands(file):
            name = " ".join(command)
            if name not in known:
                known[name] = not _fails(copy, command)
                print(f"{'used' if known[name] else 'LEFT OUT, fails as it is'}: {name}", file=sys.stderr)
            if known[name]:
                passing.setdefault(file, []).append(command)
    copies.put(copy)
    return passing


def _is_noticed(
    change: tuple[Mutant, str, str], commands: Sequence[list[str]], copies: SimpleQueue[Path]
) -> bool:
    mutant, text, changed = change
    copy = copies.get()
    path = copy / PACKAGE / mutant.file
    try:
        path.write_text(changed, encoding="utf-8")
        noticed = any(_fails(copy, command) for command in commands)
    finally:
        path.write_text(text, encoding="utf-8")
        copies.put(copy)
    print(f"{'noticed ' if noticed else 'SURVIVED'} {mutant}", file=sys.stderr, flush=True)
    return noticed


def _commands(file: str) -> Iterator[list[str]]:
    """What should notice, the quick first."""
    if file.startswith("checks"):
        yield ["-m", "draftproof", "test-rules", "--quiet"]
    part = max((each for each in PARTS if file.startswith(each)), key=len)
    for tests in PARTS[part]:
        yield ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]


def _fails(copy: Path, command: list[str]) -> bool:
    environment = os.environ | {"PYTHONPATH": str(copy / "linter"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["DRAFTPROOF_CACHE_DIR"] = str(copy / "cache")
    try:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=copy,
            env=environment,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def _difference(text: str, changed: str) -> str:
    import difflib  # noqa: PLC0415

    lines = difflib.unified_diff(text.splitlines(), changed.splitlines(), lineterm="", n=1)
    return "\n".join(f"    {line}" for line in list(lines)[2:])


if __name__ == "__main__":
    sys.exit(main())
