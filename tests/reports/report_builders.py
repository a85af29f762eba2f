"""Findings as the engine would make them, from a text and the part of it that they are about."""

from __future__ import annotations

from dataclasses import dataclass

from draftproof.finding import (
    Confidence,
    Edit,
    Finding,
    Fix,
    Place,
    QuotedLine,
    SampleReference,
    Severity,
)
from draftproof.text.source import Source, Span

_KNOWN = {
    "DOC001": ("unreadable-document", "documents", Severity.ERROR),
    "KEY001": ("realistic-key", "credentials", Severity.ERROR),
    "KEY003": ("nonstandard-placeholder", "credentials", Severity.ADVICE),
    "KEY004": ("printed-credential", "credentials", Severity.WARNING),
    "MDL001": ("unverified-model", "models", Severity.ADVICE),
    "API001": ("foreign-field", "endpoints", Severity.ERROR),
    "API002": ("missing-field", "endpoints", Severity.ERROR),
    "STR003": ("unbounded-wait", "streaming", Severity.WARNING),
    "SRC002": ("unofficial-source", "sources", Severity.ADVICE),
}


def place_of(source: Source, span: Span, cell: int | None = None) -> Place:
    start, end = source.position(span.start), source.position(span.end)
    shift = 0 if cell is None else 10 * cell
    return Place(
        start.line,
        start.column,
        end.line,
        end.column,
        start.line + shift,
        start.column + (7 if cell is not None else 0),
        end.line + shift,
        end.column,
        cell,
    )


@dataclass(frozen=True)
class Draft:
    """A document to make findings in."""

    path: str
    text: str
    cell: int | None = None

    def find(
        self,
        code: str,
        needle: str,
        message: str,
        *,
        nth: int = 1,
        help: str = "",  # noqa: A002
        notes: tuple[str, ...] = (),
        severity: Severity | None = None,
        span: Span | None = None,
        sample: SampleReference | None = None,
        replace_by: str | None = None,
    ) -> Finding:
        source = Source(self.text, self.path)
        if span is None:
            start = -1
            for _ in range(nth):
                start = self.text.index(needle, start + 1)
            span = Span(start, start + len(needle))
        place = place_of(source, span, self.cell)
        name, family, usual = _KNOWN[code]
        numbers = list(range(place.line, place.end_line + 1))
        kept = numbers if len(numbers) <= 4 else [*numbers[:2], numbers[-1]]
        fix = None
        if replace_by is not None:
            edit = Edit(place.line, place.column, place.end_line, place.end_column, replace_by, span)
            fix = Fix("safe", (edit,))
        return Finding(
            code=code,
            name=name,
            family=family,
            severity=severity or usual,
            confidence=Confidence.HIGH,
            message=message,
            path=self.path,
            place=place,
            excerpt=source.slice(span)[:200],
            help=help,
            url=f"https://example.invalid/rules/{code}",
            fingerprint=f"{code}:{place.line}:{place.column}",
            quoted=tuple(QuotedLine(number, source.line_text(number)) for number in kept),
            notes=notes,
            sample=sample,
            fix=fix,
        )
