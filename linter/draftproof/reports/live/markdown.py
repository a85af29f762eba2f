"""The Markdown reports of the live stage: for the summary of a CI job, or a comment on a change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from draftproof.reports.live.rows import ONE_MOMENT, bounds, headers_of, place, planned, totals
from draftproof.reports.markdown_text import code, details, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.live.planning import Check, Plan, PlannedSample
    from draftproof.live.results import LiveResult, Row
    from draftproof.reports.style import Style

_MOST_ROWS = 100
_MOST_PLACES = 6


def render(result: LiveResult, _style: Style) -> Iterator[str]:
    """The counts, a row for each sample, and what a pass does not say."""
    yield f"## Live checks of Responses samples\n\n{prose(totals(result))}\n\n"
    if result.rows:
        header = ("Sample", "Result", "Model", "Seen", "Next")
        yield from table(header, (_row(row) for row in result.rows[:_MOST_ROWS]))
        yield from _more(len(result.rows))
        yield f"\n{ONE_MOMENT}\n"


def _row(row: Row) -> tuple[str, ...]:
    seen = [row.message, *([row.error_message] if row.error != "not-run" else []), *row.notes]
    return (
        code(place(row.sample), table=True),
        row.result,
        code(row.sample.model, table=True),
        prose("; ".join(text for text in seen if text), table=True),
        prose(row.next_step, table=True),
    )


def render_plan(plan: Plan, _style: Style) -> Iterator[str]:
    """The requests that would be sent, the samples that would not be run, the limits."""
    yield f"## Plan for live checks\n\n{prose(planned(plan))}. Nothing was sent.\n\n"
    if plan.checks:
        rows = (_check(check, plan) for check in plan.checks[:_MOST_ROWS])
        yield from table(("Request", "Body", "Credential", "Times", "Samples"), rows)
        yield from _more(len(plan.checks))
    if plan.skipped:
        rows = (
            (code(place(each.sample), table=True), prose(each.reason, table=True))
            for each in plan.skipped[:_MOST_ROWS]
        )
        yield "\n"
        yield from details("Not run", [*table(("Sample", "Reason"), rows), *_more(len(plan.skipped))])
    yield f"\nLimits: {bounds(plan)}.\n"


def _check(check: Check, plan: Plan) -> tuple[str, ...]:
    return (
        code(f"POST {check.target.shown_url}", table=True),
        code(json.dumps(dict(check.body), ensure_ascii=False), table=True),
        code(headers_of(check)[check.target.header], table=True),
        "2" if plan.options.error_path else "1",
        _places(check.samples),
    )


def _places(samples: Sequence[PlannedSample]) -> str:
    shown = ", ".join(code(place(sample), table=True) for sample in samples[:_MOST_PLACES])
    more = len(samples) - _MOST_PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def _more(number: int) -> Iterator[str]:
    if number > _MOST_ROWS:
        yield f"\n{number - _MOST_ROWS:,} more are not shown here.\n"
