"""Values of JavaScript and TypeScript (names, literals, containers), read into the small tree."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    JAVASCRIPT,
    decoded,
    literal,
)
from draftproof.samples.tree import (
    Assign,
    Entry,
    Expression,
    Function,
    Join,
    Mapping,
    Name,
    Spread,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["JavaScriptValues"]


class JavaScriptValues(FieldReader):
    """Reads names, literals, containers and the patterns that look like them."""

    @abstractmethod
    def function(self, node: Node) -> Function:
        """A function, method or arrow function."""

    def string(self, node: Node) -> Expression:
        """A string literal."""
        span = self.span(node)
        content = self.between_quotes(node, self.text[span.start : span.start + 1])
        return decoded(self.text, span, content, JAVASCRIPT)

    def template(self, node: Node) -> Expression:
        """A template literal, with its parts where it has substitutions."""
        start, end = self.span(node)
        last = node.children[-1] if node.children else node
        closed = last.type == "`" and not last.is_missing and end - start > 1
        content = Span(min(start + 1, end), end - 1 if closed else end)
        holes = [child for child in node.children if child.type in {"template_substitution", "ERROR"}]
        return self.written(Span(start, end), content, holes, JAVASCRIPT)

    def filled(self, hole: Node) -> Expression:
        """What stands in a substitution of a template literal."""
        return self.inner(hole) if not hole.is_error else self.other(hole)

    def regex(self, node: Node) -> Expression:
        """A regular expression: of no interest."""
        return Unknown(self.span(node), "other")

    def object(self, node: Node) -> Expression:
        """An object literal, or the pattern that looks like one."""
        entries: list[Entry] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(node):
            entry = None if isinstance(child, Unknown) else self._entry(child)
            if entry is not None:
                entries.append(entry)
                continue
            is_open = True
            value = self.expression(child)
            if isinstance(value, Spread):
                spreads.append(value.value)
            elif isinstance(value, Unknown) and value.children:
                spreads.append(value)
        return Mapping(self.span(node), tuple(entries), tuple(spreads), is_open)

    def _entry(self, node: Node) -> Entry | None:
        """One member of an object or of an object pattern; None for a spread and for what is none."""
        if node.type in {"pair", "pair_pattern"}:
            return self.entry(node)
        if node.type == "method_definition":
            name = node.child_by_field_name("name")
            key = self.key(name, node)
            text = key.value if isinstance(key, String) else None
            return Entry(self.span(node), text, key, key.span, self.function(node))
        if node.type in {"shorthand_property_identifier", "shorthand_property_identifier_pattern"}:
            value = self.identifier(node)
            return (
                Entry(self.span(node), value.text, value, value.span, value)
                if isinstance(value, Name)
                else None
            )
        if node.type == "object_assignment_pattern":
            target = self.optional(node.child_by_field_name("left"), node)
            default = self.optional(node.child_by_field_name("right"), node)
            text = target.text if isinstance(target, Name) else None
            choice = Join(self.span(node), "??", (target, default))
            return Entry(self.span(node), text, target, target.span, choice)
        return None

    def entry(self, node: Node) -> Entry:
        """``key: value``."""
        key = self.key(node.child_by_field_name("key"), node)
        value = self.value_of(node, "value")
        return Entry(self.span(node), key.value if isinstance(key, String) else None, key, key.span, value)

    def key(self, node: Node | None, place: Node) -> Expression:
        """The key of a member: its text as a ``String``, or the expression that computes it."""
        if node is None:
            return self.optional(node, place)
        if node.type == "computed_property_name":
            return self.inner(node)
        if node.type in {"string", "number"}:
            value = self.expression(node)
            return value if isinstance(value, String) else literal(value.span, self.slice(node))
        if self.is_hole(node):
            return Unknown(self.span(node), "placeholder")
        return literal(self.span(node), self.slice(node))

    def default_pattern(self, node: Node) -> Expression:
        """``name = default`` in a pattern."""
        target = self.optional(node.child_by_field_name("left"), node)
        return Join(self.span(node), "??", (target, self.optional(node.child_by_field_name("right"), node)))

    def parameters(
        self, node: Node | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, Expression], ...], tuple[Statement, ...]]:
        """The names of parameters, the defaults they have, and the assignments of those that are patterns.

        A pattern has its own text as its name, and is assigned from that name.
        """
        names: list[str] = []
        defaults: list[tuple[str, Expression]] = []
        unpacked: list[Statement] = []
        for child in self.members(node) if node is not None else ():
            if isinstance(child, Unknown) or child.is_error:
                continue
            name = child.child_by_field_name("pattern") or child.child_by_field_name("left") or child
            default = child.child_by_field_name("value") or child.child_by_field_name("right")
            text = self.slice(name).removeprefix("...").strip()
            names.append(text)
            if default is not None:
                defaults.append((text, self.expression(default)))
            if name.type in {"object_pattern", "array_pattern"}:
                span = self.span(name)
                unpacked.append(Assign(span, self.expression(name), Name(span, text)))
        return tuple(names), tuple(defaults), tuple(unpacked)
