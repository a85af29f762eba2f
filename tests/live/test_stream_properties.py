"""Whatever a server sends, and however it cuts it up."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stream_support import (
    ANTHROPIC,
    CHAT,
    GOOD,
    completed,
    event,
    failed,
    happy,
    head,
    incomplete,
    opening,
    untyped,
)

from draftproof.live.model import StreamLimits, Verdict
from draftproof.records.model import OUTCOMES, STAGES, TERMINAL_STATES
from loopback import serving

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

LIMITS = StreamLimits(total=8, idle=4, max_bytes=4_000, max_event_bytes=600, max_events=12)
STREAMS = [
    GOOD,
    GOOD.replace("\n", "\r\n"),
    GOOD.replace("\n", "\r"),
    "\ufeff" + GOOD,
    opening("ü\u2028\U0001f600", "\r\n\x85") + "data: [DONE]\n\n" + completed(9),
    opening() + ": a\n" + event("vendor:thing") + ":\n\n" + incomplete("max_output_tokens"),
    opening() + failed() + "\n\n",
    opening() + untyped({"error": {}}) + untyped({"error": {"message": "no"}}),
    opening() + completed()[:-1],
    opening() + completed()[:-20],
    opening() + "data: " + "x" * 700 + "\n\n" + completed(),
    opening() + ": comment\n\n" * 500 + completed(),
    opening() + "data: {}\n\n" * 9 + completed(),
    "\n\n\r\r\n" * 90 + "id: 1\n\n\n" + GOOD,
    CHAT + "data: [DONE]\n\n",
    ANTHROPIC,
    '{"error": {"message": "no", "code": "server_error"}}',
    '\n{"error": {"message": "no"},\n\n"data": 1}',
    ': {"error": {"message": "no"}}\n\n',
    'data: {"error": {"message": "no"}}\n',
    "<html>\n\ndata: {}\n\n",
    "data: [DONE]\n",
    "",
]


class Cutting:
    """A server that sends each time what it was given, cut where it was told."""

    def __init__(self) -> None:
        self.headers: tuple[str, ...] = ()
        self.pieces: list[bytes] = []
        self.base = ""

    def __call__(self, connection: socket.socket, _: bytes) -> None:
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in self.pieces if piece)
        start = head("200 OK", "text/event-stream", "Transfer-Encoding: chunked", *self.headers)
        connection.sendall(start + chunks + b"0\r\n\r\n")

    def verdict(self, body: bytes, cuts: list[int], *headers: str, limits: StreamLimits = LIMITS) -> Verdict:
        places = sorted({cut % (len(body) + 1) for cut in cuts})
        self.pieces = [body[a:b] for a, b in zip([0, *places], [*places, len(body)], strict=True)]
        self.headers = headers
        return happy(self.base, limits)


class Raw:
    """A server that says what it was given, head and all, and closes."""

    def __init__(self) -> None:
        self.said = b""
        self.base = ""

    def __call__(self, connection: socket.socket, _: bytes) -> None:
        connection.sendall(self.said)

    def verdict(self, said: bytes) -> Verdict:
        self.said = said
        return happy(self.base, LIMITS)


def damaged(body: bytes, damage: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with pieces of them replaced: the place, how many are taken out, what is put in."""
    for place, length, put in damage:
        at = place % (len(body) + 1)
        body = body[:at] + put + body[at + length :]
    return body


@pytest.fixture(scope="module")
def raw() -> Iterator[Raw]:
    saying = Raw()
    with serving(saying) as saying.base:
        yield saying


@pytest.fixture(scope="module")
def server() -> Iterator[Cutting]:
    cutting = Cutting()
    with serving(cutting) as cutting.base:
        yield cutting


@pytest.mark.parametrize("number", range(len(STREAMS)))
def test_one_byte_a_chunk_gives_the_same_verdict(server: Cutting, number: int) -> None:
    body = STREAMS[number].encode()
    assert server.verdict(body, list(range(len(body)))) == server.verdict(body, [])


@given(st.sampled_from(STREAMS), st.lists(st.integers(0, 10_000), max_size=30))
def test_any_cutting_gives_the_same_verdict(server: Cutting, stream: str, cuts: list[int]) -> None:
    body = stream.encode()
    assert server.verdict(body, cuts) == server.verdict(body, [])


@given(
    st.sampled_from(STREAMS),
    st.lists(st.integers(0, 10_000), max_size=10),
    st.sampled_from([15, 31, -15]),
    st.integers(1, 9),
)
def test_nor_does_compression_change_it(
    server: Cutting, stream: str, cuts: list[int], wbits: int, level: int
) -> None:
    engine = zlib.compressobj(level, zlib.DEFLATED, wbits)
    body = engine.compress(stream.encode()) + engine.flush()
    coding = f"Content-Encoding: {'gzip' if wbits == 31 else 'deflate'}"
    packed = server.verdict(body, cuts, coding)
    assert packed == server.verdict(body, [], coding)
    plain = server.verdict(stream.encode(), [])
    assert (packed.result, packed.stage, packed.events) == (plain.result, plain.stage, plain.events)


@given(
    st.sampled_from(STREAMS),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12)), max_size=6),
    st.lists(st.integers(0, 10_000), max_size=5),
    st.sampled_from(["identity", "gzip", "deflate"]),
)
def test_damage_is_never_a_fault_nor_a_pass_without_an_end(
    server: Cutting, stream: str, damage: list[tuple[int, int, bytes]], cuts: list[int], coding: str
) -> None:
    body = damaged(stream.encode(), damage)
    verdict = server.verdict(body, cuts, f"Content-Encoding: {coding}")
    assert verdict.result in OUTCOMES
    assert verdict.stage in STAGES
    assert verdict.terminal_state in TERMINAL_STATES
    if verdict.result == "pass":
        assert re.search(rb"response\.(completed|incomplete)", body)
        assert verdict.terminal in ("response.completed", "response.incomplete")


@given(st.binary(max_size=400), st.sampled_from(["identity", "gzip", "deflate"]))
def test_random_bytes_are_never_a_pass(server: Cutting, body: bytes, coding: str) -> None:
    assert server.verdict(body, [], f"Content-Encoding: {coding}").result in ("fail", "inconclusive")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "response",
                        "error",
                        "status",
                        "code",
                        "sequence_number",
                        "choices",
                        "incomplete_details",
                        "reason",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_in_any_place_is_read(server: Cutting, value: object) -> None:
    stream = (
        opening() + untyped(value) + event("response.completed", response=value) + event("error", error=value)
    )
    verdict = server.verdict(stream.encode(), [], limits=StreamLimits(8, 4))
    assert verdict.terminal in ("response.completed", "error") or verdict.terminal.startswith("response.")


HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nContent-Encoding: identity\r\n"
    b"Location: https://www.example.invalid/v1?x=1\r\nSet-Cookie: a=b; Max-Age=1; Domain=.invalid\r\n"
    b"Retry-After: 1\r\nConnection: close\r\n\r\n"
)


@given(
    st.sampled_from([b"200 OK", b"301 Moved", b"401 No", b"404 No", b"500 No", b"100 Continue", b"304 Same"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 9), st.binary(max_size=6)), max_size=4),
)
def test_damage_to_the_head_is_never_a_fault(
    raw: Raw, status: bytes, damage: list[tuple[int, int, bytes]]
) -> None:
    answered = damaged(HEAD.replace(b"200 OK", status), damage) + GOOD.encode()
    verdict = raw.verdict(answered)
    assert verdict.result in ("pass", "fail", "inconclusive")
    assert verdict.stage in STAGES


@given(st.binary(max_size=300))
def test_random_answers_are_no_fault(raw: Raw, body: bytes) -> None:
    assert raw.verdict(body).result == "inconclusive"
