"""Expressions of Kotlin, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import method_reference
from draftproof.samples.languages.jvm_library import with_gap
from draftproof.samples.languages.kotlin_library import spelt
from draftproof.samples.languages.kotlin_values import KotlinValues
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    Index,
    Join,
    Name,
    Return,
    Sequence,
    Spread,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node


__all__ = ["EXPRESSIONS", "KotlinExpressions", "parts"]

_COMPARISONS: Final = {
    "==": "==",
    "===": "==",
    "!=": "!=",
    "!==": "!=",
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
}
_OPERATORS: Final = {"||": "or", "&&": "and", "?:": "or"}
_VIEWS: Final = frozenset({"jsonArray", "jsonObject", "jsonPrimitive"})
"""Properties that look at JSON as what it is."""
_NOISE: Final = frozenset({"block_comment", "comment", "line_comment", "modifiers", "type_arguments"})


def parts(node: Node) -> list[Node]:
    """The named children that have a meaning."""
    return [child for child in node.named_children if child.type not in _NOISE]


class KotlinExpressions(KotlinValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    def navigation(self, node: Node) -> Expression:
        """``base.name``, ``base?.name``, ``Class::member``; a member of ``this`` is a name like any other."""
        inside = parts(node)
        base = self.optional(inside[0] if inside else None, node)
        if len(inside) != 2 or inside[1].type != "identifier" or self.is_hole(inside[1]):
            return Unknown(self.span(node), "syntax", (base,))
        text, place = self.slice(inside[1]), self.span(inside[1])
        signs = {child.type for child in node.children if not child.is_named}
        if "::" in signs:
            return method_reference(self.span(node), base, text, place)
        if isinstance(base, Name) and base.text == "this":
            return Name(place, text)
        if text in _VIEWS:
            return base
        if any(isinstance(child, Unknown) for child in self.members(node)):
            base = with_gap(base)
        return Attribute(self.span(node), base, text, place, "?." in signs)

    def reference(self, node: Node) -> Expression:
        """``::function``."""
        inside = parts(node)
        return self.expression(inside[-1]) if inside else Unknown(self.span(node))

    def call(self, node: Node) -> Expression:
        """A call, with the block that may stand behind it."""
        function = next(iter(parts(node)), None)
        arguments: list[Argument] = []
        callee = function
        if function is not None and function.type == "call_expression" and self._block_of(node) is not None:
            # The block is the last argument of the call before it.
            inner = parts(function)
            if inner and self._block_of(function) is None:
                callee = inner[0]
                arguments += self._arguments(function)
        arguments += self._arguments(node)
        block = self._block_of(node)
        if block is not None:
            value = self.lambda_(block)
            arguments.append(Argument(value.span, value))
        return spelt(Call(self.span(node), self.optional(callee, node), tuple(arguments)))

    def _block_of(self, node: Node) -> Node | None:
        for child in node.named_children:
            if child.type == "annotated_lambda":
                return next((item for item in child.named_children if item.type == "lambda_literal"), None)
        return None

    def _arguments(self, node: Node) -> list[Argument]:
        inside = next((child for child in node.named_children if child.type == "value_arguments"), None)
        found: list[Argument] = []
        for child in self.listed(inside) if inside is not None else ():
            found.append(self._argument(child))  # noqa: PERF401 - a comprehension is one more frame a level
        return found

    def _argument(self, node: Node | Unknown) -> Argument:
        if isinstance(node, Unknown) or node.type != "value_argument":
            value = self.expression(node)
            return Argument(value.span, value)
        inside = parts(node)
        signs = {child.type for child in node.children if not child.is_named}
        if "=" in signs and len(inside) == 2:
            name = self.span(inside[0])
            return Argument(self.span(node), self.expression(inside[1]), self.slice(inside[0]), name)
        value = self.optional(inside[-1] if inside else None, node)
        return Argument(self.span(node), Spread(self.span(node), value) if "*" in signs else value)

    def lambda_(self, node: Node) -> Function:
        """``{ a -> ... }``; without parameters there is ``it``."""
        head = next((child for child in node.named_children if child.type == "lambda_parameters"), None)
        names = self._names(head) if head is not None else ("it",)
        body = self.block(node)
        if body and isinstance(body[-1], ExpressionStatement):
            last = Return(body[-1].span, "return", body[-1].value)
            body = (*body[:-1], last)
        return Function(self.span(node), "", names, body)

    def _names(self, node: Node) -> tuple[str, ...]:
        found: list[str] = []
        for child in node.named_children:
            name = child if child.type == "identifier" else next(iter(parts(child)), None)
            if name is not None and name.type == "identifier":
                found.append(self.slice(name))
        return tuple(found)

    def index(self, node: Node) -> Expression:
        """``base[key]``."""
        inside = parts(node)
        base = self.optional(inside[0] if inside else None, node)
        key = self.optional(inside[1] if len(inside) > 1 else None, node)
        return Index(self.span(node), base, key)

    def operation(self, node: Node) -> Expression:
        """A comparison, or the operands of one operator put together, however many."""
        operator = self.operator(node)
        typed = self._typed_call(node) if operator == ">" else None
        if typed is not None:
            return typed
        if operator in _COMPARISONS:
            left = self.optional(node.child_by_field_name("left"), node)
            right = self.optional(node.child_by_field_name("right"), node)
            return Compare(self.span(node), _COMPARISONS[operator], left, right)
        return Join(self.span(node), _OPERATORS.get(operator, operator), self.operands(node))

    def _typed_call(self, node: Node) -> Expression | None:
        """``decode<Event>(text)``, which the grammar takes for two comparisons."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or right.type != "parenthesized_expression":
            return None
        kind = left.child_by_field_name("right") if self.operator(left) == "<" else None
        function = left.child_by_field_name("left")
        if kind is None or function is None or not self.slice(kind)[:1].isupper():
            return None
        value = self.inner(right)
        return spelt(Call(self.span(node), self.expression(function), (Argument(value.span, value),)))

    def infix(self, node: Node) -> Expression:
        """``key to value`` as a pair; other infix calls are of no interest."""
        inside = parts(node)
        if len(inside) == 3 and self.slice(inside[1]) == "to":
            return Sequence(self.span(node), (self.expression(inside[0]), self.expression(inside[2])))
        return Unknown(self.span(node), "other", tuple(self.expression(child) for child in inside[::2]))

    def sign(self, node: Node) -> Expression:
        """A sign before or behind a value; ``!!`` changes nothing."""
        if self.operator(node) in {"!!", "++", "--"}:
            return self.optional(node.child_by_field_name("argument"), node)
        return self.unary(node)

    def instance(self, node: Node) -> Expression:
        """``value is Kind``."""
        left = self.optional(node.child_by_field_name("left"), node)
        kind = node.child_by_field_name("right")
        if kind is None:
            return Unknown(self.span(node), "other", (left,))
        return Compare(self.span(node), "is", left, self.type_name(kind))

    def cast(self, node: Node) -> Expression:
        """``value as Kind``: the value."""
        return self.optional(node.child_by_field_name("left"), node)

    def type_name(self, node: Node) -> Expression:
        """A class by its name."""
        named = [child for child in parts(node) if child.type in {"identifier", "user_type"}]
        if not named:
            return self.identifier(node) if node.type == "identifier" else Unknown(self.span(node))
        last = named[-1]
        if last.type == "user_type":
            return self.type_name(last)
        if len(named) == 1:
            return self.identifier(last)
        front = Unknown(self.between(node.start_byte, named[-2].end_byte))
        return Attribute(self.span(node), front, self.slice(last), self.span(last))

    def conditional(self, node: Node) -> Expression:
        """``if`` as an expression: its alternatives."""
        condition = node.child_by_field_name("condition")
        arms = [child for child in parts(node) if child != condition]
        return Join(
            self.span(node), "if", tuple(map(self._arm, arms)), condition=self.optional(condition, node)
        )

    def _arm(self, node: Node) -> Expression:
        if node.type != "block":
            return self.expression(node)
        inside = parts(node)
        return self.expression(inside[-1]) if inside else Unknown(self.span(node))

    def inner(self, node: Node) -> Expression:
        """What stands in parentheses, or in a node that only wraps."""
        inside = parts(node)
        return self.expression(inside[-1]) if inside else super().inner(node)


EXPRESSIONS: Final[dict[str, Callable[[KotlinExpressions, Node], Expression]]] = {
    "annotated_lambda": KotlinExpressions.inner,
    "as_expression": KotlinExpressions.cast,
    "binary_expression": KotlinExpressions.operation,
    "call_expression": KotlinExpressions.call,
    "callable_reference": KotlinExpressions.reference,
    "character_literal": KotlinExpressions.string,
    "float_literal": KotlinExpressions.numeral,
    "identifier": KotlinExpressions.identifier,
    "if_expression": KotlinExpressions.conditional,
    "index_expression": KotlinExpressions.index,
    "infix_expression": KotlinExpressions.infix,
    "is_expression": KotlinExpressions.instance,
    "lambda_literal": KotlinExpressions.lambda_,
    "multiline_string_literal": KotlinExpressions.string,
    "navigation_expression": KotlinExpressions.navigation,
    "number_literal": KotlinExpressions.numeral,
    "parenthesized_expression": KotlinExpressions.inner,
    "spread_expression": KotlinExpressions.spread,
    "string_literal": KotlinExpressions.string,
    "this_expression": KotlinExpressions.identifier,
    "unary_expression": KotlinExpressions.sign,
    "user_type": KotlinExpressions.type_name,
}
