"""The plan of the live checks of a document, sample by sample. A server plans and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draftproof.live.choosing import Chooser, LiveOptions, SelectionError
from draftproof.live.planning import plan_of
from draftproof.live.targets import TargetError
from draftproof.reports.live.text import render_plan
from draftproof.reports.style import Style
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.live.planning import Plan, PlannedSample
    from draftproof.lsp.examining import Examination

_LONGEST = 160
_FENCES = ("```", "~~~", ":::")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What is planned for a sample: its 1-based line in the file, a title, and the whole of it as text."""

    line: int
    title: str
    text: str


def planned_lines(examination: Examination) -> tuple[PlannedLine, ...]:
    """The plan for every Responses sample of a document, in order; empty where nobody can be asked."""
    facts, options = examination.examined.facts, LiveOptions()
    try:
        article = Chooser(options).article(examination.file, facts)
    except (SelectionError, TargetError):
        return ()
    if article is None:
        return ()
    plan = plan_of((article,), options.plan)
    return tuple(sorted(_lines(plan, examination), key=lambda each: each.line))


def _lines(plan: Plan, examination: Examination) -> Iterator[PlannedLine]:
    for check in plan.checks:
        text = "".join(render_plan(replace(plan, checks=(check,), skipped=()), Style()))
        times = "twice, once with an invalid key" if plan.options.error_path else "once"
        title = f"live check: {check.model} at {check.target.shown_url}, {times} (nothing is sent here)"
        for sample in check.samples:
            yield PlannedLine(_line(sample, examination), neutral(title, _LONGEST), text)
    for skipped in plan.skipped:
        title = f"live check: not run, {skipped.reason}"
        text = "".join(render_plan(replace(plan, checks=(), skipped=(skipped,)), Style(quiet=True)))
        yield PlannedLine(_line(skipped.sample, examination), neutral(title, _LONGEST), text)


def _line(sample: PlannedSample, examination: Examination) -> int:
    """The line of the sample's fence, where its code follows one."""
    source = examination.examined.facts.document.source
    above = sample.file_line - 1
    if above >= 1 and source.line_text(above).lstrip(" \t>-*").startswith(_FENCES):
        return above
    return sample.file_line
