"""Expressions of Python, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import literal
from draftproof.samples.languages.python_values import PythonValues
from draftproof.samples.tree import (
    Argument,
    Assign,
    Branch,
    Call,
    Compare,
    Entry,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Index,
    Join,
    Loop,
    Mapping,
    Name,
    Sequence,
    Spread,
    Statement,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "PythonExpressions", "is_async"]


class PythonExpressions(PythonValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    name_field = "attribute"

    def subscript(self, node: Node) -> Expression:
        """``base[key]``."""
        base, *keys = [self.expression(child) for child in self.members(node)] or [self.other(node)]
        if len(keys) == 1:
            return Index(self.span(node), base, keys[0])
        span = Span(keys[0].span.start, keys[-1].span.end) if keys else Span(base.span.end, base.span.end)
        return Index(self.span(node), base, Sequence(span, tuple(keys)) if keys else Unknown(span, "syntax"))

    def call(self, node: Node) -> Expression:
        """A call."""
        function = self.optional(node.child_by_field_name("function"), node)
        inside = node.child_by_field_name("arguments")
        if inside is None:
            return Call(self.span(node), function, ())
        if inside.type == "generator_expression":
            loop = self.comprehension(inside)
            return Call(self.span(node), function, (Argument(loop.span, loop),))
        arguments = tuple(self._argument(child) for child in self.listed(inside))
        if isinstance(function, Name) and function.text == "dict":
            return _as_mapping(self.span(node), arguments)
        return Call(self.span(node), function, arguments)

    def _argument(self, node: Node | Unknown) -> Argument:
        if not isinstance(node, Unknown) and node.type == "keyword_argument":
            name = node.child_by_field_name("name")
            value = self.value_of(node, "value")
            if name is not None:
                return Argument(self.span(node), value, self.slice(name), self.span(name))
        value = self.expression(node)
        return Argument(value.span, value)

    def comparison(self, node: Node) -> Expression:
        """One comparison, or the comparisons of a chain put together."""
        operands: list[Expression] = []
        operators: list[str] = []
        words: list[str] = []
        for child in node.children:
            if child.is_named and not child.is_extra:
                if operands:
                    operators.append(" ".join(words))
                words = []
                operands.append(self.expression(child))
            elif not child.is_named:
                words += self.slice(child).split()
        pairs = tuple(
            Compare(Span(left.span.start, right.span.end), operator, left, right)
            for left, operator, right in zip(operands, operators, operands[1:], strict=False)
        )
        if len(pairs) == 1:
            return replace(pairs[0], span=self.span(node))
        return (
            Join(self.span(node), "and", pairs)
            if pairs
            else Unknown(self.span(node), "syntax", tuple(operands))
        )

    def binary(self, node: Node) -> Expression:
        """``a + b + c`` and ``a or b or c``: one ``Join``, however long."""
        return Join(self.span(node), self.operator(node), self.operands(node))

    def negated(self, node: Node) -> Expression:
        """``not``."""
        return Join(self.span(node), "not", (self.optional(node.child_by_field_name("argument"), node),))

    def conditional(self, node: Node) -> Expression:
        """A conditional expression: its alternatives."""
        parts = [self.expression(child) for child in self.members(node)]
        if len(parts) != 3:
            return Unknown(self.span(node), "syntax", tuple(parts))
        return Join(self.span(node), "if", (parts[0], parts[2]), condition=parts[1])

    def walrus(self, node: Node) -> Expression:
        """``name := value``: the name, and the assignment before the statement."""
        target = self.optional(node.child_by_field_name("name"), node)
        value = self.optional(node.child_by_field_name("value"), node)
        self.pending.append(Assign(self.span(node), target, value))
        return target

    def lambda_(self, node: Node) -> Expression:
        """A lambda: a function that returns its body."""
        names, defaults = self.parameters(node.child_by_field_name("parameters"))
        body = self.result(node.child_by_field_name("body"), node)
        return Function(self.span(node), "", names, body, defaults)

    def parameters(self, node: Node | None) -> tuple[tuple[str, ...], tuple[tuple[str, Expression], ...]]:
        """The names of parameters and the defaults that they have."""
        names: list[str] = []
        defaults: list[tuple[str, Expression]] = []
        for child in self.members(node) if node is not None else ():
            if isinstance(child, Unknown) or child.type.endswith("_separator"):
                continue
            name = child.child_by_field_name("name") or child
            if name is child and child.type == "typed_parameter" and child.named_children:
                name = child.named_children[0]
            text = self.slice(name).lstrip("*")
            names.append(text)
            default = child.child_by_field_name("value")
            if default is not None:
                defaults.append((text, self.expression(default)))
        return tuple(names), tuple(defaults)

    def comprehension(self, node: Node) -> Expression:
        """A comprehension or generator: nested loops and conditions around the element."""
        clauses = [child for child in node.children if child.type in {"for_in_clause", "if_clause"}]
        element = node.child_by_field_name("body")
        whole = self.span(node)
        body: tuple[Statement, ...] = ()
        if element is not None and element.type == "pair":
            entry = self.entry(element)
            body = (ExpressionStatement(entry.span, Mapping(entry.span, (entry,), open=True)),)
        elif element is not None:
            value = self.expression(element)
            body = (ExpressionStatement(value.span, value),)
        result: Loop | If | Unknown = Unknown(whole, "syntax")
        for clause in reversed(clauses):
            if clause.type == "if_clause":
                result = If(whole, (Branch(whole, self.inner(clause), body),))
            else:
                target = self.optional(clause.child_by_field_name("left"), clause)
                iterable = self.optional(clause.child_by_field_name("right"), clause)
                result = Loop(whole, body, target, iterable, is_async=is_async(clause))
            body = (result,)
        return result if isinstance(result, Loop) else Unknown(whole, "syntax")


def is_async(node: Node) -> bool:
    """True for ``async def``, ``async for`` and ``async with``."""
    return bool(node.children) and node.children[0].type == "async"


def _as_mapping(span: Span, arguments: tuple[Argument, ...]) -> Mapping:
    """``dict(a=1, **more)`` as the mapping that it makes."""
    entries: list[Entry] = []
    spreads: list[Expression] = []
    is_open = False
    for argument in arguments:
        if argument.name is not None and argument.name_span is not None:
            key = literal(argument.name_span, argument.name)
            entries.append(Entry(argument.span, argument.name, key, argument.name_span, argument.value))
            continue
        is_open = True
        if not isinstance(argument.value, Unknown):
            spreads.append(argument.value.value if isinstance(argument.value, Spread) else argument.value)
    return Mapping(span, tuple(entries), tuple(spreads), is_open)


EXPRESSIONS: Final[dict[str, Callable[[PythonExpressions, Node], Expression]]] = {
    "as_pattern": PythonExpressions.inner,
    "as_pattern_target": PythonExpressions.inner,
    "attribute": PythonExpressions.member,
    "await": PythonExpressions.awaited,
    "binary_operator": PythonExpressions.binary,
    "boolean_operator": PythonExpressions.binary,
    "call": PythonExpressions.call,
    "comparison_operator": PythonExpressions.comparison,
    "concatenated_string": PythonExpressions.adjacent,
    "conditional_expression": PythonExpressions.conditional,
    "dictionary": PythonExpressions.dictionary,
    "dictionary_comprehension": PythonExpressions.comprehension,
    "dictionary_splat": PythonExpressions.spread,
    "dictionary_splat_pattern": PythonExpressions.spread,
    "ellipsis": PythonExpressions.ellipsis,
    "expression_list": PythonExpressions.sequence,
    "false": PythonExpressions.boolean,
    "float": PythonExpressions.numeral,
    "generator_expression": PythonExpressions.comprehension,
    "identifier": PythonExpressions.identifier,
    "integer": PythonExpressions.numeral,
    "lambda": PythonExpressions.lambda_,
    "list": PythonExpressions.sequence,
    "list_comprehension": PythonExpressions.comprehension,
    "list_pattern": PythonExpressions.sequence,
    "list_splat": PythonExpressions.spread,
    "list_splat_pattern": PythonExpressions.spread,
    "named_expression": PythonExpressions.walrus,
    "none": PythonExpressions.null,
    "not_operator": PythonExpressions.negated,
    "parenthesized_expression": PythonExpressions.inner,
    "pattern_list": PythonExpressions.sequence,
    "set": PythonExpressions.sequence,
    "set_comprehension": PythonExpressions.comprehension,
    "string": PythonExpressions.string,
    "subscript": PythonExpressions.subscript,
    "true": PythonExpressions.boolean,
    "tuple": PythonExpressions.sequence,
    "tuple_pattern": PythonExpressions.sequence,
    "unary_operator": PythonExpressions.unary,
}
