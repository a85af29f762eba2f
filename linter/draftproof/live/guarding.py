"""The last look at what goes out: the credentials of a run, in whatever spelling, never leave it.

Nothing that is printed or kept should hold one in the first place; this is what stands behind that.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.text.secret import Secret

MASK = "*" * 8
_SHORTEST = 4
"""Shorter values are in every text."""


def spellings(value: str) -> Iterator[str]:
    """The ways in which a value can stand in a text: as it is, and in the usual encodings."""
    yield value
    data = value.encode()
    yield quote(value, safe="")
    yield quote_plus(value)
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield "".join(f"\\u{ord(character):04x}" for character in value)
    yield data.hex()
    # What stands before a value in its carrier shifts its base64 by none, one or two bytes.
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(b"\0" * before + data).decode().rstrip("=")
            whole = (len(data) + before) // 3 * 4
            yield text[(0, 2, 3)[before] : whole]


class Guard:
    """Masks the credentials of a run in a text."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        found = {text for secret in secrets for text in spellings(secret.reveal()) if len(text) >= _SHORTEST}
        ordered = sorted(found, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(MASK, text) if self._pattern is not None else text

    def holds(self, text: str) -> bool:
        """True where one of them stands in the text."""
        return self._pattern is not None and self._pattern.search(text) is not None
