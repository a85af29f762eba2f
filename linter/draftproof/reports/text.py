"""The ``text`` format: for a person at a terminal. What repeats is said once, and nothing shouts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.reports.folding import fold, listed, places_phrase, unfolded
from draftproof.reports.layout import wrap
from draftproof.reports.snippet import snippet
from draftproof.reports.style import FIX_COMMAND, UNSAFE_COMMAND
from draftproof.reports.summary import statistics
from draftproof.reports.terminal import SEVERITY_PAINT, inert, neutral, paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.finding import Finding, Result
    from draftproof.reports.folding import AdviceGroup, Block
    from draftproof.reports.style import Style

_LONGEST_MESSAGE = 600
_LONGEST_PROSE = 2000
_MOST_HELPS = 3
_MOST_VALUES = 4
_LONGEST_VALUE = 40


def render(result: Result, style: Style) -> Iterator[str]:
    """Errors and warnings in blocks, then advice in lines, then what can be mended, then the statistics."""
    for index, lines in enumerate(_sections(result, style)):
        yield ("\n" if index else "") + "".join(f"{inert(line)}\n" for line in lines)


def _sections(result: Result, style: Style) -> Iterator[list[str]]:
    folded = unfolded(result.findings) if style.verbose else fold(result.findings)
    said: set[tuple[str, ...]] = set()
    for block in folded.blocks:
        yield _block(block, style, said)
    for group in folded.advice:
        yield _advice(group, style)
    if style.fix_available and not style.quiet and (line := _fixable(result, style)):
        yield [line]
    if style.statistics and result.findings:
        yield [line.rstrip("\n") for line in statistics(result)]


def _fixable(result: Result, style: Style) -> str:
    """How many findings can be mended, and by which command; empty where none can."""
    levels = Counter(finding.fix.applicability for finding in result.findings if finding.fix)
    safe, unsafe = levels["safe"], levels["unsafe"]
    if style.unsafe_fixes and unsafe:
        return f"{safe + unsafe} can be mended with {paint(UNSAFE_COMMAND, 'strong', style.colour)}"
    if not safe:
        return ""
    more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
    return f"{safe} can be mended with {paint(FIX_COMMAND, 'strong', style.colour)}{more}"


def _block(block: Block, style: Style, said: set[tuple[str, ...]]) -> list[str]:
    """A finding in full. ``said`` remembers help and links: nobody wants the same advice twice."""
    head = block.head
    shown = snippet(block.findings, style)
    indent = " " * shown.gutter
    lines = [
        _header(head, style),
        f"{indent}{paint('-->', 'frame', style.colour)} {_where(head)}",
        *shown.lines,
    ]
    notes: list[tuple[str, str]] = []
    if shown.elsewhere:
        notes.append(("", f"also at {places_phrase(finding.place for finding in shown.elsewhere)}"))
    notes += [("note", note) for note in head.notes]
    if head.help and _first(said, (head.path, head.code, head.help), style):
        notes.append(("help", head.help))
    if head.url and _first(said, (head.code, head.url), style):
        notes.append(("see", head.url))
    for label, text in notes:
        lines += _note(label, text, indent, style)
    return lines


def _advice(group: AdviceGroup, style: Style) -> list[str]:
    """One message for all, one line a document, and the help once."""
    head = group.head
    arrow = paint("-->", "frame", style.colour)
    lines = [_header(head, style)]
    for block in group.documents:
        line = f"  {arrow} {_where(block.head)}"
        if block.head.message != head.message:
            line += f": {neutral(block.head.message, _LONGEST_MESSAGE)}"
        if len(block.findings) > 1:
            places = places_phrase(finding.place for finding in block.findings)
            line += f" ({len(block.findings)} in all: {places}{_other_values(block)})"
        lines.append(line)
    findings = [finding for block in group.documents for finding in block.findings]
    for label, texts in (
        ("help", _distinct(f.help for f in findings)),
        ("see", _distinct(f.url for f in findings)),
    ):
        for text in texts[:_MOST_HELPS]:
            lines += _note(label, text, "  ", style)
    return lines


def _other_values(block: Block) -> str:
    """What else the advice is about than the value in the message, where that is short enough to list."""
    values = _distinct(finding.excerpt for finding in block.findings if finding.excerpt != block.head.excerpt)
    if not values or any(len(value) > _LONGEST_VALUE for value in values):
        return ""
    return f"; also {listed([neutral(value) for value in values], _MOST_VALUES)}"


def _header(finding: Finding, style: Style) -> str:
    label = paint(
        f"{finding.severity.label}[{neutral(finding.code)}]", SEVERITY_PAINT[finding.severity], style.colour
    )
    return f"{label}: {paint(neutral(finding.message, _LONGEST_MESSAGE), 'strong', style.colour)}"


def _where(finding: Finding) -> str:
    path, place = neutral(finding.path), finding.place
    if place.cell is None:
        return f"{path}:{place.line}:{place.column}"
    return f"{path}, cell {place.cell}, line {place.line}, column {place.column}"


def _note(label: str, text: str, indent: str, style: Style) -> list[str]:
    """A sentence below the snippet, its further lines aligned with its first word."""
    lead = f"{indent} = {label}: " if label else f"{indent} = "
    parts = [neutral(part) for part in text[:_LONGEST_PROSE].split("\n")]
    wrapped = [line for part in parts for line in wrap(part, style.prose_columns - len(lead))]
    first = f"{indent} {paint('=', 'frame', style.colour)} " + (
        f"{paint(label, 'strong', style.colour)}: " if label else ""
    )
    return [(" " * len(lead) if index else first) + line for index, line in enumerate(wrapped)]


def _first(said: set[tuple[str, ...]], what: tuple[str, ...], style: Style) -> bool:
    """True the first time, and always where every finding is wanted in full."""
    if style.verbose:
        return True
    new = what not in said
    said.add(what)
    return new


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
