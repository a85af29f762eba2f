"""What is said at the end of a run: how much was read and understood, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Counts, LeftInclude, LeftSample

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.checks.facts import Facts


def counts_of(facts: Facts, *, suppressed: int, hidden: int) -> Counts:
    """The counts of one judged document."""
    document = facts.document
    shown = (block for _, _, block in document.samples() if block.language != "output")
    statuses = [sample.status for sample in facts.samples_so_far]
    return Counts(
        documents=1,
        unreadable=int(not document.parts and bool(document.problems)),
        code_blocks=sum(1 for _ in shown),
        understood=statuses.count("understood"),
        partial=statuses.count("partial"),
        unread=statuses.count("unread"),
        suppressed=suppressed,
        hidden=hidden,
        lost_includes=len(document.lost),
    )


def left_samples(facts: Facts) -> tuple[LeftSample, ...]:
    """The samples of a document that were not understood, or not wholly."""
    parts = facts.document.parts
    return tuple(
        LeftSample(
            facts.document.path_of(sample.part),
            sample.line,
            sample.language,
            sample.status,
            sample.reason,
            parts[sample.part].cell,
        )
        for sample in facts.samples_so_far
        if sample.status in ("partial", "unread")
    )


def lost_includes(facts: Facts, shown: Callable[[str], str]) -> tuple[LeftInclude, ...]:
    """The includes of a document of which nothing was read; ``shown`` masks a text."""
    document = facts.document
    return tuple(
        LeftInclude(
            document.path,
            *document.position(lost.part, lost.span.start),
            shown(lost.target),
            shown(lost.reason),
        )
        for lost in document.lost
    )
