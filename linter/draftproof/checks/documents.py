"""Documents that could not be read, or not all of them."""

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
