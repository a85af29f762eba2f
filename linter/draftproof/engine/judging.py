"""One document judged: checks run, suppressions applied, findings settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from draftproof.checks.directives import Outcome
from draftproof.checks.registry import CHECKS
from draftproof.engine.counting import counts_of, left_samples, lost_includes
from draftproof.engine.judgement import Judgement, Settled
from draftproof.engine.settling import Settler
from draftproof.engine.texts import shown_texts
from draftproof.finding import WHOLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.engine.selection import ActiveRule
    from draftproof.finding import (
        Confidence,
        Finding,
        Hit,
        Severity,
    )

_Position = tuple[int, int]
"""A part and an offset in it."""
_ABOUT_SUPPRESSIONS = "-suppression"
_NEVER_SUPPRESSED = frozenset({"unreadable"})


def judge(
    facts: Facts,
    active: Sequence[ActiveRule],
    *,
    root_path: str,
    min_severity: Severity,
    min_confidence: Confidence,
    keep_texts: bool = False,
) -> Judgement:
    """Judge a document by the active rules.

    Findings that a suppression silences are counted, not shown; so are those below the wanted severity and
    confidence. A document that could not be read has findings about that alone.
    """
    hits: list[tuple[ActiveRule, Hit]] = []
    for rule in active:
        check = CHECKS[rule.rule.check]
        if not rule.rule.check.endswith(_ABOUT_SUPPRESSIONS) and facts.glance.finds(check.need):
            found = check.load()(facts, rule.rule.options)
            hits.extend((rule, hit) for hit in found if not _judged_elsewhere(facts, hit))
    kept, outcome = _suppress(facts, hits, frozenset(rule.rule.code for rule in active))
    suppressed = len(hits) - len(kept)
    facts.outcome = outcome
    if facts.suppressions:
        for rule in active:
            if rule.rule.check.endswith(_ABOUT_SUPPRESSIONS):
                kept.extend((rule, hit) for hit in CHECKS[rule.rule.check].load()(facts, rule.rule.options))
    kept.sort(key=lambda each: (each[1].part, each[1].span, each[0].rule.code))
    settler = Settler(facts, root_path)
    settled = tuple(Settled(hit, settler.settle(rule, hit)) for rule, hit in kept)
    findings = [each.finding for each in settled]
    shown: list[Finding] = []
    hidden: list[Finding] = []
    for finding in findings:
        wanted = finding.severity >= min_severity and finding.confidence >= min_confidence
        (shown if wanted else hidden).append(finding)
    shown.sort(key=lambda finding: (finding.place.file_line, finding.place.file_column, finding.code))
    counts = counts_of(facts, suppressed=suppressed, hidden=len(hidden))
    own = tuple(each for each in settled if each.finding.path == facts.document.path)
    lost = lost_includes(facts, settler.shown)
    return Judgement(
        tuple(shown),
        counts,
        left_samples(facts),
        own,
        lost,
        texts=shown_texts(facts.document, settler, shown) if keep_texts else (),
        hidden=tuple(finding for finding in hidden if finding.path == facts.document.path),
        included=tuple(sorted({p.origin.path for p in facts.document.parts if p.origin is not None})),
    )


def _judged_elsewhere(facts: Facts, hit: Hit) -> bool:
    """True in an included text that is a document of its own: what is wrong there is said of it."""
    origin = None if hit.part == WHOLE_FILE else facts.document.parts[hit.part].origin
    return origin is not None and origin.judged_elsewhere


def _suppress(
    facts: Facts, hits: Sequence[tuple[ActiveRule, Hit]], judged: frozenset[str]
) -> tuple[list[tuple[ActiveRule, Hit]], Outcome]:
    """What no suppression silences, and which suppressions were of use."""
    if not facts.suppressions:
        return list(hits), Outcome(judged=judged)
    named: dict[str, list[tuple[int, int]]] = {}
    known: dict[str, frozenset[str]] = {}
    for number, suppression in enumerate(facts.suppressions):
        for index, (selector, _) in enumerate(suppression.selectors if not suppression.fault else ()):
            if selector not in known:
                known[selector] = facts.codes_of(selector)
            for code in known[selector]:
                named.setdefault(code, []).append((number, index))
    by_code: dict[str, list[int]] = {}
    for place, (rule, _) in enumerate(hits):
        if rule.rule.code in named and rule.rule.check not in _NEVER_SUPPRESSED:
            by_code.setdefault(rule.rule.code, []).append(place)
    used: set[tuple[int, int]] = set()
    silenced: set[int] = set()
    for code, places in by_code.items():
        reaches = [facts.suppressions[number].reach() for number, _ in named[code]]
        positions = [_position(facts, hits[place][1]) for place in places]
        silenced.update(
            place for place, inside in zip(places, _inside(positions, reaches), strict=True) if inside
        )
        positions.sort()
        for key, (start, end) in zip(named[code], reaches, strict=True):
            if bisect_left(positions, start) < bisect_left(positions, end):
                used.add(key)
    kept = [each for place, each in enumerate(hits) if place not in silenced]
    return kept, Outcome(frozenset(used), judged)


def _position(facts: Facts, hit: Hit) -> _Position:
    """Where suppressions reach a hit: in an included file, where the document includes it."""
    if hit.part == WHOLE_FILE:
        return hit.part, hit.span.start
    part, span = facts.document.standing(hit.part, hit.span)
    return part, span.start


def _inside(positions: Sequence[_Position], reaches: Sequence[tuple[_Position, _Position]]) -> Iterator[bool]:
    """For every position, whether one of the ranges holds it; a page may have thousands of both."""
    ordered = sorted(reaches)
    furthest = list(accumulate((end for _, end in ordered), max))
    for position in positions:
        before = bisect_right(ordered, position, key=lambda reach: reach[0])
        yield before > 0 and furthest[before - 1] > position
