"""Statements of C#, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.csharp_expressions import EXPRESSIONS, CSharpExpressions
from draftproof.samples.languages.csharp_patterns import PATTERNS, condition_of
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Assign,
    Bool,
    Branch,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Join,
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

    from draftproof.samples.languages.treesitter import Attempt

__all__ = ["CSHARP", "CSharpStatements"]

_TYPES: Final = frozenset(
    {
        "implicit_type",
        "predefined_type",
        "nullable_type",
        "array_type",
        "generic_name",
        "qualified_name",
        "tuple_type",
    }
)


class CSharpStatements(CSharpExpressions):
    """Reads statements."""

    def __init__(self, text: str, attempt: Attempt, kinds: Kinds[CSharpStatements]) -> None:
        super().__init__(text, attempt, kinds)
        self.fields = set()
        self.expected = None
        self.receivers = []

    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a body, in braces, after an arrow, or one alone."""
        if node is None:
            return ()
        if node.type == "arrow_expression_clause":
            return self.result(next(named(node), None), node)
        return self.block(node) if node.type in {"block", "declaration_list"} else tuple(self.statement(node))

    arm = body

    def wrapped(self, node: Node) -> list[Statement]:
        """A statement that only stands in a node of its own."""
        return list(self.block(node))

    def imported(self, node: Node) -> list[Statement]:
        """``using A.B;``: the names that it brings are not known one by one."""
        names = list(named(node))
        return [Import(self.span(node), self.slice(names[-1]))] if names else []

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression for its effect, or an assignment."""
        inside = next((child for child in named(node)), None)
        if inside is None or inside.is_error:
            return [*(self.broken(inside) if inside is not None else [])]
        if inside.type == "assignment_expression" and not self.is_broken(inside):
            return list(self.assigned(inside))
        value = self.expression(inside)
        if isinstance(value, Unknown) and not value.children and value.reason == "other":
            return []
        return [ExpressionStatement(self.span(node), value)]

    def declaration(self, node: Node) -> list[Statement]:
        """A declaration of variables or fields: those that have a value, and clients that are handed in."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type == "variable_declaration":
                found += self.declared_in(child, is_field=node.type == "field_declaration")
        return found

    def declared_in(self, node: Node, *, is_field: bool = False) -> list[Assign]:
        """The assignments of a declaration."""
        kind = node.child_by_field_name("type")
        found: list[Assign] = []
        for child in named(node):
            if child.type != "variable_declarator":
                continue
            target_node = child.child_by_field_name("name") or next(named(child), child)
            values = [item for item in named(child) if item.id != target_node.id and item.type not in _TYPES]
            target = (
                self.name(target_node) if target_node.type == "identifier" else self.expression(target_node)
            )
            if values and not values[-1].is_error:
                self.expected = kind if kind is not None and kind.type != "implicit_type" else None
                value: Expression | None = self.expression(values[-1])
                self.expected = None
            else:
                value = self.client_of(kind) if is_field else None
            if value is not None:
                span = self.span(child)
                found.append(Assign(Span(min(span.start, value.span.start), span.end), target, value))
        return found

    def property(self, node: Node) -> list[Statement]:
        """A property with a value, or with code."""
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        found: list[Statement] = []
        if value is not None and name is not None:
            if value.type == "arrow_expression_clause":
                return [Function(self.span(node), self.slice(name), (), self.body(value))]
            found.append(Assign(self.span(node), self.name(name), self.expression(value)))
        for part in named(node):
            if part.type == "accessor_list":
                for accessor in named(part):
                    found += self.body(accessor.child_by_field_name("body"))
        return found

    def defined(self, node: Node) -> list[Statement]:
        """A method, a constructor, a local function."""
        name = node.child_by_field_name("name")
        names, defaults = self.parameters(node.child_by_field_name("parameters"))
        body = self.body(node.child_by_field_name("body"))
        is_async = any(child.type == "modifier" and self.slice(child) == "async" for child in node.children)
        text = self.slice(name) if name is not None else ""
        return [Function(self.span(node), text, names, body, defaults, is_async)]

    def class_body(self, node: Node) -> list[Statement]:
        """A class, a record, a struct; its fields are shared by its methods."""
        name = node.child_by_field_name("name")
        inside = node.child_by_field_name("body")
        outer = self.fields
        self.fields = outer | self._field_names(inside)
        bases = [child for child in named(node) if child.type == "base_list"]
        parents = self.gathered(self.members(bases[0])) if bases else ()
        handed_in: list[Statement] = []
        for child in named(node):
            if child.type == "parameter_list":
                handed_in += self._handed_in(child)
        body = (*handed_in, *self.body(inside))
        self.fields = outer
        text = self.slice(name) if name is not None else ""
        return [Scope(self.span(node), "class", body, name=text, bases=parents)]

    def _handed_in(self, node: Node) -> list[Statement]:
        found: list[Statement] = []
        for child in named(node):
            name = child.child_by_field_name("name")
            value = self.client_of(child.child_by_field_name("type"))
            if name is not None and value is not None:
                found.append(Assign(self.span(child), self.identifier(name), value))
        return found

    def _field_names(self, node: Node | None) -> set[str]:
        found: set[str] = set()
        for child in named(node) if node is not None else ():
            if child.type == "property_declaration":
                name = child.child_by_field_name("name")
                found.add(self.slice(name) if name is not None else "")
            elif child.type == "field_declaration":
                for part in named(child):
                    declarators = [item for item in named(part) if item.type == "variable_declarator"]
                    found |= {self.slice(item.child_by_field_name("name") or item) for item in declarators}
        return found

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject with their labels."""
        subject = self.optional(node.child_by_field_name("value"), node)
        inside = node.child_by_field_name("body")
        branches: list[Branch] = []
        found: list[Statement] = []
        for section in self.parsed(inside, found) if inside is not None else ():
            if section.type != "switch_section":
                continue
            conditions: list[Expression] = []
            statements: list[Statement] = []
            for child in self.members(section):
                if isinstance(child, Unknown):
                    statements.append(child)
                elif child.type in PATTERNS:
                    condition, bound = condition_of(self, child, subject)
                    conditions += [condition] if condition is not None else []
                    statements += bound
                elif child.type == "when_clause":
                    conditions.append(self.inner(child))
                else:
                    statements += self.statement(child)
            condition = conditions[0] if len(conditions) == 1 else None
            if len(conditions) > 1:
                condition = Join(self.span(section), "or", tuple(conditions))
            branches.append(Branch(self.span(section), condition, tuple(statements)))
        return [*found, If(self.span(node), tuple(branches))]

    def each(self, node: Node) -> list[Statement]:
        """``foreach`` and ``await foreach``."""
        target = self.optional(node.child_by_field_name("left"), node)
        iterable = self.optional(node.child_by_field_name("right"), node)
        first, self.pending = tuple(self.pending), []
        body = self.body(node.child_by_field_name("body"))
        is_async = any(self.slice(child) == "await" for child in node.children[:2])
        return [*first, Loop(self.span(node), body, target, iterable, is_async=is_async)]

    def counted(self, node: Node) -> list[Statement]:
        """``for (;;)``."""
        first = node.child_by_field_name("initializer")
        before: list[Statement] = []
        if first is not None and first.type == "variable_declaration":
            before += self.declared_in(first)
        test = node.child_by_field_name("condition")
        condition = self.expression(test) if test is not None else None
        body = self.body(node.child_by_field_name("body"))
        return [*before, Loop(self.span(node), body, condition=condition, forever=condition is None)]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while`` and ``do``; what the condition assigns begins the body."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        first, self.pending = tuple(self.pending), []
        body = (*first, *self.body(node.child_by_field_name("body")))
        forever = isinstance(condition, Bool) and condition.value
        return [Loop(self.span(node), body, condition=condition, forever=forever)]

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in named(node):
            if child.type == "catch_clause":
                kinds = [part.child_by_field_name("type") for part in named(child)]
                names = tuple(self.slice(kind) for kind in kinds if kind is not None)
                filters = [part for part in named(child) if part.type == "catch_filter_clause"]
                tests = tuple(ExpressionStatement(self.span(part), self.inner(part)) for part in filters)
                handlers.append((names, (*tests, *self.body(child.child_by_field_name("body")))))
            elif child.type == "finally_clause":
                final = self.body(next((part for part in named(child) if part.type == "block"), None))
        return [Try(self.span(node), self.body(node.child_by_field_name("body")), tuple(handlers), final)]

    def using(self, node: Node) -> list[Statement]:
        """``using (...)``."""
        bindings: list[Assign] = []
        unnamed: list[Statement] = []
        inside = node.child_by_field_name("body")
        for child in named(node):
            if inside is not None and child.id == inside.id:
                continue
            if child.type == "variable_declaration":
                bindings += self.declared_in(child)
            elif not child.is_error:
                value = self.expression(child)
                unnamed.append(ExpressionStatement(value.span, value))
        return [Scope(self.span(node), "with", (*unnamed, *self.body(inside)), tuple(bindings))]

    def held(self, node: Node) -> list[Statement]:
        """``lock``, ``checked``, ``unsafe``: the block."""
        return [step for child in named(node) if child.type == "block" for step in self.block(child)]

    def yielded(self, node: Node) -> list[Statement]:
        """``yield return``."""
        value = self.only(node)
        return [Return(self.span(node), "yield", value)] if value is not None else []

    def labelled(self, node: Node) -> list[Statement]:
        """A statement under a label."""
        inside = [child for child in named(node) if child.type != "identifier"]
        return [step for child in inside for step in self.statement(child)]


_STATEMENTS: Final[dict[str, Callable[[CSharpStatements, Node], list[Statement]]]] = {
    "ERROR": CSharpStatements.broken,
    "block": CSharpStatements.wrapped,
    "break_statement": CSharpStatements.left,
    "checked_statement": CSharpStatements.held,
    "class_declaration": CSharpStatements.class_body,
    "constructor_declaration": CSharpStatements.defined,
    "continue_statement": CSharpStatements.left,
    "declaration_list": CSharpStatements.wrapped,
    "delegate_declaration": CSharpStatements.nothing,
    "do_statement": CSharpStatements.while_loop,
    "empty_statement": CSharpStatements.nothing,
    "enum_declaration": CSharpStatements.nothing,
    "expression_statement": CSharpStatements.expression_statement,
    "extern_alias_directive": CSharpStatements.nothing,
    "field_declaration": CSharpStatements.declaration,
    "file_scoped_namespace_declaration": CSharpStatements.nothing,
    "fixed_statement": CSharpStatements.held,
    "for_statement": CSharpStatements.counted,
    "foreach_statement": CSharpStatements.each,
    "global_attribute": CSharpStatements.nothing,
    "global_statement": CSharpStatements.wrapped,
    "if_statement": CSharpStatements.conditional_statement,
    "interface_declaration": CSharpStatements.nothing,
    "labeled_statement": CSharpStatements.labelled,
    "local_declaration_statement": CSharpStatements.declaration,
    "local_function_statement": CSharpStatements.defined,
    "lock_statement": CSharpStatements.held,
    "method_declaration": CSharpStatements.defined,
    "namespace_declaration": CSharpStatements.class_body,
    "preproc_define": CSharpStatements.nothing,
    "preproc_endregion": CSharpStatements.nothing,
    "preproc_line": CSharpStatements.nothing,
    "preproc_nullable": CSharpStatements.nothing,
    "preproc_pragma": CSharpStatements.nothing,
    "preproc_region": CSharpStatements.nothing,
    "property_declaration": CSharpStatements.property,
    "record_declaration": CSharpStatements.class_body,
    "return_statement": CSharpStatements.returned,
    "shebang_directive": CSharpStatements.nothing,
    "struct_declaration": CSharpStatements.class_body,
    "switch_statement": CSharpStatements.switch,
    "throw_statement": CSharpStatements.raised,
    "try_statement": CSharpStatements.tried,
    "unsafe_statement": CSharpStatements.held,
    "using_directive": CSharpStatements.imported,
    "using_statement": CSharpStatements.using,
    "while_statement": CSharpStatements.while_loop,
    "yield_statement": CSharpStatements.yielded,
}

CSHARP: Final[Kinds[CSharpStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset(
        {
            *("anonymous_object_creation_expression", "collection_expression", "initializer_expression"),
            *("interpolated_string_expression", "object_creation_expression"),
        }
    ),
)
