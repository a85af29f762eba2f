"""What a guarded worker and the process that judges for it say to each other.

A message is its length in eight bytes and what it says; batches travel as Arrow streams.
"""

from __future__ import annotations

import struct
from typing import IO

import pyarrow as pa

FOUND = b"F"
FAILED = b"E"
"""What an answer begins with: a batch of findings follows, or a sentence."""
_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message. Raises OSError where nobody reads any more."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def received(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end, also where it ends within a message."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def packed(batch: pa.RecordBatch) -> bytes:
    """A batch as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes) -> pa.RecordBatch:
    """The batch in an Arrow stream."""
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()
