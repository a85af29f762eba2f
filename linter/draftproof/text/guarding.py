"""The credentials of a run in texts that others wrote or that go out: found by value, in whatever spelling.

Nothing that is printed or kept should hold one in the first place; this is what stands behind that.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.text.secret import Secret

MASK = "*" * 8
_SHORTEST = 4
"""Shorter values are in every text."""
_SHORTEST_SUSPECT = 7
"""A shorter one is a word such as "test" or "ollama", which stands in honest names too."""
_PIECE = 12
"""So many letters and digits of a value, one after the other, are a piece of it and no chance."""
_SCHEMES = frozenset({"bearer", "basic"})
"""Words of a header's value that are no part of the credential."""


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
    """Masks the credentials of a run in a text. A secret of several words, as a header has it, is each of
    them too.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        values = {secret.reveal() for secret in secrets}
        words = {word for value in values for word in (value, *value.split()) if word.lower() not in _SCHEMES}
        found = {text for word in words for text in spellings(word) if len(text) >= _SHORTEST}
        ordered = sorted(found, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None
        self._pieces = {piece for text in found for piece in _pieces(_squeezed(text))}

    def __call__(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(MASK, text) if self._pattern is not None else text

    def holds(self, text: str) -> bool:
        """True where one of them stands in the text."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def suspects(self, text: str) -> bool:
        """True where one of them, or a piece of one, stands in a short text that somebody else wrote, however
        disguised: percent-coded, cut up by punctuation, in other letters' case.
        """
        return any(
            any(len(found[0]) >= _SHORTEST_SUSPECT for found in self._found_in(each))
            or not self._pieces.isdisjoint(_pieces(_squeezed(each)))
            for each in (text, unquote(text))
        )

    def _found_in(self, text: str) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text) if self._pattern is not None else iter(())


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1))


def _squeezed(text: str) -> str:
    return "".join(ch for ch in text.lower() if ch.isalnum())
