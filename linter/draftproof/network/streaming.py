"""One POST whose answer is a stream of events, from connecting to its end, within bounds.

Of the answer's head only what is safe is handed on. Nothing is raised for what a server does: how an exchange
ended is one of a closed set.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import urlsplit

import httpx
from httpx_sse import EventSource

from draftproof.dataclass import dataclass
from draftproof.network.bounded import Blocks, Cap, CapReachedError, Decoding, UndecodableError
from draftproof.network.client import Concealer, Limits, NetworkError, Outgoing, opened, target_host

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping

    from draftproof.live.model import StreamLimits
    from draftproof.network.client import Failure
    from draftproof.text.secret import Secret

Ending = (
    Literal["complete", "enough", "deadline", "silence", "broken", "undecodable"]
    | Literal["unsent", "no-address", "tls", "no-connection"]
    | Cap
)
"""How an exchange ended: the body came to the end that its framing names; the reader had seen enough; the
time for all of it was up; a silence was longer than allowed; the connection broke off, or spoke no HTTP; a
cap was reached; the body is in a coding that is not read; nothing was sent; there was no DNS address, no
trusted encryption, no connection."""

Media = Literal["event-stream", "json", "html", "text", "none", "other"]
"""The media type of an answer."""

_HEADERS: Final = {
    "Accept": "text/event-stream",
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
}
_LATE: Final = 1.0
"""Seconds after which events count as held back, if all of them come with the same bytes."""
_FEW_EVENTS: Final = 4
_LONGEST_HOST: Final = 80


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer: numbers and words of closed sets, and a host that is safe to name.

    ``redirect`` is the host that a redirect leads to, "" where there is none or where it cannot be shown;
    ``moved`` says whether it is another one.
    """

    status: int
    media: Media
    redirect: str = ""
    moved: bool = False
    retry_after: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it came. ``name`` is "" where there was no ``event:`` line.

    ``unterminated``: the stream ended before the blank line that ends an event, so that by the standard there
    is none. ``late``: it came after the reader had seen enough, with bytes that had already been received.
    """

    name: str
    data: str = field(repr=False)
    unterminated: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is known of an exchange, whichever way it ended.

    ``sentence`` says where it broke, "" for an answer. ``body`` holds the beginning of an answer that is no
    stream of events, or that is none in spite of its media type; it may hold anything and is never shown.
    """

    ending: Ending
    sentence: str = ""
    head: Head | None = None
    body: bytes = field(default=b"", repr=False)
    compressed: bool = False
    comments: bool = False
    valid_utf8: bool = True
    at_once: bool = False


async def exchange(outgoing: Outgoing, limits: StreamLimits, receive: Callable[[Event], bool]) -> Exchange:
    """Send the request as one POST and hand on its events until ``receive`` has seen enough.

    Redirects are not followed and nothing is sent twice. Raises nothing for what a server does; a
    cancellation closes the connection and is passed on.
    """
    sent = replace(outgoing, method="POST", headers=_completed(outgoing.headers))
    reading = _Reading(limits, receive)
    try:
        async with (
            asyncio.timeout(limits.total),
            opened(sent, Limits(limits.total, limits.idle, limits.max_bytes)) as response,
        ):
            reading.head = _head(response, outgoing)
            await reading.read(response)
    except TimeoutError:
        reading.stop("deadline", f"the time for one request, {limits.total:g} seconds, was up")
    except NetworkError as error:
        reading.stop(*_broken(error.failure, error.sentence, begun=reading.head is not None))
    except CapReachedError as reached:
        reading.stop(reached.cap)
    except UndecodableError:
        reading.stop("undecodable")
    return reading.result()


def _completed(headers: Mapping[str, str | Secret]) -> dict[str, str | Secret]:
    given = {name.lower() for name in headers}
    return {**{name: value for name, value in _HEADERS.items() if name.lower() not in given}, **headers}


def _broken(failure: Failure, sentence: str, *, begun: bool) -> tuple[Ending, str]:
    if failure == "answer" or (begun and failure != "silence"):
        return "broken", sentence
    return failure, sentence


def _head(response: httpx.Response, outgoing: Outgoing) -> Head:
    host = target_host(response).lower()
    moved = host not in ("", (urlsplit(outgoing.url).hostname or "").lower())
    safe = (
        len(host) <= _LONGEST_HOST
        and host.isascii()
        and host.replace("-", "").replace(".", "").replace(":", "").isalnum()
        and not Concealer(outgoing.headers).finds_in(host)
    )
    return Head(
        response.status_code,
        _media(response.headers.get("content-type", "")),
        redirect=host if safe and 300 <= response.status_code < 400 else "",
        moved=moved,
        retry_after="retry-after" in response.headers,
    )


def _media(header: str) -> Media:
    """Parameters do not count, nor does letters' case (RFC 9110, 8.3.1). Of several headers the first one
    counts.
    """
    name = header.partition(",")[0].partition(";")[0].strip().lower()
    if name == "text/event-stream":
        return "event-stream"
    if name == "application/json" or name.endswith("+json"):
        return "json"
    if name in ("text/html", "application/xhtml+xml"):
        return "html"
    return "text" if name == "text/plain" else "other" if name else "none"


class _Reading:
    """The state of one exchange. What was learnt is kept whichever way it ends."""

    def __init__(self, limits: StreamLimits, receive: Callable[[Event], bool]) -> None:
        self.head: Head | None = None
        self._limits = limits
        self._receive = receive
        self._ending: Ending = "complete"
        self._sentence = ""
        self._body = bytearray()
        self._decoding: Decoding | None = None
        self._blocks = Blocks(limits.max_bytes, limits.max_event_bytes)
        self._begun = self._came = time.monotonic()
        self._events = 0
        self._reads = 0
        self._received = 0
        self._reads_before_events = 0
        self._enough = False
        self._unterminated = False
        self._begins_as_stream: bool | None = None
        self._at_once = False
        self._comments = False
        self._valid_utf8 = True

    def stop(self, ending: Ending, sentence: str = "") -> None:
        """Keep why the exchange broke off, unless all that was wanted had been seen."""
        if not self._enough:
            self._ending, self._sentence = ending, sentence

    def result(self) -> Exchange:
        """All that was learnt."""
        if not self._enough:
            self._note_stream()
        return Exchange(
            self._ending,
            self._sentence,
            self.head,
            bytes(self._body),
            self._decoding is not None and self._decoding.compressed,
            self._comments,
            self._valid_utf8,
            self._at_once,
        )

    async def read(self, response: httpx.Response) -> None:
        """Read the body: events, or the beginning of what is none."""
        status, media = response.status_code, _media(response.headers.get("content-type", ""))
        if 300 <= status < 400:
            return
        self._decoding = Decoding(response.headers.get("content-encoding", ""))
        if not 200 <= status < 300 or media not in ("event-stream", "none"):
            await self._read_body(response)
        else:
            await self._read_events(response)
        if not self._enough and not self._decoding.whole:
            self.stop("broken", "the compressed answer was cut off")

    async def _read_body(self, response: httpx.Response) -> None:
        async with aclosing(self._decoded(response)) as pieces:
            async for piece in pieces:
                self._body += piece[: self._limits.max_error_bytes - len(self._body)]
                if len(self._body) >= self._limits.max_error_bytes:
                    self._enough, self._ending = True, "enough"
                    return

    async def _read_events(self, response: httpx.Response) -> None:
        prepared = self._prepared(response)
        # The answer's own Content-Type may name another charset; a stream of events is UTF-8.
        headers = {"Content-Type": "text/event-stream; charset=utf-8"}
        source = EventSource(httpx.Response(200, headers=headers, stream=_Stream(prepared)))
        async with aclosing(prepared), aclosing(source.aiter_sse()) as events:
            async for event in events:
                # An event without data is none (WHATWG HTML, 9.2.6).
                if not event.data:
                    continue
                self._events += 1
                if self._events > self._limits.max_events:
                    raise CapReachedError("too-many-events")
                name = "" if event.event == "message" else event.event
                done = self._receive(Event(name, event.data, self._unterminated, late=self._enough))
                if done and not self._enough:
                    self._note_stream()
                    self._enough, self._ending = True, "enough"

    async def _prepared(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        """What the parser of events reads. Once enough was seen, only what has already been received."""
        async with aclosing(self._decoded(response)) as pieces:
            async for data in pieces:
                for block in self._blocks.feed(data):
                    self._keep_beginning(block)
                    yield block
                if self._enough:
                    return
        for block in self._blocks.end():
            yield block
        if self._blocks.open and self._decoding is not None and self._decoding.whole:
            self._unterminated = True
            yield b"\n\n"

    async def _decoded(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        decoding = self._decoding
        raw = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
        async with aclosing(raw) as chunks:
            async for chunk in chunks:
                if not self._events:
                    self._reads_before_events = self._reads
                    self._came = time.monotonic()
                self._reads += 1
                # What unpacks to nothing is counted nowhere else.
                is_counted = decoding is not None and decoding.compressed
                room = self._limits.max_bytes - self._received if is_counted else len(chunk)
                self._received += len(chunk)
                for piece in decoding.steps(chunk[:room]) if decoding is not None else ():
                    yield piece
                    # Much can come out of one chunk: the deadline acts in between.
                    await asyncio.sleep(0)
                if len(chunk) > room:
                    raise CapReachedError("too-many-bytes")

    def _keep_beginning(self, block: bytes) -> None:
        """A server may send JSON or HTML under the media type of a stream: the first character tells."""
        if self._begins_as_stream is None and (text := block.lstrip()):
            self._begins_as_stream = text[:1] not in (b"{", b"[", b"<")
        if self._begins_as_stream is False:
            self._body += block[: self._limits.max_error_bytes - len(self._body)]

    def _note_stream(self) -> None:
        """Keep what is said of the stream as a whole: of the part up to the last event that was wanted.

        Whether the events came at once is not known of a stream that was left before its end. The wait ends
        as their bytes come: what it takes to read them is not the server's.
        """
        self._comments, self._valid_utf8 = self._blocks.comments, self._blocks.valid_utf8
        self._at_once = (
            self._ending == "complete"
            and self._events >= _FEW_EVENTS
            and self._reads - self._reads_before_events == 1
            and self._came - self._begun >= _LATE
        )


class _Stream(httpx.AsyncByteStream):
    """Bytes in the form in which the client library passes them on."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces
