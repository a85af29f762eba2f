"""Expressions of Rust, read from the tree-sitter tree into the small tree.

What only hands a value on (``?``, ``&``, ``*``, a cast) is the value itself. A block that is a value is a
function that is called at once.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import at_once
from draftproof.samples.languages.results import with_result
from draftproof.samples.languages.rust_library import spelt
from draftproof.samples.languages.rust_patterns import matched
from draftproof.samples.languages.rust_values import RustValues, named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Expression,
    Function,
    Index,
    Join,
    Name,
    Statement,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "RustExpressions"]


class RustExpressions(RustValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    assigned = RustValues.assigned_once

    @abstractmethod
    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block, or the one that an expression is."""

    def field(self, node: Node) -> Expression:
        """``base.name``."""
        base = self.optional(node.child_by_field_name("value"), node)
        name = node.child_by_field_name("field")
        if name is None or self.is_hole(name):
            return Unknown(self.span(node), "placeholder" if name else "syntax", (base,))
        if name.type == "integer_literal":
            return Index(self.span(node), base, self.figure(name))
        read = self.name(name)
        if not isinstance(read, Name):
            return Unknown(self.span(node), "other", (base,))
        return Attribute(self.span(node), base, read.text, read.span)

    def generic(self, node: Node) -> Expression:
        """``f::<T>``: the function."""
        return self.optional(node.child_by_field_name("function"), node)

    def call(self, node: Node) -> Expression:
        """``f(...)``, ``base.name(...)``."""
        function = self.optional(node.child_by_field_name("function"), node)
        inside = node.child_by_field_name("arguments")
        arguments: list[Argument] = []
        for child in self.listed(inside) if inside is not None else ():
            if not isinstance(child, Unknown) and child.type == "assignment_expression":
                arguments.append(self._named(child))
            elif isinstance(child, Unknown) or child.type != "attribute_item":
                value = self.expression(child)
                arguments.append(Argument(value.span, value))
        return spelt(Call(self.span(node), function, tuple(arguments)))

    def _named(self, node: Node) -> Argument:
        """``name = value`` among the arguments of a macro."""
        left = node.child_by_field_name("left")
        value = self.optional(node.child_by_field_name("right"), node)
        if left is None or left.type != "identifier":
            return Argument(value.span, value)
        return Argument(self.span(node), value, self.slice(left), self.span(left))

    def subscript(self, node: Node) -> Expression:
        """``base[key]``."""
        inside = [child for child in named(node) if not child.is_error]
        if len(inside) < 2:
            return self.other(node)
        return Index(self.span(node), self.expression(inside[0]), self.expression(inside[1]))

    def sign(self, node: Node) -> Expression:
        """``!value``, ``-value``; ``*value`` is the value."""
        first = node.children[0].type if node.children else ""
        value = self.inner(node)
        if first == "*":
            return value
        return Join(self.span(node), "not" if first == "!" else first, (value,))

    def cast(self, node: Node) -> Expression:
        """``value as T``: the value."""
        return self.optional(node.child_by_field_name("value"), node)

    def condition(self, node: Node) -> Expression:
        """``let pattern = value`` as a condition: what is bound is assigned before the statement."""
        pattern = node.child_by_field_name("pattern")
        value = self.optional(node.child_by_field_name("value"), node)
        if pattern is None:
            return value
        found = matched(self, pattern, value)
        self.pending += (replace(item, span=self._around(item, value)) for item in found.bindings)
        return found.condition or value

    def _around(self, item: Assign, value: Expression) -> Span:
        return Span(min(item.span.start, value.span.start), max(item.span.end, value.span.end))

    def chain(self, node: Node) -> Expression:
        """``a && let b = c``."""
        return Join(self.span(node), "and", tuple(self.expression(child) for child in named(node)))

    def function(self, node: Node) -> Function:
        """A function, a closure; ``async move`` blocks are read as their bodies."""
        name = node.child_by_field_name("name")
        inside = node.child_by_field_name("parameters")
        names: list[str] = []
        for child in named(inside) if inside is not None else ():
            if child.type == "self_parameter":
                continue
            pattern = child.child_by_field_name("pattern") if child.type == "parameter" else child
            while pattern is not None and pattern.type in {"mut_pattern", "ref_pattern", "reference_pattern"}:
                pattern = next((item for item in named(pattern) if item.type != "mutable_specifier"), None)
            names.append(self.slice(pattern) if pattern is not None and pattern.type == "identifier" else "_")
        made = with_result(self.body(node.child_by_field_name("body")))
        text = self.slice(name) if name is not None else ""
        modifiers = next((child for child in node.named_children if child.type == "function_modifiers"), None)
        is_async = modifiers is not None and "async" in self.slice(modifiers)
        return Function(self.span(node), text, tuple(names), made, is_async=is_async)

    def block_value(self, node: Node) -> Expression:
        """A block, ``if``, ``match`` and ``loop`` as values: a function that is called at once."""
        span = self.span(node)
        outer, self.pending = self.pending, []
        body = with_result(self.body(node))
        self.pending = outer
        return at_once(span, body)

    def left_early(self, node: Node) -> Expression:
        """``return``, ``break`` and ``continue`` inside an expression."""
        return self.block_value(node)


EXPRESSIONS: Final[dict[str, Callable[[RustExpressions, Node], Expression]]] = {
    "array_expression": RustExpressions.array,
    "assignment_expression": RustExpressions.assignment,
    "async_block": RustExpressions.block_value,
    "await_expression": RustExpressions.awaited,
    "binary_expression": RustExpressions.operation,
    "block": RustExpressions.block_value,
    "boolean_literal": RustExpressions.truth,
    "break_expression": RustExpressions.left_early,
    "call_expression": RustExpressions.call,
    "char_literal": RustExpressions.string,
    "closure_expression": RustExpressions.function,
    "compound_assignment_expr": RustExpressions.assignment,
    "continue_expression": RustExpressions.left_early,
    "field_expression": RustExpressions.field,
    "field_identifier": RustExpressions.name,
    "float_literal": RustExpressions.figure,
    "generic_function": RustExpressions.generic,
    "identifier": RustExpressions.name,
    "if_expression": RustExpressions.block_value,
    "index_expression": RustExpressions.subscript,
    "integer_literal": RustExpressions.figure,
    "let_chain": RustExpressions.chain,
    "let_condition": RustExpressions.condition,
    "loop_expression": RustExpressions.block_value,
    "macro_invocation": RustExpressions.macro,
    "match_expression": RustExpressions.block_value,
    "parenthesized_expression": RustExpressions.inner,
    "raw_string_literal": RustExpressions.string,
    "reference_expression": lambda self, node: self.optional(node.child_by_field_name("value"), node),
    "return_expression": RustExpressions.left_early,
    "scoped_identifier": RustExpressions.scoped,
    "scoped_type_identifier": RustExpressions.scoped,
    "self": RustExpressions.identifier,
    "string_literal": RustExpressions.string,
    "struct_expression": RustExpressions.struct,
    "try_expression": RustExpressions.inner,
    "tuple_expression": RustExpressions.tuple,
    "type_cast_expression": RustExpressions.cast,
    "type_identifier": RustExpressions.name,
    "unary_expression": RustExpressions.sign,
    "unit_expression": RustExpressions.opaque,
    "unsafe_block": RustExpressions.block_value,
    "while_expression": RustExpressions.block_value,
    "for_expression": RustExpressions.block_value,
}
