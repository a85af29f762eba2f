"""A rule and a rulebook, as the program uses them: plain data, no YAML in sight."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.catalogs.known import KnownModels
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.checks.review_dates import ReviewWords
    from draftproof.finding import Confidence, Severity
    from draftproof.prose.lexicon import Lexicon
    from draftproof.samples.knowledge import Knowledge

HOMEPAGE = "https://github.com/draftproof/draftproof"
CODE = re.compile(r"[A-Z]{2,8}\d{3}")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a fact was read, and when (an ISO date)."""

    title: str
    url: str
    accessed: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong in general.

    ``check`` names the check type that finds it and ``options`` configure that check. ``messages`` are
    templates by name; the one called ``message`` is the usual one. ``document`` is the path of the rule's
    Markdown file.
    """

    code: str
    name: str
    family: str
    severity: Severity
    confidence: Confidence
    check: str
    messages: Mapping[str, str]
    help: str
    document: str
    default: bool = True
    fix: str = "none"
    options: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[SourceNote, ...] = ()
    since: str = ""
    url: str = ""

    def matches(self, selector: str) -> bool:
        """True when a selector (code, prefix, name, family or ``ALL``) names this rule."""
        if selector == "ALL" or selector in (self.name, self.family, self.code):
            return True
        return bool(selector) and selector.isupper() and self.code.startswith(selector)


@dataclass(frozen=True)
class Rulebook:
    """All rules and vocabularies of a run, built-in and the user's own packs."""

    rules: tuple[Rule, ...]
    vocabularies: Mapping[str, Any]
    packs: tuple[str, ...] = ()
    key: str = ""
    """A digest of everything that it was made of."""

    @cached_property
    def by_code(self) -> Mapping[str, Rule]:
        """Rules by their code."""
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def patterns(self) -> Patterns:
        """What is known of credentials, compiled."""
        from draftproof.checks.credentials.patterns import compile_patterns  # noqa: PLC0415 - when first asked

        return compile_patterns(self.vocabularies)

    @cached_property
    def key_prefixes(self) -> frozenset[str]:
        """What the keys of vendors begin with."""
        keys = self.vocabularies.get("key-shapes", {}).get("keys", ())
        return frozenset(prefix for key in keys for prefix in key.get("prefixes", ()))

    @cached_property
    def claim_anchors(self) -> frozenset[str]:
        """Pieces of words, in lower case, without which a text promises nothing."""
        lexicons = (self.vocabularies[name] for name in self.vocabularies if name.startswith("claims-"))
        promises = (promise for lexicon in lexicons for promise in lexicon.get("promises") or ())
        return frozenset(str(anchor) for promise in promises for anchor in promise["anchors"])

    @cached_property
    def review_words(self) -> ReviewWords:
        """How a document says when it was reviewed."""
        from draftproof.checks.review_dates import ReviewWords  # noqa: PLC0415 - when first asked

        return ReviewWords(self.vocabularies.get("review-dates", {}))

    @cached_property
    def known_models(self) -> KnownModels:
        """Spellings and kinds of public model ids."""
        from draftproof.catalogs.known import known_models  # noqa: PLC0415 - only for documents with model ids

        return known_models(self.vocabularies.get("known-models", {}))

    @cached_property
    def knowledge(self) -> Knowledge:
        """Contracts, providers and SDKs, compiled."""
        from draftproof.samples.knowledge_data import compile_knowledge  # noqa: PLC0415 - when samples are understood

        return compile_knowledge(self.vocabularies)

    @cached_property
    def lexicons(self) -> tuple[Lexicon, ...]:
        """The lexicons of promises, one a language. Raises LexiconError for one that cannot be used."""
        from draftproof.prose.lexicon import lexicons  # noqa: PLC0415 - when claims are looked for

        return lexicons(self.vocabularies)

    def find(self, name: str) -> Rule | None:
        """The rule with a code or a name."""
        return next((rule for rule in self.rules if name in (rule.code, rule.name)), None)

    def knows(self, selector: str) -> bool:
        """True when a selector names at least one rule."""
        return any(rule.matches(selector) for rule in self.rules)

    def suggestion(self, selector: str) -> str:
        """The nearest selector that exists, "" where none is near."""
        import difflib  # noqa: PLC0415 - only for a mistyped selector

        known = sorted({text for rule in self.rules for text in (rule.code, rule.name, rule.family)})
        near = difflib.get_close_matches(selector, known, 1, 0.6) or difflib.get_close_matches(
            selector.upper(), known, 1, 0.75
        )
        return near[0] if near else ""

    def select(self, selectors: Iterable[str]) -> frozenset[str]:
        """The codes that any of the selectors names."""
        wanted = tuple(selectors)
        return frozenset(rule.code for rule in self.rules if any(rule.matches(each) for each in wanted))
