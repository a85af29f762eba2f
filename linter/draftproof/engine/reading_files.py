"""The bytes of a file that was found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.run_options import RunOptions


def bytes_of(file: FoundFile, options: RunOptions) -> bytes | str:
    """The bytes of a file, or the sentence that says why there are none. Standard input is read once."""
    if file.page is not None:
        return file.page.data
    if file.stdin and options.stdin is not None:
        return options.stdin
    try:
        return sys.stdin.buffer.read() if file.stdin else file.path.read_bytes()
    except OSError as error:
        return f"the file cannot be read: {error.strerror or error}"
