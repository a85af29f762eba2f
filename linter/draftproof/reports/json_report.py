"""The ``json`` format: one object with every finding, the counts and what could not be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Severity
from draftproof.reports.serialise import dumps, finding_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Result
    from draftproof.reports.style import Style


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """The object in chunks, a finding a line, so that neither side has to hold it whole."""
    yield f'{{\n"version": {dumps(result.version)},\n"findings": ['
    separator = "\n"
    for finding in result.findings:
        yield separator + dumps(finding_record(finding))
        separator = ",\n"
    close = "\n]" if result.findings else "]"
    yield f'{close},\n"counts": {dumps(_counts(result))},\n"samples_left": {dumps(_left(result))},\n'
    errors = (*result.errors, *result.notes)
    yield f'"includes_left": {dumps(_lost(result))},\n"errors": {dumps(errors)}\n}}\n'


def _left(result: Result) -> list[dict[str, object]]:
    """The samples that were not understood, or not wholly, with the reason."""
    return [
        {
            "path": sample.path,
            "line": sample.line,
            "cell": sample.cell,
            "language": sample.language,
            "status": sample.status,
            "reason": sample.reason,
        }
        for sample in result.left
    ]


def _lost(result: Result) -> list[dict[str, object]]:
    """The includes of which nothing was read, with the reason."""
    return [
        {
            "path": lost.path,
            "line": lost.line,
            "column": lost.column,
            "target": lost.target,
            "reason": lost.reason,
        }
        for lost in result.lost_includes
    ]


def _counts(result: Result) -> dict[str, int]:
    """What the run went over, and how many findings of each severity."""
    counts = result.counts
    found = [finding.severity for finding in result.findings]
    return {
        "documents": counts.documents,
        "unreadable": counts.unreadable,
        "code_blocks": counts.code_blocks,
        "understood": counts.understood,
        "partial": counts.partial,
        "unread": counts.unread,
        "suppressed": counts.suppressed,
        "hidden": counts.hidden,
        "includes_lost": counts.lost_includes,
        "fixed": counts.fixed,
        "baselined": counts.baselined,
        "baselined_credentials": counts.baselined_credentials,
        "unneeded": counts.unneeded,
        "unchanged": counts.unchanged,
    } | {severity.label: found.count(severity) for severity in sorted(Severity, reverse=True)}
