"""Judgements as plain data: what a cache stores and what a worker process hands back.

Plain data is lists, texts, numbers and None. What follows from the rulebook (a rule's name, family, page) is
left out and filled in again. The hits that findings were made of are not kept: fixes need the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.engine.judgement import Judgement
from draftproof.finding import (
    Confidence,
    Counts,
    Edit,
    Finding,
    Fix,
    LeftInclude,
    LeftSample,
    Place,
    QuotedLine,
    SampleReference,
    Severity,
    ShownText,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.rulebook.model import Rulebook

FORMAT = 1
"""Raised when the form changes."""
_SEVERITIES = {int(level): level for level in Severity}
_CONFIDENCES = {int(level): level for level in Confidence}


def as_data(judgement: Judgement) -> list[Any]:
    """A judgement as plain data."""
    return [
        [_finding_data(finding) for finding in judgement.findings],
        [_finding_data(finding) for finding in judgement.hidden],
        [getattr(judgement.counts, name) for name in Counts.__slots__],
        [[s.path, s.line, s.language, s.status, s.reason, s.cell] for s in judgement.left],
        [[i.path, i.line, i.column, i.target, i.reason] for i in judgement.lost],
        list(judgement.included),
        [[t.path, t.cell, t.text] for t in judgement.texts],
    ]


def from_data(data: list[Any], rulebook: Rulebook) -> Judgement:
    """The judgement again. Raises ValueError, TypeError, KeyError or IndexError for data that is none."""
    findings, hidden, counts, left, lost, included, texts = data
    return Judgement(
        tuple(_finding(each, rulebook) for each in findings),
        Counts(*counts),
        tuple(LeftSample(*each) for each in left),
        lost=tuple(LeftInclude(*each) for each in lost),
        texts=tuple(ShownText(*each) for each in texts),
        hidden=tuple(_finding(each, rulebook) for each in hidden),
        included=tuple(included),
    )


def _finding_data(finding: Finding) -> list[Any]:
    place, sample, fix = finding.place, finding.sample, finding.fix
    return [
        finding.code,
        int(finding.severity),
        int(finding.confidence),
        finding.message,
        finding.path,
        [getattr(place, name) for name in Place.__slots__],
        finding.excerpt,
        finding.help,
        finding.fingerprint,
        [[line.number, line.text] for line in finding.quoted],
        list(finding.notes),
        sample and [sample.language, sample.index, sample.line],
        fix and [fix.applicability, [_edit_data(edit) for edit in fix.edits]],
        list(finding.heading_path),
    ]


def _edit_data(edit: Edit) -> list[Any]:
    places = [edit.line, edit.column, edit.end_line, edit.end_column]
    return [*places, edit.text, list(edit.raw_span), edit.verbatim]


def _finding(data: list[Any], rulebook: Rulebook) -> Finding:
    code, severity, confidence, message, path, place, excerpt, help_text, fingerprint, *more = data
    quoted, notes, sample, fix, headings = more
    rule = rulebook.by_code[code]
    return Finding(
        code, rule.name, rule.family, _SEVERITIES[severity], _CONFIDENCES[confidence], message, path,
        Place(*place), excerpt, help_text, rule.url, fingerprint,
        tuple(QuotedLine(number, text) for number, text in quoted),
        tuple(notes),
        SampleReference(*sample) if sample else None,
        Fix(fix[0], tuple(_edit(each) for each in fix[1])) if fix else None,
        tuple(headings),
    )  # fmt: skip


def _edit(data: list[Any]) -> Edit:
    line, column, end_line, end_column, text, raw_span, verbatim = data
    return Edit(line, column, end_line, end_column, text, Span(*raw_span), verbatim)
