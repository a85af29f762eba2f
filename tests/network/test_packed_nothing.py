"""Bodies without an end that unpack to nothing: what came is bounded, not only what it becomes."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from draftproof.live.model import StreamLimits
from draftproof.network.client import NetworkError, Outgoing
from draftproof.network.page import fetch
from draftproof.network.page_limits import PageLimits
from draftproof.network.resolving import Reach
from draftproof.network.running import run
from draftproof.network.streaming import exchange
from loopback import serving

if TYPE_CHECKING:
    import socket

    from loopback import Script

NOTHING = {
    "members": ("gzip", b"", gzip.compress(b"") * 100),
    "blocks": ("deflate", zlib.compress(b"")[:2], b"\0\0\0\xff\xff" * 2000),
    "a name": ("gzip", b"\x1f\x8b\x08\x08\0\0\0\0\0\xff", b"x" * 10_000),
}


def endless(kind: str, coding: str, first: bytes, more: bytes, sent: list[int]) -> Script:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: {coding}\r\n\r\n".encode()

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head + first)
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(more)
                sent.append(len(more))

    return script


@pytest.mark.parametrize("what", NOTHING)
def test_a_stream_of_nothing_is_cut(what: str) -> None:
    sent: list[int] = []
    limits = StreamLimits(total=60.0, idle=60.0, max_bytes=1_000_000)
    with serving(endless("text/event-stream", *NOTHING[what], sent)) as base:
        seen = run(exchange(Outgoing(base, body=b"{}"), limits, lambda _: False))
    assert seen.ending == "too-many-bytes"
    assert sum(sent) < 20_000_000


@pytest.mark.parametrize("what", NOTHING)
def test_a_page_of_nothing_is_cut(what: str) -> None:
    sent: list[int] = []
    limits = PageLimits(total=60.0, idle=60.0, max_bytes=1_000_000)
    reach = Reach(allow_private=True)
    with (
        serving(endless("text/html", *NOTHING[what], sent)) as base,
        pytest.raises(NetworkError, match="it is longer than 1,000,000 bytes"),
    ):
        run(fetch(f"{base}/", ("html",), limits, reach))
    assert sum(sent) < 20_000_000
