"""Expressions of Ruby, read from the tree-sitter tree into the small tree.

A method that is called without arguments is an attribute, ``X.new`` a constructor call, a block that is
called for every element the body of a loop, and any other block a function among the arguments.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import at_once
from draftproof.samples.languages.results import with_result
from draftproof.samples.languages.ruby_values import RubyValues
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    Index,
    Join,
    Loop,
    Mapping,
    Name,
    Number,
    Sequence,
    Spread,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "RubyExpressions"]

_COMPARISONS: Final = frozenset({"==", "!=", "<", ">", "<=", ">=", "=~", "!~", "<=>", "===", "equal?"})
_OPERATORS: Final = {"||": "or", "&&": "and"}
_CALLED: Final = frozenset(
    {"to_json", "to_s", "to_str", "to_h", "to_hash", "strip", "chomp", "read_line", "gets"}
)
"""Methods that are no members, though they take no arguments."""
_ITEMS: Final = frozenset({"first", "last", "sample"})
_ITERATORS: Final = frozenset(
    {
        *("each", "each_with_index", "each_entry", "each_line", "each_chunk", "each_event", "each_pair"),
        *("map", "flat_map", "select", "reject", "filter_map", "each_slice", "times", "read_body"),
    }
)
_IMPLICIT: Final = re.compile(r"(?<![\w.:@])(?:_1|it)(?!\w|[ \t]*[=:](?!=))")
_CLASS_TESTS: Final = frozenset({"is_a?", "kind_of?", "instance_of?"})
_LAMBDAS: Final = frozenset({"lambda", "proc"})


class RubyExpressions(RubyValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    chained = "assignment"
    filling = frozenset({"||=", "&&="})

    libraries: dict[str, tuple[str, Span]]
    """The constants of known gems that the sample names: the gem, and where it is first named."""

    @abstractmethod
    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a body with what it rescues."""

    @abstractmethod
    def note_constant(self, name: str, span: Span) -> None:
        """Keep the first place of a constant that names a gem."""

    def constant(self, node: Node) -> Expression:
        """A class, a module, a constant."""
        name = self.identifier(node)
        if isinstance(name, Name):
            self.note_constant(name.text, name.span)
        return name

    def scoped(self, node: Node) -> Expression:
        """``A::B``."""
        scope = node.child_by_field_name("scope")
        name = node.child_by_field_name("name")
        if name is None:
            return self.other(node)
        if scope is None:
            return self.constant(name)
        if self.is_hole(name):
            return Unknown(self.span(node), "placeholder", (self.expression(scope),))
        return Attribute(self.span(node), self.expression(scope), self.slice(name), self.span(name))

    def element(self, node: Node) -> Expression:
        """``base[key]``."""
        values = [self.expression(child) for child in self.listed(node)]
        if not values:
            return self.other(node)
        key = values[1] if len(values) == 2 else Unknown(self.span(node), "other", tuple(values[1:]))
        return Index(self.span(node), values[0], key)

    def call(self, node: Node) -> Expression:
        """A call, an attribute, a loop over a block."""
        receiver = node.child_by_field_name("receiver")
        method = node.child_by_field_name("method")
        inside = node.child_by_field_name("arguments")
        block = node.child_by_field_name("block")
        base = self.expression(receiver) if receiver is not None else None
        name = self.slice(method) if method is not None else ""
        if block is not None and (special := self._special_block(node, base, name, block, inside)):
            return special
        arguments = self._arguments(inside)
        if block is not None:
            made = self.block_function(block)
            arguments = (*arguments, Argument(made.span, made))
        if name in _CLASS_TESTS and base is not None and arguments:
            return Compare(self.span(node), "is", base, arguments[0].value)
        return self._called(node, base, method, arguments, with_parts=inside is not None or block is not None)

    def _called(
        self, node: Node, base: Expression | None, method: Node | None, arguments: tuple[Argument, ...],
        *, with_parts: bool,
    ) -> Expression:  # fmt: skip
        span = self.span(node)
        if method is None:
            return Call(span, base or Unknown(span, "syntax"), arguments)
        name = self.slice(method)
        if base is None:
            return Call(span, self.identifier(method), arguments)
        if name == "new":
            return Call(span, base, arguments, new=True)
        if name == "call":
            return Call(span, base, arguments)
        if self.is_hole(method):
            return Unknown(span, "placeholder", (base,))
        end = self.span(method).end
        optional = any(child.type == "&." for child in node.children)
        member = Attribute(Span(span.start, max(end, base.span.end)), base, name, self.span(method), optional)
        if with_parts or name in _CALLED:
            return Call(span, member, arguments)
        if name in _ITEMS:
            return Index(span, base, Unknown(self.span(method), "other"))
        return member

    def _arguments(self, node: Node | None) -> tuple[Argument, ...]:
        found: list[Argument] = []
        for child in self.listed(node) if node is not None else ():
            if isinstance(child, Unknown):
                found.append(Argument(child.span, child))
            elif child.type == "pair":
                found.append(self._pair(child))
            elif child.type == "forward_argument":
                found.append(Argument(self.span(child), Unknown(self.span(child), "elision")))
            elif child.type != "block_argument":
                value = self.expression(child)
                found.append(Argument(value.span, value))
        return tuple(found)

    def _pair(self, node: Node) -> Argument:
        """A pair among arguments: a keyword argument where its key is plain, else a hash of its own."""
        entry = self.entry(node)
        if entry.name is None or self.text[entry.key_span.start : entry.key_span.end] != entry.name:
            return Argument(entry.span, Mapping(entry.span, (entry,), open=True))
        return Argument(entry.span, entry.value, entry.name, entry.key_span)

    def _special_block(
        self, node: Node, base: Expression | None, name: str, block: Node, inside: Node | None
    ) -> Expression | None:
        """What a block means with a method that is known; None for a function among the arguments."""
        span = self.span(node)
        if base is None and name == "loop":
            return Loop(span, self.body(block.child_by_field_name("body")), forever=True)
        if (base is None and name in _LAMBDAS) or (
            name == "new" and isinstance(base, Name) and base.text == "Proc"
        ):
            return replace(self.block_function(block), span=span)
        if base is None or name not in _ITERATORS:
            return None
        if name == "read_body":
            method = node.child_by_field_name("method")
            if method is not None:
                place = self.span(method)
                base = Attribute(Span(base.span.start, place.end), base, name, place)
        names = self._block_parameters(block)
        target = names[0] if names else None
        body = self.body(block.child_by_field_name("body"))
        given = tuple(ExpressionStatement(a.span, a.value) for a in self._arguments(inside))
        return Loop(span, (*given, *body), target, base)

    def _block_parameters(self, block: Node) -> list[Expression]:
        """The parameters of a block as targets; of one without, the name that stands for its element."""
        inside = block.child_by_field_name("parameters")
        if inside is not None:
            return [self._parameter(child) for child in named(inside)]
        found = _IMPLICIT.search(self.masked, *self.span(block))
        if found is None or self.text[found.start() : found.end()] != found[0]:
            return []
        return [Name(Span(*found.span()), found[0])]

    def _parameter(self, node: Node) -> Expression:
        name = node.child_by_field_name("name") or node
        if name.type == "destructured_parameter":
            return Sequence(self.span(name), tuple(self._parameter(child) for child in named(name)))
        return self.identifier(name) if name.type == "identifier" else Unknown(self.span(name), "other")

    def block_function(self, block: Node) -> Function:
        """A block or a lambda as a function."""
        targets = self._block_parameters(block)
        names = tuple(target.text if isinstance(target, Name) else "_" for target in targets)
        inside = block.child_by_field_name("body")
        if inside is not None and inside.type in {"block", "do_block"}:
            inside = inside.child_by_field_name("body")
        return Function(self.span(block), "", names, with_result(self.body(inside)))

    def operation(self, node: Node) -> Expression:
        """A comparison, an appending, or the operands of one operator put together."""
        operator = self.operator(node)
        if operator not in _COMPARISONS and operator != "<<":
            return Join(self.span(node), _OPERATORS.get(operator, operator), self.operands(node))
        left = self.optional(node.child_by_field_name("left"), node)
        right = self.optional(node.child_by_field_name("right"), node)
        if operator == "<<":
            self.pending.append(Assign(self.span(node), left, right, "+="))
            return left
        if operator == "===":
            return Compare(self.span(node), "is", right, left)
        return Compare(self.span(node), operator, left, right)

    def unary(self, node: Node) -> Expression:
        """A sign before a value; ``not`` and ``!`` alike."""
        value = self.optional(node.child_by_field_name("operand"), node)
        sign = self.operator(node)
        if sign in {"+", "-"} and isinstance(value, String):
            return value
        if sign in {"+", "-"} and isinstance(value, Number) and value.value is not None:
            return Number(self.span(node), -value.value if sign == "-" else value.value)
        return Join(self.span(node), "not" if sign in {"!", "not"} else sign, (value,))

    def rescued(self, node: Node) -> Expression:
        """``value rescue other``."""
        parts = tuple(self.optional(node.child_by_field_name(name), node) for name in ("body", "handler"))
        return Join(self.span(node), "or", parts)

    def statements(self, node: Node) -> Expression:
        """Statements in parentheses: the last of them is the value."""
        values = [self.expression(child) for child in self.members(node)]
        if len(values) == 1:
            return values[0]
        return Unknown(self.span(node), "other", tuple(values))

    def function(self, node: Node) -> Expression:
        """``->(a) { }``."""
        return self.block_function(node)

    def block_value(self, node: Node) -> Expression:
        """``begin``, ``if`` and ``case`` as values: a function that is called at once."""
        return at_once(self.span(node), with_result(tuple(self.statement(node))))

    def spread_of(self, node: Node) -> Expression:
        """``*items`` and ``**more``."""
        return Spread(self.span(node), self.inner(node))


EXPRESSIONS: Final[dict[str, Callable[[RubyExpressions, Node], Expression]]] = {
    "array": RubyExpressions.array,
    "assignment": RubyExpressions.assignment,
    "bare_string": RubyExpressions.bare,
    "bare_symbol": RubyExpressions.bare,
    "begin": RubyExpressions.block_value,
    "binary": RubyExpressions.operation,
    "call": RubyExpressions.call,
    "case": RubyExpressions.block_value,
    "case_match": RubyExpressions.block_value,
    "chained_string": RubyExpressions.adjacent,
    "class_variable": RubyExpressions.variable,
    "conditional": RubyExpressions.conditional,
    "constant": RubyExpressions.constant,
    "delimited_symbol": RubyExpressions.string,
    "element_reference": RubyExpressions.element,
    "false": RubyExpressions.boolean,
    "float": RubyExpressions.numeral,
    "global_variable": RubyExpressions.identifier,
    "hash": RubyExpressions.hash,
    "hash_splat_argument": RubyExpressions.spread_of,
    "heredoc_beginning": RubyExpressions.heredoc,
    "identifier": RubyExpressions.identifier,
    "if": RubyExpressions.block_value,
    "instance_variable": RubyExpressions.variable,
    "integer": RubyExpressions.numeral,
    "lambda": RubyExpressions.function,
    "left_assignment_list": RubyExpressions.items,
    "nil": RubyExpressions.nothing_there,
    "operator_assignment": RubyExpressions.assignment,
    "parenthesized_statements": RubyExpressions.statements,
    "regex": RubyExpressions.regex,
    "rescue_modifier": RubyExpressions.rescued,
    "rest_assignment": RubyExpressions.spread_of,
    "right_assignment_list": RubyExpressions.items,
    "scope_resolution": RubyExpressions.scoped,
    "self": RubyExpressions.identifier,
    "simple_symbol": RubyExpressions.symbol,
    "splat_argument": RubyExpressions.spread_of,
    "string": RubyExpressions.string,
    "string_array": RubyExpressions.array,
    "subshell": RubyExpressions.regex,
    "symbol_array": RubyExpressions.array,
    "true": RubyExpressions.boolean,
    "unary": RubyExpressions.unary,
    "unless": RubyExpressions.block_value,
}
