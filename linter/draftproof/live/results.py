"""What a live run came to, ready for every report: a row for each Responses sample."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.records.consistency import worst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftproof.live.model import NextStep, Verdict
    from draftproof.live.planning import Plan, PlannedSample
    from draftproof.live.proving import Proof
    from draftproof.live.targets import Target
    from draftproof.records.model import Outcome, Stage, TerminalState


@dataclass(frozen=True, slots=True)
class Row:
    """A sample and what was seen of it. No credential and no text of a server stands in any field.

    ``result`` is the worse of both paths; one that was not asked for does not count. ``kept`` when an
    earlier record still holds, so that nothing was sent.
    """

    sample: PlannedSample
    provider: str
    endpoint: str
    result: Outcome
    happy: Outcome
    error: Outcome
    terminal_state: TerminalState
    stage: Stage
    message: str
    error_message: str = ""
    notes: tuple[str, ...] = ()
    next_step: str = ""
    events: tuple[tuple[str, int], ...] = ()
    terminal: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class LiveResult:
    """Everything that a report of a live run needs. Rows are in the order of articles and samples."""

    rows: tuple[Row, ...]
    requests: int
    version: str
    documents: int
    embedded: bool = False
    records: tuple[str, ...] = ()
    """Paths of the records that were written."""
    left: tuple[str, ...] = ()
    """Why articles have no record although something was sent."""
    unwritten: tuple[str, ...] = ()
    """Records that could not be written, each with the reason."""

    def counts(self) -> Counter[Outcome]:
        """How many samples came to what."""
        return Counter(row.result for row in self.rows)

    def exit_code(self) -> int:
        """0 where everything passed, 1 where something failed, 4 where something could not be told; 2 where a
        record could not be written.
        """
        if self.unwritten:
            return 2
        counts = self.counts()
        if counts["fail"]:
            return 1
        return 4 if counts["inconclusive"] or counts["not-run"] else 0


def rows_of(plan: Plan, proofs: tuple[Proof, ...], targets: Mapping[str, Target]) -> tuple[Row, ...]:
    """The rows of a plan that was carried out; ``targets`` by article."""
    rows = [_proved(sample, proof) for proof in proofs for sample in proof.check.samples]
    for skipped in plan.skipped:
        target = targets[skipped.sample.article]
        rows.append(_idle(skipped.sample, target, "not-run", skipped.reason))
    for kept in plan.kept:
        target = targets[kept.article]
        rows.append(_idle(kept, target, "pass", "the record of an earlier check still holds", kept=True))
    return tuple(sorted(rows, key=lambda row: (row.sample.article, row.sample.index)))


def _idle(sample: PlannedSample, target: Target, result: Outcome, message: str, *, kept: bool = False) -> Row:
    return Row(
        sample,
        target.provider,
        target.shown_base,
        result,
        result,
        result,
        "completed" if kept else "not-run",
        "",
        message,
        kept=kept,
    )


def _proved(sample: PlannedSample, proof: Proof) -> Row:
    happy, error, target = proof.happy, proof.error, proof.check.target
    asked = (happy.result,) if error.result == "not-run" else (happy.result, error.result)
    deciding = happy if happy.result != "pass" else error
    notes = list(happy.notes)
    if sample.model_source == "unlisted":
        notes.append(f"no lock file of {target.title} lists the model")
    elif sample.model_source == "stale-model-list":
        notes.append(f"the lock file of {target.title} is older than the policy")
    return Row(
        sample,
        target.provider,
        target.shown_base,
        worst(asked),
        happy.result,
        error.result,
        happy.terminal_state,
        happy.stage or error.stage,
        happy.sentence,
        error.sentence,
        (*notes, *(f"invalid credential: {note}" for note in error.notes)),
        _next(deciding, target) if worst(asked) != "pass" else "",
        happy.events,
        happy.terminal,
    )


def _next(verdict: Verdict, target: Target) -> str:
    """Where to go from here, as a sentence; "" where there is nothing to say."""
    steps: dict[NextStep, str] = {
        "": "",
        "reference": f"compare the sample with the reference: {target.docs_url}",
        "catalog": f"look the model up in the catalog: {target.catalog_url or target.docs_url}",
        "help": f"ask the provider, with the record: {target.help_url or target.docs_url}",
        "key": f"check the key in {' or '.join(target.key_names)}",
        "network": "check the network of this machine, and try again",
    }
    return steps[verdict.next_step]
