"""Patterns of Rust: what a value has to be, and the names that it is bound to.

The wrappers of results and options (``Ok``, ``Some``) say nothing about what is inside; a variant of another
enumeration is a test of the value's class, and what it holds goes by the name of the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.dataclass import dataclass
from draftproof.samples.languages.rust_values import named
from draftproof.samples.languages.treesitter import MAX_DEPTH
from draftproof.samples.tree import Assign, Attribute, Compare, Expression, Join, Name, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from draftproof.samples.languages.rust_values import RustValues

__all__ = ["Matched", "fails", "matched"]

_WRAPPERS: Final = frozenset({"Some", "Ok", "Ready", "Event::Message"})
_NO_EVENTS: Final = frozenset({"Event::Open"})
"""What an event source says of its connection; no event of an API."""
_FAILURES: Final = frozenset({"Err"})
_INNER: Final = frozenset({"captured_pattern", "mut_pattern", "ref_pattern", "reference_pattern"})
_LITERALS: Final = frozenset(
    {"boolean_literal", "char_literal", "integer_literal", "raw_string_literal", "string_literal"}
)


@dataclass(frozen=True, slots=True)
class Matched:
    """What has to hold for a pattern to fit, None where it always does, and what it binds."""

    condition: Expression | None
    bindings: tuple[Assign, ...]


def matched(reader: RustValues, node: Node, subject: Expression) -> Matched:
    """A pattern against a subject."""
    conditions: list[Expression] = []
    bindings: list[Assign] = []
    _match(reader, node, subject, conditions, bindings, 0)
    return Matched(_all(conditions), tuple(bindings))


def fails(reader: RustValues, node: Node) -> bool:
    """True for a pattern of what went wrong: ``Err(error)``."""
    pattern = next(named(node), node) if node.type == "match_pattern" else node
    kind = pattern.child_by_field_name("type") if pattern.type == "tuple_struct_pattern" else None
    return kind is not None and reader.slice(kind).rpartition("::")[2] in _FAILURES


def _all(conditions: list[Expression]) -> Expression | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    start = min(condition.span.start for condition in conditions)
    end = max(condition.span.end for condition in conditions)
    return Join(Span(start, end), "and", tuple(conditions))


def _match(
    reader: RustValues, node: Node, subject: Expression, conditions: list[Expression], bindings: list[Assign],
    depth: int,
) -> None:  # fmt: skip
    if depth > MAX_DEPTH // 3:
        return
    kind = node.type
    inside = list(named(node))
    if kind == "match_pattern":
        guard = node.child_by_field_name("condition")
        for child in inside:
            if child != guard:
                _match(reader, child, subject, conditions, bindings, depth + 1)
        if guard is not None:
            conditions.append(reader.expression(guard))
    elif kind in _INNER and inside:
        _match(reader, inside[-1], subject, conditions, bindings, depth + 1)
    elif kind in {"identifier", "shorthand_field_identifier"}:
        _bind(reader, node, subject, conditions, bindings)
    elif kind == "tuple_struct_pattern":
        _variant(reader, node, subject, conditions, bindings, depth)
    elif kind == "struct_pattern":
        _struct(reader, node, subject, conditions, bindings, depth)
    elif kind == "or_pattern":
        _either(reader, node, subject, conditions, bindings, depth)
    elif kind in {"tuple_pattern", "slice_pattern"}:
        for child in inside:
            _match(reader, child, Unknown(reader.span(child)), [], bindings, depth + 1)
    elif kind in _LITERALS:
        value = reader.expression(node)
        conditions.append(Compare(value.span, "==", subject, value))
    elif kind == "scoped_identifier":
        _is(reader, node, subject, conditions)


def _bind(
    reader: RustValues, node: Node, subject: Expression, conditions: list[Expression], bindings: list[Assign]
) -> None:
    value = reader.name(node)
    if not isinstance(value, Name) or value.text == "_":
        return
    if value.text[:1].isupper():
        if value.text != "None":
            conditions.append(Compare(value.span, "is", subject, value))
    elif value.text != (subject.text if isinstance(subject, Name) else ""):
        bindings.append(Assign(value.span, value, subject))


def _is(reader: RustValues, node: Node, subject: Expression, conditions: list[Expression]) -> None:
    value = reader.expression(node)
    if _last_two(reader, node) not in _NO_EVENTS:
        conditions.append(Compare(value.span, "is", subject, value))


def _last_two(reader: RustValues, node: Node) -> str:
    """``Kind::Variant`` of a path, however long."""
    return "::".join(reader.slice(node).split("::")[-2:])


def _variant(
    reader: RustValues, node: Node, subject: Expression, conditions: list[Expression], bindings: list[Assign],
    depth: int,
) -> None:  # fmt: skip
    kind = node.child_by_field_name("type")
    name = reader.slice(kind).rpartition("::")[2] if kind is not None else ""
    wraps = name in _WRAPPERS or (kind is not None and _last_two(reader, kind) in _WRAPPERS)
    if kind is not None and not wraps and name not in _FAILURES:
        _is(reader, kind, subject, conditions)
    if name in _FAILURES:
        return
    for child in named(node):
        if child != kind:
            _match(reader, child, subject, conditions, bindings, depth + 1)


def _struct(
    reader: RustValues, node: Node, subject: Expression, conditions: list[Expression], bindings: list[Assign],
    depth: int,
) -> None:  # fmt: skip
    kind = node.child_by_field_name("type")
    if kind is not None and kind.type == "scoped_type_identifier":
        _is(reader, kind, subject, conditions)
    for field in named(node):
        name = field.child_by_field_name("name") if field.type == "field_pattern" else None
        if name is None:
            continue
        value = reader.name(name)
        if not isinstance(value, Name):
            continue
        member = Attribute(value.span, subject, value.text, value.span)
        inner = field.child_by_field_name("pattern")
        if inner is not None:
            _match(reader, inner, member, conditions, bindings, depth + 1)
        else:
            bindings.append(Assign(value.span, value, member))


def _either(
    reader: RustValues, node: Node, subject: Expression, conditions: list[Expression], bindings: list[Assign],
    depth: int,
) -> None:  # fmt: skip
    found: list[Expression] = []
    step: Node = node
    sides: list[Node] = []
    while step.type == "or_pattern":
        inside = list(named(step))
        sides += reversed(inside[1:])
        if not inside:
            break
        step = inside[0]
    else:
        sides.append(step)
    for side in reversed(sides):
        inner: list[Expression] = []
        _match(reader, side, subject, inner, bindings, depth + 1)
        if (condition := _all(inner)) is not None:
            found.append(condition)
    if found:
        span = Span(found[0].span.start, max(found[-1].span.end, found[0].span.end))
        conditions.append(found[0] if len(found) == 1 else Join(span, "or", tuple(found)))
