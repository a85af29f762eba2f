"""One document judged: checks run, suppressions applied, findings settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draftproof.checks.registry import CHECKS
from draftproof.checks.suppressions import Outcome
from draftproof.engine.settling import Settler
from draftproof.finding import WHOLE_FILE, Counts, Finding, Hit
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.checks.facts import Facts
    from draftproof.engine.selection import ActiveRule
    from draftproof.finding import Confidence, Severity

_ABOUT_SUPPRESSIONS = "-suppression"
_NEVER_SUPPRESSED = frozenset({"unreadable"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of a document, in order, and what was counted on the way."""

    findings: tuple[Finding, ...]
    counts: Counts


def judge(
    facts: Facts,
    active: Sequence[ActiveRule],
    *,
    root_path: str,
    min_severity: Severity,
    min_confidence: Confidence,
) -> Judgement:
    """Judge a document by the active rules.

    Findings that a suppression silences are counted, not shown; so are those below the wanted severity and
    confidence. A document that could not be read has findings about that alone.
    """
    hits: list[tuple[ActiveRule, Hit]] = []
    for rule in active:
        if not rule.rule.check.endswith(_ABOUT_SUPPRESSIONS):
            hits.extend((rule, hit) for hit in CHECKS[rule.rule.check].load()(facts, rule.rule.options))
    kept, outcome = _suppress(facts, hits, frozenset(rule.rule.code for rule in active))
    suppressed = len(hits) - len(kept)
    facts.outcome = outcome
    if facts.suppressions:
        for rule in active:
            if rule.rule.check.endswith(_ABOUT_SUPPRESSIONS):
                kept.extend((rule, hit) for hit in CHECKS[rule.rule.check].load()(facts, rule.rule.options))
    kept.sort(key=lambda each: (each[1].part, each[1].span, each[0].rule.code))
    settler = Settler(facts, root_path)
    findings = [settler.settle(rule, hit) for rule, hit in kept]
    shown = [f for f in findings if f.severity >= min_severity and f.confidence >= min_confidence]
    shown.sort(key=lambda finding: (finding.place.file_line, finding.place.file_column, finding.code))
    document = facts.document
    counts = Counts(
        documents=1,
        unreadable=int(not document.parts and bool(document.problems)),
        code_blocks=sum(b.kind is BlockKind.CODE and b.language != "output" for p in document.parts for b in p.blocks),
        suppressed=suppressed,
        hidden=len(findings) - len(shown),
    )
    return Judgement(tuple(shown), counts)


def _suppress(
    facts: Facts, hits: Sequence[tuple[ActiveRule, Hit]], judged: frozenset[str]
) -> tuple[list[tuple[ActiveRule, Hit]], Outcome]:
    if not facts.suppressions:
        return list(hits), Outcome(judged=judged)
    kept: list[tuple[ActiveRule, Hit]] = []
    used: set[tuple[int, int]] = set()
    codes = [
        [(index, facts.codes_of(selector)) for index, (selector, _) in enumerate(suppression.selectors)]
        for suppression in facts.suppressions
    ]
    for rule, hit in hits:
        silencers = [
            (number, index)
            for number, suppression in enumerate(facts.suppressions)
            if not suppression.fault and hit.part != WHOLE_FILE and suppression.covers(hit.part, hit.span)
            for index, named in codes[number]
            if rule.rule.code in named
        ]
        used.update(silencers)
        if not silencers or rule.rule.check in _NEVER_SUPPRESSED:
            kept.append((rule, hit))
    return kept, Outcome(frozenset(used), judged)
