"""Replacing credentials in text that will be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.text.secret import Secret
    from draftproof.text.source import Span

_MASK_CHARACTER = "*"


def mask_spans(text: str, secrets: Iterable[tuple[Span, Secret]], start: int = 0) -> str:
    """The text with every secret's span replaced by as many asterisks, its vendor prefix kept.

    The length stays as it was, so that columns and carets keep their places. ``start`` is the offset of
    ``text[0]`` in the source that the spans refer to; spans may reach beyond the text at both ends.
    """
    characters: list[str] | None = None
    for span, secret in secrets:
        low = max(span.start + len(secret.prefix) - start, 0)
        high = min(span.end - start, len(text))
        if low < high:
            characters = list(text) if characters is None else characters
            for index in range(low, high):
                if characters[index] not in "\r\n":
                    characters[index] = _MASK_CHARACTER
    return text if characters is None else "".join(characters)


def mask_values(text: str, secrets: Sequence[Secret]) -> str:
    """The text with every occurrence of every secret's value masked, wherever it stands."""
    for secret in sorted(secrets, key=lambda each: -len(each.reveal())):
        value = secret.reveal()
        if value and value in text:
            text = text.replace(value, secret.prefix + _MASK_CHARACTER * (len(value) - len(secret.prefix)))
    return text
