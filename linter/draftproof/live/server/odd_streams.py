"""Streams that are not as documented: pure functions from an answer to what is sent instead."""

from __future__ import annotations

import gzip
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.live.server.replies import HANG, Abort, Reply, Wait, documented_stream, stream_reply
from draftproof.live.server.stream import Answer, as_json, events_of, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.live.server.replies import Step
    from draftproof.live.server.stream import Event

DRIP_SECONDS: Final = 0.05
COMMENT_SECONDS: Final = 0.1
HUGE_EVENT: Final = 6_000_000
"""Bytes: more than a client with bounds keeps of one event."""

_BEGINNING = 3
_DONE = b"data: [DONE]\n\n"
_NOISE = (
    b": a comment\n\n",
    b"retry: 3000\n\n",
    b'id: 7\nevent: vendor.keep_alive\ndata: {"type":"vendor.keep_alive"}\n\n',
    b"unknown-field: 1\n\n",
)


def silence_after_headers(_answer: Answer) -> Reply:
    """The head of an answer and nothing more."""
    return stream_reply([HANG])


def silence_after_events(answer: Answer) -> Reply:
    """The first events and nothing more; the connection stays open."""
    return stream_reply([*_frames(answer)[:_BEGINNING], HANG])


def comments(answer: Answer) -> Reply:
    """The first events, then comments for ever."""

    def steps() -> Iterator[Step]:
        yield from _frames(answer)[:_BEGINNING]
        while True:
            yield b": still here\n\n"
            yield Wait(COMMENT_SECONDS)

    return stream_reply(steps())


def drip(answer: Answer) -> Reply:
    """The whole stream, a byte at a time."""
    return stream_reply(_in_pieces(b"".join(_frames(answer)), 1, DRIP_SECONDS))


def endless(answer: Answer) -> Reply:
    """Deltas for ever, as fast as they are read."""
    events = events_of(answer)
    delta = next(event for event in events if event["type"] == "response.output_text.delta")

    def steps() -> Iterator[Step]:
        yield from map(frame, events[: delta["sequence_number"]])
        for number in itertools.count(delta["sequence_number"]):
            yield frame(delta | {"sequence_number": number})

    return stream_reply(steps())


def held_open(answer: Answer) -> Reply:
    """The whole stream, and then the connection stays open."""
    return stream_reply([*_frames(answer), HANG])


def aborted(answer: Answer) -> Reply:
    """The connection is closed in the middle of an event."""
    frames = _frames(answer)
    middle = len(frames) // 2
    return stream_reply([*frames[:middle], frames[middle][:20], Abort()])


def without_terminal(answer: Answer) -> Reply:
    """Everything but the terminal event, and a clean end."""
    return stream_reply(_frames(answer)[:-1])


def cut_terminal(answer: Answer) -> Reply:
    """The blank line that ends the terminal event is missing, so by the standard it is none."""
    *frames, last = _frames(answer)
    return stream_reply([*frames, last.rstrip(b"\n")])


def done_only(answer: Answer) -> Reply:
    """``[DONE]`` where the terminal event belongs."""
    return stream_reply([*_frames(answer)[:-1], _DONE])


def done_after(answer: Answer) -> Reply:
    """``[DONE]`` after the terminal event."""
    return stream_reply([*_frames(answer), _DONE])


def realtime_done(answer: Answer) -> Reply:
    """The terminal event of the Realtime API."""
    *events, last = events_of(answer)
    return stream_reply(map(frame, [*events, last | {"type": "response.done"}]))


def error_flat(answer: Answer) -> Reply:
    """An ``error`` event with its members at the top, as the specification has it."""
    return _with_error(answer, {"code": "server_error", "message": "Told to fail.", "param": None})


def error_nested(answer: Answer) -> Reply:
    """An ``error`` event with its members under ``error``, as it is seen on the wire."""
    members = {"type": "server_error", "code": "server_error", "message": "Told to fail.", "param": None}
    return _with_error(answer, {"error": members})


def chat_chunks(answer: Answer) -> Reply:
    """The stream of the Chat Completions API."""
    shared = {
        "id": f"chatcmpl-{answer.number:032x}",
        "object": "chat.completion.chunk",
        "created": answer.created_at,
        "model": answer.body.get("model", ""),
    }
    deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": piece}, None) for piece in answer.pieces]
    deltas += [({}, "stop")]
    chunks = (
        shared | {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
        for delta, reason in deltas
    )
    return stream_reply([*(b"data: " + as_json(chunk) + b"\n\n" for chunk in chunks), _DONE])


def gap(answer: Answer) -> Reply:
    """A delta is missing, and its number with it."""
    frames = _frames(answer)
    del frames[len(frames) // 2]
    return stream_reply(frames)


def broken_json(answer: Answer) -> Reply:
    """One more event, whose data is cut off."""
    frames = _frames(answer)
    broken = b'event: response.output_text.delta\ndata: {"type":"response.output_text.de\n\n'
    frames.insert(len(frames) // 2, broken)
    return stream_reply(frames)


def huge_event(answer: Answer) -> Reply:
    """One more event, of ``HUGE_EVENT`` bytes, made as it is sent."""
    frames = _frames(answer)
    piece = b"x" * 50_000

    def steps() -> Iterator[Step]:
        yield from frames[:_BEGINNING]
        yield b'event: vendor.huge\ndata: {"type":"vendor.huge","padding":"'
        for _ in range(HUGE_EVENT // len(piece)):
            yield piece
        yield b'"}\n\n'
        yield from frames[_BEGINNING:]

    return stream_reply(steps())


def noise(answer: Answer) -> Reply:
    """Between the events: comments, ids, retry lines, fields and events that nobody documents."""
    between = itertools.cycle(_NOISE)
    return stream_reply([step for each in _frames(answer) for step in (next(between), each)])


def separators(answer: Answer) -> Reply:
    """Characters in the text that end a line for some libraries, and for no event stream."""
    odd = tuple(piece.replace(" ", "\u2028\u0085\u2029 ") for piece in answer.reply)
    return documented_stream(replace(answer, reply=odd))


def without_event_lines(answer: Answer) -> Reply:
    """Only ``data:`` lines; the type stands in the data."""
    return stream_reply([frame(event, named=False) for event in events_of(answer)])


def crlf(answer: Answer) -> Reply:
    """Lines that end in CR LF."""
    return _with_line_ends(answer, b"\r\n")


def lone_cr(answer: Answer) -> Reply:
    """Lines that end in CR alone."""
    return _with_line_ends(answer, b"\r")


def byte_order_mark(answer: Answer) -> Reply:
    """A byte order mark before the first event."""
    return stream_reply([b"\xef\xbb\xbf", *_frames(answer)])


def split(answer: Answer) -> Reply:
    """Pieces of seven bytes, which cut lines and characters in two."""
    return stream_reply(_in_pieces(b"".join(_frames(answer)), 7, 0))


def at_once(answer: Answer) -> Reply:
    """All events in one piece at the end, as a buffering proxy delivers them."""
    return stream_reply([Wait(0.3), b"".join(_frames(answer))])


def gzipped(answer: Answer) -> Reply:
    """Compressed, whether that was asked for or not."""
    packed = gzip.compress(b"".join(_frames(answer)), mtime=0)
    return stream_reply([packed], **{"content-encoding": "gzip"})


def _frames(answer: Answer) -> list[bytes]:
    return [frame(event) for event in events_of(answer)]


def _in_pieces(data: bytes, size: int, seconds: float) -> Iterator[Step]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
        yield Wait(seconds)


def _with_error(answer: Answer, members: Event) -> Reply:
    events: Iterable[Event] = events_of(answer)[: 2 * _BEGINNING]
    error = {"type": "error", "sequence_number": 2 * _BEGINNING, **members}
    return stream_reply(map(frame, [*events, error]))


def _with_line_ends(answer: Answer, end: bytes) -> Reply:
    return stream_reply([each.replace(b"\n", end) for each in _frames(answer)])
