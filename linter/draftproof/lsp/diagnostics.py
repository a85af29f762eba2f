"""Findings as the diagnostics of an open document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path

from draftproof.finding import Severity
from draftproof.lsp.documents import range_of
from draftproof.lsp.positions import Encoding, Units
from draftproof.reports.locating import located_message, with_help
from draftproof.reports.terminal import neutral
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Finding, Place
    from draftproof.lsp.documents import Checked
    from draftproof.lsp.examining import Examination

SOURCE: Final = "draftproof"
MOST: Final = 1000
"""Diagnostics of one document. Editors grow slow with more, and nobody reads them."""
_LONGEST = 2000
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.ADVICE: types.DiagnosticSeverity.Information,
}
_TAGS = {
    "unused-suppression": [types.DiagnosticTag.Unnecessary],
    "retired-model": [types.DiagnosticTag.Deprecated],
}
"""By the name of the rule."""


class Spot(NamedTuple):
    """A finding and the offsets in the editor's text where it is shown."""

    finding: Finding
    start: int
    end: int


def spots(checked: Checked) -> Iterator[Spot]:
    """The findings of a document; those in what it includes where it includes it. None is said twice."""
    examination = checked.examination
    if examination is None:
        return
    said: set[tuple[str, str, Place, str]] = set()
    for finding in examination.examined.judgement.findings:
        key = (finding.path, finding.code, finding.place, finding.message)
        if finding.path == examination.file.shown:
            yield Spot(finding, *_own_offsets(examination, finding.place))
        elif key not in said:
            said.add(key)
            yield Spot(finding, *_statement(examination, finding))


def diagnostics(checked: Checked, encoding: Encoding) -> list[types.Diagnostic]:
    """The diagnostics of a document, in order, at most ``MOST``."""
    found = sorted(spots(checked), key=lambda spot: (spot.start, spot.end, spot.finding.code))
    return [diagnostic(checked, spot, encoding) for spot in found[:MOST]]


def diagnostic(checked: Checked, spot: Spot, encoding: Encoding) -> types.Diagnostic:
    """A finding as the protocol has it. No credential stands in a finding, so none stands here."""
    finding = spot.finding
    message = with_help(located_message(finding), finding)
    return types.Diagnostic(
        range=range_of(checked.units, spot.start, spot.end),
        message=neutral(message, _LONGEST),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(finding.url) if finding.url else None,
        source=SOURCE,
        tags=_TAGS.get(finding.name),
        related_information=_related(checked, finding, encoding),
        data={"fingerprint": finding.fingerprint, "name": finding.name},
    )


def _own_offsets(examination: Examination, place: Place) -> tuple[int, int]:
    source = examination.examined.facts.document.source
    start = source.offset(place.file_line, place.file_column)
    end = source.offset(place.file_end_line, place.file_end_column)
    return start + examination.shift, max(start, end) + examination.shift


def _statement(examination: Examination, finding: Finding) -> tuple[int, int]:
    """Where the document includes the file that a finding stands in."""
    document = examination.examined.facts.document
    number = _included_part(examination, finding)
    if number is None:
        return 0, 0
    part, span = document.standing(number, Span(0, 0))
    start, end = document.parts[part].raw_span(span)
    return start + examination.shift, end + examination.shift


def _included_part(examination: Examination, finding: Finding) -> int | None:
    """The part with the finding: the one that holds its line, where a file is included piece by piece."""
    candidates = [
        (number, part)
        for number, part in enumerate(examination.examined.facts.document.parts)
        if part.origin is not None and part.origin.path == finding.path
    ]
    for number, part in candidates:
        start = part.source.offset(finding.place.file_line, finding.place.file_column)
        if any(block.span.start <= start <= block.span.end for block in part.blocks):
            return number
    return candidates[0][0] if candidates else None


def _related(
    checked: Checked, finding: Finding, encoding: Encoding
) -> list[types.DiagnosticRelatedInformation] | None:
    """For a finding in an included file, its place there."""
    examination = checked.examination
    if examination is None or finding.path == examination.file.shown:
        return None
    number = _included_part(examination, finding)
    uri = from_fs_path(str(Path.cwd() / finding.path))
    if number is None or not uri:
        return None
    source: Source = examination.examined.facts.document.parts[number].source
    start = source.offset(finding.place.file_line, finding.place.file_column)
    end = source.offset(finding.place.file_end_line, finding.place.file_end_column)
    location = types.Location(uri, range_of(Units(source, encoding), start, max(start, end)))
    return [types.DiagnosticRelatedInformation(location, "it stands in the included file")]
