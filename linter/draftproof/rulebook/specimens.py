"""Specimens of credentials for the examples of rules, made up when they are needed.

A text says ``{{key:ID}}`` where a credential belongs; ``{{key:ID:2}}`` is another one of the same shape. The
recipes are the ``generate`` entries of the key shapes; nothing that looks like a key is ever written down.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = re.compile(r"\{\{key:([a-z0-9-]{1,64})(?::([0-9]{1,4}))?\}\}")


class UnknownShapeError(ValueError):
    """A mark names a shape that there is none of."""


def fill(text: str, shapes: Mapping[str, Any], seed: int = 0) -> str:
    """The text with every mark replaced by a specimen; the same mark gives the same specimen.

    ``shapes`` is the vocabulary ``key-shapes`` as plain data. Raises UnknownShapeError for an unknown ID.
    """
    return _MARK.sub(lambda mark: specimen(shapes, mark[1], f"{seed}:{mark[2] or 1}"), text)


def specimen(shapes: Mapping[str, Any], shape: str, seed: str) -> str:
    """A value of a shape; every seed gives another."""
    recipe = next((entry["generate"] for entry in shapes["keys"] if entry["id"] == shape), None)
    if recipe is None:
        raise UnknownShapeError(f"there is no key shape `{shape}`")
    draw = random.Random(f"{shape}:{seed}")  # noqa: S311 - a specimen protects nothing
    alphabets = shapes["alphabets"]
    return "".join(
        piece["text"] if "text" in piece else _drawn(draw, alphabets[piece["alphabet"]], piece["length"])
        for piece in recipe
    )


def _drawn(draw: random.Random, alphabet: str, length: int) -> str:
    """Characters of an alphabet, in an order that no generator of keys would be ashamed of."""
    return "".join(draw.choice(alphabet) for _ in range(length))
