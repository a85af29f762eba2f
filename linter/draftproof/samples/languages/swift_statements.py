"""Statements of Swift, read from the tree-sitter tree into the small tree.

What a condition binds (``if let``, ``guard let``, ``if case``) stands before its conditional. ``main`` and a
``Task`` are blocks: what they define is what a page goes on with.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import any_of
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.languages.swift_expressions import EXPRESSIONS
from draftproof.samples.languages.swift_library import MEMBERS, renamed
from draftproof.samples.languages.swift_patterns import SwiftPatterns
from draftproof.samples.languages.swift_values import parts
from draftproof.samples.tree import (
    Assign,
    Attribute,
    Bool,
    Branch,
    Break,
    Entry,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Index,
    Loop,
    Name,
    Return,
    Scope,
    Statement,
    String,
    Try,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from draftproof.samples.languages.treesitter import Attempt

__all__ = ["SWIFT", "SwiftStatements"]

_LEAVING: Final = frozenset({"break", "continue", "fallthrough"})
_BLOCKS: Final = frozenset({"class_body", "enum_class_body", "function_body", "statements"})


class SwiftStatements(SwiftPatterns):
    """Reads the statements of one sample."""

    lists = _BLOCKS
    frames = frozenset({"Task"})

    def __init__(self, text: str, attempt: Attempt, kinds: Kinds[SwiftStatements]) -> None:
        super().__init__(text, attempt, kinds)
        self._kept = {}

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the sample; its structs are known from its beginning."""
        stack = [node]
        while stack:
            step = stack.pop()
            if step.type == "class_declaration":
                self._keep(step)
            if step.type in {"class_declaration", "source_file", *_BLOCKS}:
                stack.extend(step.named_children)
        return self._in_order(node, self.block(node))

    def _in_order(self, node: Node, body: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Statements with the functions first that are called before they are written."""
        start = self.span(node).start
        first = [
            item
            for item in body
            if isinstance(item, Function)
            and item.name
            and self.text.find(f"{item.name}(", start, item.span.start) >= 0
        ]
        return (*first, *(item for item in body if item not in first)) if first else body

    def _keep(self, node: Node) -> None:
        """Note the values that members of a struct have anyway, and the names of its ``CodingKeys``."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None or body.type != "class_body":
            return
        entries: list[Entry] = []
        names: dict[str, str] = {}
        for child in body.named_children:
            if child.type == "property_declaration":
                entries += [
                    Entry(
                        item.span, item.target.text, Unknown(item.target.span), item.target.span, item.value
                    )
                    for item in self.declared(child)
                    if isinstance(item, Assign) and isinstance(item.target, Name)
                ]
            inside = child.child_by_field_name("body") if child.type == "class_declaration" else None
            for case in inside.named_children if inside is not None else ():
                if case.type == "enum_entry":
                    names.update(self._names(case))
        self._kept[self.slice(name)] = tuple(entries), names

    def _names(self, node: Node) -> Iterator[tuple[str, str]]:
        """``case maxTokens = "max_tokens"``."""
        last: str | None = None
        for index, child in enumerate(node.children):
            field = node.field_name_for_child(index)
            if field == "name":
                last = self.slice(child)
            elif field == "raw_value" and last is not None:
                value = self.expression(child)
                if isinstance(value, String) and value.value:
                    yield last, value.value

    def declared(self, node: Node) -> list[Statement]:
        """``let`` and ``var`` with their values; one that is computed is a function."""
        found: list[Statement] = []
        target: Expression | None = None
        for index, child in enumerate(node.children):
            field = node.field_name_for_child(index)
            if field == "name":
                target = self.pattern(child)
            elif field == "value" and target is not None:
                value = self.expression(child)
                if self.is_broken(node):
                    value = Unknown(value.span, "syntax", (value,))
                found.append(Assign(self.span(node), target, value))
            elif field == "computed_value" and isinstance(target, Name):
                found.append(Function(self.span(node), target.text, (), self.block(child)))
            elif child.is_error:
                found += self.broken(child)
        return found

    def assignment(self, node: Node) -> list[Statement]:
        """``target = value``; a member of ``self`` is shared by the functions of its class."""
        target = self.optional(node.child_by_field_name("target"), node)
        value = self.value_of(node, "result")
        sign = node.child_by_field_name("operator")
        if isinstance(target, Name) and target.span.start > self.span(node).start:
            target = replace(target, shared=True)
        return [
            Assign(self.span(node), _respelt(target), value, self.slice(sign) if sign is not None else "=")
        ]

    def conditional(self, node: Node) -> list[Statement]:
        """``if`` with all its ``else if``, ``guard``: what they bind, then the arms."""
        before: list[Statement] = []
        branches: list[Branch] = []
        step: Node | None = node
        while step is not None and step.type in {"guard_statement", "if_statement"}:
            bound, condition = self.conditions(step)
            before += bound
            arms = [child for child in step.named_children if child.type in {"if_statement", "statements"}]
            follows = next((child for child in arms if child.type == "if_statement"), None)
            bodies = [child for child in arms if child.type == "statements"]
            branches.append(Branch(self.span(step), condition, self.block(bodies[0]) if bodies else ()))
            if len(bodies) > 1:
                branches.append(Branch(self.span(bodies[1]), None, self.block(bodies[1])))
            step = follows
        return [*before, If(self.span(node), tuple(branches))]

    def switch(self, node: Node) -> list[Statement]:
        """``switch``: an ``If`` whose arms compare the subject."""
        subject = self.optional(node.child_by_field_name("expr"), node)
        branches: list[Branch] = []
        for child in self.members(node):
            if isinstance(child, Unknown) or child.type != "switch_entry":
                continue
            tests: list[Expression] = []
            bound: list[Statement] = []
            for item in parts(child):
                if item.type == "switch_pattern" and parts(item):
                    tests += self.tests(parts(item)[0], subject)
                    bound += self.bindings(parts(item)[0], subject)
            bodies = [item for item in parts(child) if item.type == "statements"]
            inside = tuple(statement for item in bodies for statement in self.block(item))
            branches.append(Branch(self.span(child), any_of(tests), (*bound, *inside)))
        return [If(self.span(node), tuple(branches))]

    def each(self, node: Node) -> list[Statement]:
        """``for item in items``, ``for try await line in lines``."""
        item = node.child_by_field_name("item")
        iterable = self.optional(node.child_by_field_name("collection"), node)
        target = self.pattern(item) if item is not None else None
        return [Loop(self.span(node), self._inside(node), target, iterable)]

    def repeated(self, node: Node) -> list[Statement]:
        """``while`` and ``repeat``; what the condition of ``while`` binds begins the body."""
        if node.type == "while_statement":
            before, condition = self.conditions(node)
        else:
            before, condition = [], self.optional(node.child_by_field_name("condition"), node)
        forever = isinstance(condition, Bool) and condition.value
        return [Loop(self.span(node), (*before, *self._inside(node)), condition=condition, forever=forever)]

    def _inside(self, node: Node) -> tuple[Statement, ...]:
        bodies = (child for child in node.named_children if child.type == "statements")
        return tuple(statement for child in bodies for statement in self.block(child))

    def tried(self, node: Node) -> list[Statement]:
        """``do`` with its ``catch``."""
        handlers = [
            (self._caught(child), self._inside(child))
            for child in node.named_children
            if child.type == "catch_block"
        ]
        if not handlers:
            return [Scope(self.span(node), "block", self._inside(node))]
        return [Try(self.span(node), self._inside(node), tuple(handlers))]

    def _caught(self, node: Node) -> tuple[str, ...]:
        error = node.child_by_field_name("error")
        kind = error.child_by_field_name("name") if error is not None else None
        return (self.slice(kind),) if kind is not None else ()

    def defined(self, node: Node) -> list[Statement]:
        """A function. A parameter is called by its label, and has a name of its own inside."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if self.is_cut_before(node):
            return list(self.block(body))
        labels: list[str] = []
        first: list[Statement] = []
        defaults: list[tuple[str, Expression]] = []
        for index, child in enumerate(node.children):
            if child.type == "parameter":
                self._parameter(child, labels, first)
            elif node.field_name_for_child(index) == "default_value" and labels:
                defaults.append((labels[-1], self.expression(child)))
        text = self.slice(name) if name is not None else ""
        inside = (*first, *self.block(body))
        if text == "main" and not labels:
            return [Scope(self.span(node), "block", inside, name=text)]
        if len(inside) == 1 and isinstance(inside[0], ExpressionStatement):
            inside = (Return(inside[0].span, "return", inside[0].value),)
        return [Function(self.span(node), text, tuple(labels), inside, tuple(defaults))]

    def _parameter(self, node: Node, labels: list[str], first: list[Statement]) -> None:
        inner, outer = node.child_by_field_name("name"), node.child_by_field_name("external_name")
        name = self.slice(inner) if inner is not None else ""
        label = self.slice(outer) if outer is not None else "_"
        labels.append(name if label == "_" else label)
        if label != "_" and inner is not None and outer is not None:
            place = self.between(outer.start_byte, inner.end_byte)
            first.append(Assign(place, self.identifier(inner), self.identifier(outer)))

    def transferred(self, node: Node) -> list[Statement]:
        """``return``, ``throw``, ``break``, ``continue``."""
        word = self.slice(node).split(maxsplit=1)[0] if self.slice(node) else ""
        if word in _LEAVING:
            return [Break(self.span(node), "continue" if word == "continue" else "break")]
        inside = [child for child in parts(node) if child.type != "throw_keyword"]
        value = self.expression(inside[-1]) if inside else None
        return [Return(self.span(node), "raise" if word == "throw" else "return", value)]

    def class_body(self, node: Node) -> list[Statement]:
        """A struct, a class, an actor, an extension; cases of an enumeration say nothing."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        text = self.slice(name) if name is not None else ""
        if body is None or body.type != "class_body":
            return []
        inside = self._in_order(body, self.block(body))
        return [Scope(self.span(node), "class", inside, name=text)]


def _respelt(target: Expression) -> Expression:
    """A member of a request or of a configuration by the name that it has elsewhere."""
    if isinstance(target, Attribute) and target.name in MEMBERS:
        return renamed(target, MEMBERS[target.name])
    if isinstance(target, Index) and isinstance(target.base, Attribute):
        return replace(target, base=_respelt(target.base))
    return target


_STATEMENTS: Final[dict[str, Callable[[SwiftStatements, Node], list[Statement]]]] = {
    "ERROR": SwiftStatements.broken,
    "assignment": SwiftStatements.assignment,
    "await_expression": SwiftStatements.called,
    "call_expression": SwiftStatements.called,
    "class_declaration": SwiftStatements.class_body,
    "control_transfer_statement": SwiftStatements.transferred,
    "directive": SwiftStatements.nothing,
    "do_statement": SwiftStatements.tried,
    "for_statement": SwiftStatements.each,
    "function_declaration": SwiftStatements.defined,
    "guard_statement": SwiftStatements.conditional,
    "if_statement": SwiftStatements.conditional,
    "import_declaration": SwiftStatements.nothing,
    "init_declaration": SwiftStatements.defined,
    "property_declaration": SwiftStatements.declared,
    "protocol_declaration": SwiftStatements.nothing,
    "repeat_while_statement": SwiftStatements.repeated,
    "switch_statement": SwiftStatements.switch,
    "try_expression": SwiftStatements.called,
    "typealias_declaration": SwiftStatements.nothing,
    "while_statement": SwiftStatements.repeated,
}

SWIFT: Final[Kinds[SwiftStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset(
        {"array_literal", "dictionary_literal", "lambda_literal", "line_string_literal", "value_arguments"}
    ),
)
