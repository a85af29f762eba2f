"""A record to its text: the same text for the same record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from draftproof.records.fields import FIELDS
from draftproof.records.model import SAMPLES

if TYPE_CHECKING:
    from draftproof.records.model import Record, SampleEntry


def dumped(record: Record) -> str:
    """The nine fields in the order of the template, then the samples, as JSON with one line end at its end.

    ASCII only, so that nothing invisible can stand in a file that is reviewed as a diff.
    """
    data: dict[str, Any] = {name: getattr(record, name) for name in FIELDS}
    if record.samples:
        data[SAMPLES] = [_entry(sample) for sample in record.samples]
    return json.dumps(data, indent=2) + "\n"


def _entry(sample: SampleEntry) -> dict[str, Any]:
    cell = {} if sample.cell is None else {"cell": sample.cell}
    return {
        "location": {"sample": sample.sample, **cell, "line": sample.line},
        "shape": sample.shape,
        "result": sample.result,
        "stage": sample.stage,
        "events": dict(sample.events),
        "terminal": sample.terminal,
    }
