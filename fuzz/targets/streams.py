"""What a server streams: read to an end without a fault, and never a pass without a terminal event."""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

import httpx

from draftproof.live.model import StreamLimits
from draftproof.live.observing import Observer
from draftproof.live.verdicts import error_verdict, happy_verdict
from draftproof.network.bounded import CapReachedError, UndecodableError
from draftproof.network.streaming import Head, _media, _Reading
from draftproof.records.model import OUTCOMES, STAGES, TERMINAL_STATES
from draftproof.rulebook.loading import builtin_rulebook
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from draftproof.live.model import Verdict

_LIMITS: Final = StreamLimits(
    total=8, idle=4, max_bytes=8_000, max_event_bytes=1_500, max_error_bytes=900, max_events=60
)
_WORDS: Final = (
    *(
        "event: ",
        "data: ",
        "id: 1\n",
        "retry: 9\n",
        ": c\n",
        "\n\n",
        "\r\n\r\n",
        "\r",
        "data: [DONE]\n\n",
        "\ufeff",
    ),
    *(
        '"type": "response.completed"',
        '"type": "error"',
        "event: response.completed\n",
        '"status": "failed"',
        "data\n",
    ),
    *(
        '{"error": {"message": "no"}}',
        '"choices": [',
        '"incomplete_details": {"reason": "max_output_tokens"}',
    ),
    *('"sequence_number": 1e999', "<html>", "\x1f\x8b\x08", '{"type": null}', "[[[[", "message_stop", "\x00"),
)
_TYPES: Final = ("text/event-stream", "application/json", "text/html", "text/plain", "", "a/b")
_STATUSES: Final = (200, 200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503)
_CODINGS: Final = ("", "", "", "", "identity", "gzip", "deflate", "br")


class _Pieces(httpx.AsyncByteStream):
    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


async def _verdict(status: int, media: str, coding: str, pieces: Sequence[bytes]) -> Verdict:
    contracts = builtin_rulebook().knowledge.contracts
    observer = Observer(
        contracts["responses"], [each for name, each in contracts.items() if name != "responses"]
    )
    headers = {"content-type": media} if media else {}
    if coding:
        headers["content-encoding"] = coding
    response = httpx.Response(status, headers=headers, stream=_Pieces(pieces))
    reading = _Reading(_LIMITS, observer.receive)
    reading.head = Head(status, _media(media))
    try:
        await reading.read(response)
    except CapReachedError as reached:
        reading.stop(reached.cap)
    except UndecodableError:
        reading.stop("undecodable")
    seen = observer.observation(reading.result())
    happy = happy_verdict(seen)
    _hold_words(error_verdict(seen, happy))
    return happy


def _hold_words(verdict: Verdict) -> None:
    hold(verdict.result in OUTCOMES and verdict.stage in STAGES, "a verdict out of the closed sets")
    hold(verdict.terminal_state in TERMINAL_STATES, "a terminal state out of the closed set")


def _run(data: bytes) -> None:
    """The first bytes choose status, media type, coding and cuts; the rest is the body."""
    first, body = (data + b"\0\0\0\0")[:4], data[4:]
    status, media = _STATUSES[first[0] % len(_STATUSES)], _TYPES[first[1] % len(_TYPES)]
    coding = _CODINGS[first[2] % len(_CODINGS)]
    step = first[3] % 200 + 1
    whole = asyncio.run(_verdict(status, media, coding, [body]))
    _hold_words(whole)
    if whole.result == "pass":
        hold(b"response." in body or coding in ("gzip", "deflate"), "a pass without a terminal event")
    cut = asyncio.run(
        _verdict(status, media, coding, [body[at : at + step] for at in range(0, len(body), step)])
    )
    hold(
        (cut.result, cut.stage, cut.events) == (whole.result, whole.stage, whole.events),
        "a cut changes the verdict",
    )


def _seeds() -> Sequence[bytes]:
    kinds = ("response.created", "response.in_progress", "response.output_text.delta", "response.completed")
    lines = [
        f"event: {kind}\ndata: {json.dumps({'type': kind, 'sequence_number': number, 'response': {'status': 'completed'}})}\n\n"
        for number, kind in enumerate(kinds)
    ]
    chat = 'data: {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "a"}}]}\n\ndata: [DONE]\n\n'
    failed = 'event: error\ndata: {"type": "error", "error": {"code": "server_error", "message": "x"}}\n\n'
    bodies = (
        "".join(lines),
        lines[0] + failed,
        chat,
        "".join(lines[:-1]),
        '{"error": {"code": "invalid_api_key"}}',
    )
    heads = (b"\0\0\0\xff", b"\0\0\0\x05", b"\x08\x01\0\x09", b"\x07\x01\0\x20")
    return [head + body.encode() for head in heads for body in bodies]


TARGETS: Final = (Target("stream", "answers of servers", _seeds, _run, _WORDS),)
