"""The files of a pack of rules. A pack may come with a repository of strangers: nothing in it leads out."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from draftproof.opening import regular_bytes

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
"""A longer file is no rule, and no vocabulary either."""
DATA_FOLDERS = ("vocabulary", "contracts", "providers")
"""Folders of a pack with data in YAML, a file an entry."""


def pack_files(folder: Path) -> list[Path]:
    """The rule and vocabulary files of a pack, sorted; READMEs and hidden files are not rules."""
    rules = (path for path in folder.rglob("*.md") if path.name.upper() != "README.MD")
    data = (path for name in DATA_FOLDERS for path in (folder / name).glob("*.yaml"))
    return sorted(
        path
        for path in (*rules, *data)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def bytes_of(path: Path, folder: Path) -> bytes:
    """The bytes of a file of a pack. Raises OSError, also for one that is too long, no regular file, or a
    link that leads out of the pack.
    """
    if not os.path.realpath(path).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep):
        raise OSError(errno.EINVAL, "it is a link that leads out of the pack", str(path))
    data = regular_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {MAX_BYTES:,} bytes", str(path))
    return data


def text_of(path: Path, folder: Path) -> str:
    """The text of a file of a pack, with LF for every line end. Raises OSError and UnicodeDecodeError."""
    return bytes_of(path, folder).decode().replace("\r\n", "\n").replace("\r", "\n")
