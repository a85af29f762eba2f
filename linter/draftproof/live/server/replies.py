"""What goes back over the wire, said step by step, so that faults are data and one player performs them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from draftproof.dataclass import dataclass
from draftproof.live.server.stream import Answer, as_json, events_of, final_response, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from draftproof.live.server.validation import Problem


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is sent for that many seconds; None is until the client goes away."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Abort:
    """The connection is closed although the body has not ended."""


Step = bytes | Wait | Abort
HANG: Final = Wait()
EVENT_STREAM: Final[Mapping[str, str]] = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers and the steps of the body, which may be endless. Status 0 sends nothing at all."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    steps: Iterable[Step] = ()


def json_reply(data: Any, status: int = 200, **headers: str) -> Reply:
    """A whole JSON body."""
    body = as_json(data)
    return Reply(
        status,
        {"content-type": "application/json", "content-length": str(len(body)), **headers},
        (body,),
    )


def problem_reply(problem: Problem, **headers: str) -> Reply:
    """The error body of a refused request."""
    return json_reply(problem.as_data(), problem.status, **headers)


def stream_reply(steps: Iterable[Step], **headers: str) -> Reply:
    """A stream of events."""
    return Reply(200, {**EVENT_STREAM, **headers}, steps)


def documented_stream(answer: Answer) -> Reply:
    """The stream as the contract has it, each event in a piece of its own."""
    return stream_reply(frame(event) for event in events_of(answer))


def whole_answer(answer: Answer) -> Reply:
    """The answer to a request without ``stream``."""
    return json_reply(final_response(answer))
