"""What is known of one document, worked out when a check first asks for it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from draftproof.checks.credentials.anchors import may_hold_credentials
from draftproof.checks.waking import Glance
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from draftproof.catalogs.folder import Catalogs
    from draftproof.catalogs.known import KnownModels
    from draftproof.checks.credentials.model import Credential
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.checks.directives import Outcome, Suppression
    from draftproof.checks.review_dates import ReviewDate
    from draftproof.prose.claims import Claim
    from draftproof.reading.document import Document, Part
    from draftproof.records.documents import FoundRecord
    from draftproof.records.evidence import Evidence
    from draftproof.rulebook.model import Rulebook
    from draftproof.samples.facts import Request, Sample, Understanding
    from draftproof.samples.knowledge import Knowledge

DEFAULT_PLACEHOLDER = "<API_KEY_PLACEHOLDER>"
DEFAULT_PROVIDER = "cometapi"
"""Who is asked where neither the sample nor the configuration says it."""


@dataclass(frozen=True, slots=True)
class PlaceholderPolicy:
    """How placeholders for credentials and models are spelt: what a fix writes, and what else is accepted."""

    replacement: str = DEFAULT_PLACEHOLDER
    accept: tuple[str, ...] = ()
    model: str = "<MODEL_ID>"


class Facts:
    """Facts about one document. Each is computed at most once.

    ``outcome`` is set by the engine between the ordinary rules and the rules about suppressions. ``publish``
    when the run judges by the policy for the day of publication.
    """

    outcome: Outcome
    dated = False
    """True once a check has asked for the date: what was found holds for that day."""

    def __init__(
        self,
        document: Document,
        rulebook: Rulebook,
        placeholders: PlaceholderPolicy,
        today: datetime.date,
        default_provider: str = DEFAULT_PROVIDER,
        catalogs: Callable[[], Catalogs] | None = None,
        *,
        publish: bool = False,
        evidence: Callable[[], Evidence] | None = None,
    ) -> None:
        self.document = document
        self.rulebook = rulebook
        self.placeholders = placeholders
        self._today = today
        self.default_provider = default_provider
        self._load_catalogs = catalogs
        self.publish = publish
        self._load_evidence = evidence

    @property
    def patterns(self) -> Patterns:
        """What is known of credentials."""
        return self.rulebook.patterns

    @property
    def today(self) -> datetime.date:
        """The date of the run."""
        self.dated = True
        return self._today

    @cached_property
    def credentials(self) -> tuple[tuple[Credential, ...], ...]:
        """Every credential-like value, a tuple for each part of the document."""
        if not self.glance.finds("credentials"):
            return ((),) * len(self.document.parts)
        from draftproof.checks.credentials.detector import find_credentials  # noqa: PLC0415 - when first asked

        return tuple(_shown(part, find_credentials(part, self.patterns)) for part in self.document.parts)

    @cached_property
    def raw_credentials(self) -> tuple[Credential, ...]:
        """Credential-like values in the raw file, for showing parts of it that no part of the document
        covers.
        """
        if not may_hold_credentials(self.document.source.text, self.rulebook.key_prefixes):
            return ()
        from draftproof.checks.credentials.detector import find_credentials  # noqa: PLC0415 - when first asked
        from draftproof.reading.document import Part  # noqa: PLC0415

        return find_credentials(Part(self.document.source, ()), self.patterns)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The directives that silence findings."""
        from draftproof.checks.directives import find_suppressions  # noqa: PLC0415 - only where there may be one

        return find_suppressions(self.document) if "draftproof" in self.document.source.text.lower() else ()

    @cached_property
    def glance(self) -> Glance:
        """A quick look at all texts of the document."""
        texts = [part.source.text for part in self.document.parts] or [self.document.source.text]
        return Glance(
            texts,
            self.document.path,
            self.rulebook,
            has_code=self._has_code,
            keeps_records=self._load_evidence is not None,
            everything=self.publish,
        )

    @property
    def _has_code(self) -> bool:
        from draftproof.reading.document import BlockKind  # noqa: PLC0415 - loaded with the document

        return any(block.kind is BlockKind.CODE for part in self.document.parts for block in part.blocks)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Contracts, providers and SDKs."""
        return self.rulebook.knowledge

    @cached_property
    def review_dates(self) -> tuple[ReviewDate, ...]:
        """When the document says that it was reviewed, and its sources read."""
        return tuple(self.rulebook.review_words.dates(self.document)) if self.glance.finds("dates") else ()

    @cached_property
    def understanding(self) -> Understanding:
        """What the document's samples send and read back."""
        from draftproof.samples.facts import Understanding  # noqa: PLC0415 - when first asked

        if not self.glance.finds("samples"):
            return Understanding()
        from draftproof.samples.understanding import understand  # noqa: PLC0415 - only where there is code

        return understand(self.document, self.knowledge)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The requests of the samples, but for those that the document itself shows as wrong."""
        from draftproof.checks.counter_examples import without_counter_examples  # noqa: PLC0415 - when first asked

        return without_counter_examples(self)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the prose promises of a service."""
        if not self.glance.finds("claims"):
            return ()
        from draftproof.prose.claims import find_claims  # noqa: PLC0415 - when first asked

        return find_claims(self.document, self.rulebook.lexicons)

    @property
    def samples_so_far(self) -> tuple[Sample, ...]:
        """The samples if a rule has asked what they say, else none: counting never costs a parse."""
        return self.understanding.samples if "understanding" in self.__dict__ else ()

    @cached_property
    def catalogs(self) -> Catalogs:
        """The lock files that hold for the document; none where nobody handed any in."""
        from draftproof.catalogs.folder import NO_CATALOGS  # noqa: PLC0415 - only for documents with model ids

        return NO_CATALOGS if self._load_catalogs is None else self._load_catalogs()

    @cached_property
    def evidence(self) -> Evidence:
        """The records that are kept for the document; none where nobody handed any in."""
        from draftproof.records.evidence import NO_EVIDENCE  # noqa: PLC0415 - when first asked

        return NO_EVIDENCE if self._load_evidence is None else self._load_evidence()

    @cached_property
    def records(self) -> tuple[FoundRecord, ...]:
        """The evidence records that stand in the document itself."""
        from draftproof.records.documents import find_records  # noqa: PLC0415 - when first asked

        return find_records(self.document)

    @property
    def known_models(self) -> KnownModels:
        """Spellings and kinds of public model ids."""
        return self.rulebook.known_models

    def codes_of(self, selector: str) -> frozenset[str]:
        """The codes of the rules that a selector names."""
        return self.rulebook.select((selector,))


def _shown(part: Part, credentials: tuple[Credential, ...]) -> tuple[Credential, ...]:
    """The credentials that the document holds: of another file only those in the lines that are included."""
    if part.origin is None or part.origin.judged_elsewhere:
        return credentials
    pieces = sorted(each for b in part.blocks for each in b.content.pieces(0, len(b.content)))
    ends = [piece.end for piece in pieces]
    nearest = ((c, bisect_right(ends, c.span.start)) for c in credentials)
    return tuple(c for c, at in nearest if at < len(pieces) and pieces[at].start <= c.span.start)
