"""Documents that could not be read, or not all of them, and includes that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.finding import WHOLE_FILE, Hit, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts


def unreadable(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """One hit for everything that the reader or the configuration of the document complains about."""
    for problem in facts.document.problems:
        severity = Severity.WARNING if problem.minor else None
        yield Hit(
            WHOLE_FILE,
            problem.span,
            values={"problem": problem.message},
            help=problem.help or None,
            severity=severity,
        )


def unresolved_include(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Includes of files that are not in the tree, and of sections that the files do not have."""
    told = set()
    for lost in facts.document.lost:
        if lost.stray and (lost.part, lost.span) not in told:
            told.add((lost.part, lost.span))
            yield Hit(lost.part, lost.span, values={"target": lost.target, "reason": lost.reason})
