"""The results as Markdown, and where they are kept."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.figures import MEGA, ratio, spread, written_bytes, written_ratio, written_seconds
from benchmarks.measuring import BenchError
from benchmarks.programs import OURS
from benchmarks.targets import targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.results import Results, Row

BEGIN = "<!-- benchmarks:begin, written by python -m benchmarks --write -->"
END = "<!-- benchmarks:end -->"
TITLES = {
    "startup": "Start: what saying the version takes",
    "one": "One clean document of 15 KB",
    "some": "{count} documents, drawn at random",
    "all": "All documents ({count} in Markdown)",
    "memory": "Memory (looking at it costs time)",
    "growth": "Growth: the same documents, and 2, 4 and 8 times as many (one process)",
    "rules": "Rules: the built-in ones, and four times as many (one process)",
}


def markdown(results: Results) -> str:
    """The whole report below a page's own headings."""
    return "\n\n".join("\n".join(section) for section in _sections(results))


def _sections(results: Results) -> Iterator[list[str]]:
    yield [f"`{results.command}`", "", *(f"- {name}: {value}" for name, value in _conditions(results))]
    yield ["### Targets", "", *_targets_table(results)]
    for part, title in TITLES.items():
        rows = [row for row in results.rows if row.part == part]
        if rows:
            yield [f"### {title.format(count=rows[0].count)}", "", *_part_table(results, rows)]
    yield from _listed("### The findings are equal", results.equal)
    yield from _listed("### The findings differ", results.different)
    yield from _listed("### Not measured", [f"{what}: {why}" for what, why in results.skipped.items()])


def _conditions(results: Results) -> Iterator[tuple[str, str]]:
    yield from results.machine.items()
    yield "versions", ", ".join(f"{name} {version}" for name, version in results.versions.items())
    yield "documents", results.corpus


def _listed(title: str, lines: Sequence[str]) -> Iterator[list[str]]:
    if lines:
        yield [title, "", *(f"- {line}" for line in lines)]


def _targets_table(results: Results) -> list[str]:
    said = {True: "met", False: "not met", None: "not measured"}
    rows = [f"| {each.asked} | {each.measured} | {said[each.met]} |" for each in targets(results)]
    return ["| asked | measured | |", "| --- | --- | --- |", *rows]


def _part_table(results: Results, rows: Sequence[Row]) -> list[str]:
    columns = ["program", "", "time, median", "least to greatest", "runs", "processor", "MB/s"]
    columns += ["largest process", "all processes", "draftproof takes"]
    table = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    part, cold = rows[0].part, results.row(rows[0].part, OURS)
    pairs = [(row, results.row(part, OURS, row.variant) or cold) for row in rows]
    return [*table, *(f"| {' | '.join(_cells(row, ours))} |" for row, ours in pairs)]


def _cells(row: Row, ours: Row | None) -> list[str]:
    times = spread(row.scaled_seconds)
    shown = written_seconds(times.middle)
    if row.timed_out:
        shown = f"more than {shown}"
    low_high = "" if times.is_exact else f"{written_seconds(times.low)} to {written_seconds(times.high)}"
    pace = f"{row.size / MEGA / median(row.seconds):.2f}" if row.size else ""
    against = ""
    if ours is not None and row.program != OURS:
        against = f"{written_ratio(ratio(ours.scaled_seconds, row.scaled_seconds))} ×"
    processor = written_seconds(median(row.processor)) if row.processor else ""
    about = row.variant + (f"; {row.note}" if row.note else "")
    return [
        f"`{row.program}`" if " " in row.program else row.program,
        about,
        shown,
        low_high,
        str(len(row.seconds)),
        processor,
        pace,
        written_bytes(row.peak),
        written_bytes(row.tree) if row.tree else "",
        against,
    ]


def placed(page: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """A page with the text between its marks. Raises BenchError for a page without them."""
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise BenchError(f"the page has no place for the figures: {begin} and {end}")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"
