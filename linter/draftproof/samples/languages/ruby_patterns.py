"""The conditions of Ruby's ``when`` and ``in``, as comparisons with the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.treesitter import MAX_DEPTH, named
from draftproof.samples.tree import Compare, Expression, Index, Join, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from draftproof.samples.languages.ruby_expressions import RubyExpressions

__all__ = ["case_condition", "in_condition"]

_CLASSES: Final = frozenset({"constant", "scope_resolution"})


def case_condition(reader: RubyExpressions, node: Node, subject: Expression | None) -> Expression:
    """What makes a ``when`` apply: any of its values; a class is compared by ``is``."""
    found: list[Expression] = []
    for child in node.children_by_field_name("pattern"):
        inside = next(named(child), child)
        value = reader.expression(inside)
        if subject is None:
            found.append(value)
        else:
            operator = "is" if inside.type in _CLASSES else "=="
            found.append(Compare(reader.span(child), operator, subject, value))
    return _joined(found, "or", reader.span(node))


def in_condition(reader: RubyExpressions, node: Node, subject: Expression | None) -> Expression | None:
    """What makes an ``in`` apply; None where it always does."""
    pattern = node.child_by_field_name("pattern")
    guard = node.child_by_field_name("guard")
    found: list[Expression] = []
    if pattern is not None and subject is not None:
        found += _conditions(reader, pattern, subject)
    if guard is not None:
        found.append(reader.optional(guard.child_by_field_name("condition"), guard))
    return _joined(found, "and", reader.span(node)) if found else None


def _joined(found: list[Expression], operator: str, span: Span) -> Expression:
    if len(found) == 1:
        return found[0]
    return Join(span, operator, tuple(found)) if found else Unknown(Span(span.start, span.start), "syntax")


def _conditions(reader: RubyExpressions, node: Node, subject: Expression) -> list[Expression]:
    """The conditions of one pattern; all of them must hold."""
    if reader.depth >= MAX_DEPTH:
        return [reader.too_deep(node)]
    reader.depth += 1
    try:
        return _of_kind(reader, node, subject)
    finally:
        reader.depth -= 1


def _of_kind(reader: RubyExpressions, node: Node, subject: Expression) -> list[Expression]:
    span = reader.span(node)
    if node.type in _CLASSES:
        return [Compare(span, "is", subject, reader.expression(node))]
    if node.type == "as_pattern":
        value = node.child_by_field_name("value")
        return _conditions(reader, value, subject) if value is not None else []
    if node.type == "alternative_pattern":
        arms = [_conditions(reader, child, subject) for child in named(node)]
        kept = [_joined(arm, "and", span) for arm in arms if arm]
        return [Join(span, "or", tuple(kept))] if kept else []
    if node.type in {"hash_pattern", "array_pattern"}:
        found: list[Expression] = []
        for child in named(node):
            if child.type == "keyword_pattern":
                found += _of_member(reader, child, subject)
            elif child.type in _CLASSES:
                found += _conditions(reader, child, subject)
        return found
    if node.type == "identifier":
        return []
    return [Compare(span, "==", subject, reader.expression(node))]


def _of_member(reader: RubyExpressions, node: Node, subject: Expression) -> list[Expression]:
    key = node.child_by_field_name("key")
    value = node.child_by_field_name("value")
    if key is None or value is None:
        return []
    place = reader.symbol_key(key)
    return _conditions(reader, value, Index(place.span, subject, place))
