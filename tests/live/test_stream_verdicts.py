"""What a server does, byte by byte over a socket, and what the check makes of it."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, get_args

import pytest
from stream_cases import BROKE, CASES, DONE, ERROR, NO_MODEL, SMALL, status, then
from stream_support import CHAT, GOOD, completed, event, failed, happy, head, opening, streaming, untyped

from draftproof.live.observing import Deviation, Observer
from draftproof.live.verdicts import NOTES
from draftproof.network import streaming as streaming_module
from loopback import answer, closed_port, dripping, serving

if TYPE_CHECKING:
    from draftproof.network.streaming import Event
    from loopback import Script


@pytest.mark.parametrize("name", CASES)
def test_what_is_seen_becomes_a_verdict(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    script, wanted, noted, limits = CASES[name]
    # A machine that is busy elsewhere makes waits of its own; the note on them has its own tests.
    monkeypatch.setattr(streaming_module, "_LATE", 3600)
    with serving(script) as base:
        begun = time.monotonic()
        verdict = happy(base, limits)
        took = time.monotonic() - begun
    assert (verdict.result, verdict.terminal_state, verdict.stage) == wanted, verdict
    assert verdict.notes == tuple(NOTES[each] for each in noted)
    assert took < limits.total + 1
    assert (verdict.result == "pass") == (not verdict.stage)
    assert (verdict.next_step == "") == (verdict.result == "pass")


@pytest.mark.parametrize(
    ("script", "sentence", "step"),
    [
        (streaming(GOOD), "the stream ended with response.completed, after 4 events", ""),
        (streaming(opening()), "the stream ended after 4 events, without a terminal event", "help"),
        (streaming(""), "the stream ended without any event", "reference"),
        (
            streaming(CHAT + DONE),
            "the stream holds events of another API family (chat completions)",
            "reference",
        ),
        (
            streaming(opening() + event("error", error={"code": "model_not_found"})),
            "the stream ended with an error event (model_not_found)",
            "catalog",
        ),
        (
            streaming(opening() + failed(code="rate_limit_exceeded")),
            "the stream ended with response.failed (rate_limit_exceeded)",
            "help",
        ),
        (
            streaming(opening() + completed(status="failed")),
            "the stream ended with response.completed, which carries a response that failed",
            "help",
        ),
        (
            answer(NO_MODEL),
            "the server answered 200 with a JSON error (model_not_found) and no stream",
            "catalog",
        ),
        (
            answer(b'{"object": "response"}'),
            "the server answered with one whole response object and no stream",
            "reference",
        ),
        (answer(b"<html>", kind="text/html"), "the server answered 200 with HTML and no stream", "reference"),
        (
            status("404 No", NO_MODEL),
            "the server answered 404 (model_not_found): nothing is there, or no such model",
            "catalog",
        ),
        (
            status("400 No"),
            "the server answered 400 (invalid_request_error): the request is not valid",
            "reference",
        ),
        (status("401 No", b""), "the server answered 401: the credential is missing or not accepted", "key"),
        (status("418 No", b""), "the server answered 418: not an answer of this API", "help"),
        (
            status("301 Moved", b"", "Location: https://www.example.invalid/some/path?x=1"),
            "the server answered 301, a redirect to another host: www.example.invalid; none is followed",
            "reference",
        ),
        (
            status("301 Moved", b"", "Location: https://ex_am~ple.invalid/"),
            "the server answered 301, a redirect to another host; none is followed",
            "reference",
        ),
    ],
)
def test_a_sentence_says_what_was_seen(script: Script, sentence: str, step: str) -> None:
    with serving(script) as base:
        verdict = happy(base)
    assert (verdict.sentence, verdict.next_step) == (sentence, step)


def test_events_are_counted_by_the_types_of_the_contract() -> None:
    body = opening("a", "b", "c") + event("vendor:thing") + untyped({"x": 1}) + untyped([]) + completed()
    with serving(streaming(body)) as base:
        verdict = happy(base)
    assert verdict.events == (
        ("response.created", 1),
        ("response.in_progress", 1),
        ("response.output_text.delta", 3),
        ("other", 3),
        ("response.completed", 1),
    )
    assert verdict.terminal == "response.completed"


def test_events_that_come_at_once_after_a_wait_are_noted() -> None:
    script = then(head(), lambda connection: dripping(connection, [b": wait\n\n", GOOD.encode()], 1.1))
    with serving(script) as base:
        verdict = happy(base)
    assert verdict.result == "pass"
    assert NOTES["at-once"] in verdict.notes


def test_a_slow_reader_is_no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine takes to read the events is not the server's wait."""
    receive = Observer.receive

    def slow(self: Observer, event: Event) -> bool:
        time.sleep(0.3)
        return receive(self, event)

    monkeypatch.setattr(Observer, "receive", slow)
    with serving(streaming(GOOD)) as base:
        verdict = happy(base)
    assert (verdict.result, verdict.notes) == ("pass", ())


def test_of_a_stream_that_was_left_nothing_is_said_of_all_events() -> None:
    late = then(head(), lambda connection: dripping(connection, [b": wait\n\n", b"data: {}\n\n" * 90], 1.1))
    with serving(late) as base:
        verdict = happy(base, SMALL)
    assert verdict.notes == (NOTES["comments"],)


def test_one_request_is_sent_and_it_is_plain() -> None:
    requests: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        requests.append(request)
        status("503 No", ERROR, "Retry-After: 0")(connection, request)

    with serving(script) as base:
        happy(base)
    assert len(requests) == 1
    sent, _, body = requests[0].partition(b"\r\n\r\n")
    assert sent.startswith(b"POST /v1/responses HTTP/1.1\r\n")
    lines = sent.lower().split(b"\r\n")
    assert {
        b"accept: text/event-stream",
        b"accept-encoding: identity",
        b"content-type: application/json",
    } <= set(lines)
    assert json.loads(body)["stream"] is True


def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []
    with serving(lambda _, request: asked.append(request)) as other:
        elsewhere = status("307 Moved", b"", f"Location: {other}/v1/responses")
        with serving(elsewhere) as base:
            happy(base)
    assert asked == []


def test_nobody_listens() -> None:
    verdict = happy(f"http://127.0.0.1:{closed_port()}")
    assert (verdict.result, verdict.terminal_state, verdict.stage) == BROKE
    assert verdict.next_step == "network"


@pytest.mark.parametrize(
    "url", ["http://example.invalid", "https://name:word@example.invalid", "https://example.invalid/#x", "no"]
)
def test_an_address_that_is_not_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    verdict = happy(url)
    assert (verdict.result, verdict.terminal_state, verdict.stage) == ("not-run", "not-run", "")
    assert verdict.sentence.startswith("nothing was sent: ")


def test_notes_cover_every_deviation() -> None:
    assert tuple(NOTES) == get_args(Deviation)
    assert len(set(NOTES.values())) == len(NOTES)
