"""Statements of Python, read from the tree-sitter tree into the small tree.

A resource of a ``with`` that is not named is an expression statement at the head of the body; an ``else``
of a loop follows the loop, that of a ``try`` ends its body; decorators stand as expression statements before
the definition.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.python_expressions import EXPRESSIONS, PythonExpressions, is_async
from draftproof.samples.languages.python_patterns import case_condition
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Argument,
    Assign,
    Branch,
    Call,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Loop,
    Name,
    Return,
    Scope,
    Statement,
    Try,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

__all__ = ["PYTHON", "PythonStatements"]


class PythonStatements(PythonExpressions):
    """Reads the statements of one sample."""

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression, an assignment, a ``yield``."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type == "assignment":
                found += self._assignment(child)
            elif child.type == "augmented_assignment":
                operator = child.child_by_field_name("operator")
                target = self.optional(child.child_by_field_name("left"), child)
                value = self.optional(child.child_by_field_name("right"), child)
                sign = self.slice(operator) if operator is not None else "="
                found.append(Assign(self.span(child), target, value, sign))
            elif child.type == "yield":
                found.append(Return(self.span(child), "yield", self.only(child)))
            else:
                value = self.expression(child)
                found.append(ExpressionStatement(self.span(node), value))
        if len(found) > 1 and all(isinstance(item, ExpressionStatement) for item in found):
            # ``a, b`` as a statement: its members share the statement.
            return [
                replace(item, span=item.value.span) for item in found if isinstance(item, ExpressionStatement)
            ]
        return found

    def _assignment(self, node: Node) -> list[Statement]:
        """One ``Assign`` for every target of ``a = b = value``."""
        targets: list[Expression] = []
        step = node
        while True:
            targets.append(self.optional(step.child_by_field_name("left"), step))
            right = step.child_by_field_name("right")
            if right is None or right.type != "assignment":
                break
            step = right
        if right is None:
            return []
        value = self.value_of(step, "right")
        return [Assign(self.span(node), target, value) for target in targets]

    def effects(self, node: Node) -> list[Statement]:
        """``assert`` and ``del``: their expressions."""
        values = [self.expression(child) for child in self.members(node)]
        return [ExpressionStatement(value.span, value) for value in values]

    def printed(self, node: Node) -> list[Statement]:
        """``print "text"`` of Python 2 as the call that it became."""
        values = [
            self.expression(child)
            for child in self.members(node)
            if isinstance(child, Unknown) or child.type != "chevron"
        ]
        keyword = self.span(node.children[0])
        function = Name(keyword, self.text[keyword.start : keyword.end])
        arguments = tuple(Argument(value.span, value) for value in values)
        return [ExpressionStatement(self.span(node), Call(self.span(node), function, arguments))]

    def imported(self, node: Node) -> list[Statement]:
        """``import``."""
        found: list[Statement] = []
        for child in node.children_by_field_name("name"):
            name, local = self._import_name(child)
            found.append(Import(self.span(node), name, ((local, "*"),)))
        return found

    def imported_from(self, node: Node) -> list[Statement]:
        """``from module import name``."""
        source = node.child_by_field_name("module_name")
        module = self.slice(source) if source is not None else "__future__"
        pairs = [self._import_name(child) for child in node.children_by_field_name("name")]
        names = [(local, name) for name, local in pairs]
        if any(child.type == "wildcard_import" for child in node.children):
            names.append(("*", "*"))
        return [Import(self.span(node), module, tuple(names))]

    def _import_name(self, node: Node) -> tuple[str, str]:
        """The imported name and the local one."""
        name = node.child_by_field_name("name")
        alias = node.child_by_field_name("alias")
        text = self.slice(name or node)
        return text, self.slice(alias) if alias is not None else text

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` with all its arms."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        body = self.block(node.child_by_field_name("consequence"))
        branches = [Branch(self.span(node), condition, body)]
        for child in node.children:
            if child.type == "elif_clause":
                condition = self.optional(child.child_by_field_name("condition"), child)
                body = self.block(child.child_by_field_name("consequence"))
                branches.append(Branch(self.span(child), condition, body))
            elif child.type == "else_clause":
                branches.append(Branch(self.span(child), None, self.block(child.child_by_field_name("body"))))
        return [If(self.span(node), tuple(branches))]

    def for_loop(self, node: Node) -> list[Statement]:
        """``for``; its ``else`` follows it."""
        target = self.optional(node.child_by_field_name("left"), node)
        iterable = self.optional(node.child_by_field_name("right"), node)
        body = self.block(node.child_by_field_name("body"))
        loop = Loop(self.span(node), body, target, iterable, is_async=is_async(node))
        return [loop, *self._else_of(node)]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while``; its ``else`` follows it."""
        return [*super().while_loop(node), *self._else_of(node)]

    def _else_of(self, node: Node) -> tuple[Statement, ...]:
        alternative = node.child_by_field_name("alternative")
        return self.block(alternative.child_by_field_name("body")) if alternative is not None else ()

    def with_block(self, node: Node) -> list[Statement]:
        """``with``."""
        bindings: list[Assign] = []
        unnamed: list[Statement] = []
        clauses = [child for child in node.children if child.type == "with_clause"]
        for item in (item for clause in clauses for item in _items(clause)):
            value = item.child_by_field_name("value") or item
            alias = value.child_by_field_name("alias") if value.type == "as_pattern" else None
            resource = self.inner(value) if alias is not None else self.expression(value)
            if alias is not None:
                bindings.append(Assign(self.span(item), self.inner(alias), resource))
            else:
                unnamed.append(ExpressionStatement(resource.span, resource))
        body = (*unnamed, *self.block(node.child_by_field_name("body")))
        return [Scope(self.span(node), "with", body, tuple(bindings), is_async=is_async(node))]

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        body: list[Statement] = []
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in node.children:
            if child.type == "block":
                body += self.block(child)
            elif child.type == "else_clause":
                body += self.block(child.child_by_field_name("body"))
            elif child.type in {"except_clause", "except_group_clause"}:
                handlers.append((self._caught(child), self._last_block(child)))
            elif child.type == "finally_clause":
                final = self._last_block(child)
            elif child.is_error:
                body += self.broken(child)
        return [Try(self.span(node), tuple(body), tuple(handlers), final)]

    def _last_block(self, node: Node) -> tuple[Statement, ...]:
        return self.block(next((child for child in node.children if child.type == "block"), None))

    def _caught(self, node: Node) -> tuple[str, ...]:
        """The names of what a handler catches."""
        value = node.child_by_field_name("value")
        if value is None:
            value = next(
                (child for child in node.named_children if child.type not in {"block", "comment"}), None
            )
        if value is not None and value.type == "as_pattern":
            value = value.named_children[0]
        if value is None:
            return ()
        if value.type in {"tuple", "parenthesized_expression"}:
            return tuple(self.slice(child) for child in value.named_children if child.type != "comment")
        return (self.slice(value),)

    def defined(self, node: Node) -> list[Statement]:
        """A function definition."""
        names, defaults = self.parameters(node.child_by_field_name("parameters"))
        name = node.child_by_field_name("name")
        body = self.block(node.child_by_field_name("body"))
        text = self.slice(name) if name is not None else ""
        return [Function(self.span(node), text, names, body, defaults, is_async(node))]

    def class_body(self, node: Node) -> list[Statement]:
        """A class."""
        name = node.child_by_field_name("name")
        inside = node.child_by_field_name("superclasses")
        bases = self.gathered(self.members(inside)) if inside is not None else ()
        body = self.block(node.child_by_field_name("body"))
        return [Scope(self.span(node), "class", body, name=self.slice(name) if name else "", bases=bases)]

    def decorated(self, node: Node) -> list[Statement]:
        """Decorators, then what they decorate."""
        found: list[Statement] = []
        for child in self.members(node):
            if isinstance(child, Unknown):
                found.append(child)
            elif child.type == "decorator":
                found.append(ExpressionStatement(self.span(child), self.inner(child)))
            else:
                found += self.statement(child)
        return found

    def matched(self, node: Node) -> list[Statement]:
        """``match``: an ``If`` whose arms compare the subject with their patterns."""
        subjects = node.children_by_field_name("subject")
        subject = self.optional(subjects[0] if subjects else None, node)
        branches: list[Branch] = []
        body = node.child_by_field_name("body")
        for case in body.children if body is not None else ():
            if case.type == "case_clause":
                condition = case_condition(self, case, subject)
                arm = self.block(case.child_by_field_name("consequence"))
                branches.append(Branch(self.span(case), condition, arm))
        return [If(self.span(node), tuple(branches))]


def _items(clause: Node) -> Iterable[Node]:
    return (child for child in clause.children if child.type == "with_item")


_STATEMENTS: Final[dict[str, Callable[[PythonStatements, Node], list[Statement]]]] = {
    "ERROR": PythonStatements.broken,
    "assert_statement": PythonStatements.effects,
    "break_statement": PythonStatements.left,
    "class_definition": PythonStatements.class_body,
    "continue_statement": PythonStatements.left,
    "decorated_definition": PythonStatements.decorated,
    "delete_statement": PythonStatements.effects,
    "exec_statement": PythonStatements.effects,
    "expression_statement": PythonStatements.expression_statement,
    "for_statement": PythonStatements.for_loop,
    "function_definition": PythonStatements.defined,
    "future_import_statement": PythonStatements.imported_from,
    "global_statement": PythonStatements.nothing,
    "if_statement": PythonStatements.conditional_statement,
    "import_from_statement": PythonStatements.imported_from,
    "import_statement": PythonStatements.imported,
    "match_statement": PythonStatements.matched,
    "nonlocal_statement": PythonStatements.nothing,
    "pass_statement": PythonStatements.nothing,
    "print_statement": PythonStatements.printed,
    "raise_statement": PythonStatements.raised,
    "return_statement": PythonStatements.returned,
    "try_statement": PythonStatements.tried,
    "type_alias_statement": PythonStatements.nothing,
    "while_statement": PythonStatements.while_loop,
    "with_statement": PythonStatements.with_block,
}

PYTHON: Final[Kinds[PythonStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset({"dictionary", "expression_list", "list", "set", "string", "tuple"}),
)
