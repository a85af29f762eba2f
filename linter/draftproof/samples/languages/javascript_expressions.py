"""Expressions of JavaScript and TypeScript, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from draftproof.samples.languages.javascript_values import JavaScriptValues
from draftproof.samples.languages.literals import literal
from draftproof.samples.tree import (
    Argument,
    Call,
    Entry,
    Expression,
    Function,
    Mapping,
    Spread,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "JavaScriptExpressions", "has_token"]

_TAGS: Final = frozenset({"jsx_opening_element", "jsx_closing_element"})


class JavaScriptExpressions(JavaScriptValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    comparisons = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof"})
    operators: ClassVar = {"===": "==", "!==": "!=", "instanceof": "is", "||": "or", "&&": "and"}

    def is_optional(self, node: Node) -> bool:
        """True for ``base?.name`` and ``base?.[key]``."""
        return node.child_by_field_name("optional_chain") is not None or has_token(node, "?.")

    def call(self, node: Node) -> Expression:
        """A call, a tagged template, ``new``."""
        is_new = node.type == "new_expression"
        function = self.optional(node.child_by_field_name("constructor" if is_new else "function"), node)
        inside = node.child_by_field_name("arguments")
        if inside is None:
            return Call(self.span(node), function, (), new=is_new)
        if inside.type == "template_string":
            text = self.expression(inside)
            return Call(self.span(node), function, (Argument(text.span, text),))
        values = [self.expression(child) for child in self.listed(inside)]
        return Call(
            self.span(node), function, tuple(Argument(value.span, value) for value in values), new=is_new
        )

    def update(self, node: Node) -> Expression:
        """``name++``."""
        return Unknown(self.span(node), "other", (self.optional(node.child_by_field_name("argument"), node),))

    def function(self, node: Node) -> Function:
        """A function, method or arrow function."""
        names, defaults, unpacked = self.parameters(node.child_by_field_name("parameters"))
        single = node.child_by_field_name("parameter")
        if single is not None:
            names = (self.slice(single),)
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        is_block = body is None or body.type == "statement_block"
        inside = self.block(body) if is_block else self.result(body, node)
        text = self.slice(name) if name is not None else ""
        return Function(
            self.span(node), text, names, (*unpacked, *inside), defaults, has_token(node, "async")
        )

    def element(self, node: Node) -> Expression:
        """A JSX element: a call of its name with its attributes as a mapping, then its children."""
        opening = node.child_by_field_name("open_tag") or node
        name = opening.child_by_field_name("name")
        function: Expression = Unknown(Span(self.span(node).start, self.span(node).start), "other")
        if name is not None:
            function = self.expression(name)
        arguments: list[Expression] = [self._attributes(opening, self.span(opening))]
        for child in self.members(node) if opening is not node else ():
            if isinstance(child, Unknown) or not self._is_frame(child):
                arguments.append(self.expression(child))  # noqa: PERF401 - typed by the mapping before it
        return Call(self.span(node), function, tuple(Argument(value.span, value) for value in arguments))

    def _is_frame(self, node: Node) -> bool:
        """True for the tags of an element, and for white space between its children."""
        return node.type in _TAGS or (node.type == "jsx_text" and not self.slice(node).strip())

    def _attributes(self, node: Node, span: Span) -> Mapping:
        entries: list[Entry] = []
        spreads: list[Expression] = []
        for child in node.children_by_field_name("attribute"):
            if child.type != "jsx_attribute":
                value = self.expression(child)
                spreads.append(value.value if isinstance(value, Spread) else value)
                continue
            key, *values = [item for item in child.named_children if item.type != "comment"]
            text = self.slice(key)
            value = self.expression(values[0]) if values else literal(self.span(key), text)
            name = literal(self.span(key), text)
            entries.append(Entry(self.span(child), text, name, name.span, value))
        return Mapping(span, tuple(entries), tuple(spreads), bool(spreads))

    def jsx_text(self, node: Node) -> Expression:
        """Text inside an element."""
        return literal(self.span(node), self.slice(node))

    def jsx_braces(self, node: Node) -> Expression:
        """``{expression}`` in JSX."""
        for child in self.members(node):
            return self.expression(child)
        return Unknown(self.span(node), "other")

    def last(self, node: Node) -> Expression:
        """``<Type>value``."""
        named = node.named_children
        return self.expression(named[-1]) if named else Unknown(self.span(node), "syntax")

    def instantiation(self, node: Node) -> Expression:
        """``name<Type>`` without a call."""
        return self.expression(node.named_children[0]) if node.named_children else self.other(node)

    def type(self, node: Node) -> Expression:
        """A type where a value would stand: of no interest."""
        return Unknown(self.span(node), "other")


def has_token(node: Node, token: str) -> bool:
    """True where one of the first children of a node is a token (``async``, ``await``, ``?.``)."""
    return any(child.type == token for child in node.children[:4])


EXPRESSIONS: Final[dict[str, Callable[[JavaScriptExpressions, Node], Expression]]] = {
    "array": JavaScriptExpressions.array,
    "array_pattern": JavaScriptExpressions.array,
    "arrow_function": JavaScriptExpressions.function,
    "as_expression": JavaScriptExpressions.inner,
    "assignment_expression": JavaScriptExpressions.assignment,
    "assignment_pattern": JavaScriptExpressions.default_pattern,
    "augmented_assignment_expression": JavaScriptExpressions.assignment,
    "await_expression": JavaScriptExpressions.awaited,
    "binary_expression": JavaScriptExpressions.operation,
    "call_expression": JavaScriptExpressions.call,
    "false": JavaScriptExpressions.boolean,
    "function_expression": JavaScriptExpressions.function,
    "generator_function": JavaScriptExpressions.function,
    "identifier": JavaScriptExpressions.identifier,
    "import": JavaScriptExpressions.identifier,
    "instantiation_expression": JavaScriptExpressions.instantiation,
    "jsx_element": JavaScriptExpressions.element,
    "jsx_expression": JavaScriptExpressions.jsx_braces,
    "jsx_self_closing_element": JavaScriptExpressions.element,
    "jsx_text": JavaScriptExpressions.jsx_text,
    "member_expression": JavaScriptExpressions.member,
    "method_definition": JavaScriptExpressions.function,
    "new_expression": JavaScriptExpressions.call,
    "non_null_expression": JavaScriptExpressions.inner,
    "null": JavaScriptExpressions.null,
    "number": JavaScriptExpressions.numeral,
    "object": JavaScriptExpressions.object,
    "object_pattern": JavaScriptExpressions.object,
    "parenthesized_expression": JavaScriptExpressions.inner,
    "predefined_type": JavaScriptExpressions.type,
    "property_identifier": JavaScriptExpressions.identifier,
    "regex": JavaScriptExpressions.regex,
    "rest_pattern": JavaScriptExpressions.spread,
    "satisfies_expression": JavaScriptExpressions.inner,
    "sequence_expression": JavaScriptExpressions.items,
    "shorthand_property_identifier_pattern": JavaScriptExpressions.identifier,
    "spread_element": JavaScriptExpressions.spread,
    "string": JavaScriptExpressions.string,
    "subscript_expression": JavaScriptExpressions.index,
    "super": JavaScriptExpressions.identifier,
    "template_string": JavaScriptExpressions.template,
    "ternary_expression": JavaScriptExpressions.conditional,
    "this": JavaScriptExpressions.identifier,
    "true": JavaScriptExpressions.boolean,
    "type_arguments": JavaScriptExpressions.type,
    "type_assertion": JavaScriptExpressions.last,
    "unary_expression": JavaScriptExpressions.unary,
    "undefined": JavaScriptExpressions.null,
    "update_expression": JavaScriptExpressions.update,
}
