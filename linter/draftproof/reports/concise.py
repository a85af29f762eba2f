"""The ``concise`` format: one finding a line, for people who grep and editors that jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.summary import statistics
from draftproof.reports.terminal import SEVERITY_PAINT, inert, neutral, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Finding, Result
    from draftproof.reports.style import Style

_LONGEST_MESSAGE = 600


def render(result: Result, style: Style) -> Iterator[str]:
    """``path:line:column: CODE severity message``, with ``cell N`` after the path of a notebook."""
    for finding in result.findings:
        yield inert(_line(finding, style.colour)) + "\n"
    if style.statistics and result.findings:
        yield "\n"
        yield from statistics(result)


def _line(finding: Finding, colour: bool) -> str:
    place = finding.place
    cell = "" if place.cell is None else f"cell {place.cell}:"
    where = f"{neutral(finding.path)}:{cell}{place.line}:{place.column}:"
    severity = paint(
        f"{neutral(finding.code)} {finding.severity.label}", SEVERITY_PAINT[finding.severity], colour
    )
    return f"{where} {severity} {neutral(finding.message, _LONGEST_MESSAGE)}"
