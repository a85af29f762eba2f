"""The project's own labelled documents: rule pages, articles, broken samples.

They were written along with the rules, so what they show is that nothing that is known slips through. The
labels stand where the documents are: ``flagged lines=…`` and ``clean`` in a rule's page, places in
``fixtures/articles/expected.json``, and for broken samples the way in which each was broken.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.quality.counting import Board
from draftproof.rulebook.examples import ExampleRunner, examples_of
from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
NAMED_IN_FULL = frozenset({"documents", "credentials", "suppressions"})
"""Families of which ``expected.json`` names every place; of others it names what must be found."""


def boards() -> Iterator[Board]:
    """The counts of every set."""
    yield rule_pages()
    yield articles()
    yield broken_samples()


def rule_pages() -> Board:
    """The examples in the rules' pages, each by its own rule."""
    board = Board("Examples of the rules", "what the pages of the rules flag and leave alone")
    rulebook = builtin_rulebook()
    runner = ExampleRunner(rulebook)
    for rule in rulebook.rules:
        for example in examples_of(rule):
            lines = {f.place.line for f in runner.findings(example) if f.code == rule.code}
            expected = set(example.lines) if example.flagged else set()
            if example.flagged and not example.lines:
                # Anywhere will do; one place stands for the example.
                lines, expected = ({0} if lines else set()), {0}
            board.compare(rule.code, expected, lines, f"{Path(rule.document).name}:{example.line}")
    return board


def articles() -> Board:
    """The articles in ``fixtures/``: faults that were planted, and clean ones beside them."""
    board = Board("Articles", "planted faults in whole articles; clean articles beside them")
    demo = _loaded("demo", ROOT / "fixtures")
    expected: dict[str, list[str]] = json.loads((demo.ARTICLES / "expected.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        demo.prepare(Path(folder))
        report = demo.check(Path(folder), "--format", "jsonl", ".").report
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    in_full: set[str] = set()
    for finding in map(json.loads, report.splitlines()):
        cell = "" if finding["cell"] is None else f"cell {finding['cell']}:"
        found[finding["path"], finding["code"]].add(f"{cell}{finding['line']}")
        if finding["family"] in NAMED_IN_FULL:
            in_full.add(finding["code"])
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path, places in expected.items():
        for place, code in (each.rsplit(" ", 1) for each in places):
            wanted[path, code].add(place)
    for path, code in sorted(found.keys() | wanted.keys()):
        named, got = wanted[path, code], found[path, code]
        # Where labels name only what must be found, the rest of what is found says nothing.
        judged = got if code in in_full or path.startswith("clean/") else got & named
        board.compare(code, named, judged, path)
    return board


def broken_samples() -> Board:
    """The clean samples, broken one way at a time; that they are silent as they are is in the tests."""
    says = "clean samples in all languages, broken one way at a time"
    board = Board("Broken samples", says, counts_false=False)
    table = _loaded("table", ROOT / "tests" / "mutations")
    for outcome in table.outcomes():
        mutation = outcome.mutation
        code = min(mutation.codes)
        where = f"{mutation.piece.file}: {mutation.what}"
        board.compare(code, {"caught"}, {"caught"} if outcome.caught else (), where)
    return board


def _loaded(name: str, folder: Path) -> Any:
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))


def commit() -> str:
    """The commit that is measured, "" outside a checkout."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
