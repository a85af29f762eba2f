"""The rules about suppressions: unused ones, reasonless ones, expired ones, ones that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.finding import Hit, Remedy, Replacement
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.directives import Suppression
    from draftproof.checks.facts import Facts


def unused(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Selectors that silenced nothing although their rules ran."""
    for number, suppression in enumerate(facts.suppressions):
        if suppression.fault:
            continue
        idle = [
            index
            for index, (selector, _) in enumerate(suppression.selectors)
            if (number, index) not in facts.outcome.used and facts.codes_of(selector)
            and facts.codes_of(selector) <= facts.outcome.judged
        ]  # fmt: skip
        for index in idle:
            selector, span = suppression.selectors[index]
            remedy = None
            if len(idle) == len(suppression.selectors) and index == idle[0] and suppression.removable:
                remedy = Remedy("safe", (Replacement(_with_line(facts, suppression), ""),))
            yield Hit(suppression.part, span, values={"selector": selector}, remedy=remedy)


def _with_line(facts: Facts, suppression: Suppression) -> Span:
    """The directive with the line that it fills, so that removing it leaves no blank behind."""
    span = suppression.removable or suppression.span
    text = facts.document.parts[suppression.part].source.text
    start, end = span
    if (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("\r", "\n"):
        end += 2 if text.startswith("\r\n", end) else 1
    return Span(start, end)


def reasonless(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Directives without a reason."""
    for suppression in facts.suppressions:
        if not suppression.reason and not suppression.fault:
            names = ", ".join(selector for selector, _ in suppression.selectors)
            yield Hit(suppression.part, suppression.span, values={"selectors": names})


def expired(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Directives whose date has passed. They silence until they are removed: a date alone fails no run."""
    for suppression in facts.suppressions:
        if suppression.until is not None and facts.today > suppression.until:
            yield Hit(suppression.part, suppression.span, values={"until": suppression.until.isoformat()})


def unknown(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Directives that cannot be used and selectors that name no rule."""
    for suppression in facts.suppressions:
        if suppression.fault:
            yield Hit(suppression.part, suppression.span, "malformed", values={"fault": suppression.fault})
        for selector, span in suppression.selectors:
            if not facts.codes_of(selector):
                near = facts.rulebook.suggestion(selector)
                hint = f"; did you mean `{near}`?" if near else ""
                yield Hit(suppression.part, span, values={"selector": selector, "hint": hint})
