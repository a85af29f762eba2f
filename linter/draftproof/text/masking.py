"""Replacing credentials in text that will be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.text.secret import Secret
    from draftproof.text.source import Span

_MASK = "*"
_SHORTEST_BY_VALUE = 8
"""Shorter values are words too often to be replaced wherever they stand."""


def mask_spans(text: str, secrets: Iterable[tuple[Span, Secret]]) -> str:
    """The text with every secret's span replaced by as many asterisks, its vendor prefix and line ends kept.

    The length stays as it was, so that offsets, columns and carets keep their places.
    """
    pieces: list[str] = []
    position = 0
    for span, secret in sorted(secrets, key=lambda each: each[0]):
        start = max(span.start + len(secret.prefix), position)
        if start >= span.end:
            continue
        pieces.append(text[position:start])
        covered = text[start : span.end]
        if "\n" in covered or "\r" in covered:
            pieces.append("".join(c if c in "\r\n" else _MASK for c in covered))
        else:
            pieces.append(_MASK * len(covered))
        position = span.end
    pieces.append(text[position:])
    return "".join(pieces)


class ValueMask:
    """Masks every occurrence of some secrets' values in a text, in time linear in the text."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._by_head: dict[str, list[Secret]] = {}
        for secret in sorted(set(secrets), key=lambda each: -len(each.reveal())):
            if len(secret.reveal()) >= _SHORTEST_BY_VALUE:
                self._by_head.setdefault(secret.reveal()[:_SHORTEST_BY_VALUE], []).append(secret)

    def __call__(self, text: str) -> str:
        """The text without the values; their vendor prefixes and lengths stay."""
        if not self._by_head:
            return text
        pieces: list[str] = []
        done = position = 0
        while position <= len(text) - _SHORTEST_BY_VALUE:
            candidates = self._by_head.get(text[position : position + _SHORTEST_BY_VALUE], ())
            secret = next((each for each in candidates if text.startswith(each.reveal(), position)), None)
            if secret is None:
                position += 1
                continue
            pieces += [
                text[done:position],
                secret.prefix,
                _MASK * (len(secret.reveal()) - len(secret.prefix)),
            ]
            position = done = position + len(secret.reveal())
        return "".join((*pieces, text[done:]))
