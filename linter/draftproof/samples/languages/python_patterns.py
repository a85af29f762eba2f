"""The patterns of Python's ``match``, as conditions on its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples.languages.treesitter import MAX_DEPTH
from draftproof.samples.tree import Attribute, Compare, Expression, Index, Join, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from draftproof.samples.languages.python_expressions import PythonExpressions

__all__ = ["case_condition"]


def case_condition(reader: PythonExpressions, case: Node, subject: Expression) -> Expression | None:
    """What makes a ``case`` apply; None where it always does.

    A literal is compared by ``==``, a class by ``is``; the attributes and keys that a pattern looks into
    become comparisons of their own.
    """
    found: list[Expression] = []
    for child in case.children:
        if child.type == "case_pattern":
            found += _conditions(reader, child, subject)
        elif child.type == "if_clause":
            found.append(reader.inner(child))
    if not found:
        return None
    return found[0] if len(found) == 1 else Join(_around(found), "and", tuple(found))


def _around(found: list[Expression]) -> Span:
    return Span(min(item.span.start for item in found), max(item.span.end for item in found))


def _conditions(reader: PythonExpressions, node: Node, subject: Expression) -> list[Expression]:
    """The conditions of one pattern; all of them must hold."""
    if reader.depth >= MAX_DEPTH:
        return [reader.too_deep(node)]
    reader.depth += 1
    try:
        return _conditions_of_kind(reader, node, subject)
    finally:
        reader.depth -= 1


def _conditions_of_kind(reader: PythonExpressions, node: Node, subject: Expression) -> list[Expression]:
    named = [child for child in node.named_children if child.type != "comment"]
    span = reader.span(node)
    if node.type in {"case_pattern", "as_pattern"}:
        return _conditions(reader, named[0], subject) if named else []
    if node.type == "union_pattern":
        arms = [_conditions(reader, child, subject) for child in named]
        alternatives = [
            arm[0] if len(arm) == 1 else Join(_around(arm), "and", tuple(arm)) for arm in arms if arm
        ]
        return [Join(span, "or", tuple(alternatives))] if alternatives else []
    if node.type == "class_pattern":
        first, *rest = named
        found: list[Expression] = [Compare(reader.span(first), "is", subject, _dotted(reader, first))]
        for child in rest:
            found += _conditions(reader, child, subject)
        return found
    if node.type == "keyword_pattern" and len(named) > 1:
        name = reader.span(named[0])
        member = Attribute(name, subject, reader.slice(named[0]), name)
        return _conditions(reader, named[1], member)
    if node.type == "dict_pattern":
        return _of_entries(reader, node, subject)
    if node.type == "dotted_name" and len(named) == 1:
        return []
    if node.type in {"list_pattern", "tuple_pattern", "splat_pattern"}:
        values = [item for child in named for item in _conditions(reader, child, Unknown(reader.span(child)))]
        return [Unknown(span, "other", tuple(values))]
    value = _dotted(reader, node) if node.type == "dotted_name" else reader.expression(node)
    return [Compare(span, "==", subject, value)]


def _of_entries(reader: PythonExpressions, node: Node, subject: Expression) -> list[Expression]:
    keys = node.children_by_field_name("key")
    values = node.children_by_field_name("value")
    found: list[Expression] = []
    for key, value in zip(keys, values, strict=False):
        place = reader.expression(key)
        found += _conditions(reader, value, Index(place.span, subject, place))
    return found


def _dotted(reader: PythonExpressions, node: Node) -> Expression:
    """``openai.types.Event`` as attributes of a name."""
    parts = [child for child in node.named_children if child.type == "identifier"]
    if not parts:
        return reader.identifier(node)
    value = reader.identifier(parts[0])
    for part in parts[1:]:
        name = reader.span(part)
        value = Attribute(reader.between(node.start_byte, part.end_byte), value, reader.slice(part), name)
    return value
