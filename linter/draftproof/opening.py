"""Files read within bounds: a pipe or a device that others put into a folder has no end."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe without a writer opens at once, to be closed again."""


class UnusableTextError(Exception):
    """Why a file that was named holds no text to use: the end of a sentence that names it."""


def standard_input(most: int) -> bytes:
    """At most so many bytes of standard input. Raises OSError, also where it was closed from the start."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise OSError(errno.EBADF, "standard input is closed")
    return stream.buffer.read(most)


def named_text(source: str, most: int) -> str:
    """The text of a file that the user named, or of standard input for ``-``, of at most so many bytes.

    Raises UnusableTextError.
    """
    try:
        if source == "-":
            data = standard_input(most + 1)
        else:
            with Path(source).open("rb") as stream:
                data = stream.read(most + 1)
    except OSError as error:
        raise UnusableTextError(f"cannot be read: {error.strerror or error}") from None
    if len(data) > most:
        raise UnusableTextError(f"is longer than {most:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableTextError("is not UTF-8 text") from None


def regular_bytes(path: str | os.PathLike[str], most: int | None = None) -> bytes:
    """The bytes of a regular file, no more than ``most`` of them.

    What is looked at is what was opened, so that nothing can take its place in between. Raises OSError, also
    for a folder, a pipe or a device.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", os.fspath(path))
        stream = open(descriptor, "rb", buffering=0)  # noqa: PTH123, SIM115 - it is open already
    except BaseException:
        os.close(descriptor)
        raise
    with stream:
        if most is None or state.st_size < most:
            return (stream.readall() or b"")[:most]
        data = bytearray()
        while len(data) < most and (piece := stream.read(most - len(data))):
            data += piece
        return bytes(data)
