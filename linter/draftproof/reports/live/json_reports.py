"""The JSON reports of the live stage: one object, or a line a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.live.rows import ONE_MOMENT, check_fields, limits_of, row_fields, sample_fields
from draftproof.reports.serialise import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.live.planning import Plan
    from draftproof.live.results import LiveResult
    from draftproof.reports.style import Style


def render(result: LiveResult, _style: Style) -> Iterator[str]:
    """One JSON object: counts, the records that were written, the samples."""
    whole = {
        "version": result.version,
        "documents": result.documents,
        "requests": result.requests,
        "embedded": result.embedded,
        "counts": {name: result.counts()[name] for name in ("pass", "fail", "inconclusive", "not-run")},
        "records": list(result.records),
        "says": ONE_MOMENT,
        "samples": [row_fields(row) for row in result.rows],
    }
    yield dumps(whole, indent=2) + "\n"


def render_lines(result: LiveResult, _style: Style) -> Iterator[str]:
    """A sample a line."""
    for row in result.rows:
        yield dumps(row_fields(row)) + "\n"


def render_plan(plan: Plan, _style: Style) -> Iterator[str]:
    """One JSON object: the requests that would be sent, the limits, what would not be sent."""
    whole = {
        "requests": plan.requests,
        "limits": dict(limits_of(plan)),
        "checks": [check_fields(check, plan) for check in plan.checks],
        "not_run": [{**sample_fields(each.sample), "reason": each.reason} for each in plan.skipped],
        "kept": [sample_fields(sample) for sample in plan.kept],
    }
    yield dumps(whole, indent=2) + "\n"


def render_plan_lines(plan: Plan, _style: Style) -> Iterator[str]:
    """A planned check a line, then a line for each sample that is not run."""
    for check in plan.checks:
        yield dumps(check_fields(check, plan)) + "\n"
    for each in plan.skipped:
        fields = {**sample_fields(each.sample), "result": "not-run", "reason": each.reason}
        yield dumps(fields) + "\n"
