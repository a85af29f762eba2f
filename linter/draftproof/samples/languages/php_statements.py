"""Statements of PHP, read from the tree-sitter tree into the small tree.

Packages are known by the namespaces that a sample names; a facade of theirs needs no word about where it
comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import any_of
from draftproof.samples.languages.php_classes import PhpClasses
from draftproof.samples.languages.php_expressions import EXPRESSIONS
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Argument,
    Bool,
    Branch,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    If,
    Import,
    Loop,
    Name,
    Number,
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

__all__ = ["PHP", "PhpStatements"]

_PACKAGES: Final = {
    "Anthropic": "anthropic-ai/sdk",
    "GuzzleHttp": "guzzlehttp/guzzle",
    "Illuminate": "illuminate/http",
    "LLPhant": "llphant",
    "NeuronAI": "neuron-ai",
    "OpenAI": "openai-php/client",
    "Prism": "prism-php",
    "Symfony": "symfony/http-client",
}
"""Namespaces and the packages that have them."""
_GLOBALS: Final = {
    "Anthropic": ("anthropic-ai/sdk", "*"),
    "Http": ("illuminate/http", "*"),
    "OpenAI": ("openai-php/client", "*"),
    "wp_remote_get": ("wordpress", "get"),
    "wp_remote_post": ("wordpress", "post"),
    "wp_remote_request": ("wordpress", "request"),
    "wp_safe_remote_post": ("wordpress", "post"),
}
"""Classes and functions that are used without a word about where they come from."""
_WORDS: Final = {"echo_statement": "echo", "exit_statement": "exit"}


class PhpStatements(PhpClasses):
    """Reads statements."""

    def __init__(self, text: str, attempt: Attempt, kinds: Kinds[PhpStatements]) -> None:
        super().__init__(text, attempt, kinds)
        self.packages = {}
        self.arrays = {}
        self.mentioned = {}
        self._imported: set[str] = set()

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the whole sample, after the packages that it names."""
        body = self.block(node)
        before: list[Import] = []
        for name, span in self.packages.items():
            if name in _PACKAGES and name not in self._imported:
                before.append(Import(span, _PACKAGES[name], ((name, "*"),)))
                self._imported.add(name)
        for name, (module, imported) in _GLOBALS.items():
            if name in self.mentioned and name not in self._imported:
                before.append(Import(self.mentioned[name], module, ((name, imported),)))
        return (*before, *body)

    def used(self, node: Node) -> list[Statement]:
        """``use`` with a name, names in braces, another name."""
        found: list[Statement] = []
        prefix = [child for child in node.named_children if child.type == "namespace_name"]
        group = [child for child in node.named_children if child.type == "namespace_use_group"]
        above = self.slice(prefix[0]) + "\\" if prefix and group else ""
        for clause in (group[0] if group else node).named_children:
            if clause.type != "namespace_use_clause":
                continue
            alias = clause.child_by_field_name("alias")
            path = next((child for child in named(clause) if child != alias), None)
            if path is None:
                continue
            parts = (above + self.slice(path)).strip("\\").split("\\")
            local = self.slice(alias) if alias is not None else parts[-1]
            module = _PACKAGES.get(parts[0], "/".join(parts[:-1]) or parts[0])
            found.append(Import(self.span(clause), module, ((local, parts[-1]),)))
            self._imported.add(local)
        return found

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression for its effect."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type in {
                "assignment_expression",
                "augmented_assignment_expression",
                "reference_assignment_expression",
            }:
                found += self._assignments(child)
            elif child.type == "match_expression":
                found.append(self.match_arms(child, returns=False))
            elif child.type == "throw_expression":
                found.append(Return(self.span(node), "raise", self.only(child)))
            elif child.type == "yield_expression":
                found.append(Return(self.span(node), "yield", self.only(child)))
            else:
                found += self.loose(child)
        return found

    def _assignments(self, node: Node) -> list[Statement]:
        """``$target = value``; of a value that nothing is kept of the effect."""
        found: list[Statement] = []
        for made in self.assigned(node):
            if isinstance(made.target, Unknown):
                found.append(ExpressionStatement(made.span, made.value))
            else:
                found.append(made)
        return found or ([self.other(node)] if self.is_broken(node) else [])

    def spoken(self, node: Node) -> list[Statement]:
        """``echo a, b`` and ``exit(a)``: calls of that name."""
        word = _WORDS[node.type]
        start = self.span(node).start
        place = Span(start, min(start + len(word), len(self.text)))
        inside = list(self.members(node))
        if (
            len(inside) == 1
            and not isinstance(inside[0], Unknown)
            and inside[0].type == "sequence_expression"
        ):
            inside = list(self.members(inside[0]))
        values = [self.expression(child) for child in inside]
        arguments = tuple(Argument(value.span, value) for value in values)
        name = Name(place, self.text[place.start : place.end])
        return [ExpressionStatement(self.span(node), Call(self.span(node), name, arguments))]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` with all its arms."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        before: list[Statement] = [*self.pending]
        self.pending = []
        branches = [Branch(self.span(node), condition, self._body(node))]
        for arm in node.children_by_field_name("alternative"):
            test = arm.child_by_field_name("condition")
            value = self.expression(test) if test is not None else None
            before += self.pending
            self.pending = []
            branches.append(Branch(self.span(arm), value, self._body(arm)))
        return [*before, If(self.span(node), tuple(branches))]

    def _body(self, node: Node) -> tuple[Statement, ...]:
        body = node.child_by_field_name("body")
        if body is None:
            return ()
        return (
            self.block(body)
            if body.type in {"compound_statement", "colon_block"}
            else tuple(self.statement(body))
        )

    def while_loop(self, node: Node) -> list[Statement]:
        """``while`` and ``do``; what the condition assigns begins the body."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        first, self.pending = tuple(self.pending), []
        forever = isinstance(condition, Bool | Number) and bool(condition.value)
        return [Loop(self.span(node), (*first, *self._body(node)), condition=condition, forever=forever)]

    def for_loop(self, node: Node) -> list[Statement]:
        """``for (a; b; c)``."""
        first = node.child_by_field_name("initialize")
        before: list[Statement] = []
        if first is not None:
            before = self._assignments(first) if first.type == "assignment_expression" else self.loose(first)
        test = node.child_by_field_name("condition")
        condition = self.expression(test) if test is not None else None
        return [
            *before, Loop(self.span(node), self._body(node), condition=condition, forever=condition is None)
        ]  # fmt: skip

    def each(self, node: Node) -> list[Statement]:
        """``foreach ($items as $key => $item)``."""
        body = node.child_by_field_name("body")
        head = [child for child in named(node) if child != body and not child.is_error]
        iterable = self.expression(head[0]) if head else self.optional(None, node)
        last = head[1] if len(head) > 1 else None
        if last is not None and last.type == "pair":
            last = [*named(last)][-1]
        target = self.target(last) if last is not None else None
        return [Loop(self.span(node), self._body(node), target, iterable)]

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject; cases without statements join the next."""
        subject = self.optional(node.child_by_field_name("condition"), node)
        before: list[Statement] = [*self.pending]
        self.pending = []
        branches: list[Branch] = []
        waiting: list[Expression] = []
        body = node.child_by_field_name("body")
        for case in self.parsed(body, before) if body is not None else ():
            if case.type not in {"case_statement", "default_statement"}:
                continue
            value = case.child_by_field_name("value")
            if value is not None:
                waiting.append(self._test(subject, self.expression(value)))
            inside = self._of_case(case, value)
            if not inside and case.type == "case_statement":
                continue
            condition = any_of(waiting) if case.type == "case_statement" else None
            if case.type == "default_statement" and waiting:
                branches.append(Branch(self.span(case), any_of(waiting), ()))
            branches.append(Branch(self.span(case), condition, inside))
            waiting = []
        return [*before, If(self.span(node), tuple(branches))]

    def _of_case(self, case: Node, value: Node | None) -> tuple[Statement, ...]:
        inside: list[Statement] = []
        for child in self.parsed(case, inside):
            if child != value:
                inside += self.statement(child)
        return tuple(inside)

    def _test(self, subject: Expression, value: Expression) -> Expression:
        """One case; of ``switch (true)`` the case is the test itself."""
        if isinstance(subject, Bool):
            return value
        return Compare(value.span, "==", subject, value)

    def match_arms(self, node: Node, *, returns: bool = True) -> Statement:
        """``match`` as an ``If`` whose arms return."""
        subject = self.optional(node.child_by_field_name("condition"), node)
        branches: list[Branch] = []
        body = node.child_by_field_name("body")
        for arm in named(body) if body is not None else ():
            tests = arm.child_by_field_name("conditional_expressions")
            conditions = (
                [self._test(subject, self.expression(child)) for child in named(tests)] if tests else []
            )
            result = arm.child_by_field_name("return_expression")
            inside: tuple[Statement, ...] = ()
            if result is not None and result.type == "throw_expression":
                inside = (Return(self.span(result), "raise", self.only(result)),)
            elif result is not None:
                inside = self.result(result, arm) if returns else tuple(self.loose(result))
            branches.append(Branch(self.span(arm), any_of(conditions), inside))
        return If(self.span(node), tuple(branches))

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in named(node):
            if child.type == "catch_clause":
                kinds = child.child_by_field_name("type")
                names = (
                    tuple(self.slice(kind).strip("\\") for kind in named(kinds)) if kinds is not None else ()
                )
                handlers.append((names, self._body(child)))
            elif child.type == "finally_clause":
                final = self._body(child)
        return [Try(self.span(node), self._body(node), tuple(handlers), final)]

    def namespace(self, node: Node) -> list[Statement]:
        """``namespace A { ... }``."""
        return list(self.block(node.child_by_field_name("body")))

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.block(node))]


_STATEMENTS: Final[dict[str, Callable[[PhpStatements, Node], list[Statement]]]] = {
    "ERROR": PhpStatements.broken,
    "break_statement": PhpStatements.left,
    "class_declaration": PhpStatements.class_body,
    "compound_statement": PhpStatements.braces,
    "const_declaration": PhpStatements.held,
    "continue_statement": PhpStatements.left,
    "declare_statement": PhpStatements.nothing,
    "do_statement": PhpStatements.while_loop,
    "echo_statement": PhpStatements.spoken,
    "empty_statement": PhpStatements.nothing,
    "enum_declaration": PhpStatements.class_body,
    "exit_statement": PhpStatements.spoken,
    "expression_statement": PhpStatements.expression_statement,
    "for_statement": PhpStatements.for_loop,
    "foreach_statement": PhpStatements.each,
    "function_definition": PhpStatements.defined,
    "function_static_declaration": PhpStatements.held,
    "global_declaration": PhpStatements.nothing,
    "goto_statement": PhpStatements.nothing,
    "if_statement": PhpStatements.conditional_statement,
    "interface_declaration": PhpStatements.nothing,
    "method_declaration": PhpStatements.defined,
    "named_label_statement": PhpStatements.nothing,
    "namespace_definition": PhpStatements.namespace,
    "namespace_use_declaration": PhpStatements.used,
    "php_end_tag": PhpStatements.nothing,
    "php_tag": PhpStatements.nothing,
    "property_declaration": PhpStatements.held,
    "return_statement": PhpStatements.returned,
    "switch_statement": PhpStatements.switch,
    "trait_declaration": PhpStatements.class_body,
    "try_statement": PhpStatements.tried,
    "unset_statement": PhpStatements.nothing,
    "use_declaration": PhpStatements.nothing,
    "while_statement": PhpStatements.while_loop,
}

PHP: Final[Kinds[PhpStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset(
        {"array_creation_expression", "arguments", "compound_statement", "declaration_list", "program"}
    ),
)
