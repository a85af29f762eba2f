"""Ids that are no ids but credentials: a list is committed, and who wrote it may have slipped a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from draftproof.faults import without_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def is_key(name: str) -> bool:
    """True for an id that has the shape of a credential."""
    return without_credentials(name) != name


def without_keys(models: Mapping[str, T]) -> dict[str, T]:
    """The entries whose ids are none, in one look where all are."""
    text = "\n".join(models)
    if without_credentials(text) == text:
        return dict(models)
    return {name: entry for name, entry in models.items() if not is_key(name)}
