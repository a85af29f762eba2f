"""Statements of Ruby, read from the tree-sitter tree into the small tree.

A body that is tried again by ``retry`` is an endless loop around the attempt; a handler that does not try
again leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.reader import Kinds
from draftproof.samples.languages.results import with_result
from draftproof.samples.languages.ruby_expressions import EXPRESSIONS, RubyExpressions
from draftproof.samples.languages.ruby_patterns import case_condition, in_condition
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Bool,
    Branch,
    Break,
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

__all__ = ["RUBY", "RubyStatements"]

_GEMS: Final = {
    "OpenAI": "openai",
    "Anthropic": "anthropic",
    "HTTParty": "httparty",
    "Faraday": "faraday",
    "Net": "net/http",
    "HTTP": "http",
    "RestClient": "rest-client",
    "Typhoeus": "typhoeus",
    "RubyLLM": "ruby_llm",
    "Langchain": "langchainrb",
}
"""Constants by which gems are used without a word about where they come from."""
_REQUIRES: Final = frozenset({"require", "require_relative"})
_TRIED: Final = frozenset({"rescue", "ensure", "else"})


class RubyStatements(RubyExpressions):
    """Reads statements."""

    def __init__(self, text: str, attempt: Attempt, kinds: Kinds[RubyStatements]) -> None:
        super().__init__(text, attempt, kinds)
        self.libraries = {}
        self.bodies = _heredocs(attempt.tree.root_node) if "<<" in text else {}

    def note_constant(self, name: str, span: Span) -> None:
        """Keep the first place of a constant that names a gem."""
        if name in _GEMS and name not in self.libraries:
            self.libraries[name] = (_GEMS[name], span)

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the whole sample, after the gems whose constants it names."""
        body = self.body(node)
        gems = (Import(span, gem, ((name, "*"),)) for name, (gem, span) in self.libraries.items())
        return (*gems, *body)

    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a body with what it rescues."""
        if node is None:
            return ()
        if not any(child.type in _TRIED for child in node.children):
            return self.block(node)
        inside: list[Statement] = []
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        final: tuple[Statement, ...] = ()
        for child in self.parsed(node, inside):
            if child.type == "rescue":
                handlers.append((self._caught(child), self.block(child.child_by_field_name("body"))))
            elif child.type == "ensure":
                final = self.block(child)
            elif child.type == "else":
                inside += self.block(child)
            else:
                inside += self.statement(child)
        span = self.span(node)
        if not any(_tries_again(body) for _, body in handlers):
            return (Try(span, tuple(inside), tuple(handlers), final),)
        left = tuple(
            (names, body if _tries_again(body) else (*body, Break(Span(span.end, span.end))))
            for names, body in handlers
        )
        return (Loop(span, (Try(span, tuple(inside), left, final),), forever=True),)

    def _caught(self, node: Node) -> tuple[str, ...]:
        exceptions = node.child_by_field_name("exceptions")
        return tuple(self.slice(child) for child in named(exceptions)) if exceptions is not None else ()

    def tried(self, node: Node) -> list[Statement]:
        """``begin``."""
        return list(self.body(node))

    def expression_call(self, node: Node) -> list[Statement]:
        """A call for its effect; ``require`` and ``raise`` are calls too."""
        method = node.child_by_field_name("method")
        bare = method is not None and node.child_by_field_name("receiver") is None
        name = self.slice(method) if method is not None and bare else ""
        inside = node.child_by_field_name("arguments")
        if name in _REQUIRES and inside is not None:
            modules = [child for child in named(inside) if child.type == "string"]
            if modules:
                return [Import(self.span(node), self.slice(modules[0]).strip("\"'"))]
        if name == "raise" and inside is not None:
            values = self.gathered(self.members(inside))
            value = values[0] if len(values) == 1 else Unknown(self.span(inside), "other", values)
            return [Return(self.span(node), "raise", value)]
        return self._effect(node)

    def _effect(self, node: Node) -> list[Statement]:
        value = self.expression(node)
        if isinstance(value, Loop):
            return [value]
        if isinstance(value, Unknown) and not value.children and value.reason == "other":
            return []
        return [ExpressionStatement(self.span(node), value)]

    def appended(self, node: Node) -> list[Statement]:
        """An operation for its effect: of ``list << item`` the appending is all there is."""
        value = self.expression(node)
        if self.operator(node) == "<<":
            return []
        return [ExpressionStatement(self.span(node), value)]

    def assignment_statement(self, node: Node) -> list[Statement]:
        """An assignment."""
        return list(self.assigned(node))

    def left(self, node: Node) -> list[Statement]:
        """``break``, ``next``, ``redo``, ``retry``."""
        values = [ExpressionStatement(self.span(child), self.expression(child)) for child in named(node)]
        return [*values, Break(self.span(node), "break" if node.type == "break" else "continue")]

    def returned(self, node: Node) -> list[Statement]:
        """``return`` and ``yield``."""
        inside = next(named(node), None)
        values = self.gathered(self.members(inside)) if inside is not None else ()
        value: Expression | None = values[0] if values else None
        if len(values) > 1 and inside is not None:
            value = Unknown(self.span(inside), "other", values)
        return [Return(self.span(node), "yield" if node.type == "yield" else "return", value)]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` and ``unless`` with all their arms."""
        branches: list[Branch] = []
        step: Node | None = node
        while step is not None and step.type in {"if", "unless", "elsif"}:
            condition = self._condition(step, negated=step.type == "unless")
            body = self.block(step.child_by_field_name("consequence"))
            branches.append(Branch(self.span(step), condition, body))
            step = step.child_by_field_name("alternative")
        if step is not None:
            branches.append(Branch(self.span(step), None, self.block(step)))
        return [If(self.span(node), tuple(branches))]

    def _condition(self, node: Node, *, negated: bool) -> Expression:
        value = self.optional(node.child_by_field_name("condition"), node)
        return Join(value.span, "not", (value,)) if negated else value

    def modified(self, node: Node) -> list[Statement]:
        """``statement if condition``, ``statement unless condition``."""
        condition = self._condition(node, negated=node.type == "unless_modifier")
        first, self.pending = tuple(self.pending), []
        body = node.child_by_field_name("body")
        inside = tuple(self.statement(body)) if body is not None else ()
        return [*first, If(self.span(node), (Branch(self.span(node), condition, inside),))]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while`` and ``until``; what the condition assigns begins the body."""
        until = node.type.startswith("until")
        condition = self._condition(node, negated=until)
        first, self.pending = tuple(self.pending), []
        inside = node.child_by_field_name("body")
        modified = node.type.endswith("_modifier") and inside is not None
        body = tuple(self.statement(inside)) if modified and inside is not None else self.block(inside)
        forever = isinstance(condition, Bool) and condition.value and not until
        return [Loop(self.span(node), (*first, *body), condition=condition, forever=forever)]

    def for_loop(self, node: Node) -> list[Statement]:
        """``for``."""
        target = self.optional(node.child_by_field_name("pattern"), node)
        iterable = node.child_by_field_name("value")
        value = self.inner(iterable) if iterable is not None else self.optional(None, node)
        return [Loop(self.span(node), self.block(node.child_by_field_name("body")), target, value)]

    def chosen(self, node: Node) -> list[Statement]:
        """``case``: an ``If`` whose arms compare the subject with what stands after ``when`` and ``in``."""
        subject = node.child_by_field_name("value")
        value = self.expression(subject) if subject is not None else None
        branches: list[Branch] = []
        found: list[Statement] = []
        for child in self.parsed(node, found):
            condition: Expression | None
            if child.type == "when":
                condition = case_condition(self, child, value)
            elif child.type == "in_clause":
                condition = in_condition(self, child, value)
            elif child.type == "else":
                branches.append(Branch(self.span(child), None, self.block(child)))
                continue
            else:
                continue
            body = self.block(child.child_by_field_name("body"))
            branches.append(Branch(self.span(child), condition, body))
        return [*found, If(self.span(node), tuple(branches))]

    def defined(self, node: Node) -> list[Statement]:
        """A method."""
        name = node.child_by_field_name("name")
        names: list[str] = []
        defaults: list[tuple[str, Expression]] = []
        inside = node.child_by_field_name("parameters")
        for child in named(inside) if inside is not None else ():
            parameter = child.child_by_field_name("name")
            text = self.slice(parameter or child).lstrip("*&")
            names.append(text)
            default = child.child_by_field_name("value")
            if default is not None:
                defaults.append((text, self.expression(default)))
        body = node.child_by_field_name("body")
        if body is not None and body.type != "body_statement":
            made = self.result(body, node)
        else:
            made = with_result(self.body(body))
        text = self.slice(name) if name is not None else ""
        return [Function(self.span(node), text, tuple(names), made, tuple(defaults))]

    def class_body(self, node: Node) -> list[Statement]:
        """A class or a module."""
        name = node.child_by_field_name("name")
        parent = node.child_by_field_name("superclass")
        bases = (self.inner(parent),) if parent is not None else ()
        text = self.slice(name) if name is not None else ""
        body = self.body(node.child_by_field_name("body"))
        return [Scope(self.span(node), "class", body, name=text, bases=bases)]


def _tries_again(body: tuple[Statement, ...]) -> bool:
    """True where a handler says ``retry``: by then a ``Break`` that continues."""
    return any(
        (isinstance(step, Break) and step.kind == "continue")
        or (isinstance(step, If) and any(_tries_again(arm.body) for arm in step.branches))
        for step in body
    )


def _heredocs(root: Node) -> dict[int, Node]:
    """The bodies of heredocs by where they are opened; both stand in the same order."""
    opened: list[int] = []
    bodies: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "heredoc_beginning":
            opened.append(node.start_byte)
        elif node.type == "heredoc_body":
            bodies.append(node)
        stack.extend(reversed(node.children))
    return dict(zip(sorted(opened), sorted(bodies, key=lambda body: body.start_byte), strict=False))


_STATEMENTS: Final[dict[str, Callable[[RubyStatements, Node], list[Statement]]]] = {
    "ERROR": RubyStatements.broken,
    "alias": RubyStatements.nothing,
    "assignment": RubyStatements.assignment_statement,
    "begin": RubyStatements.tried,
    "binary": RubyStatements.appended,
    "break": RubyStatements.left,
    "call": RubyStatements.expression_call,
    "case": RubyStatements.chosen,
    "case_match": RubyStatements.chosen,
    "class": RubyStatements.class_body,
    "empty_statement": RubyStatements.nothing,
    "for": RubyStatements.for_loop,
    "heredoc_body": RubyStatements.nothing,
    "if": RubyStatements.conditional_statement,
    "if_modifier": RubyStatements.modified,
    "method": RubyStatements.defined,
    "module": RubyStatements.class_body,
    "next": RubyStatements.left,
    "operator_assignment": RubyStatements.assignment_statement,
    "redo": RubyStatements.left,
    "retry": RubyStatements.left,
    "return": RubyStatements.returned,
    "singleton_class": RubyStatements.class_body,
    "singleton_method": RubyStatements.defined,
    "uninterpreted": RubyStatements.nothing,
    "unless": RubyStatements.conditional_statement,
    "unless_modifier": RubyStatements.modified,
    "until": RubyStatements.while_loop,
    "until_modifier": RubyStatements.while_loop,
    "while": RubyStatements.while_loop,
    "while_modifier": RubyStatements.while_loop,
    "yield": RubyStatements.returned,
}

RUBY: Final[Kinds[RubyStatements]] = Kinds(
    EXPRESSIONS, _STATEMENTS, frozenset({"array", "hash", "string", "argument_list"})
)
