"""Each fault mode does what it says, seen by a client that reads bytes."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

import httpx
import pytest
from server_support import BODY, Seen, post, root

from draftproof.live.server import odd_streams
from draftproof.live.server.faults import FAULTS, STATUS_FAULT, find
from draftproof.live.server.stream import PIECES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = [fault.name for fault in FAULTS]
COMPLETE = "response.completed"
NEVER_ENDING = ("no-bytes", "silence-after-headers", "silence-after-events", "comments", "drip", "held-open")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with root() as address:
        yield address


@functools.cache
def seen(server: str, name: str) -> Seen:
    """What a fault looks like; only those that never end are read for a short time."""
    seconds = 0.8 if name in NEVER_ENDING else 20.0
    return post(f"{server}/faults/{name}/v1/responses", seconds=seconds)


def said(data: str) -> dict[str, object]:
    event: dict[str, object] = json.loads(data)
    return event


def text(answer: Seen) -> str:
    return "".join(str(said(data).get("delta", "")) for data in answer.events)


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_a_careful_client_comes_to_what_is_listed(server: str, fault: object) -> None:
    assert isinstance(fault, type(FAULTS[0]))
    assert seen(server, fault.name).verdict == fault.client


def test_every_fault_is_one_of_a_kind() -> None:
    assert len({*NAMES}) == len({fault.about for fault in FAULTS}) == len(FAULTS)
    assert all(find(fault.name) is fault for fault in FAULTS)
    assert find("no-such-fault") is None


CLAIMS: dict[str, Callable[[Seen], bool]] = {
    "no-bytes": lambda s: s.status == 0 and s.how == "limit",
    "silence-after-headers": lambda s: s.kind == "text/event-stream" and not s.body,
    "silence-after-events": lambda s: len(s.events) == 3 and s.how == "limit",
    "comments": lambda s: len(s.events) == 3 and s.body.count(b"\n: still here\n") > 2,
    "drip": lambda s: 2 < len(s.body) < 30,
    "endless": lambda s: len(s.events) > 100 and COMPLETE not in s.types,
    "huge-event": lambda s: s.how == "limit" and len(s.body) > 3_000_000,
    "abort": lambda s: s.how == "broken" and not s.body.endswith(b"\n") and len(s.events) > 5,
    "no-terminal": lambda s: s.how == "end" and s.types[-1] == "response.output_item.done",
    "cut-terminal": lambda s: s.how == "end" and COMPLETE.encode() in s.body and COMPLETE not in s.types,
    "done-only": lambda s: s.events[-1] == "[DONE]" and COMPLETE.encode() not in s.body,
    "realtime-done": lambda s: s.types[-1] == "response.done",
    "failed": lambda s: s.types[-1] == "response.failed" and b'"code":"server_error"' in s.body,
    "incomplete": lambda s: s.types[-1] == "response.incomplete" and b"content_filter" in s.body,
    "error-flat": lambda s: (
        said(s.events[-1]).keys() == {"type", "code", "message", "param", "sequence_number"}
    ),
    "error-nested": lambda s: said(s.events[-1]).keys() == {"type", "error", "sequence_number"},
    "chat-chunks": lambda s: s.events[-1] == "[DONE]" and b"chat.completion.chunk" in s.body,
    "broken-json": lambda s: b'"response.output_text.de\n' in s.body and COMPLETE.encode() in s.body,
    "html": lambda s: (s.status, s.kind) == (200, "text/html") and b"<title>" in s.body,
    "json-error": lambda s: (s.status, s.kind) == (200, "application/json") and "error" in s.json,
    "json-answer": lambda s: s.kind == "application/json" and s.json["status"] == "completed",
    "mislabelled-error": lambda s: s.kind == "text/event-stream" and "error" in s.json,
    "redirect": lambda s: s.status == 301,
    "any-key": lambda s: s.types[-1] == COMPLETE,
    "done-after": lambda s: s.events[-1] == "[DONE]" and said(s.events[-2])["type"] == COMPLETE,
    "held-open": lambda s: s.types[-1] == COMPLETE and s.how == "limit",
    "gap": lambda s: (
        len({said(d)["sequence_number"] for d in s.events}) == said(s.events[-1])["sequence_number"]
    ),
    "noise": lambda s: b"\n: a comment\n" in b"\n" + s.body and "vendor.keep_alive" in s.types,
    "separators": lambda s: {*"\u2028\u0085\u2029"} <= {*text(s)},
    "no-event-lines": lambda s: b"event:" not in s.body and s.types[-1] == COMPLETE,
    "crlf": lambda s: s.body.count(b"\r\n") == s.body.count(b"\n") > 50,
    "cr": lambda s: b"\n" not in s.body and s.types[-1] == COMPLETE,
    "bom": lambda s: s.body.startswith(b"\xef\xbb\xbf"),
    "split": lambda s: text(s) == "".join(PIECES),
    "at-once": lambda s: text(s) == "".join(PIECES),
    "gzip": lambda s: text(s) == "".join(PIECES),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_fault_is(server: str, name: str) -> None:
    answer = seen(server, name)
    assert CLAIMS[name](answer), (answer.status, answer.kind, answer.how, answer.body[-300:])


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504, 524])
def test_any_status(server: str, status: int) -> None:
    answer = seen(server, f"status-{status}")
    assert answer.status == status
    assert answer.json["error"]["message"] == f"Told to answer {status}."
    assert answer.verdict == STATUS_FAULT[1]


@pytest.mark.parametrize(
    "name", ["status-200", "status-999", "status-", "nothing", "DRIP", "drip%0a", "drip "]
)
def test_an_unknown_fault_is_not_found(server: str, name: str) -> None:
    assert seen(server, name).status == 404


@pytest.mark.parametrize(("status", "wanted"), [(429, "1"), (503, "1"), (500, None)])
def test_when_to_come_again(server: str, status: int, wanted: str | None) -> None:
    answer = httpx.get(f"{server}/faults/status-{status}/v1/models")
    assert answer.headers.get("retry-after") == wanted


def test_a_redirect_leads_nowhere_else(server: str) -> None:
    answer = httpx.post(f"{server}/faults/redirect/v1/responses", json=BODY)
    assert answer.headers["location"] == "/elsewhere"
    assert httpx.get(f"{server}/elsewhere").status_code == 404


def test_gzip_is_said_and_split_pieces_are_small(server: str) -> None:
    with httpx.stream(
        "POST", f"{server}/faults/gzip/v1/responses", json=BODY, headers={"authorization": "Bearer x"}
    ) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert b"".join(answer.iter_raw()).startswith(b"\x1f\x8b")
    pieces = [step for step in find_steps("split") if isinstance(step, bytes)]
    assert {len(piece) for piece in pieces[:-1]} == {7}


def find_steps(name: str) -> list[object]:
    from draftproof.live.server.stream import Answer

    fault = find(name)
    assert fault is not None
    return list(fault.reply(Answer(BODY)).steps)


def test_a_huge_event_is_as_long_as_it_says() -> None:
    sizes = [len(step) for step in find_steps("huge-event") if isinstance(step, bytes)]
    assert sum(sizes) > odd_streams.HUGE_EVENT
    assert max(sizes) < 100_000


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS if fault.early])
def test_an_early_fault_asks_for_no_key(server: str, name: str) -> None:
    answer = post(f"{server}/faults/{name}/v1/responses", b"no json", key=None, seconds=0.3)
    assert answer.status != 401


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS if not fault.early and not fault.any_key])
def test_the_others_do(server: str, name: str) -> None:
    assert post(f"{server}/faults/{name}/v1/responses", key=None).status == 401
    assert post(f"{server}/faults/{name}/v1/responses", {"model": "m"}).status == 400


@pytest.mark.parametrize(
    ("name", "wanted"), [("failed", "failed"), ("incomplete", "incomplete"), ("drip", "completed")]
)
def test_without_streaming_only_the_ending_holds(server: str, name: str, wanted: str) -> None:
    answer = post(f"{server}/faults/{name}/v1/responses", {"model": "m", "input": "x"})
    assert answer.json["status"] == wanted


def test_a_fault_for_the_whole_server_and_a_path_that_names_another() -> None:
    with root(fault="html") as address:
        assert post(f"{address}/v1/responses").kind == "text/html"
        assert post(f"{address}/faults/crlf/v1/responses").verdict == "completes"
