"""Statements of JavaScript and TypeScript, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import any_of
from draftproof.samples.languages.javascript_expressions import EXPRESSIONS, has_token
from draftproof.samples.languages.javascript_modules import JavaScriptModules
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Assign,
    Branch,
    Compare,
    Expression,
    ExpressionStatement,
    If,
    Import,
    Loop,
    Return,
    Scope,
    Statement,
    Try,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["JAVASCRIPT", "JavaScriptStatements"]

_CASES: Final = frozenset({"switch_case", "switch_default"})


class JavaScriptStatements(JavaScriptModules):
    """Reads the statements of one sample."""

    blocks = frozenset({"class_body", "program", "statement_block"})

    def otherwise(self, node: Node) -> Node | None:
        """What stands behind ``else``, which is a node of its own."""
        alternative = node.child_by_field_name("alternative")
        inside = alternative.named_children if alternative is not None else []
        return next((child for child in inside if child.type != "comment"), None)

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression, an assignment, a ``yield``."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type in {"assignment_expression", "augmented_assignment_expression"}:
                made = self.assigned(child)
                found += [self.required(item) or item for item in made]
            elif child.type == "yield_expression":
                found.append(Return(self.span(child), "yield", self.only(child)))
            elif child.type == "function_expression":
                found.append(self.function(child))
            elif child.type == "internal_module":
                found += self.namespace(child)
            else:
                found.append(ExpressionStatement(self.span(node), self.expression(child)))
        return found

    def declaration(self, node: Node) -> list[Statement]:
        """``const``, ``let``, ``var``: what they assign."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.child_by_field_name("value") is not None:
                target = self.optional(child.child_by_field_name("name"), child)
                made = Assign(self.span(child), target, self.value_of(child, "value"))
                found.append(self.required(made) or made)
        return found

    def exported(self, node: Node) -> list[Statement]:
        """``export``: what it declares, or the import that it is."""
        found: list[Statement] = [
            ExpressionStatement(self.span(child), self.inner(child))
            for child in node.children_by_field_name("decorator")
        ]
        source = node.child_by_field_name("source")
        if source is not None:
            return [*found, Import(self.span(node), self.module_name(source), ())]
        for child in self.members(node):
            if isinstance(child, Unknown):
                found.append(child)
            elif child.type not in {"decorator", "export_clause", "namespace_export"}:
                found += self.statement(child)
        return found

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.block(node))]

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject; a case without body takes the next one's."""
        subject = self.optional(node.child_by_field_name("value"), node)
        inside = node.child_by_field_name("body")
        cases = [child for child in inside.children if child.type in _CASES] if inside is not None else []
        branches: list[Branch] = []
        waiting: list[Expression] = []
        start: int | None = None
        for index, case in enumerate(cases, 1):
            span = self.span(case)
            start = span.start if start is None else start
            value = case.child_by_field_name("value")
            if value is not None:
                compared = self.expression(value)
                waiting.append(Compare(compared.span, "==", subject, compared))
            body = self._case_body(case)
            if body or index == len(cases):
                condition = None if case.type == "switch_default" else any_of(waiting)
                branches.append(Branch(Span(start, span.end), condition, body))
                waiting, start = [], None
        return [If(self.span(node), tuple(branches))]

    def _case_body(self, case: Node) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for child in case.children_by_field_name("body"):
            if child.type == "statement_block":
                found += self.block(child)
            elif child.is_named and child.type != "comment":
                found += self.statement(child)
        return tuple(found)

    def each(self, node: Node) -> list[Statement]:
        """``for..of``, ``for await``, ``for..in``."""
        target = self.optional(node.child_by_field_name("left"), node)
        iterable = self.optional(node.child_by_field_name("right"), node)
        body = self.block(node.child_by_field_name("body"))
        return [Loop(self.span(node), body, target, iterable, is_async=has_token(node, "await"))]

    def counted(self, node: Node) -> list[Statement]:
        """``for (;;)``."""
        first = node.child_by_field_name("initializer")
        before = self.statement(first) if first is not None else []
        test = node.child_by_field_name("condition")
        if test is not None and test.type == "expression_statement":
            test = test.named_children[0] if test.named_children else None
        condition = None if test is None or test.type in {"empty_statement", ";"} else self.expression(test)
        body = self.block(node.child_by_field_name("body"))
        return [*before, Loop(self.span(node), body, condition=condition, forever=condition is None)]

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        handler = node.child_by_field_name("handler")
        finalizer = node.child_by_field_name("finalizer")
        handlers = (((), self.block(handler.child_by_field_name("body"))),) if handler is not None else ()
        final = self.block(finalizer.child_by_field_name("body")) if finalizer is not None else ()
        return [Try(self.span(node), self.block(node.child_by_field_name("body")), handlers, final)]

    def defined(self, node: Node) -> list[Statement]:
        """A function definition."""
        return [self.function(node)]

    def class_body(self, node: Node) -> list[Statement]:
        """A class."""
        name = node.child_by_field_name("name")
        heritage = [child for child in node.children if child.type == "class_heritage"]
        bases = tuple(base for child in heritage for base in self._bases(child))
        decorators: list[Statement] = [
            ExpressionStatement(self.span(child), self.inner(child))
            for child in node.children_by_field_name("decorator")
        ]
        body = self.block(node.child_by_field_name("body"))
        text = self.slice(name) if name is not None else ""
        return [*decorators, Scope(self.span(node), "class", body, name=text, bases=bases)]

    def _bases(self, heritage: Node) -> tuple[Expression, ...]:
        clauses = [child for child in heritage.children if child.type == "extends_clause"]
        if not clauses:
            return (
                self.gathered(self.members(heritage))
                if heritage.named_children[0].type != "implements_clause"
                else ()
            )
        values = [clause.child_by_field_name("value") for clause in clauses]
        return tuple(self.expression(value) for value in values if value is not None)

    def class_field(self, node: Node) -> list[Statement]:
        """A field of a class that has a value."""
        value = node.child_by_field_name("value")
        name = node.child_by_field_name("property") or node.child_by_field_name("name")
        if value is None or name is None:
            return []
        return [Assign(self.span(node), self.identifier(name), self.expression(value))]

    def decorator(self, node: Node) -> list[Statement]:
        """A decorator, as the expression that it is."""
        return [ExpressionStatement(self.span(node), self.inner(node))]

    def labelled(self, node: Node) -> list[Statement]:
        """A statement under a label."""
        return list(self.block(node.child_by_field_name("body")))

    def namespace(self, node: Node) -> list[Statement]:
        """``namespace``: its statements."""
        return list(self.block(node.child_by_field_name("body")))

    def enumeration(self, node: Node) -> list[Statement]:
        """``enum``: a class body that assigns its members."""
        name = node.child_by_field_name("name")
        inside = node.child_by_field_name("body")
        body = [
            Assign(
                self.span(child),
                self.identifier(child.named_children[0]),
                self.expression(child.named_children[-1]),
            )
            for child in (inside.named_children if inside is not None else ())
            if child.type == "enum_assignment" and len(child.named_children) > 1
        ]
        return [
            Scope(self.span(node), "class", tuple(body), name=self.slice(name) if name is not None else "")
        ]


_STATEMENTS: Final[dict[str, Callable[[JavaScriptStatements, Node], list[Statement]]]] = {
    "ERROR": JavaScriptStatements.broken,
    "abstract_class_declaration": JavaScriptStatements.class_body,
    "abstract_method_signature": JavaScriptStatements.nothing,
    "ambient_declaration": JavaScriptStatements.nothing,
    "break_statement": JavaScriptStatements.left,
    "class": JavaScriptStatements.class_body,
    "class_declaration": JavaScriptStatements.class_body,
    "class_static_block": JavaScriptStatements.labelled,
    "continue_statement": JavaScriptStatements.left,
    "debugger_statement": JavaScriptStatements.nothing,
    "decorator": JavaScriptStatements.decorator,
    "do_statement": JavaScriptStatements.while_loop,
    "empty_statement": JavaScriptStatements.nothing,
    "enum_declaration": JavaScriptStatements.enumeration,
    "export_statement": JavaScriptStatements.exported,
    "expression_statement": JavaScriptStatements.expression_statement,
    "field_definition": JavaScriptStatements.class_field,
    "for_in_statement": JavaScriptStatements.each,
    "for_statement": JavaScriptStatements.counted,
    "function_declaration": JavaScriptStatements.defined,
    "function_signature": JavaScriptStatements.nothing,
    "generator_function_declaration": JavaScriptStatements.defined,
    "hash_bang_line": JavaScriptStatements.nothing,
    "if_statement": JavaScriptStatements.conditional_statement,
    "import_alias": JavaScriptStatements.nothing,
    "import_statement": JavaScriptStatements.imported,
    "index_signature": JavaScriptStatements.nothing,
    "interface_declaration": JavaScriptStatements.nothing,
    "internal_module": JavaScriptStatements.namespace,
    "labeled_statement": JavaScriptStatements.labelled,
    "lexical_declaration": JavaScriptStatements.declaration,
    "method_definition": JavaScriptStatements.defined,
    "method_signature": JavaScriptStatements.nothing,
    "public_field_definition": JavaScriptStatements.class_field,
    "return_statement": JavaScriptStatements.returned,
    "statement_block": JavaScriptStatements.braces,
    "switch_statement": JavaScriptStatements.switch,
    "throw_statement": JavaScriptStatements.raised,
    "try_statement": JavaScriptStatements.tried,
    "type_alias_declaration": JavaScriptStatements.nothing,
    "variable_declaration": JavaScriptStatements.declaration,
    "while_statement": JavaScriptStatements.while_loop,
}

JAVASCRIPT: Final[Kinds[JavaScriptStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset({
        "array", "arrow_function", "function_expression", "generator_function", "jsx_element",
        "method_definition", "object", "template_string",
    }),
)  # fmt: skip
