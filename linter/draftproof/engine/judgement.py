"""What the judgement of one document came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.engine.baseline import Entry
    from draftproof.finding import Counts, Finding, Hit, LeftInclude, LeftSample, ShownText


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding and the hit that it was made of."""

    hit: Hit
    finding: Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of a document, in order, and what was counted on the way.

    ``settled`` has those below the wanted severity and confidence as well, and those in a baseline, but none
    in included files: no fix is made there.
    """

    findings: tuple[Finding, ...]
    counts: Counts
    left: tuple[LeftSample, ...] = ()
    settled: tuple[Settled, ...] = ()
    lost: tuple[LeftInclude, ...] = ()
    baselined: tuple[Entry, ...] = ()
    """The entries that a baseline has for its findings, or is given, hidden ones as well."""
    texts: tuple[ShownText, ...] = ()
    """The texts of the findings, where they are kept."""
    hidden: tuple[Finding, ...] = ()
    """Findings of the document itself below the wanted severity and confidence."""
    included: tuple[str, ...] = ()
    """The files that the document includes, as people see their paths."""
