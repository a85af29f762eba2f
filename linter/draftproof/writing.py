"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDING = ".tmp"
"""What the hidden file ends in that becomes the wanted one. A process that is killed while it writes leaves
it behind; no search for documents, records or lock files finds such a name.
"""
_NAME = 40
"""Characters of the wanted name in the hidden one: file systems bound the length of a name."""


def write_atomically(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file so that a reader sees the old content or the new, never a part. Raises OSError
    that names the file.

    An existing file keeps its permissions and its owner; a new one has the permissions that the user's mask
    allows. What is no file, such as ``/dev/stdout`` or a pipe, is written to as it is and never replaced.
    ``lasting`` waits until the data is on the disk, so that a loss of power leaves no empty file either.
    """
    try:
        old = path.stat()
    except OSError:
        old = None
    if old is not None and stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if old is not None and not stat.S_ISREG(old.st_mode):
        with path.open("wb") as stream:
            stream.write(data)
        return
    # The name is known before the file is there: an interrupt at any moment finds what to remove.
    hidden = path.with_name(f".{path.name[:_NAME]}.{os.urandom(8).hex()}{ENDING}")
    mode = 0o666 if old is None else stat.S_IMODE(old.st_mode)
    try:
        with open(hidden, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            if old is not None:
                _take_over(hidden, old)
            stream.write(data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        hidden.replace(path)
    except BaseException as error:
        with suppress(OSError):
            hidden.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise


def _take_over(path: Path, old: os.stat_result) -> None:
    """Give a file the owner and the permissions of the one that it replaces, as far as that is allowed."""
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
    path.chmod(stat.S_IMODE(old.st_mode))


def is_led_out(path: Path, trees: Iterable[Path]) -> bool:
    """True where links lead a path to another place than it seems: out of the widest of the ``trees`` that it
    begins in, or, where it begins in none, anywhere but into one.
    """
    here = Path(os.path.abspath(path))  # noqa: PTH100 - a link stands where it stands
    real = Path(os.path.realpath(path))
    known = [Path(os.path.abspath(tree)) for tree in trees]  # noqa: PTH100
    around = [tree for tree in known if here.is_relative_to(tree)]
    if around:
        widest = min(around, key=lambda tree: len(tree.parts))
        return not real.is_relative_to(os.path.realpath(widest))
    return path.is_symlink() and not any(real.is_relative_to(os.path.realpath(tree)) for tree in known)
