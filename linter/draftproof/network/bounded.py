"""The bytes of an answer, made fit for the parser of events: decoded, bounded, with plain line ends.

What stands here knows lines and blank lines, never fields: the parser above it is the only one. Whatever the
chunks in which bytes arrive, the same bytes come out and the same bounds are reached.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Cap = Literal["too-many-bytes", "event-too-long", "too-many-events"]

_STEP: Final = 16_384
"""How many bytes are handed on at once, whatever a chunk holds or becomes."""
_BLANK = re.compile(rb"\n\n+")
_BOM: Final = codecs.BOM_UTF8
_GZIP_START: Final = b"\x1f\x8b"
_ANY_HEADER: Final = 32 + zlib.MAX_WBITS
"""zlib's word for: a gzip or a zlib header, whichever stands there."""


class CapReachedError(Exception):
    """A bound on the size of a stream, on the size of one event or on their number was reached."""

    def __init__(self, cap: Cap) -> None:
        super().__init__(cap)
        self.cap: Cap = cap


class UndecodableError(Exception):
    """A body in a coding that is not read, or that is not what it says."""


class Decoding:
    """Undoes a ``Content-Encoding`` in bounded steps.

    Reads gzip and deflate (RFC 9110, section 8.4.1; deflate also without its zlib header, as some servers
    send it). Raises UndecodableError for any other, and for data that is none.
    """

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise UndecodableError
        self.compressed = name not in ("", "identity")
        self._engine = zlib.decompressobj(_ANY_HEADER)
        self._undecided = name == "deflate"
        self._held = b""
        self._begun = False

    @property
    def whole(self) -> bool:
        """False if a compressed body has begun and not come to its end."""
        return not self.compressed or not self._begun or self._engine.eof

    def steps(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes of a chunk, a bounded piece at a time."""
        if not self.compressed:
            for start in range(0, len(data), _STEP):
                yield data[start : start + _STEP]
            return
        self._begun = self._begun or bool(data)
        data = self._decided(data)
        piece = b""
        while data or len(piece) == _STEP:
            if self._engine.eof:
                # Another member may follow a gzip member (RFC 1952); padding ends the body.
                if not data or not data.startswith(_GZIP_START[: len(data)]):
                    return
                self._engine = zlib.decompressobj(_ANY_HEADER)
            try:
                piece = self._engine.decompress(data, _STEP)
            except zlib.error:
                raise UndecodableError from None
            data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if piece:
                yield piece

    def _decided(self, data: bytes) -> bytes:
        """Two bytes tell whether deflate comes with its zlib header (RFC 1950, 2.2)."""
        if not self._undecided:
            return data
        self._held += data
        if len(self._held) < 2:
            return b""
        self._undecided = False
        if self._held[0] & 0x0F != zlib.DEFLATED or int.from_bytes(self._held[:2]) % 31:
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._held


class Blocks:
    """Cuts a stream after each blank line, and holds it to its bounds.

    A line may end with LF, CRLF or CR (WHATWG HTML, 9.2.6); each comes out as LF at once, so that a CR at the
    end of a chunk does not hold an event back. A byte order mark at the beginning is dropped.
    """

    def __init__(self, max_bytes: int, max_event_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._max_event_bytes = max_event_bytes
        self._total = 0
        self._start = b""
        self._started = False
        self._after_cr = False
        self._fresh_line = True
        self._event_bytes = 0
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self.valid_utf8 = True
        """False once bytes were seen that are not UTF-8."""
        self.comments = False
        """True once a comment was seen."""

    @property
    def open(self) -> bool:
        """True if bytes came after the last blank line."""
        return self._event_bytes > 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces of some more bytes. Raises CapReachedError, after all that stands before the bound."""
        room = self._max_bytes - self._total
        self._total += len(data)
        yield from self._pieces(self._plain(self._unmarked(data[:room])))
        if len(data) > room:
            raise CapReachedError("too-many-bytes")

    def end(self) -> Iterator[bytes]:
        """What the beginning still holds back, once the stream is over."""
        if not self._started and self._start:
            self._started = True
            yield from self._pieces(self._plain(self._start))

    def _unmarked(self, data: bytes) -> bytes:
        """Without the byte order mark, also where it comes in parts."""
        if self._started:
            return data
        self._start += data
        if len(self._start) < len(_BOM) and _BOM.startswith(self._start):
            return b""
        self._started = True
        return self._start.removeprefix(_BOM)

    def _plain(self, data: bytes) -> bytes:
        """With LF for every line end. A LF after a CR of the chunk before belongs to that CR."""
        if not data:
            return data
        if self._after_cr and data[:1] == b"\n":
            data = data[1:]
            self._after_cr = False
            if not data:
                return data
        self._after_cr = data[-1:] == b"\r"
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        start = 0
        if self._fresh_line and data[:1] == b"\n":
            # The blank line began in the chunk before.
            start = len(data) - len(data.lstrip(b"\n"))
            self._event_bytes = 0
            yield data[:start]
        for match in _BLANK.finditer(data, start):
            yield self._watched(data[start : match.start() + 1]) + b"\n"
            self._event_bytes = 0
            self._fresh_line = True
            start = match.end()
        if start < len(data):
            yield self._watched(data[start:])
            self._fresh_line = data[-1:] == b"\n"
        elif data:
            self._fresh_line = True

    def _watched(self, piece: bytes) -> bytes:
        self._event_bytes += len(piece)
        if self._event_bytes > self._max_event_bytes:
            raise CapReachedError("event-too-long")
        self.comments = self.comments or b"\n:" in piece or (self._fresh_line and piece[:1] == b":")
        if self.valid_utf8:
            try:
                self._utf8.decode(piece)
            except UnicodeDecodeError:
                self.valid_utf8 = False
        return piece
