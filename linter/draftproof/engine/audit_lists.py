"""Lists of pages that a user wrote: a URL a line."""

from __future__ import annotations

from typing import Final

from draftproof.opening import UnusableTextError, named_text

MAX_BYTES: Final = 10_000_000


class ListError(Exception):
    """Why there is no list: one sentence with the place."""


def read_list(source: str) -> tuple[str, ...]:
    """The URLs in a file, or on standard input for ``-``. Blank lines and those with ``#`` first are passed
    over. Raises ListError.
    """
    name = "standard input" if source == "-" else source
    try:
        text = named_text(source, MAX_BYTES)
    except UnusableTextError as error:
        raise ListError(f"{name}: the list {error}") from None
    found: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if not entry[:8].lower().startswith(("http://", "https://")):
            # What stands there is not repeated: it may be anything.
            raise ListError(
                f"{name}:{number}: a line of a list is a URL that begins with http:// or https://"
            )
        found.append(entry)
    return tuple(found)
