"""Expressions of Java, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import method_reference
from draftproof.samples.languages.java_values import JavaValues
from draftproof.samples.languages.jvm_library import constructed, spelt, with_gap
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Compare,
    Expression,
    Function,
    Name,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from draftproof.samples.tree import Statement

__all__ = ["EXPRESSIONS", "JavaExpressions"]


class JavaExpressions(JavaValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    base_field = "array"
    assigned = JavaValues.assigned_once

    def call(self, node: Node) -> Expression:
        """A call of a method."""
        inside = node.child_by_field_name("object")
        name = node.child_by_field_name("name")
        base = self.expression(inside) if inside is not None else None
        if base is not None and any(isinstance(child, Unknown) for child in self.members(node)):
            base = with_gap(base)
        arguments = self.arguments(node)
        if name is None or self.is_hole(name):
            values = tuple(argument.value for argument in arguments)
            return Unknown(
                self.span(node), "placeholder" if name else "syntax", (*([base] if base else ()), *values)
            )
        if base is None or (inside is not None and inside.type == "this"):
            return Call(self.span(node), Name(self.span(name), self.slice(name)), arguments)
        place = self.between(node.start_byte, name.end_byte)
        return spelt(
            Call(self.span(node), Attribute(place, base, self.slice(name), self.span(name)), arguments)
        )

    def arguments(self, node: Node) -> tuple[Argument, ...]:
        """The arguments of a call."""
        inside = node.child_by_field_name("arguments")
        values = [self.expression(child) for child in self.listed(inside)] if inside is not None else []
        return tuple(Argument(value.span, value) for value in values)

    def construction(self, node: Node) -> Expression:
        """``new Kind(...)``; the body of an anonymous class is read for what stands in it."""
        kind = node.child_by_field_name("type")
        if kind is None:
            return self.other(node)
        function = self.type_name(kind)
        made = Call(self.span(node), function, self.arguments(node), new=True)
        return constructed(self.span(node), self.slice(kind).partition("<")[0].strip(), made)

    def new_array(self, node: Node) -> Expression:
        """``new Kind[] {...}``."""
        value = node.child_by_field_name("value")
        return self.expression(value) if value is not None else Unknown(self.span(node))

    def instance(self, node: Node) -> Expression:
        """``value instanceof Kind name``."""
        left = self.optional(node.child_by_field_name("left"), node)
        kind = node.child_by_field_name("right")
        if kind is None:
            return Unknown(self.span(node), "other", (left,))
        name = node.child_by_field_name("name")
        if name is not None:
            self.pending.append(Assign(self.span(node), self.identifier(name), left))
        return Compare(self.span(node), "is", left, self.type_name(kind))

    def cast(self, node: Node) -> Expression:
        """``(Kind) value``: the value."""
        return self.optional(node.child_by_field_name("value"), node)

    def function(self, node: Node) -> Function:
        """A method, a constructor, a lambda."""
        inside = node.child_by_field_name("parameters")
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        statements: tuple[Statement, ...]
        if body is None or body.type in {"block", "constructor_body"}:
            statements = self.block(body)
        else:
            statements = self.result(body, node)
        text = self.slice(name) if name is not None else ""
        return Function(self.span(node), text, self._parameters(inside), statements)

    def _parameters(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if node.type == "identifier":
            return (self.slice(node),)
        names: list[str] = []
        for child in node.named_children:
            declarator = next(
                (item for item in child.named_children if item.type == "variable_declarator"), child
            )
            name = child if child.type == "identifier" else declarator.child_by_field_name("name")
            if name is not None:
                names.append(self.slice(name))
        return tuple(names)

    def reference(self, node: Node) -> Expression:
        """``object::method`` as a function; of a class, the method is one of what is handed in."""
        named = [
            child for child in node.named_children if child.type not in {"type_arguments", "line_comment"}
        ]
        if len(named) != 2 or named[1].type != "identifier":
            return Unknown(self.span(node))
        base, method = self.expression(named[0]), self.slice(named[1])
        return method_reference(self.span(node), base, method, self.span(named[1]))

    def type(self, node: Node) -> Expression:
        """A type where a value would stand: of no interest."""
        return Unknown(self.span(node))


EXPRESSIONS: Final[dict[str, Callable[[JavaExpressions, Node], Expression]]] = {
    "array_access": JavaExpressions.index,
    "array_creation_expression": JavaExpressions.new_array,
    "array_initializer": JavaExpressions.array,
    "assignment_expression": JavaExpressions.assignment,
    "binary_expression": JavaExpressions.operation,
    "cast_expression": JavaExpressions.cast,
    "character_literal": JavaExpressions.string,
    "class_literal": JavaExpressions.type,
    "decimal_floating_point_literal": JavaExpressions.numeral,
    "decimal_integer_literal": JavaExpressions.numeral,
    "false": JavaExpressions.boolean,
    "field_access": JavaExpressions.field,
    "hex_integer_literal": JavaExpressions.numeral,
    "identifier": JavaExpressions.identifier,
    "instanceof_expression": JavaExpressions.instance,
    "lambda_expression": JavaExpressions.function,
    "method_invocation": JavaExpressions.call,
    "method_reference": JavaExpressions.reference,
    "null_literal": JavaExpressions.null,
    "object_creation_expression": JavaExpressions.construction,
    "parenthesized_expression": JavaExpressions.inner,
    "string_literal": JavaExpressions.string,
    "super": JavaExpressions.own,
    "ternary_expression": JavaExpressions.conditional,
    "this": JavaExpressions.own,
    "true": JavaExpressions.boolean,
    "type_identifier": JavaExpressions.identifier,
    "unary_expression": JavaExpressions.unary,
    "update_expression": JavaExpressions.around,
}
