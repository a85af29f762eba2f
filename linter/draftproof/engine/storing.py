"""Fixed documents put in the place of the ones that were read: whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.writing import is_led_out, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable


def store(path: Path, old: bytes, new: bytes, trees: Iterable[Path]) -> str:
    """Write ``new`` where ``old`` was read; the reason where that is not done, else "".

    A file is replaced by a rename in its folder and keeps its permissions. A link, of the file or of a folder
    above it, is followed into the ``trees`` and nowhere else. What is read-only stays as it is, and so does
    what somebody else has changed in the meantime.
    """
    real = Path(os.path.realpath(path))
    if is_led_out(path, trees):
        return "it is a link out of the project; name the file itself"
    try:
        if not stat.S_IMODE(real.stat().st_mode) & 0o222 or not os.access(real, os.W_OK):
            return "it is read-only"
        if real.read_bytes() != old:
            return "it has changed since it was read"
        write_atomically(real, new)
    except OSError as error:
        return error.strerror or str(error)
    return ""
