"""What is said at the end of a run: how much was read and understood, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Counts, LeftSample
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from draftproof.checks.facts import Facts


def counts_of(facts: Facts, *, suppressed: int, hidden: int) -> Counts:
    """The counts of one judged document."""
    document = facts.document
    statuses = [sample.status for sample in facts.samples_so_far]
    return Counts(
        documents=1,
        unreadable=int(not document.parts and bool(document.problems)),
        code_blocks=sum(
            b.kind is BlockKind.CODE and b.language != "output" for p in document.parts for b in p.blocks
        ),
        understood=statuses.count("understood"),
        partial=statuses.count("partial"),
        unread=statuses.count("unread"),
        suppressed=suppressed,
        hidden=hidden,
    )


def left_samples(facts: Facts) -> tuple[LeftSample, ...]:
    """The samples of a document that were not understood, or not wholly."""
    parts = facts.document.parts
    return tuple(
        LeftSample(
            facts.document.path,
            sample.line,
            sample.language,
            sample.status,
            sample.reason,
            parts[sample.part].cell,
        )
        for sample in facts.samples_so_far
        if sample.status in ("partial", "unread")
    )
