"""What the live stage hands from step to step: verdicts and the bounds under which they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.records.model import Outcome, Stage, TerminalState

NextStep = Literal["", "reference", "catalog", "help", "key", "network"]
"""Where to go from a verdict: the reference page of the endpoint, the model catalog, the provider's help, the
place where the key comes from, or the network of this machine."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Bounds of one streaming request.

    ``total`` seconds from connecting to its end, ``idle`` seconds of silence between bytes (also until the
    first one, and for connecting). The rest are caps: decoded bytes of a stream, of one event and of the body
    of an error, and events.
    """

    total: float = 60.0
    idle: float = 20.0
    max_bytes: int = 16_000_000
    max_event_bytes: int = 4_000_000
    max_error_bytes: int = 200_000
    max_events: int = 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one path of a check came to.

    ``sentence`` says what was seen, in our words and without a credential; ``notes`` are short remarks that
    change no result. ``events`` and ``terminal`` are as in a record's entry. ``key_refused`` is True where
    the server did not accept the credential.
    """

    result: Outcome
    terminal_state: TerminalState
    stage: Stage
    sentence: str
    notes: tuple[str, ...] = ()
    next_step: NextStep = ""
    events: tuple[tuple[str, int], ...] = ()
    terminal: str = ""
    key_refused: bool = False
