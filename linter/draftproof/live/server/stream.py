"""The documented answer to a Responses request: the events of its stream and the object that they end with.

Event types, their fields and their order: OpenAI's OpenAPI description (f85dbe22, 2026-08-21) and the types
of openai-python 3.54.0. The text is the same for every request; a piece of it counts as a token.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Event = dict[str, Any]
Ending = Literal["completed", "failed", "filtered"]
"""``filtered`` is an answer that is cut off for another reason than its length."""

MODEL: Final = "embedded-model"
"""The one id in the server's list of models; a request may name any other."""
_TEXT: Final = (
    "Hello! The embedded server says this to every request: no model ran, and nothing was sent anywhere. "
    "Déjà vu is expected — on purpose."
)
PIECES: Final = tuple(re.findall(r"\S+\s*", _TEXT))
"""The text of every answer, a delta each."""

# What an answer repeats of its request, with the documented default.
_REPEATED: Final[Mapping[str, Any]] = {
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A request body that was accepted, and how it is to be answered.

    ``number`` makes the ids of the answer, ``created_at`` is in seconds since the epoch, ``reply`` is the
    whole text in pieces.
    """

    body: Mapping[str, Any]
    number: int = 0
    created_at: int = 0
    ending: Ending = "completed"
    reply: tuple[str, ...] = PIECES

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces of text that fit: half of them where the answer breaks off."""
        if self.ending != "completed":
            return self.reply[: len(self.reply) // 2]
        return self.reply[: self.body.get("max_output_tokens")]

    @property
    def status(self) -> Literal["completed", "failed", "incomplete"]:
        """The status of the finished answer, which is also the name of its terminal event."""
        if self.ending == "failed":
            return "failed"
        return "completed" if len(self.pieces) == len(self.reply) else "incomplete"


def final_response(answer: Answer) -> dict[str, Any]:
    """The response object: what a request without ``stream`` gets, and what the terminal event holds."""
    status = answer.status
    given = len(answer.pieces)
    asked = 1 + len(json.dumps(answer.body.get("input"))) // 4
    reason = "content_filter" if answer.ending == "filtered" else "max_output_tokens"
    failure = {"code": "server_error", "message": "The embedded server was told to fail."}
    return _response(answer) | {
        "status": status,
        "completed_at": answer.created_at if status == "completed" else None,
        "error": failure if status == "failed" else None,
        "incomplete_details": {"reason": reason} if status == "incomplete" else None,
        "output": [_item(answer, "completed" if status == "completed" else "incomplete")],
        "usage": {
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": given,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": asked + given,
        },
    }


def events_of(answer: Answer) -> list[Event]:
    """All events of the answer in their order, numbered from 0."""
    begun = _response(answer)
    place = {"item_id": _item_id(answer), "output_index": 0, "content_index": 0}
    text = "".join(answer.pieces)
    final = final_response(answer)
    events: list[Event] = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
        {
            "type": "response.output_item.added",
            "output_index": 0,
            "item": _item(answer, "in_progress") | {"content": []},
        },
        {"type": "response.content_part.added", **place, "part": _part("")},
        *(
            {"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []}
            for piece in answer.pieces
        ),
    ]
    if answer.status != "failed":
        events += [
            {"type": "response.output_text.done", **place, "text": text, "logprobs": []},
            {"type": "response.content_part.done", **place, "part": _part(text)},
            {"type": "response.output_item.done", "output_index": 0, "item": final["output"][0]},
        ]
    events.append({"type": f"response.{answer.status}", "response": final})
    return [event | {"sequence_number": number} for number, event in enumerate(events)]


def frame(event: Event, *, named: bool = True) -> bytes:
    """An event as it goes over the wire; without its ``event:`` line where it is not ``named``."""
    name = f"event: {event['type']}\n".encode() if named else b""
    return name + b"data: " + as_json(event) + b"\n\n"


def as_json(data: Any) -> bytes:
    """JSON in UTF-8. Half a surrogate pair, which JSON can spell and UTF-8 cannot, becomes ``?``."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _response(answer: Answer) -> dict[str, Any]:
    """The response object as it is when the stream begins."""
    repeated = {
        name: default if answer.body.get(name) is None else answer.body[name]
        for name, default in _REPEATED.items()
    }
    return {
        "id": f"resp_{answer.number:032x}",
        "object": "response",
        "created_at": answer.created_at,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "model": answer.body.get("model") or MODEL,
        "output": [],
        "usage": None,
        **repeated,
    }


def _item(answer: Answer, status: str) -> dict[str, Any]:
    return {
        "id": _item_id(answer),
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": [_part("".join(answer.pieces))],
    }


def _item_id(answer: Answer) -> str:
    return f"msg_{answer.number:032x}"


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
