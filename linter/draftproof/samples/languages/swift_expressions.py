"""Expressions of Swift, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.results import with_result
from draftproof.samples.languages.swift_library import spelt
from draftproof.samples.languages.swift_values import SwiftValues, parts
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Call,
    Compare,
    Entry,
    Expression,
    Function,
    Index,
    Join,
    Mapping,
    Name,
    Number,
    Sequence,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "SwiftExpressions"]

_COMPARISONS: Final = {"===": "==", "!==": "!="}
_ITEMS: Final = frozenset({"first", "last"})
"""Members that are one item of a list."""
_VIEWS: Final = frozenset({"utf8", "rawValue", "unicodeScalars"})
"""Members that are the same seen otherwise."""
_TYPES: Final[dict[str, type[Sequence] | type[Mapping]]] = {
    "array_literal": Sequence,
    "dictionary_literal": Mapping,
}
"""What ``[Kind]()`` and ``[Key: Value]()`` make, whose types are literals to the grammar."""
_SESSION: Final = ("URLSessionConfiguration", frozenset({"default", "ephemeral"}))


class SwiftExpressions(SwiftValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    _kept: dict[str, tuple[tuple[Entry, ...], dict[str, str]]]
    """Structs of the sample by name: members with a value of their own, names in the code -> on the wire."""

    def navigation(self, node: Node) -> Expression:
        """``base.name``, ``base?.name``; a member of ``self`` is a name like any other."""
        inside = node.child_by_field_name("suffix")
        suffix = inside.child_by_field_name("suffix") if inside is not None else None
        base = self.optional(node.child_by_field_name("target"), node)
        if suffix is None or suffix.type != "simple_identifier" or self.is_hole(suffix):
            return Unknown(self.span(node), "syntax" if suffix is None else "other", (base,))
        name, place = self.slice(suffix), self.span(suffix)
        if isinstance(base, Name) and base.text == "self":
            return Name(place, name)
        if isinstance(base, Name) and base.text == _SESSION[0] and name in _SESSION[1]:
            return Mapping(self.span(node), ())
        if name in _VIEWS:
            return base
        if name in _ITEMS:
            return Index(self.span(node), base, Number(Span(place.end, place.end), 0))
        optional = any(child.type == "?" for child in node.children)
        return Attribute(self.span(node), base, name, place, optional)

    def call(self, node: Node) -> Expression:
        """A call with the blocks that stand behind it; ``base[key]``, which is a call to the grammar."""
        callee, suffix = self._called(node)
        if callee is not None and suffix is not None and callee.type == "call_expression":
            inner, before = self._called(callee)
            if before is not None and _has_blocks_only(suffix) and not _is_index(before):
                return self._spelt(node, inner, before, suffix)
        if suffix is not None and _is_index(suffix):
            return self._index(node, self.optional(callee, node), parts(suffix)[0])
        return self._spelt(node, callee, *([suffix] if suffix is not None else []))

    def _called(self, node: Node) -> tuple[Node | None, Node | None]:
        """What is called, and what stands behind it."""
        inside = parts(node)
        suffix = next((child for child in inside if child.type == "call_suffix"), None)
        return (inside[0] if inside and inside[0] is not suffix else None), suffix

    def _spelt(self, node: Node, callee: Node | None, *suffixes: Node) -> Expression:
        if callee is not None and callee.type in _TYPES:
            kind = _TYPES[callee.type]
            return kind(self.span(node), ())
        function = self.optional(callee, node)
        arguments: list[Argument] = []
        for child in (child for suffix in suffixes for child in parts(suffix)):
            if child.type == "value_arguments":
                arguments += self._arguments(child)
            elif child.type == "lambda_literal":
                value = self.lambda_(child)
                arguments.append(Argument(value.span, value))
        return self._whole(spelt(Call(self.span(node), function, tuple(arguments))))

    def _index(self, node: Node, base: Expression, keys: Node) -> Expression:
        inside = [child for child in parts(keys) if child.type == "value_argument"]
        given = inside[0].child_by_field_name("value") if inside else None
        return Index(self.span(node), base, self.optional(given, keys))

    def _arguments(self, node: Node) -> list[Argument]:
        found: list[Argument] = []
        for child in self.listed(node):
            found.append(self._argument(child))  # noqa: PERF401 - a comprehension is one more frame a level
        return found

    def _argument(self, node: Node | Unknown) -> Argument:
        if isinstance(node, Unknown) or node.type != "value_argument":
            value = self.expression(node)
            return Argument(value.span, value)
        label = node.child_by_field_name("name")
        value = self.optional(node.child_by_field_name("value"), node)
        if label is None:
            return Argument(self.span(node), value)
        return Argument(self.span(node), value, self.slice(label), self.span(label))

    def _whole(self, made: Expression) -> Expression:
        """An object of a struct of the sample: with the values that its members have anyway, by their names
        on the wire.
        """
        if not isinstance(made, Mapping) or made.type_name not in self._kept:
            return made
        defaults, names = self._kept[made.type_name]
        entries = [replace(entry, name=names.get(entry.name or "", entry.name)) for entry in made.entries]
        given = {entry.name for entry in made.entries}
        entries += [
            replace(entry, name=names.get(entry.name or "", entry.name))
            for entry in defaults
            if entry.name not in given
        ]
        is_open = any(isinstance(entry.value, Unknown) and not entry.name for entry in made.entries)
        return replace(made, entries=tuple(entries), open=is_open)

    def made(self, node: Node) -> Expression:
        """``Kind<Other>(...)``."""
        kind = next(iter(node.children_by_field_name("constructed_type")), None)
        name = (
            next((child for child in parts(kind) if child.type == "type_identifier"), None) if kind else None
        )
        suffix = next((child for child in parts(node) if child.type == "constructor_suffix"), None)
        if name is None or suffix is None:
            return Unknown(self.span(node), "other")
        arguments = [item for child in parts(suffix) for item in self._arguments(child)]
        return self._whole(spelt(Call(self.span(node), self.identifier(name), tuple(arguments))))

    def lambda_(self, node: Node) -> Function:
        """``{ a, b in ... }``; without parameters there is ``$0``."""
        head = node.child_by_field_name("type")
        names: tuple[str, ...] = ("$0", "$1")
        if head is not None:
            stack, found = [head], list[str]()
            while stack:
                child = stack.pop()
                if child.type == "lambda_parameter":
                    name = child.child_by_field_name("name")
                    found.append(self.slice(name) if name is not None else "_")
                else:
                    stack.extend(reversed(child.named_children))
            names = tuple(found)
        body = next((child for child in node.named_children if child.type == "statements"), None)
        return Function(self.span(node), "", names, with_result(self.block(body)))

    def prefix(self, node: Node) -> Expression:
        """``.name`` of a type that is left out, ``!value``, ``-value``, ``&value``."""
        sign = node.child_by_field_name("operation")
        target = node.child_by_field_name("target")
        span = self.span(node)
        kind = sign.type if sign is not None else ""
        if kind == "." and target is not None:
            place = self.span(target)
            return Attribute(span, Unknown(Span(span.start, span.start)), self.slice(target), place)
        value = self.optional(target, node)
        if kind == "bang":
            return Join(span, "not", (value,))
        if kind == "-" and isinstance(value, Number) and value.value is not None:
            return Number(span, -value.value)
        return value

    def target(self, node: Node) -> Expression:
        """``value!``, ``value++``: the value."""
        return self.optional(node.child_by_field_name("target"), node)

    def wrapped(self, node: Node) -> Expression:
        """``try value``, ``await value``, ``value as Kind``: the value."""
        return self.optional(node.child_by_field_name("expr"), node)

    def comparison(self, node: Node) -> Expression:
        """``==``, ``<`` and the like."""
        sign = node.child_by_field_name("op")
        text = self.slice(sign) if sign is not None else "=="
        left, right = node.child_by_field_name("lhs"), node.child_by_field_name("rhs")
        operator = _COMPARISONS.get(text, text)
        return Compare(self.span(node), operator, self.optional(left, node), self.optional(right, node))

    def check(self, node: Node) -> Expression:
        """``value is Kind``."""
        kind = node.child_by_field_name("name") or (parts(node)[-1] if parts(node) else None)
        left = self.optional(node.child_by_field_name("target") or next(iter(parts(node)), None), node)
        if kind is None:
            return Unknown(self.span(node), "other", (left,))
        name = self.slice(kind).rpartition(".")[2]
        return Compare(self.span(node), "is", left, Name(self.span(kind), name))

    def joined(self, node: Node) -> Expression:
        """What one operator puts together, however much."""
        operator = {"conjunction_expression": "and", "disjunction_expression": "or"}.get(node.type, "+")
        found: list[Expression] = []
        step: Node | None = node
        while step is not None and step.type == node.type:
            found.append(self.optional(step.child_by_field_name("rhs"), node))
            step = step.child_by_field_name("lhs")
        found.append(self.optional(step, node))
        return Join(self.span(node), operator, tuple(reversed(found)))

    def coalesced(self, node: Node) -> Expression:
        """``value ?? other``."""
        values = (node.child_by_field_name("value"), node.child_by_field_name("if_nil"))
        return Join(self.span(node), "or", tuple(self.optional(value, node) for value in values))

    def ternary(self, node: Node) -> Expression:
        """``condition ? a : b``."""
        arms = (node.child_by_field_name("if_true"), node.child_by_field_name("if_false"))
        condition = self.optional(node.child_by_field_name("condition"), node)
        return Join(
            self.span(node), "if", tuple(self.optional(arm, node) for arm in arms), condition=condition
        )

    def tuple_(self, node: Node) -> Expression:
        """``(value)`` and ``(a, b)``."""
        values = [self.expression(child) for child in node.children_by_field_name("value")]
        return values[0] if len(values) == 1 else Sequence(self.span(node), tuple(values))


def _has_blocks_only(suffix: Node) -> bool:
    return all(child.type == "lambda_literal" for child in parts(suffix))


def _is_index(suffix: Node) -> bool:
    """True for what stands in square brackets."""
    inside = parts(suffix)
    return bool(inside and inside[0].children) and inside[0].children[0].type == "["


EXPRESSIONS: Final[dict[str, Callable[[SwiftExpressions, Node], Expression]]] = {
    "additive_expression": SwiftExpressions.joined,
    "array_literal": SwiftExpressions.array,
    "as_expression": SwiftExpressions.wrapped,
    "await_expression": SwiftExpressions.wrapped,
    "boolean_literal": SwiftExpressions.truth,
    "call_expression": SwiftExpressions.call,
    "check_expression": SwiftExpressions.check,
    "comparison_expression": SwiftExpressions.comparison,
    "conjunction_expression": SwiftExpressions.joined,
    "constructor_expression": SwiftExpressions.made,
    "dictionary_literal": SwiftExpressions.dictionary,
    "directly_assignable_expression": SwiftExpressions.inner,
    "disjunction_expression": SwiftExpressions.joined,
    "equality_expression": SwiftExpressions.comparison,
    "fully_open_range": SwiftExpressions.left_out,
    "integer_literal": SwiftExpressions.numeral,
    "interpolated_expression": SwiftExpressions.inner,
    "lambda_literal": SwiftExpressions.lambda_,
    "line_string_literal": SwiftExpressions.string,
    "multi_line_string_literal": SwiftExpressions.string,
    "navigation_expression": SwiftExpressions.navigation,
    "nil_coalescing_expression": SwiftExpressions.coalesced,
    "nil_literal": SwiftExpressions.null,
    "postfix_expression": SwiftExpressions.target,
    "prefix_expression": SwiftExpressions.prefix,
    "raw_string_literal": SwiftExpressions.string,
    "real_literal": SwiftExpressions.numeral,
    "self_expression": SwiftExpressions.identifier,
    "simple_identifier": SwiftExpressions.identifier,
    "ternary_expression": SwiftExpressions.ternary,
    "try_expression": SwiftExpressions.wrapped,
    "tuple_expression": SwiftExpressions.tuple_,
}
