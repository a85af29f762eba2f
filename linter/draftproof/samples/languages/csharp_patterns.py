"""The patterns of C#, as conditions on what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.treesitter import MAX_DEPTH, named
from draftproof.samples.tree import Assign, Attribute, Compare, Expression, Join, Name
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from draftproof.samples.languages.csharp_values import CSharpValues

__all__ = ["PATTERNS", "condition_of"]

PATTERNS: Final = frozenset(
    {
        *("declaration_pattern", "constant_pattern", "type_pattern", "recursive_pattern", "or_pattern"),
        *("and_pattern", "negated_pattern", "parenthesized_pattern", "relational_pattern", "var_pattern"),
        *("list_pattern", "discard"),
    }
)
_TYPES: Final = frozenset({"identifier", "qualified_name", "generic_name", "member_access_expression"})
_JOINED: Final = {"or_pattern": "or", "and_pattern": "and"}


def condition_of(
    reader: CSharpValues, node: Node, subject: Expression
) -> tuple[Expression | None, list[Assign]]:
    """What makes a pattern apply, None where it always does; and the names that it binds."""
    bound: list[Assign] = []
    found = _conditions(reader, node, subject, bound)
    if not found:
        return None, bound
    return found[0] if len(found) == 1 else Join(reader.span(node), "and", tuple(found)), bound


def _conditions(
    reader: CSharpValues, node: Node, subject: Expression, bound: list[Assign]
) -> list[Expression]:
    if reader.depth >= MAX_DEPTH:
        return [reader.too_deep(node)]
    reader.depth += 1
    try:
        return _of_kind(reader, node, subject, bound)
    finally:
        reader.depth -= 1


def _of_kind(reader: CSharpValues, node: Node, subject: Expression, bound: list[Assign]) -> list[Expression]:
    span = reader.span(node)
    if node.type in {"declaration_pattern", "recursive_pattern", "type_pattern", "var_pattern"}:
        return _of_type(reader, node, subject, bound)
    if node.type in _JOINED:
        arms = [node.child_by_field_name(name) for name in ("left", "right")]
        inner = [_conditions(reader, arm, subject, bound) for arm in arms if arm is not None]
        kept = tuple(condition for arm in inner for condition in arm)
        return [Join(span, _JOINED[node.type], kept)] if kept else []
    if node.type in {"negated_pattern", "parenthesized_pattern"}:
        child = next(named(node), None)
        found = _conditions(reader, child, subject, bound) if child is not None else []
        return [Join(span, "not", tuple(found))] if found and node.type == "negated_pattern" else found
    if node.type in {"discard", "relational_pattern", "list_pattern"}:
        return []
    child = next(named(node), None) if node.type == "constant_pattern" else node
    if child is None:
        return []
    is_class = child.type in _TYPES and reader.slice(child)[:1].isupper()
    return [Compare(span, "is" if is_class else "==", subject, reader.expression(child))]


def _of_type(reader: CSharpValues, node: Node, subject: Expression, bound: list[Assign]) -> list[Expression]:
    found: list[Expression] = []
    span = reader.span(node)
    kind = node.child_by_field_name("type")
    if node.type == "type_pattern" and kind is None:
        kind = next(named(node), None)
    if kind is not None and kind.type in _TYPES:
        found.append(Compare(reader.span(kind), "is", subject, reader.expression(kind)))
    name = node.child_by_field_name("name")
    if name is not None and name.type == "identifier":
        target = reader.identifier(name)
        if isinstance(target, Name):
            around = Span(min(subject.span.start, span.start), max(subject.span.end, span.end))
            bound.append(Assign(around, target, subject))
    for clause in named(node):
        if clause.type != "property_pattern_clause":
            continue
        for part in named(clause):
            inside = list(named(part))
            if part.type == "subpattern" and len(inside) == 2:
                place = reader.span(inside[0])
                member = Attribute(place, subject, reader.slice(inside[0]), place)
                found += _conditions(reader, inside[1], member, bound)
    return found
