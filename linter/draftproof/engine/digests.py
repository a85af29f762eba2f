"""Digests of what was read: to see that nothing changed, not against forgers."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

SIZE = 20
"""Bytes of a digest."""


def digest_of(data: bytes) -> str:
    """The digest of some bytes, as hexadecimal digits."""
    return blake2b(data, digest_size=SIZE).hexdigest()


def content_of(path: str | os.PathLike[str]) -> str:
    """The digest of a file's content, "" where it cannot be read."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a path may be a text here, at every start
            return digest_of(stream.read())
    except (OSError, ValueError):
        return ""
