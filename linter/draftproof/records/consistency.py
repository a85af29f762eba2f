"""Whether the fields of a record agree: what it says of the whole follows from what it says of its samples.

For records whose form is sound; what is malformed is left to the rule about the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.records.model import OUTCOMES
from draftproof.records.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.records.model import Outcome, Record, SampleEntry, TerminalState
    from draftproof.text.json_nodes import JsonNode

_ENDINGS: Final[Mapping[Outcome, tuple[TerminalState, ...]]] = {
    "pass": ("completed",),
    "fail": ("error",),
    "inconclusive": ("timeout", "error"),
    "not-run": ("not-run",),
}
"""How the stream of a sample ended, by what its happy path came to."""
_FAILED: Final = frozenset({"error", "response.failed"})


def consistency_problems(root: JsonNode, record: Record) -> Iterator[Problem]:
    """The contradictions of a record; ``root`` is the tree that it was read from."""
    yield from _of_fields(root, record)
    samples = root.members.get("samples")
    if samples is None or not record.samples:
        return
    for node, entry in zip(samples.items, record.samples, strict=True):
        yield from _of_entry(node, entry, record)
    yield from _of_worst(root, record)


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """The worst of some outcomes."""
    return min(outcomes, key=OUTCOMES.index)


def _of_fields(root: JsonNode, record: Record) -> Iterator[Problem]:
    happy, ending = record.happy_path_result, record.terminal_state
    end, source = root.members["terminal_state"].span, root.members["model_id_source"].span
    if happy == "pass" and ending != "completed":
        yield Problem(f'says "pass", and its stream ended as "{ending}": an unclear end is no pass', end)
    elif happy == "not-run" and ending != "not-run":
        yield Problem(f'says "not-run", and that a stream ended as "{ending}"', end)
    elif happy != "not-run" and ending == "not-run":
        yield Problem(f'says "{happy}", and that no stream was begun', end)
    if happy == "pass" and not record.stream_enabled:
        yield Problem(
            'says "pass" without streaming: no terminal event was seen', root.members["stream_enabled"].span
        )
    if happy == "pass" and record.model_id_source == "not-run":
        yield Problem('says "pass", and that no model was asked', source)


def _of_entry(node: JsonNode, entry: SampleEntry, record: Record) -> Iterator[Problem]:
    seen = dict(entry.events)
    terminal = node.members["terminal"].span
    if entry.result == "pass":
        if not entry.terminal:
            yield Problem("has a pass without a terminal event", node.members["result"].span)
        elif entry.terminal in _FAILED:
            yield Problem(f'has a pass that ended with "{entry.terminal}"', terminal)
        if entry.stage:
            yield Problem(f'has a pass that broke at the stage "{entry.stage}"', node.members["stage"].span)
    if entry.terminal and not seen.get(entry.terminal):
        yield Problem(f'names the terminal event "{entry.terminal}" and counts none of it', terminal)
    if entry.result == "not-run" and any(seen.values()):
        yield Problem("counts events of a sample that was not run", node.members["events"].span)
    if any(seen.values()) and not record.stream_enabled:
        yield Problem("counts events of a stream that was not enabled", node.members["events"].span)


def _of_worst(root: JsonNode, record: Record) -> Iterator[Problem]:
    """An article is as good as its worst sample. A sample's result may be that of its happy path alone, or
    the worse of both paths.
    """
    happy, error = record.happy_path_result, record.error_path_result
    of_samples = worst(tuple(entry.result for entry in record.samples))
    asked = (happy,) if error == "not-run" else (happy, error)
    if of_samples not in (happy, worst(asked)):
        yield Problem(
            f'says "{happy}", and the worst of its samples came to "{of_samples}"',
            root.members["happy_path_result"].span,
        )
        return
    endings = _ENDINGS[happy]
    if of_samples == happy and happy in ("fail", "inconclusive") and record.terminal_state not in endings:
        wanted = " or ".join(f'"{each}"' for each in endings)
        yield Problem(
            f'says "{record.terminal_state}", and its worst sample came to "{happy}", which ends as {wanted}',
            root.members["terminal_state"].span,
        )
