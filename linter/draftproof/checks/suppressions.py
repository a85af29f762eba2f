"""The rules about suppressions: unused ones, reasonless ones, expired ones, ones that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.finding import Hit, Remedy, Replacement
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from draftproof.checks.directives import Suppression
    from draftproof.checks.facts import Facts


_LINE_REACH = 1000
_MARKS = " \t>-*+.)0123456789"
"""What a line may begin with in quotes and lists."""


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
            if len(idle) == len(suppression.selectors):
                taken = _directive(facts, suppression)
            else:
                taken = (_selector([span for _, span in suppression.selectors], idle, index),)
            remedy = Remedy("safe", tuple(Replacement(each, "") for each in taken)) if taken else None
            yield Hit(suppression.part, span, values={"selector": selector}, remedy=remedy)


def _selector(spans: Sequence[Span], idle: Sequence[int], index: int) -> Span:
    """One selector of several with what separates it from one that stays."""
    if any(earlier not in idle for earlier in range(index)):
        return Span(spans[index - 1].end, spans[index].end)
    return Span(spans[index].start, spans[index + 1].start)


def _directive(facts: Facts, suppression: Suppression) -> tuple[Span, ...]:
    """The directive; a comment that ends its line goes with the blanks before it, one that fills its line
    with the line, and between two blank lines with one of them.
    """
    if len(suppression.removable) != 1:
        return suppression.removable
    text = facts.document.parts[suppression.part].source.text
    start, end = suppression.removable[0]
    lowest = max(0, start - _LINE_REACH)
    line = max(text.rfind(mark, lowest, start) for mark in "\r\n") + 1
    if text[end : end + 1] not in ("", "\r", "\n") or (line == 0 and lowest > 0):
        return suppression.removable
    before = text[line:start]
    if before.strip():
        own = before.strip(_MARKS) != ""
        return (Span(line + len(before.rstrip(" \t")) if own else start, end),)
    after = _next_line(text, end)
    blank = _after_blank_line(text[lowest:line])
    if blank and after == len(text):
        return (Span(_next_line(text, lowest + len(text[lowest:line].rstrip())), after),)
    if text[after : after + 1] in ("\r", "\n") and (line == 0 or blank):
        after = _next_line(text, after)
    return (Span(line, after),)


def _after_blank_line(before: str) -> bool:
    """True for text that ends with an empty line."""
    end = before[len(before.rstrip()) :]
    return end.count("\n") + end.count("\r") - end.count("\r\n") > 1


def _next_line(text: str, offset: int) -> int:
    """Past the line end at an offset."""
    return min(len(text), offset + (2 if text.startswith("\r\n", offset) else 1))


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
