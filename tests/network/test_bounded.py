"""Bytes made fit for the parser of events, however they are cut up."""

from __future__ import annotations

import gzip
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.network.bounded import Blocks, CapReachedError, Decoding, UndecodableError

TEXTS = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b":", b"data: x", b"\xef\xbb\xbf", b"\xff", "ü".encode()]),
    max_size=40,
).map(b"".join)
_RUN = re.compile(rb"\n\n+")
CUTS = st.lists(st.integers(0, 100), max_size=8)


def cut(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({place % (len(data) + 1) for place in cuts})
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


def fed(blocks: Blocks, pieces: list[bytes]) -> list[bytes]:
    return [block for piece in pieces for block in blocks.feed(piece)] + list(blocks.end())


@given(TEXTS, CUTS)
def test_every_line_end_becomes_one_line_feed(data: bytes, cuts: list[int]) -> None:
    wanted = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    blocks = Blocks(1000, 1000)
    got = b"".join(fed(blocks, cut(data, cuts)))
    assert _RUN.sub(b"\n\n", got) == _RUN.sub(b"\n\n", wanted)  # of a run of blank lines one is enough
    assert blocks.valid_utf8 == (b"\xff" not in data)
    assert blocks.comments == any(line.startswith(b":") for line in wanted.split(b"\n"))


@given(TEXTS, CUTS, st.integers(1, 60), st.integers(1, 30))
def test_bounds_are_reached_at_the_same_place(data: bytes, cuts: list[int], total: int, event: int) -> None:
    def outcome(pieces: list[bytes]) -> tuple[str, int]:
        blocks = Blocks(total, event)
        ended = 0
        try:
            for piece in pieces:
                for block in blocks.feed(piece):
                    ended += block.endswith(b"\n\n")
        except CapReachedError as reached:
            return reached.cap, 0
        return "", 0

    assert outcome(cut(data, cuts)) == outcome([data])


@pytest.mark.parametrize(
    ("data", "room", "event", "cap"),
    [
        (b"data: x\n\n", 9, 8, ""),
        (b"data: x\n\n", 8, 8, "too-many-bytes"),
        (b"data: x\n\n", 9, 7, "event-too-long"),
        (b"data: x\n\ndata: y\n\n", 18, 8, ""),
        (b"data: x\ndata: y\n\n", 18, 8, "event-too-long"),
        (b"\n" * 18, 18, 1, ""),
        (b"\xef\xbb\xbf", 2, 1, "too-many-bytes"),
    ],
)
def test_bounds_are_exact(data: bytes, room: int, event: int, cap: str) -> None:
    blocks = Blocks(room, event)
    if not cap:
        fed(blocks, [data])
        return
    with pytest.raises(CapReachedError) as caught:
        fed(blocks, [data])
    assert caught.value.cap == cap


def test_what_stands_before_a_bound_comes_out() -> None:
    pieces = Blocks(1000, 10).feed(b"data: x\n\ndata: a long line\n\n")
    assert next(pieces) == b"data: x\n\n"
    with pytest.raises(CapReachedError):
        next(pieces)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_blank_line_is_known_at_once(end: str) -> None:
    blocks = Blocks(1000, 1000)
    assert b"".join(blocks.feed(f"data: x{end}{end}".encode())) == b"data: x\n\n"
    assert not blocks.open


@pytest.mark.parametrize("piece", [b"\xef", b"\xef\xbb", b"\xefx"])
def test_the_beginning_of_a_mark_is_not_lost(piece: bytes) -> None:
    assert b"".join(fed(Blocks(1000, 1000), [bytes([each]) for each in piece])) == piece


@given(st.binary(max_size=2000), CUTS, st.sampled_from([("gzip", 31), ("deflate", 15), ("deflate", -15)]))
def test_what_was_compressed_comes_out(data: bytes, cuts: list[int], how: tuple[str, int]) -> None:
    engine = zlib.compressobj(6, zlib.DEFLATED, how[1])
    decoding = Decoding(how[0])
    pieces = cut(engine.compress(data) + engine.flush(), cuts)
    assert b"".join(step for piece in pieces for step in decoding.steps(piece)) == data
    assert decoding.whole


def test_nothing_is_held_back_that_could_come_out() -> None:
    packed = gzip.compress(b"x" * 100_000)
    for length in range(len(packed)):
        could = zlib.decompressobj(31).decompress(packed[:length])
        assert sum(map(len, Decoding("gzip").steps(packed[:length]))) == len(could)


def test_much_comes_in_small_steps() -> None:
    steps = list(Decoding("gzip").steps(gzip.compress(bytes(1_000_000))))
    assert sum(map(len, steps)) == 1_000_000
    assert max(map(len, steps)) <= 16_384


@pytest.mark.parametrize("name", ["br", "zstd", "compress", "gzip, gzip", "x", "*"])
def test_other_codings_are_refused(name: str) -> None:
    with pytest.raises(UndecodableError):
        Decoding(name)


@given(st.binary(min_size=3, max_size=100))
def test_what_is_not_compressed_is_said_or_cut_short(data: bytes) -> None:
    decoding = Decoding("gzip")
    try:
        list(decoding.steps(data))
    except UndecodableError:
        return
    assert not decoding.whole
