"""Streams, byte by byte, and the check that is held against them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from draftproof.live.checking import error_path, happy_path
from draftproof.live.model import StreamLimits, Verdict
from draftproof.network.client import Outgoing
from draftproof.network.running import run
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.text.secret import Secret

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable

    from loopback import Script

CONTRACTS = builtin_rulebook().knowledge.contracts
CONTRACT = CONTRACTS["responses"]
FOREIGN = tuple(contract for contract in CONTRACTS.values() if contract is not CONTRACT)
QUICK = StreamLimits(total=1.0, idle=0.4)
"""For what ends at a bound."""
PATIENT = StreamLimits(total=8.0, idle=4.0)
"""For what ends by itself."""
KEY = "an-ordinary-key-of-a-test"


def outgoing(base: str, key: str = KEY) -> Outgoing:
    headers = {"Authorization": Secret(f"Bearer {key}", "Bearer ")}
    body = json.dumps({"model": "some-model", "input": "Say hello.", "stream": True}).encode()
    return Outgoing(f"{base}/v1/responses", headers, body=body)


def happy(base: str, limits: StreamLimits = PATIENT, key: str = KEY) -> Verdict:
    return run(happy_path(outgoing(base, key), limits, CONTRACT, FOREIGN))


def refused(base: str, real: Verdict, limits: StreamLimits = PATIENT, key: str = KEY) -> Verdict:
    """The verdict on the path with an invalid key; ``real`` is what the real one came to."""
    return run(error_path(outgoing(base, key), limits, CONTRACT, FOREIGN, real))


def event(kind: str, number: int | None = None, **members: Any) -> str:
    data: dict[str, Any] = {"type": kind} if number is None else {"type": kind, "sequence_number": number}
    return f"event: {kind}\ndata: {json.dumps(data | members, ensure_ascii=False)}\n\n"


def untyped(value: Any) -> str:
    return f"data: {json.dumps(value)}\n\n"


def opening(*texts: str) -> str:
    """The beginning of a documented stream, up to the text."""
    events = [
        ("response.created", {"response": {"status": "in_progress"}}),
        ("response.in_progress", {"response": {"status": "in_progress"}}),
        *(("response.output_text.delta", {"delta": text}) for text in texts or ("Hel", "lo")),
    ]
    return "".join(event(kind, number, **members) for number, (kind, members) in enumerate(events))


def completed(number: int = 4, **response: Any) -> str:
    return event("response.completed", number, response={"status": "completed"} | response)


def incomplete(reason: str, number: int = 4) -> str:
    response = {"status": "incomplete", "incomplete_details": {"reason": reason}}
    return event("response.incomplete", number, response=response)


def failed(number: int = 4, **error: Any) -> str:
    return event("response.failed", number, response={"status": "failed", "error": error})


GOOD = opening() + completed()
CHAT = "".join(
    untyped({"object": "chat.completion.chunk", "choices": [{"delta": {"content": text}}]}) for text in "abc"
)
ANTHROPIC = "".join(event(kind) for kind in ("message_start", "content_block_delta", "message_stop"))


def head(status: str = "200 OK", kind: str | None = "text/event-stream", *headers: str) -> bytes:
    """The head of an answer whose body ends with the connection."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind is not None else []), *headers]
    return "\r\n".join((*lines, "Connection: close", "", "")).encode()


def saying(*parts: bytes | str) -> Script:
    """A server that says so and closes."""
    data = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return lambda connection, _: connection.sendall(data)


def streaming(body: bytes | str, *headers: str) -> Script:
    """A server that streams so and closes."""
    return saying(head("200 OK", "text/event-stream", *headers), body)


def chunks(pieces: Iterable[bytes]) -> bytes:
    """A chunked body, without its end."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


def chunked(connection: socket.socket, pieces: Iterable[bytes]) -> None:
    """Stream the pieces, each a chunk, and end properly."""
    connection.sendall(head("200 OK", "text/event-stream", "Transfer-Encoding: chunked"))
    for piece in pieces:
        connection.sendall(chunks([piece]))
    connection.sendall(b"0\r\n\r\n")
