"""The lines of the document that a finding is about, with line numbers and carets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reports.layout import show_line
from draftproof.reports.terminal import SEVERITY_PAINT, paint
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.finding import Finding, Place
    from draftproof.reports.style import Style

_BESIDE_GUTTER = len(" | ")


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to print under the arrow line."""

    gutter: int
    """The width of the line numbers."""
    lines: tuple[str, ...]
    elsewhere: tuple[Finding, ...]
    """The findings that no caret points at."""


def snippet(findings: Sequence[Finding], style: Style) -> Snippet:
    """The quoted lines of the first finding; further findings on its line get carets of their own."""
    head = findings[0]
    quoted = {line.number: line.text for line in head.quoted}
    first, last, marks = _marks(head.place, quoted)
    numbers = [number for number in dict.fromkeys((first, *_between(first, last), last)) if number in quoted]
    gutter = max((len(str(number)) for number in numbers), default=2)
    if not any(quoted[number].strip() for number in numbers):  # blank lines show nothing
        return Snippet(gutter, (), tuple(findings[1:]))
    beside = [each for each in findings[1:] if first == last and _on_line(each.place, head.place)]
    columns = style.columns - gutter - _BESIDE_GUTTER
    frame = paint(" " * gutter + " |", "frame", style.colour)
    lines = [frame]
    unmarked: set[Span] = set()
    previous = first
    for number in numbers:
        if number > previous + 1:
            lines.append("...")
        spans = marks.get(number, [])
        if number == first:
            spans = spans + [_columns(each.place) for each in beside]
        shown = show_line(quoted[number], spans or [Span(0, 0)], columns)
        unmarked.update(shown.unmarked)
        lines.append(f"{paint(f'{number:>{gutter}} |', 'frame', style.colour)} {shown.text}".rstrip(" "))
        if spans:
            carets = shown.carets.lstrip(" ")
            margin = " " * (len(shown.carets) - len(carets))
            lines.append(f"{frame} {margin}{paint(carets, SEVERITY_PAINT[head.severity], style.colour)}")
        previous = number
    if previous < last:
        lines.append("...")
    marked = {id(each) for each in beside if _columns(each.place) not in unmarked}
    return Snippet(gutter, tuple(lines), tuple(each for each in findings[1:] if id(each) not in marked))


def _marks(place: Place, quoted: dict[int, str]) -> tuple[int, int, dict[int, list[Span]]]:
    """The first and the last line to show, and what to underline in each, as offsets in the line."""
    first, last = place.line, place.end_line
    ends = place.end_column - 1
    if last > first and ends <= 0:  # the span ends with the line end of the line before
        last -= 1
        ends = len(quoted.get(last, "").rstrip())
    start = place.column - 1
    if last == first:
        return first, first, {first: [Span(start, ends)]}
    text = quoted.get(last, "")
    indent = min(len(text) - len(text.lstrip()), ends)
    return (
        first,
        last,
        {first: [Span(start, len(quoted.get(first, "").rstrip()))], last: [Span(indent, ends)]},
    )


def _between(first: int, last: int) -> tuple[int, ...]:
    """The one line in the middle of three: as short as the dots that would stand for it."""
    return (first + 1,) if last == first + 2 else ()


def _on_line(place: Place, head: Place) -> bool:
    return (place.cell, place.line, place.end_line) == (head.cell, head.line, head.line)


def _columns(place: Place) -> Span:
    return Span(place.column - 1, place.end_column - 1)
