"""Expressions of Go, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.go_library import decoded, spelt
from draftproof.samples.languages.go_values import GoValues
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Expression,
    Function,
    Index,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "GoExpressions"]

_POINTERS: Final = frozenset({"&", "*", "<-"})


class GoExpressions(GoValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    base_field = "operand"
    name_field = "field"

    def slice_of(self, node: Node) -> Expression:
        """``base[from:to]``."""
        base = self.optional(node.child_by_field_name("operand"), node)
        start, end = base.span.end, self.span(node).end
        return Index(self.span(node), base, Unknown(Span(start, max(start, end))))

    def call(self, node: Node) -> Expression:
        """A call; one that decodes into a variable also assigns to it, before the statement."""
        function = node.child_by_field_name("function")
        if function is not None and function.type == "index_expression":
            # Arguments of types: `F[T](x)` is a call of `F`.
            function = function.child_by_field_name("operand")
        inside = node.child_by_field_name("arguments")
        values = [self.expression(child) for child in self.listed(inside)] if inside is not None else []
        return self._called(node, self.optional(function, node), values)

    def _called(self, node: Node, function: Expression, values: list[Expression]) -> Expression:
        arguments = tuple(Argument(value.span, value) for value in values)
        made = Call(self.span(node), function, arguments)
        into = decoded(made)
        if into is not None:
            self.pending.append(Assign(made.span, *into))
            return Unknown(made.span)
        return spelt(made)

    def conversion(self, node: Node) -> Expression:
        """``[]byte(value)``: the value. A call with one argument and a comma behind it looks the same."""
        kind = node.child_by_field_name("type")
        if kind is not None and kind.type == "generic_type":
            kind = kind.child_by_field_name("type")
        if kind is None or kind.type not in {"qualified_type", "type_identifier"}:
            return self.optional(node.child_by_field_name("operand"), node)
        _, *given = self.listed(node)
        return self._called(node, self.expression(kind), [self.expression(child) for child in given])

    def assertion(self, node: Node) -> Expression:
        """``value.(T)``: the value."""
        return self.optional(node.child_by_field_name("operand"), node)

    def sign(self, node: Node) -> Expression:
        """A sign before a value; a pointer is what it points to."""
        if self.operator(node) in _POINTERS:
            return self.optional(node.child_by_field_name("operand"), node)
        return self.unary(node)

    def function(self, node: Node) -> Function:
        """A function, a method, a function literal."""
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        inside = node.child_by_field_name("parameters")
        names: list[str] = []
        for child in inside.named_children if inside is not None else ():
            names += [self.slice(item) for item in child.children_by_field_name("name")]
        return Function(
            self.span(node), self.slice(name) if name is not None else "", tuple(names), self.block(body)
        )

    def dotted_type(self, node: Node) -> Expression:
        """``package.Type`` where a class is named."""
        package, name = node.child_by_field_name("package"), node.child_by_field_name("name")
        if package is None or name is None:
            return self.other(node)
        return Attribute(self.span(node), self.expression(package), self.slice(name), self.span(name))

    def type(self, node: Node) -> Expression:
        """A type where a value would stand: of no interest."""
        return Unknown(self.span(node))


EXPRESSIONS: Final[dict[str, Callable[[GoExpressions, Node], Expression]]] = {
    "array_type": GoExpressions.type,
    "binary_expression": GoExpressions.operation,
    "blank_identifier": GoExpressions.type,
    "call_expression": GoExpressions.call,
    "composite_literal": GoExpressions.composite,
    "expression_list": GoExpressions.inner,
    "false": GoExpressions.boolean,
    "field_identifier": GoExpressions.identifier,
    "float_literal": GoExpressions.numeral,
    "func_literal": GoExpressions.function,
    "identifier": GoExpressions.identifier,
    "index_expression": GoExpressions.index,
    "int_literal": GoExpressions.numeral,
    "interpreted_string_literal": GoExpressions.string,
    "literal_element": GoExpressions.element,
    "literal_value": GoExpressions.literal_value,
    "map_type": GoExpressions.type,
    "nil": GoExpressions.null,
    "package_identifier": GoExpressions.identifier,
    "parenthesized_expression": GoExpressions.inner,
    "qualified_type": GoExpressions.dotted_type,
    "raw_string_literal": GoExpressions.string,
    "rune_literal": GoExpressions.string,
    "selector_expression": GoExpressions.member,
    "slice_expression": GoExpressions.slice_of,
    "slice_type": GoExpressions.type,
    "true": GoExpressions.boolean,
    "type_assertion_expression": GoExpressions.assertion,
    "type_conversion_expression": GoExpressions.conversion,
    "type_identifier": GoExpressions.identifier,
    "unary_expression": GoExpressions.sign,
    "variadic_argument": GoExpressions.spread,
}
