"""The PowerShell front-end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.powershell_expressions import EXPRESSIONS, PowerShellExpressions, inside
from draftproof.samples.languages.preparing import prepare_powershell
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Bool,
    Branch,
    Break,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Loop,
    Return,
    Statement,
    String,
    Try,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from draftproof.samples.languages.treesitter import Draft

__all__ = ["parse"]

_KEYWORDS: Final = ("break", "continue", "return", "throw", "exit")


class PowerShellStatements(PowerShellExpressions):
    """Reads statements."""

    def wrapped(self, node: Node) -> list[Statement]:
        """Statements in a node of their own."""
        return list(self.block(node))

    def pipeline(self, node: Node) -> list[Statement]:
        """A command, an expression or an assignment."""
        children = list(inside(node))
        if len(children) == 1 and children[0].type == "assignment_expression" and not self.is_broken(node):
            return list(self.assigned(children[0]))
        value = self.expression(node)
        if isinstance(value, Unknown) and not value.children and value.reason == "other":
            return []
        return [ExpressionStatement(self.span(node), value)]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` with all its arms."""
        branches: list[Branch] = []
        arms = [node]
        for child in inside(node):
            if child.type == "elseif_clauses":
                arms += [clause for clause in inside(child) if clause.type == "elseif_clause"]
            elif child.type == "else_clause":
                arms.append(child)
        for arm in arms:
            test = arm.child_by_field_name("condition")
            condition = self.expression(test) if test is not None else None
            branches.append(Branch(self.span(arm), condition, self._block_in(arm)))
        return [If(self.span(node), tuple(branches))]

    def _block_in(self, node: Node) -> tuple[Statement, ...]:
        block = next((child for child in inside(node) if child.type == "statement_block"), None)
        return self.block_of(block) if block is not None else ()

    def each(self, node: Node) -> list[Statement]:
        """``foreach``."""
        target, iterable = [
            self.expression(child) for child in inside(node) if child.type != "statement_block"
        ][:2]
        return [Loop(self.span(node), self._block_in(node), target, iterable)]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while``, ``do``, ``for``."""
        test = node.child_by_field_name("condition")
        condition: Expression | None = self.expression(test) if test is not None else None
        first, self.pending = tuple(self.pending), []
        forever = isinstance(condition, Bool) and condition.value
        return [Loop(self.span(node), (*first, *self._block_in(node)), condition=condition, forever=forever)]

    def tried(self, node: Node) -> list[Statement]:
        """``try``."""
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in inside(node):
            if child.type == "catch_clauses":
                handlers += [((), self._block_in(clause)) for clause in inside(child)]
            elif child.type == "finally_clause":
                final = self._block_in(child)
        return [Try(self.span(node), self._block_in(node), tuple(handlers), final)]

    def controlled(self, node: Node) -> list[Statement]:
        """``break``, ``continue``, ``return``, ``throw``, ``exit``."""
        word = next((word for word in _KEYWORDS if self.slice(node).lower().startswith(word)), "")
        if word in {"break", "continue"}:
            return [Break(self.span(node), "continue" if word == "continue" else "break")]
        values = [self.expression(child) for child in inside(node)]
        kind = "raise" if word == "throw" else "return"
        return [
            Return(self.span(node), "raise" if kind == "raise" else "return", values[0] if values else None)
        ]

    def defined(self, node: Node) -> list[Statement]:
        """A function."""
        name = next((child for child in inside(node) if child.type == "function_name"), None)
        body = [
            step for child in inside(node) if child.type == "script_block" for step in self.block_of(child)
        ]
        return [Function(self.span(node), self.slice(name) if name is not None else "", (), tuple(body))]

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject with their labels."""
        children = {child.type: child for child in inside(node)}
        subject = children.get("switch_condition")
        value = self.group(subject) if subject is not None else self.optional(None, node)
        branches: list[Branch] = []
        clauses = [child for part in inside(children.get("switch_body", node)) for child in inside(part)]
        for clause in clauses:
            label = next((child for child in inside(clause) if child.type == "switch_clause_condition"), None)
            condition = None
            if label is not None and self.slice(label).lower() != "default":
                span = self.span(label)
                quoted = self.slice(label)[:1] in {'"', "'"}
                content = type(span)(span.start + quoted, span.end - quoted)
                text = self.text[content.start : content.end]
                condition = Compare(span, "==", value, String(span, content, text))
            branches.append(Branch(self.span(clause), condition, self._block_in(clause)))
        return [If(self.span(node), tuple(branches))]


_STATEMENTS: Final[dict[str, Callable[[PowerShellStatements, Node], list[Statement]]]] = {
    "ERROR": PowerShellStatements.broken,
    "do_statement": PowerShellStatements.while_loop,
    "empty_statement": PowerShellStatements.nothing,
    "flow_control_statement": PowerShellStatements.controlled,
    "for_statement": PowerShellStatements.while_loop,
    "foreach_statement": PowerShellStatements.each,
    "function_statement": PowerShellStatements.defined,
    "if_statement": PowerShellStatements.conditional_statement,
    "pipeline": PowerShellStatements.pipeline,
    "statement_list": PowerShellStatements.wrapped,
    "switch_statement": PowerShellStatements.switch,
    "try_statement": PowerShellStatements.tried,
    "while_statement": PowerShellStatements.while_loop,
}
_POWERSHELL: Final[Kinds[PowerShellStatements]] = Kinds(
    EXPRESSIONS, _STATEMENTS, frozenset({"hash_literal_expression", "hash_literal_body", "array_expression"})
)


def _ways(_side: Draft, complete: Draft) -> Iterable[Draft]:
    return (complete,)


parse: Final = FrontEnd(
    "powershell", prepare_powershell, "ruby", _ways, PowerShellStatements, _POWERSHELL
).parse
