"""What checks say and what reports print: hits, findings, fixes and the result of a run."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.text.source import Span

WHOLE_FILE = -1
"""The part of a hit whose span counts in the raw file."""

Applicability = Literal["safe", "unsafe", "display"]


class Severity(IntEnum):
    """How bad it is. Ordered, so that thresholds compare."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name used on the command line and in reports."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the rule is. Ordered."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The name used on the command line and in reports."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put ``text`` in place of a span of a part's source."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A fix as a check proposes it, in offsets of the part."""

    applicability: Applicability
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: a place in a part (or in the raw file: ``WHOLE_FILE``), and values for the message.

    ``severity`` and ``confidence`` override the rule's own. ``message`` names another of the rule's messages
    than the first; ``values`` fill its braces and never hold a credential.
    """

    part: int
    span: Span
    message: str = "message"
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    confidence: Confidence | None = None
    help: str | None = None
    notes: tuple[str, ...] = ()
    remedy: Remedy | None = None
    sample: SampleReference | None = None


@dataclass(frozen=True, slots=True)
class SampleReference:
    """The sample that a finding is about: its language, 0-based index in the document, first line of code."""

    language: str
    index: int
    line: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands, as people count: 1-based lines and columns, ``end_column`` exclusive.

    In a notebook ``cell`` is the 0-based cell, ``line`` and ``column`` count in its source and ``file_line``
    and ``file_column`` in the raw file; elsewhere they are equal.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    file_line: int
    file_column: int
    file_end_line: int
    file_end_column: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement with its place, as reported."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    raw_span: Span
    """Offsets in the raw file."""
    verbatim: bool = True
    """The place counts in the raw file and the text can stand there as it is; not so in a notebook."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The edits that mend a finding."""

    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A 1-based line of the document as it may be shown: credentials masked, length unchanged."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, ready for every report: no credential stands in any field."""

    code: str
    name: str
    family: str
    severity: Severity
    confidence: Confidence
    message: str
    path: str
    place: Place
    excerpt: str
    help: str
    url: str
    fingerprint: str
    quoted: tuple[QuotedLine, ...]
    """The lines of the span (at most a few), masked."""
    notes: tuple[str, ...] = ()
    sample: SampleReference | None = None
    fix: Fix | None = None
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run went over. Samples are counted where a rule asked what they say."""

    documents: int = 0
    unreadable: int = 0
    code_blocks: int = 0
    suppressed: int = 0
    hidden: int = 0
    """Findings below ``--min-severity`` or ``--min-confidence``."""
    understood: int = 0
    partial: int = 0
    unread: int = 0
    """Code blocks that speak of an API: understood, understood in part, in a language that is not read."""
    lost_includes: int = 0
    """Includes of which nothing was read."""
    fixed: int = 0
    mended: int = 0
    """Findings that were fixed, or would be, and the documents that they stand in."""
    baselined: int = 0
    baselined_credentials: int = 0
    """Findings that the baseline accepts, and those of them that are about credentials."""
    unneeded: int = 0
    """Entries of the baseline that no finding needs any more."""
    unchanged: int = 0
    """Findings outside of the changed lines, where only those were asked for."""

    def held_back(self) -> Counts:
        """Only what a baseline or unchanged lines held back."""
        return Counts(
            baselined=self.baselined,
            baselined_credentials=self.baselined_credentials,
            unchanged=self.unchanged,
        )

    def __add__(self, other: Counts) -> Counts:
        return Counts.total((self, other))

    @classmethod
    def total(cls, counts: Iterable[Counts]) -> Counts:
        """The sum of any number of counts."""
        return cls(*map(sum, zip(*map(attrgetter(*cls.__slots__), counts), strict=True)))


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a difference: ``" "`` stays, ``"-"`` goes, ``"+"`` comes. Credentials in it are masked.

    ``old`` and ``new`` are its 1-based numbers before and after, or where it would stand.
    """

    mark: Literal[" ", "-", "+"]
    old: int
    new: int
    text: str


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed lines and those around them."""

    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What fixes would change in a document, in a notebook in one cell of it."""

    path: str
    cell: int | None
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class LeftSample:
    """A code block that speaks of an API and was not (wholly) understood: a green run says nothing of it."""

    path: str
    line: int
    language: str
    status: Literal["partial", "unread"]
    reason: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class LeftInclude:
    """An include of which nothing was read: what it names, as it may be shown, and why in a few words."""

    path: str
    line: int
    column: int
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """A whole text that findings stand in, credentials masked: a document, a cell, an included file.

    Its lines are those that the places of findings with this path and cell count; the length of each is that
    of the original.
    """

    path: str
    cell: int | None
    text: str


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """What a report may say of a rule: its first sentence, and sections of its page as Markdown."""

    code: str
    name: str
    family: str
    severity: Severity
    confidence: Confidence
    summary: str
    description: str
    help: str
    page: str
    """What it does, why it matters, how to mend it, sources; empty where the page cannot be read."""
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a report needs. Findings are sorted by path, place and code."""

    findings: tuple[Finding, ...]
    counts: Counts
    errors: tuple[str, ...] = ()
    """Sentences about paths and configuration that could not be used, and faults of draftproof itself: the
    run did not do what was asked. They go to stderr.
    """
    fail_on: Severity = Severity.WARNING
    version: str = ""
    left: tuple[LeftSample, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences about what was passed over; they go to stderr too."""
    rules: tuple[RuleDescription, ...] = ()
    """The rules that have findings, sorted by code."""
    fail_levels: Mapping[str, Severity] = field(default_factory=dict)
    """The paths for which another level than ``fail_on`` holds."""
    differences: tuple[Difference, ...] = ()
    """What fixes would change, where they were to be shown and not written."""
    lost_includes: tuple[LeftInclude, ...] = ()
    texts: tuple[ShownText, ...] = ()
    """The texts of the findings, where they were asked for."""
    documents: tuple[str, ...] = ()
    """The paths of all documents that were judged, also of those without findings."""

    def fails(self, finding: Finding) -> bool:
        """True for a finding that makes the run fail."""
        return finding.severity >= self.fail_levels.get(finding.path, self.fail_on)
