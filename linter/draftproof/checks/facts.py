"""What is known of one document, worked out when a check first asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.checks.suppressions import Outcome, Suppression
    from draftproof.reading.document import Document
    from draftproof.rulebook.model import Rulebook

DEFAULT_PLACEHOLDER = "<API_KEY_PLACEHOLDER>"


@dataclass(frozen=True, slots=True)
class PlaceholderPolicy:
    """How placeholders for credentials are spelt: what a fix writes, and what else is accepted."""

    replacement: str = DEFAULT_PLACEHOLDER
    accept: tuple[str, ...] = ()


class Facts:
    """Facts about one document. Each is computed at most once.

    ``outcome`` is set by the engine between the ordinary rules and the rules about suppressions.
    """

    outcome: Outcome

    def __init__(
        self,
        document: Document,
        rulebook: Rulebook,
        patterns: Patterns,
        placeholders: PlaceholderPolicy,
        today: datetime.date,
    ) -> None:
        self.document = document
        self.rulebook = rulebook
        self.patterns = patterns
        self.placeholders = placeholders
        self.today = today

    @cached_property
    def credentials(self) -> tuple[tuple[Credential, ...], ...]:
        """Every credential-like value, a tuple for each part of the document."""
        from draftproof.checks.credentials.detector import find_credentials  # noqa: PLC0415 - when first asked

        return tuple(find_credentials(part, self.patterns) for part in self.document.parts)

    @cached_property
    def raw_credentials(self) -> tuple[Credential, ...]:
        """Credential-like values in the raw file, for showing parts of it that no part of the document
        covers.
        """
        from draftproof.checks.credentials.detector import find_credentials  # noqa: PLC0415 - when first asked
        from draftproof.reading.document import Part  # noqa: PLC0415

        return find_credentials(Part(self.document.source, ()), self.patterns)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The directives that silence findings."""
        from draftproof.checks.suppressions import find_suppressions  # noqa: PLC0415 - only where there may be one

        return find_suppressions(self.document) if "draftproof" in self.document.source.text else ()

    def codes_of(self, selector: str) -> frozenset[str]:
        """The codes of the rules that a selector names."""
        return self.rulebook.select((selector,))
