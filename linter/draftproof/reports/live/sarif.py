"""The SARIF report of a live run: a result for each Responses sample, also for those that passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Confidence, RuleDescription, Severity
from draftproof.reports.live.rows import ONE_MOMENT, totals
from draftproof.reports.sarif_log import Notification, Region, SarifResult, sarif_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.live.results import LiveResult, Row
    from draftproof.records.model import Outcome
    from draftproof.reports.sarif_log import Kind, Level
    from draftproof.reports.style import Style

RULE = "live-check"
_KINDS: dict[Outcome, tuple[Kind, Level]] = {
    "pass": ("pass", "none"),
    "fail": ("fail", "error"),
    "inconclusive": ("open", "none"),
    "not-run": ("notApplicable", "none"),
}
_DESCRIPTION = RuleDescription(
    code=RULE,
    name=RULE,
    family="live",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="One small streaming check of a Responses sample.",
    description=f"A streaming request ends, and an invalid credential is refused. {ONE_MOMENT}",
    help="See what was seen, compare the sample with the reference of the endpoint, and check again.",
    page="",
    url="",
)


def render(result: LiveResult, _style: Style) -> Iterator[str]:
    """A log with one run."""
    yield from sarif_log(
        result.version, [_DESCRIPTION], map(_result, result.rows), [Notification("note", totals(result))]
    )


def _result(row: Row) -> SarifResult:
    sample = row.sample
    kind, level = _KINDS[row.result]
    texts = (row.message, row.error_message if row.error != "not-run" else "", row.next_step)
    return SarifResult(
        rule=RULE,
        level=level,
        message=" - ".join(text for text in texts if text),
        path=sample.article,
        region=Region(sample.file_line, 1, sample.file_line, 1),
        kind=kind,
        fingerprint=f"{sample.shape}:{sample.index}",
        inside="" if sample.cell is None else f"cell {sample.cell}, line {sample.line}",
        properties={
            "happy_path_result": row.happy,
            "error_path_result": row.error,
            "terminal_state": row.terminal_state,
            "stage": row.stage,
            "model_id_source": sample.model_source,
        },
    )
