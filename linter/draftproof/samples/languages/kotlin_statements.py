"""Statements of Kotlin, read from the tree-sitter tree into the small tree.

``main`` stands last and is a block, and so is what stands in ``runBlocking``: what they define is what a page
goes on with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import any_of
from draftproof.samples.languages.kotlin_expressions import EXPRESSIONS, KotlinExpressions, parts
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Assign,
    Branch,
    Break,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Loop,
    Return,
    Scope,
    Sequence,
    Statement,
    Try,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["KOTLIN", "KotlinStatements"]

_LEAVING: Final = frozenset({"break", "continue"})


class KotlinStatements(KotlinExpressions):
    """Reads the statements of one sample."""

    blocks = frozenset({"block", "class_body", "lambda_literal", "source_file"})
    frames = frozenset({"coroutineScope", "runBlocking", "supervisorScope"})

    def block(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block, ``main`` last."""
        body = super().block(node)
        mains = [item for item in body if isinstance(item, Function) and item.name == "main"]
        if not mains:
            return body
        last = [Scope(item.span, "block", item.body, name=item.name) for item in mains]
        return (*(item for item in body if item not in mains), *last)

    def imported(self, node: Node) -> list[Statement]:
        """``import a.b.C`` and ``import a.b.C as D``."""
        inside = parts(node)
        if not inside or any(child.type == "*" for child in node.children):
            return []
        path, *alias = inside
        module, _, name = self.slice(path).rpartition(".")
        local = self.slice(alias[0]) if alias else name
        return [Import(self.span(node), module, ((local, name),))]

    def declared(self, node: Node) -> list[Statement]:
        """``val`` and ``var`` with a value."""
        target: Expression | None = None
        value: Node | None = None
        for child in parts(node):
            if child.type == "variable_declaration":
                name = next(iter(parts(child)), None)
                target = self.identifier(name) if name is not None else None
            elif child.type == "multi_variable_declaration":
                names = [parts(item)[0] for item in parts(child) if parts(item)]
                target = Sequence(self.span(child), tuple(self.identifier(name) for name in names))
            elif target is not None and child.type not in {
                "getter",
                "property_delegate",
                "setter",
                "type_constraints",
            }:
                value = child
        if target is None or value is None:
            return [self.not_parsed(child) for child in node.children if child.is_error]
        read = self.expression(value)
        if self.is_broken(node):
            read = Unknown(read.span, "syntax", (read,))
        return [Assign(self.span(node), target, read)]

    def assignment(self, node: Node) -> list[Statement]:
        """``target = value``."""
        target = self.optional(node.child_by_field_name("left"), node)
        value = self.value_of(node, "right")
        sign = next((child.type for child in node.children if child.type.endswith("=")), "=")
        return [Assign(self.span(node), target, value, sign)]

    def word(self, node: Node) -> list[Statement]:
        """A name for its effect; ``break`` and ``continue`` are names to the grammar."""
        text = self.slice(node)
        if text in _LEAVING:
            return [Break(self.span(node), "continue" if text == "continue" else "break")]
        value = self.identifier(node)
        return [value] if isinstance(value, Unknown) else [ExpressionStatement(self.span(node), value)]

    def step(self, node: Node) -> list[Statement]:
        """``name++``, or any other sign."""
        if self.operator(node) in {"++", "--"}:
            target = self.optional(node.child_by_field_name("argument"), node)
            return [Assign(self.span(node), target, Unknown(self.span(node)), "+=")]
        return [ExpressionStatement(self.span(node), self.expression(node))]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` with all its ``else if`` as the arms of one conditional."""
        branches: list[Branch] = []
        step: Node | None = node
        while step is not None and step.type == "if_expression":
            test = step.child_by_field_name("condition")
            arms = [child for child in parts(step) if child != test]
            condition = self.optional(test, step)
            branches.append(Branch(self.span(step), condition, self.block(arms[0]) if arms else ()))
            step = arms[1] if len(arms) > 1 else None
        if step is not None:
            branches.append(Branch(self.span(step), None, self.block(step)))
        return [If(self.span(node), tuple(branches))]

    def when(self, node: Node) -> list[Statement]:
        """``when``: an ``If`` whose arms compare the subject, where there is one."""
        subject: Expression | None = None
        before: list[Statement] = []
        branches: list[Branch] = []
        for child in parts(node):
            if child.type == "when_subject":
                subject, before = self._subject(child)
            elif child.type == "when_entry":
                tests = [
                    self._test(test, subject)
                    for test in child.children_by_field_name("condition")
                    if test.is_named
                ]
                known = child.children_by_field_name("condition")
                body = [item for item in parts(child) if item not in known]
                inside = tuple(statement for item in body for statement in self.block(item))
                branches.append(Branch(self.span(child), any_of(tests), inside))
        return [*before, If(self.span(node), tuple(branches))]

    def _subject(self, node: Node) -> tuple[Expression, list[Statement]]:
        inside = parts(node)
        subject = self.optional(inside[-1] if inside else None, node)
        if len(inside) > 1 and inside[0].type == "variable_declaration" and parts(inside[0]):
            name = self.identifier(parts(inside[0])[0])
            return subject, [Assign(self.span(node), name, subject)]
        return subject, []

    def _test(self, node: Node, subject: Expression | None) -> Expression:
        if node.type == "type_test":
            kind = self.type_name(parts(node)[-1]) if parts(node) else Unknown(self.span(node))
            return Compare(self.span(node), "is", subject or Unknown(self.span(node)), kind)
        value = self.expression(node)
        return Compare(value.span, "==", subject, value) if subject is not None else value

    def each(self, node: Node) -> list[Statement]:
        """``for (item in items)``."""
        inside = parts(node)
        names = parts(inside[0]) if inside and inside[0].type == "variable_declaration" else []
        target = self.identifier(names[0]) if names else None
        iterable = self.optional(inside[1] if len(inside) > 1 else None, node)
        body = self.block(inside[2]) if len(inside) > 2 else ()
        return [Loop(self.span(node), body, target, iterable)]

    def repeated(self, node: Node) -> list[Statement]:
        """``while`` and ``do``."""
        test = node.child_by_field_name("condition")
        condition = self.optional(test, node)
        body = tuple(item for child in parts(node) if child != test for item in self.block(child))
        forever = getattr(condition, "value", None) is True
        return [Loop(self.span(node), body, condition=condition, forever=forever)]

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        body: tuple[Statement, ...] = ()
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in parts(node):
            if child.type == "catch_block":
                kinds = tuple(self.slice(item) for item in parts(child) if item.type == "user_type")
                handlers.append((kinds, self._inside(child)))
            elif child.type == "finally_block":
                final = self._inside(child)
            else:
                body = self.block(child)
        return [Try(self.span(node), body, tuple(handlers), final)]

    def _inside(self, node: Node) -> tuple[Statement, ...]:
        return next((self.block(child) for child in parts(node) if child.type == "block"), ())

    def defined(self, node: Node) -> list[Statement]:
        """A function; one that only is a block of ``runBlocking`` has that block for its body."""
        name = node.child_by_field_name("name")
        names: tuple[str, ...] = ()
        body: tuple[Statement, ...] = ()
        for child in node.named_children:
            if child.type == "function_value_parameters":
                names = self._names(child)
            elif child.type == "function_body":
                inside = parts(child)
                body = self._body(inside[0]) if inside else ()
        return [Function(self.span(node), self.slice(name) if name is not None else "", names, body)]

    def _body(self, node: Node) -> tuple[Statement, ...]:
        if node.type == "block":
            return self.block(node)
        found = self.statement(node)
        if len(found) == 1 and isinstance(found[0], ExpressionStatement):
            return (Return(found[0].span, "return", found[0].value),)
        return tuple(found)

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.block(node))]

    def given(self, node: Node) -> list[Statement]:
        """``return value`` and ``return@label value``."""
        label = node.child_by_field_name("label")
        inside = [child for child in parts(node) if child != label]
        value = self.expression(inside[-1]) if inside else None
        return [Return(self.span(node), "return", value)]

    def class_body(self, node: Node) -> list[Statement]:
        """A class, an object, an interface."""
        name = node.child_by_field_name("name")
        body = next((child for child in node.named_children if child.type == "class_body"), None)
        text = self.slice(name) if name is not None else ""
        return [Scope(self.span(node), "class", self.block(body) if body is not None else (), name=text)]


_STATEMENTS: Final[dict[str, Callable[[KotlinStatements, Node], list[Statement]]]] = {
    "ERROR": KotlinStatements.broken,
    "assignment": KotlinStatements.assignment,
    "block": KotlinStatements.braces,
    "call_expression": KotlinStatements.called,
    "class_declaration": KotlinStatements.class_body,
    "companion_object": KotlinStatements.class_body,
    "do_while_statement": KotlinStatements.repeated,
    "for_statement": KotlinStatements.each,
    "function_declaration": KotlinStatements.defined,
    "identifier": KotlinStatements.word,
    "if_expression": KotlinStatements.conditional_statement,
    "import": KotlinStatements.imported,
    "lambda_parameters": KotlinStatements.nothing,
    "object_declaration": KotlinStatements.class_body,
    "package_header": KotlinStatements.nothing,
    "property_declaration": KotlinStatements.declared,
    "return_expression": KotlinStatements.given,
    "throw_expression": KotlinStatements.raised,
    "try_expression": KotlinStatements.tried,
    "type_alias": KotlinStatements.nothing,
    "unary_expression": KotlinStatements.step,
    "when_expression": KotlinStatements.when,
    "while_statement": KotlinStatements.repeated,
}

KOTLIN: Final[Kinds[KotlinStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset({"lambda_literal", "string_literal", "value_arguments", "multiline_string_literal"}),
)
