"""A record for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.records.model import Record, SampleEntry


def as_text(record: Record, path: str) -> Iterator[str]:
    """The lines of a record: what was checked, what came of it, and the same for each sample."""
    streaming = "streaming" if record.stream_enabled else "not streaming"
    yield path
    yield f"  checked     {record.checked_at}, {record.endpoint_family}, {streaming}"
    yield f"  reference   {record.docs_url}"
    yield f"  model id    {record.model_id_source}"
    yield f"  happy path  {record.happy_path_result}, the stream ended: {record.terminal_state}"
    yield f"  error path  {record.error_path_result}"
    if record.notes:
        yield f"  notes       {record.notes}"
    for entry in record.samples:
        yield f"  {_sample(entry)}"


def _sample(entry: SampleEntry) -> str:
    cell = f"cell {entry.cell}, " if entry.cell is not None else ""
    events = sum(count for _, count in entry.events)
    seen = f", {events} event{'s' * (events != 1)}" if events else ""
    end = f", ended with {entry.terminal}" if entry.terminal else ""
    stage = f" at {entry.stage}" if entry.stage else ""
    return f"sample {entry.sample} ({cell}line {entry.line}): {entry.result}{stage}{seen}{end}"
