"""The nine fields of an evidence record, in their order."""

from __future__ import annotations

from typing import Final

FIELDS: Final = (
    "checked_at",
    "docs_url",
    "endpoint_family",
    "stream_enabled",
    "model_id_source",
    "happy_path_result",
    "error_path_result",
    "terminal_state",
    "notes",
)
