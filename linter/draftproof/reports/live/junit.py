"""The JUnit report of a live run: an article is a suite, a Responses sample a case."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from draftproof.reports.junit import Case, Suite, junit
from draftproof.reports.live.rows import totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.live.results import LiveResult, Row
    from draftproof.records.model import Outcome as Result
    from draftproof.reports.junit import Outcome
    from draftproof.reports.style import Style

# What could not be told is no failure of the article: it is shown as skipped, with the reason.
_OUTCOMES: dict[Result, Outcome] = {
    "pass": "passed",
    "fail": "failure",
    "inconclusive": "skipped",
    "not-run": "skipped",
}


def render(result: LiveResult, _style: Style) -> Iterator[str]:
    """A suite for the run and one for each article."""
    run = Suite("draftproof verify", (Case("run", message=totals(result)),))
    groups = groupby(result.rows, key=lambda row: row.sample.article)
    yield from junit([run, *(Suite(path, tuple(map(_case, rows)), path) for path, rows in groups)])


def _case(row: Row) -> Case:
    sample = row.sample
    cell = "" if sample.cell is None else f"cell {sample.cell}, "
    detail = (row.error_message, *row.notes, row.next_step)
    message = row.message if row.result == "pass" else f"{row.result}: {row.message}"
    return Case(
        f"Responses sample {sample.index}, {cell}line {sample.line}",
        _OUTCOMES[row.result],
        row.stage or row.result,
        message,
        tuple(text for text in detail if text),
        sample.file_line,
    )
