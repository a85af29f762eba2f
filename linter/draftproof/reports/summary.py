"""The last line of a run, and the table of ``--statistics``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.finding import Severity
from draftproof.reports.layout import display_width
from draftproof.reports.terminal import SEVERITY_PAINT, neutral, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Counts, Result
    from draftproof.reports.style import Style

_PLURALS = {"advice": "advice", "baseline entry": "baseline entries"}


def summary(result: Result, style: Style) -> str:
    """One line that counts everything, without a line end; empty where the run is to be quiet."""
    if style.quiet:
        return ""
    counts = result.counts
    found = _severities(result, style.colour)
    if found:
        sentence = (
            f"{found} in {_where(len({finding.path for finding in result.findings}), counts.documents)}"
        )
    elif counts.documents:
        new = "new " if counts.baselined else ""
        sentence = f"no {new}findings in {_count(counts.documents, 'document')}"
    else:
        sentence = "no documents"
    if counts.documents:
        sentence += f" ({_count(counts.code_blocks, 'code block')}{_samples(counts)})"
    return "; ".join(["draftproof: " + _fixed(result) + sentence, *_extras(counts)]) + "."


def _fixed(result: Result) -> str:
    """What fixes came to, or would come to, before what is left."""
    counts = result.counts
    if not counts.fixed:
        return ""
    would = "would fix" if result.differences else "fixed"
    return f"{would} {_count(counts.fixed, 'finding')} in {_count(counts.mended, 'document')}; "


def statistics(result: Result) -> Iterator[str]:
    """The lines of a table: how often each rule spoke, and in how many files; the most frequent first."""
    counts = Counter(finding.code for finding in result.findings)
    if not counts:
        return
    names = {finding.code: neutral(finding.name) for finding in result.findings}
    files = Counter(code for code, _ in {(finding.code, finding.path) for finding in result.findings})
    rows = [("code", "name", "count", "files")]
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rows.append((neutral(code), names[code], str(count), str(files[code])))
    widths = [max(display_width(row[column]) for row in rows) for column in range(4)]
    for code, name, times, paths in rows:
        left = f"{_padded(code, widths[0])}  {_padded(name, widths[1])}"
        yield f"{left}  {times.rjust(widths[2])}  {paths.rjust(widths[3])}\n"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _severities(result: Result, colour: bool) -> str:
    counts = Counter(finding.severity for finding in result.findings)
    return ", ".join(
        paint(_count(counts[severity], severity.label), SEVERITY_PAINT[severity], colour)
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    )


def _where(affected: int, documents: int) -> str:
    # Findings may stand in files that are not documents: lock files, records, configuration.
    if affected > documents:
        return f"{_count(affected, 'file')}; {_count(documents, 'document')} read"
    return f"{affected} of {_count(documents, 'document')}"


def _samples(counts: Counts) -> str:
    """How far the samples were understood: a green run over samples that nobody understood is no proof."""
    named = (
        (counts.understood, "understood"),
        (counts.partial, "understood in part"),
        (counts.unread, "in a language that is not read"),
    )
    said = [f"{number} {words}" for number, words in named if number]
    return ": " + ", ".join(said) if said else ""


def _extras(counts: Counts) -> Iterator[str]:
    parts = []
    if counts.unreadable:
        parts.append(f"{counts.unreadable} could not be read")
    if counts.lost_includes:
        parts.append(f"{_count(counts.lost_includes, 'include')} not found")
    if counts.suppressed:
        parts.append(f"{counts.suppressed} suppressed")
    if counts.hidden:
        parts.append(f"{counts.hidden} below the chosen level")
    if counts.baselined:
        keys = f" ({counts.baselined_credentials} about credentials)" if counts.baselined_credentials else ""
        parts.append(f"{counts.baselined} in the baseline{keys}")
    if counts.unneeded:
        parts.append(f"{_count(counts.unneeded, 'baseline entry')} no longer needed")
    if counts.unchanged:
        parts.append(f"{counts.unchanged} outside of the changed lines")
    if parts:
        yield ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"
