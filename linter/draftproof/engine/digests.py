"""Digests of what was read: to see that nothing changed, not against forgers."""

from __future__ import annotations

import os
import stat
from hashlib import blake2b

SIZE = 20
"""Bytes of a digest."""


def digest_of(data: bytes) -> str:
    """The digest of some bytes, as hexadecimal digits."""
    return blake2b(data, digest_size=SIZE).hexdigest()


def content_of(path: str | os.PathLike[str]) -> str:
    """The digest of a file's content, "" where it cannot be read or is no file: a pipe is never opened."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - as below
            return ""
        with open(path, "rb") as stream:  # noqa: PTH123 - a path may be a text here, at every start
            return digest_of(stream.read())
    except (OSError, ValueError):
        return ""
