"""Expressions of PowerShell, read from the tree-sitter tree into the small tree.

The grammar wraps every value in a node for each level of precedence; those that add nothing are passed over.
A command is a call with its parameters as keyword arguments, and what is piped into it is its first argument.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import Escapes, literal, named, number
from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Bool,
    Call,
    Compare,
    Entry,
    Expression,
    Function,
    Index,
    Join,
    Mapping,
    Name,
    Null,
    Sequence,
    Spread,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "PowerShellExpressions", "inside"]

_WRAPPERS: Final = frozenset(
    {
        *("logical_expression", "bitwise_expression", "comparison_expression", "additive_expression"),
        *("multiplicative_expression", "format_expression", "range_expression", "array_literal_expression"),
        *("unary_expression", "pipeline", "pipeline_chain", "string_literal", "integer_literal"),
        *("logical_argument_expression", "bitwise_argument_expression", "comparison_argument_expression"),
        *("additive_argument_expression", "multiplicative_argument_expression", "key_expression"),
        *("format_argument_expression", "range_argument_expression", "argument_expression"),
        *(
            "expression_with_unary_operator",
            "while_condition",
            "switch_condition",
            "left_assignment_expression",
        ),
        *("statement_list", "statement_block", "script_block_body"),
    }
)
_SEPARATORS: Final = frozenset({"comment", "command_argument_sep", "empty_statement", "assignement_operator"})
_VARIABLE: Final = re.compile(r"[$@](\{?)([\w:?]+)")
_CONSTANTS: Final = {"true": True, "false": False}
_ESCAPE: Final = re.compile(r"`(?:\r\n|.)|\"\"|\r\n?", re.DOTALL)
_PLAIN_ESCAPE: Final = re.compile(r"''|\r\n?")
_LINE_END: Final = re.compile(r"\r\n?")
_LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_PARAMETERS: Final = {
    "uri": "url",
    "method": "method",
    "headers": "headers",
    "body": "body",
    "timeoutsec": "timeout",
    "operationtimeoutseconds": "timeout",
    "connectiontimeoutseconds": "timeout",
}
"""Parameters of commands by the names under which other languages give the same."""
_OPERATORS: Final = {
    "-eq": "==",
    "-ne": "!=",
    "-ceq": "==",
    "-ieq": "==",
    "-and": "and",
    "-or": "or",
    "-is": "is",
}


def inside(node: Node) -> Iterator[Node]:
    """The named children of a node without separators."""
    return (child for child in node.named_children if child.type not in _SEPARATORS)


class PowerShellExpressions(LanguageReader):
    """Reads expressions; the statements are read by the class derived from this one."""

    def expression(self, node: Node | Unknown) -> Expression:
        """The expression at a node, the wrappers around it passed over."""
        while not isinstance(node, Unknown) and node.type in _WRAPPERS and not node.has_error:
            children = [child for child in node.children if child.type not in _SEPARATORS]
            if len(children) != 1 or not children[0].is_named:
                break
            node = children[0]
        return super().expression(node)

    def variable(self, node: Node) -> Expression:
        """``$name``; ``@name`` spreads what it stands for."""
        span = self.span(node)
        found = _VARIABLE.match(self.text, span.start, span.end)
        if found is None or self.is_hole(node):
            return Unknown(span, "placeholder" if found else "other")
        name = found[2].lower()
        if name in _CONSTANTS:
            return Bool(span, _CONSTANTS[name])
        if name == "null":
            return Null(span)
        value = Name(Span(*found.span(2)), found[2])
        return Spread(span, value) if found[0].startswith("@") else value

    def string(self, node: Node) -> Expression:
        """A string in any of its spellings."""
        span = self.span(node)
        is_here = "here" in node.type
        content = Span(min(span.start + 1, span.end), max(span.start + 1, span.end - 1))
        if is_here:
            text = self.text[span.start : span.end]
            first = text.find("\n") + 1
            content = Span(span.start + first, max(span.start + first, span.start + text.rfind("\n")))
        pattern = _LINE_END if is_here else _PLAIN_ESCAPE if "verbatim" in node.type else _ESCAPE
        holes = [child for child in node.named_children if child.type in {"variable", "sub_expression"}]
        return self.written(span, content, holes, Escapes(pattern, _text_of_escape))

    def filled(self, hole: Node) -> Expression:
        """What stands in a hole of a string."""
        return self.expression(hole)

    def figure(self, node: Node) -> Expression:
        """A number."""
        return number(self.span(node), self.slice(node))

    def word(self, node: Node) -> Expression:
        """A bare word: a text."""
        if self.is_hole(node):
            return Unknown(self.span(node), "placeholder")
        return literal(self.span(node), self.slice(node))

    def group(self, node: Node) -> Expression:
        """``( )`` and ``$( )``: the value of what stands in it."""
        children = list(inside(node))
        return self.expression(children[0]) if len(children) == 1 else self.other(node)

    def array(self, node: Node) -> Expression:
        """``@( )``: what stands in it, line by line."""
        items: list[Expression] = []
        for child in inside(node):
            for step in inside(child) if child.type == "statement_list" else (child,):
                value = self.expression(step)
                items += value.items if isinstance(value, Sequence) else (value,)
        return Sequence(self.span(node), tuple(items), any(isinstance(item, Unknown) for item in items))

    def listed_values(self, node: Node) -> Expression:
        """``a, b``."""
        return Sequence(self.span(node), tuple(self.expression(child) for child in inside(node)))

    def hash(self, node: Node) -> Expression:
        """``@{ name = value }``."""
        entries: list[Entry] = []
        is_open = False
        bodies = [child for child in inside(node) if child.type == "hash_literal_body"]
        for child in (item for body in bodies for item in self.members(body)):
            if isinstance(child, Unknown) or child.type != "hash_entry":
                is_open = is_open or isinstance(child, Unknown) or child.type not in _SEPARATORS
                continue
            entries.append(self.entry(child))
        return Mapping(self.span(node), tuple(entries), (), is_open or self.is_broken(node))

    def entry(self, node: Node) -> Entry:
        """``name = value``."""
        key_node, *values = list(inside(node)) or [node]
        key = self.expression(key_node) if key_node is not node else self.other(node)
        place = key.content if isinstance(key, String) else key.span
        name = key.value if isinstance(key, String) else None
        value = self.expression(values[-1]) if values else self.optional(None, node)
        return Entry(self.span(node), name, key, place, value)

    def member(self, node: Node) -> Expression:
        """``base.name`` and ``[Type]::name``."""
        base, *rest = list(inside(node)) or [node]
        if base is node or not rest:
            return self.other(node)
        name = next(inside(rest[-1]), rest[-1])
        value = self.expression(base)
        if name.type != "simple_name" or self.is_hole(name):
            return Unknown(self.span(node), "other", (value,))
        return Attribute(self.span(node), value, self.slice(name), self.span(name))

    def element(self, node: Node) -> Expression:
        """``base[key]``."""
        base, *keys = [self.expression(child) for child in inside(node)] or [self.other(node)]
        return Index(self.span(node), base, keys[-1] if keys else Unknown(self.span(node), "other"))

    def method(self, node: Node) -> Expression:
        """``base.Name(a, b)``."""
        children = list(inside(node))
        lists = [child for child in children if child.type == "argument_list"]
        values = [value for part in lists for inner in inside(part) for value in inside(inner)]
        arguments = tuple(Argument(value.span, value) for value in map(self.expression, values))
        if len(children) < 2:
            return self.other(node)
        name = next(inside(children[1]), children[1])
        base = self.expression(children[0])
        end = self.span(name).end
        function = Attribute(
            Span(base.span.start, max(base.span.end, end)), base, self.slice(name), self.span(name)
        )
        return Call(self.span(node), function, arguments)

    def command(self, node: Node) -> Expression:
        """A command."""
        return self._command(node, ())

    def _command(self, node: Node, piped: tuple[Argument, ...]) -> Expression:
        name = node.child_by_field_name("command_name")
        if name is None or self.is_hole(name):
            return self.other(node)
        arguments = [*piped]
        parameter: Node | None = None
        elements = node.child_by_field_name("command_elements")
        for child in self.members(elements) if elements is not None else ():
            if isinstance(child, Unknown):
                arguments.append(Argument(child.span, child))
            elif child.type == "command_parameter":
                parameter = child
            elif child.type not in _SEPARATORS:
                arguments.append(self._argument(parameter, self.expression(child)))
                parameter = None
        start = min([self.span(node).start, *(argument.span.start for argument in piped)])
        return Call(
            Span(start, self.span(node).end), Name(self.span(name), self.slice(name)), tuple(arguments)
        )

    def _argument(self, parameter: Node | None, value: Expression) -> Argument:
        if parameter is None:
            return Argument(value.span, value)
        text = self.slice(parameter).lstrip("-").rstrip(":").lower()
        span = Span(self.span(parameter).start, value.span.end)
        return named(span, _PARAMETERS.get(text, text), value)

    def piped(self, node: Node) -> Expression:
        """``a | b``: a call of the last command with what comes to it."""
        value: Expression | None = None
        for child in inside(node):
            if child.type == "command":
                arguments = (Argument(value.span, value),) if value is not None else ()
                value = self._command(child, arguments)
            else:
                value = self.expression(child)
        return value or self.other(node)

    def operation(self, node: Node) -> Expression:
        """A comparison, or operands put together."""
        operands = [child for child in inside(node) if child.type != "comparison_operator"]
        signs = [self.slice(child).lower() for child in node.children if child not in operands]
        values = tuple(self.expression(child) for child in operands)
        sign = next((sign for sign in signs if sign.strip()), "")
        operator = _OPERATORS.get(sign, sign)
        if len(values) != 2:
            return Join(self.span(node), operator, values) if values else self.other(node)
        if node.type.startswith("comparison"):
            return Compare(self.span(node), operator, *values)
        return Join(self.span(node), operator, values)

    def signed(self, node: Node) -> Expression:
        """``-not value``, ``!value``."""
        values = tuple(self.expression(child) for child in inside(node))
        return Join(self.span(node), "not", values)

    def cast(self, node: Node) -> Expression:
        """``[type]value``."""
        children = list(inside(node))
        return self.expression(children[-1]) if children else self.other(node)

    def type(self, node: Node) -> Expression:
        """``[Type]``: of no interest."""
        return Unknown(self.span(node), "other")

    def block_of(self, node: Node) -> tuple[Statement, ...]:
        """The statements of a block, however wrapped."""
        found: list[Statement] = []
        for child in inside(node):
            if child.type in {"statement_list", "script_block", "script_block_body", "statement_block"}:
                found += self.block_of(child)
            elif child.type != "param_block":
                found += self.statement(child)
        return tuple(found)

    def function(self, node: Node) -> Expression:
        """``{ ... }`` as a function of ``$_``."""
        return Function(self.span(node), "", ("_",), self.block_of(node))

    def assignment(self, node: Node) -> Expression:
        """An assignment inside an expression: its target, and the assignment before the statement."""
        return self.noted(self.assigned(node))

    def assigned(self, node: Node) -> list[Assign]:
        """``$a = value``."""
        target = next(inside(node), None)
        value = self.optional(node.child_by_field_name("value"), node)
        signs = [self.slice(child).strip() for child in node.children if child.type == "assignement_operator"]
        sign = signs[0] if signs else "="
        return [Assign(self.span(node), self.optional(target, node), value, sign)]


def _text_of_escape(escape: str) -> str:
    if escape in {'""', "''"}:
        return escape[0]
    if escape[0] == "`":
        return "" if escape[1] in "\r\n" else _LETTERS.get(escape[1], escape[1])
    return "\n"


EXPRESSIONS: Final[dict[str, Callable[[PowerShellExpressions, Node], Expression]]] = {
    "additive_expression": PowerShellExpressions.operation,
    "array_expression": PowerShellExpressions.array,
    "array_literal_expression": PowerShellExpressions.listed_values,
    "assignment_expression": PowerShellExpressions.assignment,
    "cast_expression": PowerShellExpressions.cast,
    "command": PowerShellExpressions.command,
    "comparison_expression": PowerShellExpressions.operation,
    "decimal_integer_literal": PowerShellExpressions.figure,
    "element_access": PowerShellExpressions.element,
    "expandable_here_string_literal": PowerShellExpressions.string,
    "expandable_string_literal": PowerShellExpressions.string,
    "expression_with_unary_operator": PowerShellExpressions.signed,
    "generic_token": PowerShellExpressions.word,
    "hash_literal_expression": PowerShellExpressions.hash,
    "hexadecimal_integer_literal": PowerShellExpressions.figure,
    "invokation_expression": PowerShellExpressions.method,
    "logical_expression": PowerShellExpressions.operation,
    "member_access": PowerShellExpressions.member,
    "parenthesized_expression": PowerShellExpressions.group,
    "pipeline": PowerShellExpressions.piped,
    "pipeline_chain": PowerShellExpressions.piped,
    "real_literal": PowerShellExpressions.figure,
    "script_block_expression": PowerShellExpressions.function,
    "simple_name": PowerShellExpressions.word,
    "sub_expression": PowerShellExpressions.group,
    "type_literal": PowerShellExpressions.type,
    "variable": PowerShellExpressions.variable,
    "verbatim_here_string_characters": PowerShellExpressions.string,
    "verbatim_string_characters": PowerShellExpressions.string,
}
