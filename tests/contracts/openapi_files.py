"""OpenAPI descriptions made up for tests, and contracts that they are about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from draftproof.contracts.openapi import Description, described

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = """\
# What the notes API takes.
family: notes
title: Example Notes
read: 2026-01-31
sources:
  - {title: OpenAPI file, url: "https://example.com/b", note: "version 1", accessed: 2026-01-31}
  - {title: a page that was read by hand, accessed: 2025-11-02}   # slower
endpoints:
  [POST /v1/notes, "GET /v1/notes/{id}", GET /v1/a, GET(ws) /v1/notes]
create: POST /v1/notes
fields:
  [body, color,   # British spelling is refused
   pinned, title, "zone"]
# Sent by the oldest clients.
accepted:
  - heading   # until 2024
  - text
required:
  # Nobody else says so.
  example: [body]
  advised: [body, title]
  unless: []
foreign:
  input: {of: responses, use: "`body`", rename: body}
shapes:
  - {at: blocks, item: {type: list}, key: bullets, of: responses, use: "`items`"}
  - {at: blocks, value-of: type, values: [bullet], of: responses, use: "`list`"}
stream:
  typed: true
  terminal: [note.done]   # nothing comes after it
  events: [note.added, note.done,

    # These two came later.
    note.edited, note.removed]
  never: [note.over]
"""


def notes(
    properties: dict[str, Any] | None = None,
    required: list[str] | None = None,
    events: list[str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A description of the notes API, by default just as the contract has it."""
    fields = properties if properties is not None else FIELDS
    names = EVENTS if events is None else events
    stream = {"oneOf": [{"properties": {"type": {"const": name}}} for name in names]}
    request = {"type": "object", "required": required or [], "properties": fields}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "2"},
        "servers": [{"url": "https://api.openai.com/v1"}],
        "paths": {
            "/notes": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": request}}},
                    "responses": {"200": {"content": {"text/event-stream": {"schema": stream}}}},
                }
            },
            "/notes/{note_id}": {"get": {}},
            **more,
        },
    }


FIELDS: dict[str, Any] = {name: {} for name in ("body", "color", "pinned", "title", "zone")}
EVENTS = ["note.added", "note.done", "note.edited", "note.removed"]


def description(schema: Any, stream: Any = None, **components: Any) -> Description:
    """A description of one endpoint, ``POST /v1/things``, by the schemas of its request and its stream."""
    responses = {"200": {"content": {"text/event-stream": {"schema": stream}}}} if stream is not None else {}
    body = {"content": {"application/json": {"schema": schema}}}
    return described(
        {
            "openapi": "3.1.0",
            "paths": {"/things": {"post": {"requestBody": body, "responses": responses}}},
            "components": {"schemas": components},
        }
    )


def ref(name: str) -> dict[str, str]:
    """A reference to a schema of the same file."""
    return {"$ref": f"#/components/schemas/{name}"}


def saved(folder: Path, data: Any, name: str = "openapi.json") -> Path:
    """The description as a file."""
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def pack(folder: Path, contract: str = CONTRACT) -> Path:
    """A folder of rules with one contract, ``contracts/notes.yaml``."""
    (folder / "pack" / "contracts").mkdir(parents=True)
    (folder / "pack" / "contracts" / "notes.yaml").write_bytes(contract.encode())
    return folder / "pack"
