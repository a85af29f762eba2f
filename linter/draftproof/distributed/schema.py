"""The columns that go in and those that come out.

Out come the fields of the JSON Lines format, by the same names and in the same order, and ``status``.
``sample`` and ``fix`` are nested as they are there: Parquet keeps structures, and a text in their place would
have to be parsed by every reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from draftproof.reports.serialise import dumps, finding_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from draftproof.finding import Finding

PATH = "path"
TEXT = "text"

FINDING = "finding"
UNREADABLE = "unreadable"
"""A finding that says that the document, or a part of it, could not be read (DOC001)."""
FAULT = "fault"
"""No finding: the document was not judged, and ``message`` says why."""

_UNREADABLE_CODE = "DOC001"

_EDIT = pa.struct(
    [
        pa.field("line", pa.int64()),
        pa.field("column", pa.int64()),
        pa.field("end_line", pa.int64()),
        pa.field("end_column", pa.int64()),
        pa.field("text", pa.string()),
    ]
)
FINDINGS = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in ("code", "name", "family", "severity", "confidence")),
        pa.field("message", pa.string(), nullable=False),
        pa.field("path", pa.string()),
        *(pa.field(name, pa.int64()) for name in ("line", "column", "end_line", "end_column", "cell")),
        *(pa.field(name, pa.int64()) for name in ("file_line", "file_column")),
        *(pa.field(name, pa.string()) for name in ("excerpt", "help", "url", "fingerprint")),
        pa.field(
            "sample",
            pa.struct(
                [
                    pa.field("language", pa.string()),
                    pa.field("index", pa.int64()),
                    pa.field("line", pa.int64()),
                ]
            ),
        ),
        pa.field(
            "fix",
            pa.struct([pa.field("applicability", pa.string()), pa.field("edits", pa.list_(_EDIT))]),
        ),
        pa.field("status", pa.string(), nullable=False),
    ]
)
"""The schema of what ``lint_batch`` returns. Lines and columns are 1-based and count characters."""

_STRAY = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def row_of(finding: Finding) -> dict[str, object]:
    """A finding as a row."""
    status = UNREADABLE if finding.code == _UNREADABLE_CODE else FINDING
    return {**finding_record(finding), "status": status}


def fault_row(path: str | None, message: str) -> dict[str, object]:
    """A row about a document that was not judged. It is an error, so that no filter by severity hides it."""
    row: dict[str, object] = dict.fromkeys(FINDINGS.names)
    return {**row, "severity": "error", "message": message, "path": path, "status": FAULT}


def batch_of(rows: Sequence[Mapping[str, object]]) -> pa.RecordBatch:
    """Rows as a batch of the schema."""
    try:
        return pa.RecordBatch.from_pylist(list(rows), schema=FINDINGS)
    except UnicodeEncodeError:
        # Half of a surrogate pair, which JSON can write and Arrow cannot.
        return pa.RecordBatch.from_pylist([_encodable(row) for row in rows], schema=FINDINGS)


def json_lines(batch: pa.RecordBatch | pa.Table) -> bytes:
    """Rows as JSON Lines, written as the ``jsonl`` format writes them, with ``status``."""
    return b"".join(dumps(row).encode() + b"\n" for row in batch.to_pylist())


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return value.translate(_STRAY)
    if isinstance(value, dict):
        return {name: _encodable(each) for name, each in value.items()}
    return [_encodable(each) for each in value] if isinstance(value, list) else value
