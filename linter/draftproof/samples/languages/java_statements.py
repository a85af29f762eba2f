"""Statements of Java, read from the tree-sitter tree into the small tree.

``main`` stands last in its class and is a block: what it defines is what a page goes on with. The fields of a
class stand before its methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import any_of
from draftproof.samples.languages.java_expressions import EXPRESSIONS, JavaExpressions
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Assign,
    Branch,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Loop,
    Scope,
    Statement,
    Try,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["JAVA", "JavaStatements"]

_BLOCKS: Final = frozenset({"block", "class_body", "constructor_body", "enum_body_declarations", "program"})
_CASES: Final = frozenset({"switch_block_statement_group", "switch_rule"})


class JavaStatements(JavaExpressions):
    """Reads the statements of one sample."""

    blocks = _BLOCKS

    def block(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block; those of a class and of a sample in the order of their use."""
        body = super().block(node)
        if node is not None and node.type in {"class_body", "program"}:
            return _ordered(body, fields_first=node.type == "class_body")
        return body

    def imported(self, node: Node) -> list[Statement]:
        """``import a.b.C;``."""
        path = next((child for child in node.named_children if "identifier" in child.type), None)
        if path is None or any(child.type in {"asterisk", "static"} for child in node.children):
            return []
        module, _, name = self.slice(path).rpartition(".")
        return [Import(self.span(node), module, ((name, name),))]

    def declared(self, node: Node) -> list[Statement]:
        """A variable or a field with a value."""
        found: list[Statement] = []
        for child in node.children_by_field_name("declarator"):
            name = child.child_by_field_name("name")
            if name is not None and child.child_by_field_name("value") is not None:
                found.append(Assign(self.span(child), self.identifier(name), self.value_of(child, "value")))
        if self.is_broken(node):
            found += [self.not_parsed(child) for child in node.children if child.is_error]
        return found

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression for its effect, an assignment, ``name++``."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type == "assignment_expression":
                found += self.assigned(child)
            elif child.type == "update_expression":
                target = self.inner(child)
                found.append(Assign(self.span(child), target, Unknown(self.span(child)), "+="))
            else:
                value = self.expression(child)
                if not isinstance(value, Unknown):
                    found.append(ExpressionStatement(self.span(node), value))
                elif value.children or value.reason != "other":
                    found.append(value)
        return found

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject; a case without body takes the next one's."""
        return [self._switched(node)]

    def _switched(self, node: Node) -> If:
        subject = self.optional(node.child_by_field_name("condition"), node)
        inside = node.child_by_field_name("body")
        cases = [child for child in inside.children if child.type in _CASES] if inside is not None else []
        branches: list[Branch] = []
        for case in cases:
            values: list[Expression] = []
            body: list[Statement] = []
            for child in case.named_children:
                if child.type == "switch_label":
                    values += [self.expression(item) for item in child.named_children]
                elif child.type == "block":
                    body += self.block(child)
                else:
                    body += self.statement(child)
            tests = [
                Compare(value.span, "==", subject, value)
                for value in values
                if not isinstance(value, Unknown)
            ]
            branches.append(Branch(self.span(case), any_of(tests), tuple(body)))
        return If(self.span(node), tuple(branches))

    def each(self, node: Node) -> list[Statement]:
        """``for (Kind item : items)``."""
        target = self.optional(node.child_by_field_name("name"), node)
        iterable = self.optional(node.child_by_field_name("value"), node)
        return [Loop(self.span(node), self.block(node.child_by_field_name("body")), target, iterable)]

    def counted(self, node: Node) -> list[Statement]:
        """``for (;;)``."""
        before = [item for first in node.children_by_field_name("init") for item in self.statement(first)]
        test = node.child_by_field_name("condition")
        condition = self.expression(test) if test is not None else None
        body = self.block(node.child_by_field_name("body"))
        return [*before, Loop(self.span(node), body, condition=condition, forever=condition is None)]

    def tried(self, node: Node) -> list[Statement]:
        """``try``, with resources or without."""
        body = self.block(node.child_by_field_name("body"))
        resources = node.child_by_field_name("resources")
        if resources is not None:
            bindings = tuple(self._resources(resources))
            body = (Scope(Span(self.span(resources).start, self.span(node).end), "with", body, bindings),)
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in node.named_children:
            if child.type == "catch_clause":
                handlers.append((self._caught(child), self.block(child.child_by_field_name("body"))))
            elif child.type == "finally_clause":
                final = tuple(item for inside in child.named_children for item in self.block(inside))
        if resources is not None and not handlers and not final:
            return list(body)
        return [Try(self.span(node), body, tuple(handlers), final)]

    def _resources(self, node: Node) -> list[Assign]:
        found: list[Assign] = []
        for child in node.named_children:
            name = child.child_by_field_name("name")
            if name is not None and child.child_by_field_name("value") is not None:
                found.append(Assign(self.span(child), self.identifier(name), self.value_of(child, "value")))
        return found

    def _caught(self, clause: Node) -> tuple[str, ...]:
        kinds = [
            item
            for child in clause.named_children
            if child.type == "catch_formal_parameter"
            for inside in child.named_children
            if inside.type == "catch_type"
            for item in inside.named_children
        ]
        return tuple(self.slice(kind) for kind in kinds)

    def given(self, node: Node) -> list[Statement]:
        """``yield``: the value of an arm of a ``switch``."""
        value = self.only(node)
        return [ExpressionStatement(value.span, value)] if value is not None else []

    def defined(self, node: Node) -> list[Statement]:
        """A method or a constructor."""
        return [self.function(node)]

    def class_body(self, node: Node) -> list[Statement]:
        """A class, a record, an interface, an enumeration."""
        name = node.child_by_field_name("name")
        body = self.block(node.child_by_field_name("body"))
        return [Scope(self.span(node), "class", body, name=self.slice(name) if name is not None else "")]

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.block(node))]

    def guarded(self, node: Node) -> list[Statement]:
        """``synchronized (lock) {...}``, an initializer, a label: the statements inside."""
        found: list[Statement] = []
        for child in node.named_children:
            if child.type in _BLOCKS or child.type.endswith("_statement"):
                found += self.block(child)
        return found


def _ordered(body: tuple[Statement, ...], *, fields_first: bool) -> tuple[Statement, ...]:
    """Fields first, ``main`` last and as a block."""

    def rank(item: Statement) -> int:
        if isinstance(item, Function) and item.name == "main":
            return 2
        return int(fields_first and isinstance(item, Function | Scope))

    return tuple(
        Scope(item.span, "block", item.body, name=item.name)
        if isinstance(item, Function) and item.name == "main"
        else item
        for item in sorted(body, key=rank)
    )


_STATEMENTS: Final[dict[str, Callable[[JavaStatements, Node], list[Statement]]]] = {
    "ERROR": JavaStatements.broken,
    "annotation_type_declaration": JavaStatements.nothing,
    "block": JavaStatements.braces,
    "break_statement": JavaStatements.left,
    "class_declaration": JavaStatements.class_body,
    "compact_constructor_declaration": JavaStatements.defined,
    "constructor_declaration": JavaStatements.defined,
    "continue_statement": JavaStatements.left,
    "do_statement": JavaStatements.while_loop,
    "enhanced_for_statement": JavaStatements.each,
    "enum_declaration": JavaStatements.class_body,
    "explicit_constructor_invocation": JavaStatements.nothing,
    "expression_statement": JavaStatements.expression_statement,
    "field_declaration": JavaStatements.declared,
    "for_statement": JavaStatements.counted,
    "if_statement": JavaStatements.conditional_statement,
    "import_declaration": JavaStatements.imported,
    "interface_declaration": JavaStatements.class_body,
    "labeled_statement": JavaStatements.guarded,
    "local_variable_declaration": JavaStatements.declared,
    "method_declaration": JavaStatements.defined,
    "package_declaration": JavaStatements.nothing,
    "record_declaration": JavaStatements.class_body,
    "return_statement": JavaStatements.returned,
    "static_initializer": JavaStatements.guarded,
    "switch_expression": JavaStatements.switch,
    "synchronized_statement": JavaStatements.guarded,
    "throw_statement": JavaStatements.raised,
    "try_statement": JavaStatements.tried,
    "try_with_resources_statement": JavaStatements.tried,
    "while_statement": JavaStatements.while_loop,
    "yield_statement": JavaStatements.given,
}

JAVA: Final[Kinds[JavaStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset({"argument_list", "array_initializer", "lambda_expression", "string_literal"}),
)
