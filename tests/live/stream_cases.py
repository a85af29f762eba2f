"""Servers of every kind, and what the check has to make of each."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from stream_support import (
    ANTHROPIC,
    CHAT,
    GOOD,
    PATIENT,
    QUICK,
    chunked,
    chunks,
    completed,
    event,
    failed,
    head,
    incomplete,
    opening,
    saying,
    streaming,
    untyped,
)

from draftproof.live.model import StreamLimits
from loopback import answer, dripping, holding, resetting

if TYPE_CHECKING:
    import socket

    from loopback import Script

PASS = ("pass", "completed", "")
BROKE = ("inconclusive", "error", "before-authentication")
REJECTED = ("fail", "error", "request-validation")
WRONG = ("fail", "error", "event-handling")
UNREAD = ("inconclusive", "error", "event-handling")
ENDLESS = ("inconclusive", "error", "waiting-for-terminal-event")
TIMEOUT = ("inconclusive", "timeout", "waiting-for-terminal-event")

SMALL = StreamLimits(total=8, idle=4, max_bytes=20_000, max_event_bytes=5_000, max_events=50)
WIDE = StreamLimits(total=0.5, idle=0.4, max_bytes=1_000_000_000)
"""For floods: what ends them is the time, however fast this machine is."""
ERROR = json.dumps({"error": {"message": "no", "type": "invalid_request_error", "code": None}}).encode()
NO_MODEL = json.dumps({"error": {"message": "no", "code": "model_not_found"}}).encode()
DONE = "data: [DONE]\n\n"
CHUNKED = head("200 OK", "text/event-stream", "Transfer-Encoding: chunked")
CALLED = "Grüße \u2028 \u2029 \x85 \U0001f600"


def then(said: bytes | str, after: Any) -> Script:
    """A server that says something and then does something."""

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(said.encode() if isinstance(said, str) else said)
        after(connection)

    return script


def slowly(pieces: Any, pause: float) -> Script:
    return lambda connection, _: dripping(connection, pieces, pause)


def in_chunks(*pieces: bytes) -> Script:
    return lambda connection, _: chunked(connection, pieces)


def bytes_of(text: str) -> list[bytes]:
    return [bytes([byte]) for byte in text.encode()]


def status(line: str, body: bytes = ERROR, *headers: str) -> Script:
    return answer(body, line, "application/json", *headers)


def data(text: str) -> str:
    return f"data: {text}\n\n"


def flood(piece: bytes) -> Script:
    """A server that says the same for ever, as fast as it is heard."""
    return lambda connection, _: dripping(
        connection, itertools.chain([head()], itertools.repeat(piece * 5000)), 0
    )


def bomb(start: bytes, piece: bytes) -> Script:
    """A server that sends twenty million bytes, well compressed."""

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head("200 OK", "text/event-stream", "Content-Encoding: gzip"))
        engine = zlib.compressobj(1, zlib.DEFLATED, 31)
        connection.sendall(engine.compress(start))
        for _ in range(20):
            connection.sendall(engine.compress(piece * (1_000_000 // len(piece))))
        connection.sendall(engine.flush())

    return script


class Case(NamedTuple):
    """What a server does; result, terminal state and stage; what is noted; the bounds."""

    script: Script
    wanted: tuple[str, str, str]
    noted: tuple[str, ...] = ()
    limits: StreamLimits = PATIENT


CASES: dict[str, Case] = {
    # Streams that come to their end.
    "the documented stream": Case(streaming(GOOD), PASS),
    "[DONE] after the terminal event": Case(streaming(GOOD + DONE), PASS),
    "the connection is held open afterwards": Case(then(head() + GOOD.encode(), holding), PASS, (), QUICK),
    "it breaks off afterwards": Case(then(head() + GOOD.encode(), resetting), PASS),
    "HTTP/1.0": Case(saying(b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", GOOD), PASS),
    "one byte a chunk": Case(in_chunks(*bytes_of(GOOD)), PASS),
    "one byte a write": Case(slowly([head(), *bytes_of(GOOD)], 0.0001), PASS),
    "characters split over chunks": Case(in_chunks(*bytes_of(opening(CALLED) + completed(3))), PASS),
    "CRLF": Case(streaming(GOOD.replace("\n", "\r\n")), PASS),
    "CR": Case(then(head() + GOOD.replace("\n", "\r").encode(), holding), PASS, (), QUICK),
    "CRLF split": Case(in_chunks(*bytes_of(GOOD.replace("\n", "\r\n"))), PASS),
    "a byte order mark": Case(streaming("\ufeff" + GOOD), PASS),
    "a split byte order mark": Case(in_chunks(*bytes_of("\ufeff" + GOOD)), PASS),
    "line separators in JSON": Case(streaming(opening(CALLED) + completed(3)), PASS),
    "escape sequences in the text": Case(streaming(opening("\x1b[31m", "\x00\x07") + completed()), PASS),
    "the media type in capitals": Case(
        saying(head("200 OK", "Text/Event-Stream ; Charset=UTF-16"), GOOD), PASS
    ),
    "stopped at the limit": Case(
        streaming(opening() + incomplete("max_output_tokens")), PASS, ("output-limit",)
    ),
    "stopped at the limit, completed": Case(
        streaming(
            opening() + completed(status="incomplete", incomplete_details={"reason": "max_output_tokens"})
        ),
        PASS,
        ("limit-in-completed",),
    ),
    "gzip": Case(streaming(gzip.compress(GOOD.encode()), "Content-Encoding: gzip"), PASS, ("compressed",)),
    "gzip in members": Case(
        streaming(b"".join(map(gzip.compress, bytes_of(GOOD))), "Content-Encoding: x-gzip"),
        PASS,
        ("compressed",),
    ),
    "deflate": Case(
        streaming(zlib.compress(GOOD.encode()), "Content-Encoding: Deflate"), PASS, ("compressed",)
    ),
    "deflate without a header": Case(
        streaming(zlib.compress(GOOD.encode(), wbits=-15), "Content-Encoding: deflate"), PASS, ("compressed",)
    ),
    # Streams that differ, and come to their end.
    "no event lines": Case(
        streaming("".join(f"{line}\n" for line in GOOD.split("\n") if line[:6] != "event:")),
        PASS,
        ("no-event-lines",),
    ),
    "no sequence numbers": Case(
        streaming(event("response.created") + completed().replace('"sequence_number": 4, ', "")),
        PASS,
        ("no-sequence",),
    ),
    "a gap": Case(streaming(opening() + completed(9)), PASS, ("sequence-gap",)),
    "a number twice": Case(streaming(opening() + completed(3)), PASS, ("sequence-repeat",)),
    "an endless number": Case(
        streaming(
            opening() + completed().replace('"sequence_number": 4', '"sequence_number": ' + "1" * 9999)
        ),
        PASS,
    ),
    "no beginning": Case(
        streaming(event("response.output_text.delta", 0) + completed(1)), PASS, ("not-begun",)
    ),
    "begun twice": Case(
        streaming(event("response.created", 0) + event("response.created", 1) + completed(2)),
        PASS,
        ("begun-twice",),
    ),
    "unknown events": Case(
        streaming(opening() + event("vendor:thing", 4) + event("response.keep_alive") + completed(5)), PASS
    ),
    "Chat chunks in between": Case(streaming(opening() + CHAT + completed()), PASS, ("foreign-too",)),
    "numbers below zero": Case(streaming(event("response.created", -5) + completed(-4)), PASS),
    "comments": Case(streaming(": one\n\n" + opening() + ": two\n" + completed()), PASS, ("comments",)),
    "[DONE] in between": Case(streaming(opening() + DONE + completed()), PASS, ("early-done",)),
    "another type in the event line": Case(
        streaming(opening() + completed().replace("event: response.completed", "event: ping")),
        PASS,
        ("type-mismatch",),
    ),
    "a terminal event twice": Case(streaming(GOOD + completed(5)), PASS, ("late-terminal",)),
    "events after the terminal one": Case(
        streaming(GOOD + event("response.output_text.delta", 5)), PASS, ("late-events",)
    ),
    "bytes that are not UTF-8": Case(
        streaming(opening("??").encode().replace(b"??", b"\xff\xc3") + completed(3).encode()),
        PASS,
        ("invalid-utf8",),
    ),
    "lone surrogates": Case(streaming(opening().replace("Hel", r"\ud800 \udc00\ud83d") + completed()), PASS),
    "data that are no objects": Case(
        streaming(opening() + untyped([1]) + untyped(1) + untyped("a") + untyped(None) + completed()),
        PASS,
        ("unreadable",),
    ),
    "deep JSON": Case(
        streaming(opening() + data("[" * 50_000) + data('{"a":' * 50_000) + completed()),
        PASS,
        ("unreadable",),
    ),
    "very many values": Case(
        streaming(opening() + data('{"a": [' + "{}," * 600_000 + "{}]}") + completed()), PASS, ("unreadable",)
    ),
    "a completed event with another status": Case(
        streaming(opening() + completed(status="in_progress")), PASS, ("odd-status",)
    ),
    "a completed event without a response": Case(
        streaming(opening() + event("response.completed", 4)), PASS, ("no-response",)
    ),
    "no media type": Case(saying(head("200 OK", None), GOOD), PASS, ("no-media-type",)),
    "odd fields": Case(
        streaming("retry: " + "9" * 9999 + "\nid: 1\nevent\ndata\nfoo: bar\n\n\n\n" + GOOD), PASS
    ),
    # Streams that say that something failed.
    "failed": Case(streaming(opening() + failed(code="server_error")), WRONG),
    "completed, and failed inside": Case(streaming(opening() + completed(status="failed")), WRONG),
    "completed, with an error inside": Case(streaming(opening() + completed(error={"code": "x"})), WRONG),
    "incomplete": Case(streaming(opening() + incomplete("content_filter")), WRONG),
    "incomplete without a reason": Case(
        streaming(opening() + event("response.incomplete", 4)), WRONG, ("no-response",)
    ),
    "an error, flat": Case(
        streaming(opening() + event("error", 4, code="server_error", message="no")), WRONG
    ),
    "an error, nested": Case(
        streaming(opening() + event("error", 4, error={"code": 500, "message": "no"})), WRONG
    ),
    "an error without a type": Case(
        streaming(opening() + untyped({"error": {"code": 500, "message": "no"}})), WRONG, ("untyped-error",)
    ),
    "an error that is no JSON": Case(streaming(opening() + "event: error\ndata: no\n\n"), WRONG),
    "an error first of all": Case(streaming(event("error", 0, message="no")), WRONG),
    "an error, then failed": Case(
        streaming(opening() + event("error", 4, message="no") + failed(5)), WRONG, ("late-terminal",)
    ),
    # Answers that are no such stream.
    "Chat Completions": Case(streaming(CHAT + DONE), WRONG),
    "Chat Completions, held open": Case(then(head() + (CHAT + DONE).encode(), holding), WRONG, (), QUICK),
    "Anthropic Messages": Case(streaming(ANTHROPIC), WRONG),
    "Anthropic Messages, held open": Case(then(head() + ANTHROPIC.encode(), holding), WRONG, (), QUICK),
    "JSON error with 200": Case(answer(ERROR), WRONG),
    "a whole response with 200": Case(answer(b'{"object": "response", "output": []}'), WRONG),
    "JSON as a stream": Case(streaming(ERROR), WRONG),
    "JSON of several lines as a stream": Case(
        streaming(json.dumps(json.loads(ERROR), indent=1) + "\n"), WRONG
    ),
    "HTML with 200": Case(answer(b"<html>", kind="text/html; charset=utf-8"), WRONG),
    "much HTML with 200": Case(answer(b"<html>" * 100_000, kind="text/html"), WRONG),
    "HTML as a stream": Case(streaming("<!doctype html>\n<p>\n\n"), WRONG),
    "another media type": Case(saying(head("200 OK", "text/plain"), GOOD), WRONG, ("wrong-media-type",)),
    "JSON as the media type": Case(
        saying(head("200 OK", "application/json"), GOOD), WRONG, ("wrong-media-type",)
    ),
    "an empty stream": Case(streaming(""), WRONG),
    "no content": Case(saying(b"HTTP/1.1 204 No Content\r\n\r\n"), WRONG, ("no-media-type",)),
    "only [DONE]": Case(streaming(DONE), WRONG),
    "only comments": Case(streaming(": a\n\n: b\n\n"), WRONG, ("comments",)),
    # Streams whose end does not come.
    "no terminal event": Case(streaming(opening()), ENDLESS),
    "no terminal event, Chat chunks in between": Case(
        streaming(opening() + CHAT + DONE), ENDLESS, ("foreign-too", "early-done")
    ),
    "no terminal event, but [DONE]": Case(streaming(opening() + DONE), ENDLESS, ("early-done",)),
    "a terminal event of another API": Case(
        streaming(opening() + event("response.done", 4)), ENDLESS, ("other-terminal",)
    ),
    "the last blank line is missing": Case(
        streaming(GOOD.rstrip("\n") + "\n"), ENDLESS, ("unterminated-terminal",)
    ),
    "cut off in an event": Case(streaming(GOOD[:-30]), ENDLESS, ("unterminated",)),
    "truncated JSON": Case(streaming(opening() + completed()[:-30] + "\n\n"), ENDLESS, ("unreadable",)),
    "only data that cannot be read": Case(streaming("data: Bad Gateway\n\n"), ENDLESS, ("unreadable",)),
    "only unknown events": Case(streaming(event("vendor:thing")), ENDLESS),
    "abort in an event": Case(saying(CHUNKED, chunks([GOOD[:-30].encode()])), ENDLESS),
    "abort before an event": Case(saying(CHUNKED), ENDLESS),
    "a reset": Case(then(CHUNKED + chunks([opening().encode()]), resetting), ENDLESS),
    "a short body": Case(
        saying(head("200 OK", "text/event-stream", "Content-Length: 9999"), opening()), ENDLESS
    ),
    "truncated gzip": Case(
        streaming(gzip.compress(GOOD.encode())[:-60], "Content-Encoding: gzip"), ENDLESS, ("compressed",)
    ),
    "truncated gzip, before any event": Case(
        streaming(gzip.compress(GOOD.encode())[:20], "Content-Encoding: gzip"), ENDLESS, ("compressed",)
    ),
    "a huge event": Case(lambda c, _: dripping(c, [head(), b"data: ", *[b"x" * 500_000] * 100], 0), ENDLESS),
    "a million events": Case(
        lambda c, _: dripping(c, [head(), *[b"data: {}\n\n" * 10_000] * 100], 0),
        ENDLESS,
        (),
        StreamLimits(8, 4, max_events=5_000),
    ),
    "a long stream": Case(streaming(b": x\n\n" * 100_000), ENDLESS, ("comments",), SMALL),
    "a gzip bomb in an event": Case(bomb(b"data: ", bytes(1000)), ENDLESS, ("compressed",)),
    "a gzip bomb of blank lines": Case(bomb(b"", b"\n" * 1000), ENDLESS, ("compressed",), SMALL),
    "another coding": Case(streaming(GOOD, "Content-Encoding: br"), UNREAD),
    "two codings": Case(streaming(GOOD, "Content-Encoding: gzip, gzip"), UNREAD),
    "gzip that is none": Case(streaming(GOOD, "Content-Encoding: gzip"), UNREAD, ("compressed",)),
    "only a terminal event": Case(streaming(completed(0)), ("inconclusive", "error", "event-handling")),
    # Bounds.
    "no bytes": Case(lambda c, _: holding(c), TIMEOUT, (), QUICK),
    "a head, one byte at a time": Case(
        slowly(bytes_of("HTTP/1.1 200 OK\r\nX: " + "x" * 999), 0.05), TIMEOUT, (), QUICK
    ),
    "a head, then silence": Case(then(head(), holding), TIMEOUT, (), QUICK),
    "events, then silence": Case(then(head() + opening().encode(), holding), TIMEOUT, (), QUICK),
    "JSON, then silence": Case(then(head("200 OK", "application/json") + b"{", holding), TIMEOUT, (), QUICK),
    "Chat chunks, then silence": Case(then(head() + CHAT.encode(), holding), TIMEOUT, (), QUICK),
    "endless comments": Case(slowly([head(), *[b": ping\n\n"] * 999], 0.02), TIMEOUT, ("comments",), QUICK),
    "a flood of comments": Case(flood(b":\n\n"), TIMEOUT, ("comments",), WIDE),
    "a flood of blank lines": Case(flood(b"id: 1\n\n"), TIMEOUT, (), WIDE),
    "one byte at a time": Case(slowly([head(), *bytes_of(GOOD)], 0.05), TIMEOUT, (), QUICK),
    "a gzip bomb of comments": Case(bomb(b"", b":\n\n" * 1000), TIMEOUT, ("compressed", "comments"), WIDE),
    # No answer, or another one.
    "closed at once": Case(saying(b""), BROKE),
    "reset at once": Case(lambda c, _: resetting(c), BROKE),
    "no HTTP": Case(saying(b"220 mail\r\n\r\n"), BROKE),
    "a head without an end": Case(saying(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000), BROKE),
    "switching protocols": Case(
        saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"), BROKE
    ),
    "a redirect to the same host": Case(status("301 Moved", b"", "Location: /other"), BROKE),
    "a redirect to another host": Case(
        status("307 Moved", b"", "Location: https://example.invalid/v1"), BROKE
    ),
    "a redirect to nowhere": Case(status("302 Moved", b"", "Location: http://[::"), BROKE),
    **{f"{code}": Case(status(f"{code} No"), REJECTED) for code in (400, 404, 405, 413, 415, 422)},
    **{
        f"{code}": Case(status(f"{code} No"), BROKE)
        for code in (401, 402, 403, 407, 408, 409, 410, 418, 500, 501, 503, 504, 524)
    },
    "429": Case(status("429 No", ERROR, "Retry-After: 20"), BROKE, ("retry-after",)),
    "502 with HTML": Case(answer(b"<html>", "502 Bad Gateway", "text/html"), BROKE),
    "503 as a stream": Case(saying(head("503 No"), GOOD), BROKE),
    "401 as a stream": Case(saying(head("401 No"), GOOD), BROKE),
    "404, in another coding": Case(status("404 No", b"?", "Content-Encoding: br"), REJECTED),
    "404, and its body never ends": Case(
        then(head("404 No", "application/json", "Content-Length: 99"), holding), REJECTED, (), QUICK
    ),
    "404, and its body breaks off": Case(
        saying(head("404 No", "application/json", "Content-Length: 99")), REJECTED
    ),
    "500, and its body never ends": Case(
        slowly([head("500 No", "text/html"), *[b"<"] * 999], 0.02), BROKE, (), QUICK
    ),
}
