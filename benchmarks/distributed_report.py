"""What the two ways of linting a table came to, as Markdown, and where ``docs/distributed.md`` keeps it."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reporting import placed
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.distributed import Summary

PAGE = Path(__file__).resolve().parent.parent / "docs" / "distributed.md"
BEGIN = "<!-- figures:begin, written by python -m benchmarks.distributed --write -->"
END = "<!-- figures:end -->"
_BUSY = 0.25
"""The load of a processor before anything is measured, above which others are at work as well."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way of linting: seconds of the clock and of processors, the greatest memory that one process of a
    kind has held, in bytes.
    """

    name: str
    seconds: float
    processor: float
    peaks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways over the same documents. ``one`` and ``many`` are the findings as JSON, sorted; ``without``
    are the rows that are no document; ``together`` when both ran at once.
    """

    command: str
    machine: Mapping[str, str]
    documents: int
    size: int
    without: int
    one: Sequence[str]
    many: Sequence[str]
    summary: Summary
    ways: tuple[Way, Way]
    together: bool

    @property
    def same(self) -> bool:
        """True where both say the same of every document, and every other row is a fault."""
        counted = self.summary.faults == self.without and self.summary.documents == self.documents
        return counted and list(self.one) == list(self.many)


def markdown(made: Comparison) -> str:
    """The report as it stands in the page."""
    ray = importlib.metadata.version("ray")
    facts = {**made.machine, "ray": ray, "documents": f"{made.documents:,}, {made.size / 1e6:.0f} MB"}
    lines = [f"`{made.command}`", "", *(f"- {name}: {value}" for name, value in facts.items()), ""]
    if said := _caution(made):
        lines += [said, ""]
    lines += ["| | time | documents a second | processors worked | most memory of one process |"]
    lines += ["| --- | --- | --- | --- | --- |", *(_row(each, made.documents) for each in made.ways), ""]
    return "\n".join([*lines, _verdict(made)])


def differences(made: Comparison) -> Iterator[str]:
    """The first findings that only one of both has."""
    one, many = Counter(made.one), Counter(made.many)
    for name, rest in (("one process", one - many), ("Ray Data", many - one)):
        if rest:
            yield f"only {name}: {rest.total():,}"
            yield from (f"  {each}" for each in list(rest)[:_SHOWN])


def write(made: Comparison) -> None:
    """Put the report into the page. Raises BenchError for a page without a place for it."""
    text = placed(PAGE.read_text(encoding="utf-8"), markdown(made), BEGIN, END)
    write_atomically(PAGE, text.encode("utf-8"))


def _row(way: Way, documents: int) -> str:
    peaks = ", ".join(f"{kind} {size / 1e6:.0f} MB".strip() for kind, size in sorted(way.peaks.items()))
    pace = f"{documents / way.seconds:.0f}"
    return f"| {way.name} | {way.seconds:.0f} s | {pace} | {way.processor:.0f} s | {peaks} |"


def _verdict(made: Comparison) -> str:
    verdict = "the same, field by field" if made.same else "**different**"
    summary = made.summary
    return (
        f"The findings are {verdict}: {len(made.one):,} by one process, {len(made.many):,} by Ray Data, "
        f"{summary.unreadable:,} of them about documents that cannot be read; {summary.faults:,} faults for "
        f"{made.without:,} rows without a text or a path."
    )


def _caution(made: Comparison) -> str:
    """What the times are worth."""
    if made.together:
        return "Both ran at once: the times say nothing, the findings are what was compared."
    load, cores = made.machine.get("load before", ""), made.machine.get("cores", "")
    try:
        busy = float(load) > _BUSY * int(cores)
    except ValueError:
        return ""
    if not busy:
        return ""
    return (
        f"The machine was busy with other work (a load of {load} on {cores} cores before the run), so the "
        "times are those of a busy machine. The findings do not depend on that, and what the processors "
        "worked hardly does."
    )
