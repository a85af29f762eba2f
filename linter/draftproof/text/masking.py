"""Replacing credentials in text that will be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from draftproof.text.secret import Secret
    from draftproof.text.source import Span

_MASK = "*"
_SHORTEST_BY_VALUE = 8
"""Shorter values are words too often to be replaced wherever they stand."""
_SHORTEST_IN_DOCUMENTS = 12
_Bodies = TypeVar("_Bodies")


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
        if _has_line_end(covered):
            pieces.append("".join(c if c in "\r\n" else _MASK for c in covered))
        else:
            pieces.append(_MASK * len(covered))
        position = span.end
    pieces.append(text[position:])
    return "".join(pieces)


def mask_values(text: str, secrets: Iterable[Secret]) -> str:
    """A document with some secrets' values masked wherever all of one stands; its vendor prefix and the
    length of the text stay.

    Short values are left, since words of the document may be like them, and those of several lines.
    """
    heads: dict[str, dict[int, set[str]]] = {}
    for secret in secrets:
        body = secret.reveal()[len(secret.prefix) :]
        if len(body) >= _SHORTEST_IN_DOCUMENTS and not _has_line_end(body):
            heads.setdefault(body[:_SHORTEST_BY_VALUE], {}).setdefault(len(body), set()).add(body)

    def length_at(position: int, bodies: dict[int, set[str]]) -> int:
        return max((n for n, known in bodies.items() if text[position : position + n] in known), default=0)

    return _masked_where(text, heads, length_at)


class ValueMask:
    """Masks some secrets' values wherever they stand in a text, whole or cut off at the end, in linear time.

    A value is known by the first characters after its vendor prefix.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._by_head: dict[str, list[str]] = {}
        for value, prefix in sorted({(secret.reveal(), secret.prefix) for secret in secrets}):
            body = value[len(prefix) :]
            if len(body) < _SHORTEST_BY_VALUE:
                body = value
            if len(body) >= _SHORTEST_BY_VALUE:
                self._by_head.setdefault(body[:_SHORTEST_BY_VALUE], []).append(body)

    def __call__(self, text: str) -> str:
        """The text without the values; their vendor prefixes and lengths stay."""

        def length_at(position: int, bodies: list[str]) -> int:
            return max(_agreeing(text, position, body) for body in bodies)

        return _masked_where(text, self._by_head, length_at)


def _masked_where(text: str, heads: Mapping[str, _Bodies], length_at: Callable[[int, _Bodies], int]) -> str:
    """The text with asterisks where a head stands, as many as ``length_at`` says: none for no value."""
    if not heads:
        return text
    pieces: list[str] = []
    done = position = 0
    while position <= len(text) - _SHORTEST_BY_VALUE:
        bodies = heads.get(text[position : position + _SHORTEST_BY_VALUE])
        length = length_at(position, bodies) if bodies is not None else 0
        if not length:
            position += 1
            continue
        pieces += [text[done:position], _MASK * length]
        position = done = position + length
    return "".join((*pieces, text[done:]))


def _has_line_end(text: str) -> bool:
    return "\n" in text or "\r" in text


def _agreeing(text: str, position: int, body: str) -> int:
    """How many characters of ``body`` stand in the text from ``position`` on."""
    if text.startswith(body, position):
        return len(body)
    pairs = zip(body, text[position : position + len(body)], strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), len(text) - position)
