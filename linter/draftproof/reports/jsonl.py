"""The ``jsonl`` format: one finding a line, every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.serialise import dumps, finding_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Result
    from draftproof.reports.style import Style


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """Each finding as a JSON object on its own line."""
    for finding in result.findings:
        yield dumps(finding_record(finding)) + "\n"
