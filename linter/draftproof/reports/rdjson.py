"""The ``rdjson`` format: diagnostics for reviewdog, which writes them into reviews.

Fields: https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto (read 2026-11-23).
Columns are 1-based and count bytes of UTF-8. They are given where the line is known, else whole lines: a
result quotes the lines of its findings, and in a notebook those are not the lines of the raw file. Messages
are Markdown, because that is how reviews show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Severity
from draftproof.reports.locating import is_address, located_message, plain_path, raw_edits, with_help
from draftproof.reports.markdown_text import prose
from draftproof.reports.serialise import dumps
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.finding import Edit, Finding, Result
    from draftproof.reports.style import Style

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.ADVICE: "INFO"}


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """One object with every finding, one a line."""
    source = dumps({"name": "draftproof", "url": HOMEPAGE})
    yield f'{{\n"source": {source},\n"diagnostics": ['
    separator = "\n"
    for finding in result.findings:
        yield separator + dumps(_diagnostic(finding))
        separator = ",\n"
    yield "\n]\n}\n" if result.findings else "]\n}\n"


def _diagnostic(finding: Finding) -> dict[str, object]:
    place = finding.place
    lines = _raw_lines(finding)
    message = prose(with_help(located_message(finding), finding))
    diagnostic: dict[str, object] = {
        "message": message or finding.code,
        "location": {
            "path": plain_path(finding.path),
            "range": _range(
                lines, place.file_line, place.file_column, place.file_end_line, place.file_end_column
            )
            or {"start": {"line": place.file_line}, "end": {"line": _last_line(finding)}},
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code} | ({"url": finding.url} if is_address(finding.url) else {}),
    }
    if suggestions := _suggestions(raw_edits(finding), lines):
        diagnostic["suggestions"] = suggestions
    return diagnostic


def _raw_lines(finding: Finding) -> Mapping[int, str]:
    """The known lines of the raw file by their number. Masking kept every length."""
    if finding.place.cell is not None:
        return {}
    return {line.number: line.text for line in finding.quoted}


def _last_line(finding: Finding) -> int:
    """The last line that the finding covers; an end at the start of a line does not cover it."""
    place = finding.place
    ends_before = place.file_end_column <= 1 and place.file_end_line > place.file_line
    return max(place.file_end_line - ends_before, place.file_line)


def _suggestions(edits: tuple[Edit, ...], lines: Mapping[int, str]) -> list[dict[str, object]]:
    """The edits with ranges in bytes; all or none, since half a fix is none."""
    suggestions: list[dict[str, object]] = []
    for edit in edits:
        covered = _range(lines, edit.line, edit.column, edit.end_line, edit.end_column)
        if covered is None:
            return []
        suggestions.append({"range": covered, "text": edit.text})
    return suggestions


def _range(
    lines: Mapping[int, str], line: int, column: int, end_line: int, end_column: int
) -> dict[str, object] | None:
    """A range in bytes, or None where a line of it is not known."""
    start, end = _bytes(lines, line, column), _bytes(lines, end_line, end_column)
    if start is None or end is None:
        return None
    return {"start": {"line": line, "column": start}, "end": {"line": end_line, "column": end}}


def _bytes(lines: Mapping[int, str], line: int, column: int) -> int | None:
    """The column in bytes; the first one is known without the line."""
    if column == 1:
        return 1
    text = lines.get(line)
    if text is None or column - 1 > len(text):
        return None
    return 1 + len(text[: column - 1].encode("utf-8", "surrogatepass"))
