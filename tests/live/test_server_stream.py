"""The events and the object of an answer, against the types of the official client."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from draftproof.live.server.stream import PIECES, Answer, Ending, as_json, events_of, final_response, frame
from draftproof.rulebook.loading import builtin_rulebook

EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
TOOL = {"type": "function", "name": "f", "parameters": {}, "strict": True}
BODIES: list[dict[str, Any]] = [
    {"model": "m", "input": "x"},
    {"model": "m", "input": [{"role": "user", "content": "x"}], "max_output_tokens": 16},
    {"model": "m", "input": "x", "max_output_tokens": 256, "instructions": "Be short.", "temperature": 0},
    {"model": "m", "input": "x", "metadata": {"a": "b"}, "tools": [TOOL], "store": False},
    {"prompt": {"id": "p"}},
    {"model": None, "input": None, "metadata": None, "prompt": {"id": "p"}},
]


@pytest.mark.parametrize("ending", get_args(Ending))
@pytest.mark.parametrize("body", BODIES)
def test_events_are_what_the_official_client_expects(body: dict[str, Any], ending: Ending) -> None:
    events = events_of(Answer(body, ending=ending))
    for event in events:
        parsed = EVENT.validate_python(event)
        assert parsed.type == event["type"]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert Response.model_validate(events[-1]["response"]).output_text == "".join(
        event["delta"] for event in events if "delta" in event
    )


def test_the_documented_order() -> None:
    types = [event["type"] for event in events_of(Answer(BODIES[0]))]
    assert types == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        *["response.output_text.delta"] * len(PIECES),
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    contract = builtin_rulebook().knowledge.contracts["responses"]
    assert set(types) <= contract.events
    assert types[-1] in contract.terminal


@pytest.mark.parametrize(
    ("limit", "status", "tokens"),
    [
        (16, "incomplete", 16),
        (len(PIECES) - 1, "incomplete", len(PIECES) - 1),
        (len(PIECES), "completed", len(PIECES)),
        (256, "completed", len(PIECES)),
    ],
)
def test_a_small_cap_makes_the_answer_incomplete(limit: int, status: str, tokens: int) -> None:
    answer = Answer({"model": "m", "input": "x", "max_output_tokens": limit})
    final = final_response(answer)
    assert (final["status"], final["usage"]["output_tokens"]) == (status, tokens)
    assert final["incomplete_details"] == (
        {"reason": "max_output_tokens"} if status == "incomplete" else None
    )
    assert events_of(answer)[-1]["type"] == f"response.{status}"
    assert final["usage"]["total_tokens"] == tokens + final["usage"]["input_tokens"]


def test_the_smallest_cap_is_a_small_one() -> None:
    assert len(PIECES) > 16
    assert not "".join(PIECES).isascii()


@pytest.mark.parametrize("number", [1, 2])
def test_every_answer_has_its_own_ids(number: int) -> None:
    events = events_of(Answer(BODIES[0], number))
    ids = {event["item_id"] for event in events if "item_id" in event}
    ids |= {event["response"]["id"] for event in events if "response" in event}
    assert sorted(ids) == [f"msg_{number:032x}", f"resp_{number:032x}"]


def test_a_frame_is_an_event_line_a_data_line_and_a_blank_one() -> None:
    event = {"type": "a", "text": "é\n\u2028"}
    assert frame(event) == 'event: a\ndata: {"type":"a","text":"é\\n\u2028"}\n\n'.encode()
    assert frame(event, named=False).startswith(b"data: ")
    assert as_json("\ud800") == b'"?"'
