"""Facts of a document that stands in a test, and the hits of a built-in rule over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.registry import CHECKS
from draftproof.finding import WHOLE_FILE
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from drafts import TODAY, filled

if TYPE_CHECKING:
    import datetime

    from draftproof.finding import Hit


def facts_of(
    text: str, name: str = "page.md", *, today: datetime.date = TODAY, publish: bool = False
) -> Facts:
    rulebook = builtin_rulebook()
    document = read(filled(text).encode(), name)
    return Facts(document, rulebook, PlaceholderPolicy(), today, publish=publish)


def hits(code: str, facts: Facts) -> list[Hit]:
    """What the built-in rule of that code says, with its own options."""
    rule = builtin_rulebook().by_code[code]
    return list(CHECKS[rule.check].load()(facts, rule.options))


def marked(hit: Hit, facts: Facts) -> str:
    """The text at the place of a hit."""
    document = facts.document
    source = document.source if hit.part == WHOLE_FILE else document.parts[hit.part].source
    return source.slice(hit.span)
