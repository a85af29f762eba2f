"""The evidence record and its closed sets of values.

Nine fields, in the order of the template, and optionally a tenth with what was seen of each sample. A record
holds no timings, no prices, no text of an answer and no request ids.
"""

from __future__ import annotations

from typing import Final, Literal

from draftproof.dataclass import dataclass

Outcome = Literal["pass", "fail", "inconclusive", "not-run"]
"""What a path of a check came to."""
TerminalState = Literal["completed", "timeout", "error", "not-run"]
"""How the stream ended; ``error`` also where none began."""
Stage = Literal[
    "", "before-authentication", "request-validation", "event-handling", "waiting-for-terminal-event"
]
"""Where a check broke; "" where it did not, or was not run."""
ModelSource = Literal[
    "verified-current-model-list",
    "stale-model-list",
    "unlisted",
    "command-line",
    "embedded-server",
    "not-run",
]
"""Where the model id of a check comes from."""

SAMPLES: Final = "samples"
MAX_NOTES: Final = 1_000
"""Characters of ``notes``: a summary, no log."""
OUTCOMES: Final[tuple[Outcome, ...]] = ("fail", "inconclusive", "not-run", "pass")
"""The worst first: an article's result is the worst of its samples."""
TERMINAL_STATES: Final[tuple[TerminalState, ...]] = ("completed", "timeout", "error", "not-run")
STAGES: Final[tuple[Stage, ...]] = (
    "",
    "before-authentication",
    "request-validation",
    "event-handling",
    "waiting-for-terminal-event",
)
MODEL_SOURCES: Final[tuple[ModelSource, ...]] = (
    "verified-current-model-list",
    "stale-model-list",
    "unlisted",
    "command-line",
    "embedded-server",
    "not-run",
)


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """What was seen of one sample.

    ``sample`` is its 0-based index among the document's code blocks, ``line`` the 1-based line of its first
    line of code (in the source of ``cell`` for notebooks) when it was recorded. ``shape`` is the hash of its
    request shape. ``events`` are the types of the contract with their counts, in the order in which they were
    first seen; types that the contract does not know are counted under ``other``.
    """

    sample: int
    line: int
    cell: int | None
    shape: str
    result: Outcome
    stage: Stage
    events: tuple[tuple[str, int], ...]
    terminal: str


@dataclass(frozen=True, slots=True)
class Record:
    """An evidence record. ``checked_at`` is a UTC time to the second: ``2026-06-25T00:00:00Z``."""

    checked_at: str
    docs_url: str
    endpoint_family: str
    stream_enabled: bool
    model_id_source: ModelSource
    happy_path_result: Outcome
    error_path_result: Outcome
    terminal_state: TerminalState
    notes: str
    samples: tuple[SampleEntry, ...] = ()
