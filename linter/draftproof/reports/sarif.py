"""The ``sarif`` format: SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import RuleDescription
from draftproof.reports.locating import inside, located_message, raw_edits, with_help
from draftproof.reports.sarif_log import LEVELS, Notification, Region, Replacing, SarifResult, sarif_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Finding, Result
    from draftproof.reports.style import Style

_FIXES = {"safe": "", "unsafe": "Look at what it changes: this fix is not safe in every case."}


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """A log with one run: the rules that have findings, and every finding."""
    return sarif_log(
        result.version,
        _rules(result),
        map(_result, result.findings),
        [
            *(Notification("error", error) for error in result.errors),
            *(Notification("note", note) for note in result.notes),
        ],
        successful=not result.errors,
    )


def _rules(result: Result) -> list[RuleDescription]:
    """The rules that have findings; of a rule that nobody described its name."""
    described = {rule.code: rule for rule in result.rules}
    for finding in result.findings:
        if finding.code not in described:
            described[finding.code] = RuleDescription(
                code=finding.code,
                name=finding.name,
                family=finding.family,
                severity=finding.severity,
                confidence=finding.confidence,
                summary=finding.name,
                description="",
                help="",
                page="",
                url=finding.url,
            )
    return [described[code] for code in sorted(described)]


def _result(finding: Finding) -> SarifResult:
    place = finding.place
    properties: dict[str, object] = {"confidence": finding.confidence.label}
    if place.cell is not None:
        properties |= {"cell": place.cell, "line": place.line, "column": place.column}
    return SarifResult(
        rule=finding.code,
        level=LEVELS[finding.severity],
        message=with_help(located_message(finding), finding),
        path=finding.path,
        region=Region(place.file_line, place.file_column, place.file_end_line, place.file_end_column),
        fingerprint=finding.fingerprint,
        fix=tuple(
            Replacing(Region(edit.line, edit.column, edit.end_line, edit.end_column), edit.text)
            for edit in raw_edits(finding)
        ),
        fix_description=_FIXES.get(finding.fix.applicability, "") if finding.fix else "",
        inside=inside(finding),
        properties=properties,
    )
