"""What a string expression comes to: literal text with holes, names followed, parts joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.values import Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.samples.values import Known

HOLE = "\ufffc"
"""Stands in a text for a part that is not known."""
_MAX_PARTS = 200


def text_of(known: Known, evaluate: Callable[[tree.Expression], Known], depth: int = 0) -> str | None:
    """The text of a known value with ``HOLE`` for every part that is not known; None where it is no text."""
    if not isinstance(known, Written) or depth > 12:
        return None
    node = known.node
    if isinstance(node, tree.String):
        if node.value is not None:
            return node.value
        return "".join(_piece(part, evaluate, depth) for part in node.parts[:_MAX_PARTS])
    if isinstance(node, tree.Join) and node.operator in ("+", "%"):
        return "".join(_piece(part, evaluate, depth) for part in node.operands[:_MAX_PARTS])
    return None


def _piece(node: tree.Expression, evaluate: Callable[[tree.Expression], Known], depth: int) -> str:
    if isinstance(node, tree.String) and node.value is not None:
        return node.value
    text = text_of(evaluate(node), evaluate, depth + 1)
    return HOLE if text is None else text
