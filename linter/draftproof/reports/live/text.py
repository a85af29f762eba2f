"""The text reports of the live stage, for a person at a terminal."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from draftproof.reports.layout import wrap
from draftproof.reports.live.rows import bounds, headers_of, place, planned
from draftproof.reports.terminal import inert, neutral, paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.live.planning import Check, Plan, PlannedSample
    from draftproof.live.results import LiveResult, Row
    from draftproof.records.model import Outcome
    from draftproof.reports.style import Style
    from draftproof.reports.terminal import Paint

_PAINT: dict[Outcome, Paint] = {
    "pass": "frame",
    "fail": "error",
    "inconclusive": "warning",
    "not-run": "advice",
}
_WIDEST = len("inconclusive")
_MOST_PLACES = 6
_MOST_ARTICLES = 20


def render(result: LiveResult, style: Style) -> Iterator[str]:
    """A block for each outcome: where, what was seen on both paths, what to do next."""
    blocks: dict[tuple[object, ...], list[Row]] = {}
    for row in result.rows:
        blocks.setdefault(_alike(row), []).append(row)
    for rows in blocks.values():
        for line in _block(rows, style):
            yield f"{inert(line)}\n"


def _alike(row: Row) -> tuple[object, ...]:
    """Rows that say the same are one block."""
    return (row.result, row.sample.model, row.message, row.error_message, row.notes, row.next_step)


def _block(rows: Sequence[Row], style: Style) -> Iterator[str]:
    row = rows[0]
    label = paint(row.result.ljust(_WIDEST), _PAINT[row.result], style.colour)
    model = f"  {neutral(row.sample.model, 100)}" if row.sample.model else ""
    places = list(_places([each.sample for each in rows]))
    for index, line in enumerate(places):
        lead = label if not index else " " * _WIDEST
        yield f"{lead}  {paint(line, 'strong', style.colour)}{'' if index else model}"
    lines = [("", row.message)]
    if row.error_message and row.error != "not-run":
        lines.append(("error path", row.error_message))
    if not style.quiet:
        lines += [("note", note) for note in row.notes]
    if row.next_step:
        lines.append(("next", row.next_step))
    for name, text in lines:
        lead = f"{name}: " if name else ""
        for index, line in enumerate(wrap(neutral(lead + text), style.prose_columns - _WIDEST - 2)):
            yield " " * (_WIDEST + 2 + (2 if index else 0)) + line


def _places(samples: Sequence[PlannedSample]) -> Iterator[str]:
    """A line an article, with the lines of its samples."""
    articles = [list(group) for _, group in groupby(samples, key=lambda sample: sample.article)]
    for group in articles[:_MOST_ARTICLES]:
        first = neutral(place(group[0]))
        others = [str(sample.line) for sample in group[1 : _MOST_PLACES + 1]]
        more = len(group) - 1 - len(others)
        noun = "line" if len(others) == 1 else "lines"
        tail = f" and {more} more" if more else ""
        yield f"{first} (and {noun} {', '.join(others)}{tail})" if others else first
    if len(articles) > _MOST_ARTICLES:
        yield f"and {len(articles) - _MOST_ARTICLES} more articles"


def render_plan(plan: Plan, style: Style) -> Iterator[str]:
    """What would be sent, request by request, the limits, and what would not be sent and why."""
    for number, check in enumerate(plan.checks, 1):
        yield from (f"{inert(line)}\n" for line in _planned_check(number, check, plan, style))
    if plan.skipped:
        yield paint("Not run:", "strong", style.colour) + "\n"
        for skipped in plan.skipped:
            yield inert(f"  {neutral(place(skipped.sample))}: {neutral(skipped.reason)}") + "\n"
    if plan.kept and not style.quiet:
        yield paint("Left alone, for their records still hold:", "strong", style.colour) + "\n"
        yield from (inert(f"  {neutral(place(sample))}") + "\n" for sample in plan.kept)
    if not style.quiet:
        yield f"Limits: {bounds(plan)}\n"
        yield f"{planned(plan)}. Nothing was sent.\n"


def _planned_check(number: int, check: Check, plan: Plan, style: Style) -> Iterator[str]:
    times = (
        "twice: with the credential, and with an invalid placeholder" if plan.options.error_path else "once"
    )
    yield paint(f"{number}. POST {neutral(check.target.shown_url)}", "strong", style.colour) + f" ({times})"
    for name, value in headers_of(check).items():
        yield f"   {name}: {neutral(value)}"
    yield f"   {neutral(json.dumps(dict(check.body), ensure_ascii=False), 2000)}"
    sources = sorted({sample.model_source for sample in check.samples})
    yield f"   for {_listed(check.samples)} (model id: {', '.join(sources)})"


def _listed(samples: Sequence[PlannedSample]) -> str:
    shown = ", ".join(neutral(place(sample)) for sample in samples[:_MOST_PLACES])
    more = len(samples) - _MOST_PLACES
    return f"{shown} and {more} more" if more > 0 else shown
