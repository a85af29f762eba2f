"""The figures as text, and their place in the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.mutants.changes import Change
    from benchmarks.mutants.explained import Explanation

BEGIN = "<!-- mutants:begin, written by make mutants ARGS=--write -->"
END = "<!-- mutants:end -->"


@dataclass(frozen=True, slots=True)
class Judged:
    """A change that was tried. ``why`` it could not be noticed, where somebody looked."""

    change: Change
    noticed: bool
    why: Explanation | None = None


def page_text(judged: Sequence[Judged], conditions: str) -> str:
    """Everything in Markdown: counts by file, then each survivor."""
    lines = [conditions, "", *_table(judged), ""]
    survivors = [each for each in judged if not each.noticed]
    explained = sorted((each for each in survivors if each.why), key=_place)
    if explained:
        lines += ["Changes that no test can notice, or that nobody would see, each looked at:", ""]
        lines += [f"- {_shown(each)}: {each.why.why if each.why else ''}" for each in explained]
    unexplained = sorted((each for each in survivors if not each.why), key=_place)
    if unexplained:
        lines += [
            "",
            "Survivors that nobody has explained:",
            "",
            *(f"- {_shown(each)}" for each in unexplained),
        ]
    return "\n".join(lines)


def _place(judged: Judged) -> tuple[str, tuple[int, ...]]:
    return judged.change.mutant.file, judged.change.lines


def _shown(judged: Judged) -> str:
    old, new = judged.change.pair
    return f"`{judged.change.mutant.file}`: {_code(old)} to {_code(new)}"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _table(judged: Sequence[Judged]) -> Iterator[str]:
    yield "| file | tried | noticed | not noticed | of these explained |"
    yield "| --- | --- | --- | --- | --- |"
    for file in sorted({each.change.mutant.file for each in judged}):
        yield _row(f"`{file}`", [each for each in judged if each.change.mutant.file == file])
    yield _row("**all**", judged)


def _row(name: str, judged: Sequence[Judged]) -> str:
    noticed = sum(each.noticed for each in judged)
    explained = sum(each.why is not None for each in judged if not each.noticed)
    return f"| {name} | {len(judged)} | {noticed} | {len(judged) - noticed} | {explained} |"
