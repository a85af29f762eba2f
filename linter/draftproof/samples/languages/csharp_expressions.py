"""Expressions of C#, read from the tree-sitter tree into the small tree.

``new T(a) { B = c }`` is a constructor call whose members are keyword arguments; dictionaries and anonymous
objects are mappings, other collections sequences. ``new(...)`` has the type that was declared for it.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import at_once
from draftproof.samples.languages.csharp_patterns import condition_of
from draftproof.samples.languages.csharp_values import CSharpValues
from draftproof.samples.languages.treesitter import MAX_DEPTH, named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Branch,
    Call,
    Compare,
    Entry,
    Expression,
    Function,
    If,
    Index,
    Join,
    Mapping,
    Name,
    Number,
    Return,
    Sequence,
    Statement,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "CSharpExpressions"]

_MAPPINGS: Final = ("Dictionary", "JsonObject", "JObject", "ExpandoObject", "Hashtable")
_SEQUENCES: Final = ("List", "Array", "Set", "Collection", "Queue", "IEnumerable")
_TRIES: Final = frozenset({"TryGetProperty", "TryGetValue"})


class CSharpExpressions(CSharpValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    filling = frozenset({"??="})

    expected: Node | None
    """The type that was declared for the value at hand."""
    receivers: list[Expression]
    """What stands before ``?.``, innermost last."""

    @abstractmethod
    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a body, in braces or after an arrow."""

    def member(self, node: Node) -> Expression:
        """``base.Name``; ``this.Name`` is the name alone."""
        base_node = node.child_by_field_name("expression")
        name = node.child_by_field_name("name")
        if name is not None and name.type == "generic_name":
            name = next(named(name), name)
        if base_node is not None and name is not None and self.slice(base_node) == "this":
            value = self.identifier(name)
            return Name(value.span, value.text, shared=True) if isinstance(value, Name) else value
        base = self.optional(base_node, node)
        if name is None or self.is_hole(name):
            return Unknown(self.span(node), "placeholder" if name else "syntax", (base,))
        return Attribute(self._around(node, base), base, self.slice(name), self.span(name))

    def _around(self, node: Node, base: Expression) -> Span:
        """The span of a node and of what stands before its ``?.``."""
        return Span(min(base.span.start, self.span(node).start), self.span(node).end)

    def conditional_access(self, node: Node) -> Expression:
        """``base?.Name`` and ``base?["name"]``."""
        condition = node.child_by_field_name("condition")
        rest = [child for child in named(node) if condition is None or child.id != condition.id]
        if not rest or len(self.receivers) >= MAX_DEPTH:
            return self.other(node)
        self.receivers.append(self.optional(condition, node))
        try:
            return self.expression(rest[-1])
        finally:
            self.receivers.pop()

    def member_binding(self, node: Node) -> Expression:
        """``.Name`` after ``?``."""
        name = node.child_by_field_name("name")
        if name is None or not self.receivers:
            return self.other(node)
        if name.type == "generic_name":
            name = next(named(name), name)
        base = self.receivers[-1]
        return Attribute(self._around(node, base), base, self.slice(name), self.span(name), optional=True)

    def element_binding(self, node: Node) -> Expression:
        """``["name"]`` after ``?``."""
        inside = next(named(node), None)
        if inside is None or not self.receivers:
            return self.other(node)
        base = self.receivers[-1]
        return Index(self._around(node, base), base, self.inner(inside), optional=True)

    def element(self, node: Node) -> Expression:
        """``base[key]``."""
        base = self.optional(node.child_by_field_name("expression"), node)
        inside = node.child_by_field_name("subscript")
        keys = list(self.listed(inside)) if inside is not None else []
        key: Expression = Unknown(self.span(inside or node), "other")
        if len(keys) == 1 and not isinstance(keys[0], Unknown):
            key = self.inner(keys[0])
        return Index(self._around(node, base), base, key)

    def call(self, node: Node) -> Expression:
        """A call; one that tries to find something assigns what it finds before the statement."""
        function = self.optional(node.child_by_field_name("function"), node)
        inside = node.child_by_field_name("arguments")
        arguments = self.arguments(inside)
        span = self._around(node, function)
        if isinstance(function, Attribute) and function.name in _TRIES and len(arguments) == 2:
            target = arguments[1].value
            if isinstance(target, Name):
                found = Index(span, function.base, arguments[0].value)
                self.pending.append(Assign(span, target, found))
        return Call(span, function, arguments)

    def arguments(self, node: Node | None) -> tuple[Argument, ...]:
        """The arguments of a call."""
        children = self.listed(node) if node is not None else ()
        return tuple(
            self._argument(child)
            for child in children
            if isinstance(child, Unknown) or not self._is_void(child)
        )

    def _is_void(self, node: Node) -> bool:
        """True for what the grammar makes of a comma at the end."""
        return node.start_byte == node.end_byte or (node.is_error and not self.slice(node).strip(" ,\r\n\t"))

    def _argument(self, node: Node | Unknown) -> Argument:
        if isinstance(node, Unknown) or node.type != "argument":
            value = self.expression(node)
            return Argument(value.span, value)
        name = node.child_by_field_name("name")
        values = [child for child in self.members(node) if isinstance(child, Unknown) or child != name]
        value = self.expression(values[-1]) if values else Unknown(self.span(node), "syntax")
        if name is not None and not self.is_hole(name):
            return Argument(self.span(node), value, self.slice(name), self.span(name))
        return Argument(self.span(node), value)

    def argument_value(self, node: Node) -> Expression:
        """The value of an argument that stands alone."""
        return self._argument(node).value

    def created(self, node: Node) -> Expression:
        """``new T(...) { ... }``, ``new(...) { ... }``, ``new T[] { ... }``."""
        kind = node.child_by_field_name("type")
        is_implicit = kind is None
        kind = kind or self.expected
        self.expected = None
        inside = node.child_by_field_name("arguments")
        initial = node.child_by_field_name("initializer")
        for child in named(node):
            if child.type == "argument_list":
                inside = child
            elif child.type == "initializer_expression":
                initial = child
        text = self.slice(kind) if kind is not None else ""
        span = self.span(node)
        arguments = self.arguments(inside)
        value = self.initialiser(initial) if initial is not None else None
        if isinstance(value, Sequence) and not arguments:
            return replace(value, span=span)
        if _named_like(text, _MAPPINGS) and not arguments:
            return replace(value, span=span) if isinstance(value, Mapping) else Mapping(span, ())
        if (_named_like(text, _SEQUENCES) or text.endswith("]")) and value is None and not arguments:
            return Sequence(span, (), open=True)
        if isinstance(value, Mapping):
            arguments = (*arguments, *(_as_argument(self.text, entry) for entry in value.entries))
        if kind is None:
            return Call(span, Unknown(Span(span.start, span.start), "other"), arguments, new=True)
        function = self.type_name(kind)
        return Call(
            Span(function.span.start, span.end) if is_implicit else span, function, arguments, new=True
        )

    def type_name(self, node: Node) -> Expression:
        """A type as the name that it is called by."""
        while node.type in {"nullable_type", "array_type"}:
            node = node.child_by_field_name("type") or next(named(node))
        return self.qualified(node) if node.type == "qualified_name" else self.name(node)

    def sign(self, node: Node) -> Expression:
        """A sign before a value."""
        value = self.inner(node)
        sign = self.slice(node.children[0]) if node.children else ""
        if isinstance(value, Number) and value.value is not None and sign in {"-", "+"}:
            return Number(self.span(node), -value.value if sign == "-" else value.value)
        return Join(self.span(node), "not" if sign == "!" else sign, (value,))

    def counted_up(self, node: Node) -> Expression:
        """``value!`` is the value; ``i++`` is of no interest."""
        value = self.inner(node)
        last = self.slice(node.children[-1]) if node.children else ""
        return value if last == "!" else Unknown(self.span(node), "other", (value,))

    def cast(self, node: Node) -> Expression:
        """``(T)value`` and ``value as T``."""
        return self.optional(node.child_by_field_name("value") or node.child_by_field_name("left"), node)

    def tested(self, node: Node) -> Expression:
        """``value is pattern``: a comparison, and before the statement the name that it binds."""
        subject = self.optional(node.child_by_field_name("expression"), node)
        pattern = node.child_by_field_name("pattern")
        if pattern is None:
            kind = node.child_by_field_name("right")
            subject = self.optional(node.child_by_field_name("left"), node)
            return Compare(self.span(node), "is", subject, self.optional(kind, node))
        condition, bound = condition_of(self, pattern, subject)
        self.pending += bound
        return condition or Unknown(self.span(node), "other", (subject,))

    def switched(self, node: Node) -> Expression:
        """``value switch { ... }``: a function that is called at once."""
        children = list(named(node))
        subject = self.expression(children[0]) if children else self.other(node)
        branches: list[Branch] = []
        for arm in children[1:]:
            inside = list(named(arm))
            if arm.type != "switch_expression_arm" or len(inside) < 2:
                continue
            condition, bound = condition_of(self, inside[0], subject)
            value = self.expression(inside[-1])
            body: tuple[Statement, ...] = (*bound, Return(value.span, "return", value))
            branches.append(Branch(self.span(arm), condition, body))
        span = self.span(node)
        chosen = If(span, tuple(branches))
        return at_once(span, (chosen,))

    def function(self, node: Node) -> Expression:
        """A lambda or an anonymous method."""
        names, defaults = self.parameters(node.child_by_field_name("parameters"))
        body = node.child_by_field_name("body")
        is_async = any(self.slice(child) == "async" for child in node.children[:3])
        if body is not None and body.type != "block":
            return Function(self.span(node), "", names, self.result(body, node), defaults, is_async)
        return Function(self.span(node), "", names, self.body(body), defaults, is_async)

    def parameters(self, node: Node | None) -> tuple[tuple[str, ...], tuple[tuple[str, Expression], ...]]:
        """The names of parameters with their defaults; a client stands for one that is made as usual."""
        if node is None:
            return (), ()
        if node.type in {"implicit_parameter", "identifier"}:
            return (self.slice(node),), ()
        names: list[str] = []
        defaults: list[tuple[str, Expression]] = []
        for child in named(node):
            name = child.child_by_field_name("name") or child
            text = self.slice(name)
            names.append(text)
            value = self.client_of(child.child_by_field_name("type"))
            if value is not None:
                defaults.append((text, value))
        return tuple(names), tuple(defaults)

    def client_of(self, kind: Node | None) -> Expression | None:
        """What a client that is handed in stands for: one of its class, made as usual."""
        text = self.slice(kind) if kind is not None and kind.type == "identifier" else ""
        if kind is None or not text.endswith("Client") or (text[:1] == "I" and text[1:2].isupper()):
            return None
        return Call(self.span(kind), self.name(kind), (), new=True)

    def tuple_of(self, node: Node) -> Expression:
        """``(a, b)``."""
        return Sequence(self.span(node), tuple(self.expression(child) for child in self.listed(node)))

    def declared(self, node: Node) -> Expression:
        """``var name`` as a target."""
        name = node.child_by_field_name("name")
        return self.expression(name) if name is not None else self.other(node)

    def changed(self, node: Node) -> Expression:
        """``value with { A = 1 }``."""
        base, *rest = list(named(node))
        entries = tuple(
            self.entry_between(*list(named(part))) for part in rest if len(list(named(part))) == 2
        )
        return Mapping(self.span(node), entries, (self.expression(base),), open=True)


def _named_like(kind: str, ends: tuple[str, ...]) -> bool:
    return kind.partition("<")[0].rpartition(".")[2].endswith(ends)


def _as_argument(text: str, entry: Entry) -> Argument:
    """A member of an initialiser as a keyword argument, where its name stands there as it is."""
    plain = entry.name is not None and text[entry.key_span.start : entry.key_span.end] == entry.name
    if not plain:
        return Argument(entry.span, Mapping(entry.span, (entry,), open=True))
    return Argument(entry.span, entry.value, entry.name, entry.key_span)


EXPRESSIONS: Final[dict[str, Callable[[CSharpExpressions, Node], Expression]]] = {
    "alias_qualified_name": CSharpExpressions.qualified,
    "anonymous_method_expression": CSharpExpressions.function,
    "anonymous_object_creation_expression": CSharpExpressions.anonymous,
    "argument": CSharpExpressions.argument_value,
    "array_creation_expression": CSharpExpressions.created,
    "as_expression": CSharpExpressions.cast,
    "assignment_expression": CSharpExpressions.assignment,
    "await_expression": CSharpExpressions.awaited,
    "binary_expression": CSharpExpressions.operation,
    "boolean_literal": CSharpExpressions.truth,
    "cast_expression": CSharpExpressions.cast,
    "character_literal": CSharpExpressions.uninteresting,
    "collection_expression": CSharpExpressions.collection,
    "conditional_access_expression": CSharpExpressions.conditional_access,
    "conditional_expression": CSharpExpressions.conditional,
    "declaration_expression": CSharpExpressions.declared,
    "default_expression": CSharpExpressions.uninteresting,
    "element_access_expression": CSharpExpressions.element,
    "element_binding_expression": CSharpExpressions.element_binding,
    "generic_name": CSharpExpressions.name,
    "identifier": CSharpExpressions.name,
    "implicit_array_creation_expression": CSharpExpressions.created,
    "implicit_object_creation_expression": CSharpExpressions.created,
    "initializer_expression": CSharpExpressions.initialiser,
    "integer_literal": CSharpExpressions.figure,
    "interpolated_string_expression": CSharpExpressions.interpolated_string,
    "invocation_expression": CSharpExpressions.call,
    "is_expression": CSharpExpressions.tested,
    "is_pattern_expression": CSharpExpressions.tested,
    "lambda_expression": CSharpExpressions.function,
    "member_access_expression": CSharpExpressions.member,
    "member_binding_expression": CSharpExpressions.member_binding,
    "null_literal": CSharpExpressions.null,
    "object_creation_expression": CSharpExpressions.created,
    "parenthesized_expression": CSharpExpressions.inner,
    "postfix_unary_expression": CSharpExpressions.counted_up,
    "predefined_type": CSharpExpressions.name,
    "prefix_unary_expression": CSharpExpressions.sign,
    "qualified_name": CSharpExpressions.qualified,
    "range_expression": CSharpExpressions.uninteresting,
    "raw_string_literal": CSharpExpressions.string,
    "real_literal": CSharpExpressions.figure,
    "sizeof_expression": CSharpExpressions.uninteresting,
    "string_literal": CSharpExpressions.string,
    "switch_expression": CSharpExpressions.switched,
    "this": CSharpExpressions.name,
    "tuple_expression": CSharpExpressions.tuple_of,
    "typeof_expression": CSharpExpressions.uninteresting,
    "verbatim_string_literal": CSharpExpressions.string,
    "with_expression": CSharpExpressions.changed,
}
