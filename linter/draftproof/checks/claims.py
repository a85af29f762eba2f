"""Promises about a service that a draft has no evidence for (CLM001-CLM008).

Options: ``topic``, one of speed, availability, price, limits, readiness, coverage, overreach, superlative.
A rule may have a message for a strength (``numeric``, ``superlative``, ``guarantee``, ``comparative``)
besides the usual one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftproof.finding import Confidence, Hit, Severity
from draftproof.prose.lexicon import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts

_MAX_QUOTE = 80
"""Longer promises are cut in the message; the place of the finding is the whole promise."""


def option_problem(option: str, value: object) -> str:
    """What is wrong with an option of a rule, "" where nothing is."""
    return "" if option != "topic" or value in TOPICS else f"must be one of {', '.join(TOPICS)}"


def claim(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A hit for every promise of a topic: a warning where it is surely one, else advice."""
    for found in facts.claims:
        if found.topic != options.get("topic"):
            continue
        confidence = Confidence[found.confidence.upper()]
        yield Hit(
            found.part,
            found.span,
            message=found.strength,
            values={"words": _quoted(found.words)},
            severity=Severity.WARNING if confidence is Confidence.HIGH else Severity.ADVICE,
            confidence=confidence,
        )


def _quoted(words: str) -> str:
    return words if len(words) <= _MAX_QUOTE else f"{words[: _MAX_QUOTE - 3].rstrip()}..."
