"""The ``markdown`` format: a summary for the page of a CI job or a comment on a change.

GitHub takes comments of at most 65,536 characters; the report stays below and says what it left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from draftproof.finding import Severity
from draftproof.reports.folding import blocks_of, places_phrase
from draftproof.reports.markdown_text import code, details, link, prose, table
from draftproof.reports.style import Style
from draftproof.reports.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from draftproof.finding import Result
    from draftproof.reports.folding import Block

_Item = TypeVar("_Item")

_FINDINGS_BUDGET = 44_000
_LEFT_BUDGET = 10_000
_NOTES_BUDGET = 4_000
"""Characters for the rows of findings, of samples and of notes: together below what a comment may have."""


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """The counts, the findings, what was not understood, and what went wrong; a section a chunk."""
    line = summary(result, Style()).removeprefix("draftproof: ")
    yield f"## draftproof\n\n{line[:1].upper()}{line[1:]}\n"
    if result.findings:
        yield "\n" + "".join(table(*_counts(result)))
    yield from _findings(result)
    yield from _left(result)
    yield from _said("Not done", result.errors)
    yield from _said("Passed over", result.notes)


def fitting(
    items: Iterable[_Item], row: Callable[[_Item], Sequence[str]], budget: int
) -> list[Sequence[str]]:
    """The rows of the first items that fit into so many characters."""
    rows: list[Sequence[str]] = []
    for item in items:
        cells = row(item)
        budget -= sum(len(cell) + len(" | ") for cell in cells)
        if budget < 0:
            break
        rows.append(cells)
    return rows


def _findings(result: Result) -> Iterator[str]:
    """Errors and warnings for all to see, advice for who asks; what repeats has one row."""
    blocks = blocks_of(result.findings)
    serious = [block for block in blocks if block.head.severity is not Severity.ADVICE]
    advice = [block for block in blocks if block.head.severity is Severity.ADVICE]
    rows = fitting([*serious, *advice], _finding_row, _FINDINGS_BUDGET)
    for name, mine, shown in (
        ("Errors and warnings", serious, rows[: len(serious)]),
        ("Advice", advice, rows[len(serious) :]),
    ):
        if mine:
            count = sum(len(block.findings) for block in mine)
            body = "".join(table(("level", "rule", "where", "what"), shown)) if shown else ""
            body += _left_out(len(mine) - len(shown))
            yield "\n" + "".join(details(f"{name}: {count}", [body], opened=mine is serious))


def _counts(result: Result) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """The header and the rows of the table of families and severities."""
    severities = sorted({finding.severity for finding in result.findings}, reverse=True)
    counts = Counter((finding.family, finding.severity) for finding in result.findings)
    families = sorted({finding.family for finding in result.findings})
    rows = (
        (prose(family, table=True), *(str(counts[family, severity] or "") for severity in severities))
        for family in families
    )
    return ("family", *(severity.label for severity in severities)), rows


def _finding_row(block: Block) -> Sequence[str]:
    head = block.head
    return (
        head.severity.label,
        link(head.code, head.url),
        f"{code(head.path, table=True)} {places_phrase(finding.place for finding in block.findings)}",
        prose(head.message, table=True),
    )


def _left(result: Result) -> Iterator[str]:
    """The samples about which the findings say nothing, or not all."""
    if not result.left:
        return
    rows = fitting(
        result.left,
        lambda left: (
            f"{code(left.path, table=True)} {_line(left.cell, left.line)}",
            code(left.language, table=True),
            prose(left.reason, table=True),
        ),
        _LEFT_BUDGET,
    )
    body = "".join(table(("where", "language", "why"), rows)) + _left_out(len(result.left) - len(rows))
    yield "\n" + "".join(details(f"Code blocks not or not wholly understood: {len(result.left)}", [body]))


def _line(cell: int | None, line: int) -> str:
    return f"line {line}" if cell is None else f"cell {cell} line {line}"


def _said(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        rows = fitting(sentences, lambda sentence: (prose(sentence),), _NOTES_BUDGET)
        lines = "".join(f"- {row[0]}\n" for row in rows)
        yield f"\n{title}:\n\n{lines}{_left_out(len(sentences) - len(rows))}"


def _left_out(number: int) -> str:
    return f"\nNot shown, for want of room: {number} more.\n" if number else ""
