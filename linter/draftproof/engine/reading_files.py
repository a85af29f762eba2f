"""The bytes of a file that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.opening import regular_bytes, standard_input

if TYPE_CHECKING:
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.run_options import RunOptions


def bytes_of(file: FoundFile, options: RunOptions) -> bytes | str:
    """The bytes of a file, or the sentence that says why there are none. Standard input is read once.

    Of a file that is longer than its configuration allows, only so much is read that this can be seen.
    """
    if file.page is not None:
        return file.page.data
    if file.stdin and options.stdin is not None:
        return options.stdin
    most = file.configuration.settings.max_file_size + 1
    try:
        if file.stdin:
            return standard_input(most)
        return regular_bytes(file.location, most)
    except OSError as error:
        return f"the file cannot be read: {error.strerror or error}"
