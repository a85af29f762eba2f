"""Patterns and conditions of Swift: what they bind, what they test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.swift_expressions import SwiftExpressions
from draftproof.samples.languages.swift_values import parts
from draftproof.samples.tree import Assign, Compare, Expression, Join, Name, Sequence, Statement, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

__all__ = ["SwiftPatterns"]

_MAX_PATTERN: Final = 8
"""Cases inside cases that are followed."""


class SwiftPatterns(SwiftExpressions):
    """Reads patterns; the statements are read by the class derived from this one."""

    def pattern(self, node: Node) -> Expression:
        """The name that is bound, or several in brackets."""
        bound = node.child_by_field_name("bound_identifier")
        if bound is not None:
            return self.identifier(bound)
        inside = [child for child in parts(node) if child.type == "pattern"]
        if inside:
            return Sequence(self.span(node), tuple(map(self._plain, inside)))
        return self._plain(node)

    def _plain(self, node: Node) -> Expression:
        inside = [child for child in parts(node) if child.type == "simple_identifier"]
        return self.identifier(inside[-1]) if inside else Unknown(self.span(node))

    def conditions(self, node: Node) -> tuple[list[Statement], Expression | None]:
        """What the head of a conditional binds, and what it tests."""
        groups: list[list[tuple[str | None, Node]]] = [[]]
        for index, child in enumerate(node.children):
            if child.type in {"else", "statements", "{"}:
                break
            if child.type == ",":
                groups.append([])
            elif child.type not in {"comment", "guard", "if", "while"}:
                groups[-1].append((node.field_name_for_child(index), child))
        before: list[Statement] = []
        tests: list[Expression] = []
        for group in groups:
            self._condition(group, before, tests)
        if len(tests) < 2:
            return before, tests[0] if tests else None
        return before, Join(Span(tests[0].span.start, tests[-1].span.end), "and", tuple(tests))

    def _condition(
        self, group: list[tuple[str | None, Node]], before: list[Statement], tests: list[Expression]
    ) -> None:
        nodes = [child for _, child in group]
        if not nodes:
            return
        name = next((child for field, child in group if field == "bound_identifier"), None)
        equals = next((index for index, child in enumerate(nodes) if child.type == "="), None)
        value = self.expression(nodes[-1]) if equals is not None and equals + 1 < len(nodes) else None
        if nodes[0].type == "case" and equals is not None and value is not None:
            inside = nodes[1:equals]
            case = next((child for child in inside if child.type == "simple_identifier"), None)
            if case is not None:
                tests.append(Compare(self.span(case), "is", value, Name(self.span(case), self.slice(case))))
            for child in inside:
                before += self.bindings(child, value)
        elif name is not None:
            if value is not None:
                before.append(
                    Assign(self.between(name.start_byte, nodes[-1].end_byte), self.identifier(name), value)
                )
        elif nodes[0].is_named:
            tests.append(self.expression(nodes[-1]))

    def bindings(self, node: Node, value: Expression, depth: int = 0) -> Iterator[Assign]:
        """The names in a pattern, each for what is matched: the value that a case wraps."""
        bound = node.child_by_field_name("bound_identifier")
        if bound is not None:
            name = self.identifier(bound)
            place = Span(min(name.span.start, value.span.start), max(name.span.end, value.span.end))
            yield Assign(place, name, value)
        elif depth < _MAX_PATTERN:
            for child in node.named_children:
                if child.type == "pattern":
                    yield from self.bindings(child, value, depth + 1)

    def tests(self, pattern: Node, subject: Expression) -> Iterator[Expression]:
        """What a pattern tests: a value, or the cases that it names, one inside the other."""
        inside = parts(pattern)
        names = [child for child in inside if child.type == "simple_identifier"]
        if not names:
            for child in inside:
                if child.type not in {"pattern", "value_binding_pattern", "wildcard_pattern"}:
                    value = self.expression(child)
                    yield Compare(value.span, "==", subject, value)
            return
        spelt = [self.slice(names[-1])]
        step = next((child for child in inside if child.type == "pattern"), None)
        while step is not None and len(spelt) < _MAX_PATTERN:
            deeper = [child for child in parts(step) if child.type == "simple_identifier"]
            if not deeper or not any(child.type == "pattern" for child in parts(step)):
                break
            spelt.append(self.slice(deeper[-1]))
            step = next((child for child in parts(step) if child.type == "pattern"), None)
        place = self.span(names[-1])
        yield Compare(self.span(pattern), "is", subject, Name(place, "_".join(spelt)))
