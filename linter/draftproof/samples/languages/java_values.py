"""Values of Java (names, literals, arrays), read into the small tree.

The indentation of a text block stays in its value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import (
    PYTHON_ESCAPE,
    decode,
    literal,
    number,
    text_of_python_escape,
)
from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.tree import Attribute, Entry, Expression, Name, Sequence, Spread, String, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["JavaValues"]

_BLOCK: Final = '"""'


class JavaValues(LanguageReader):
    """Reads names, literals and arrays."""

    def string(self, node: Node) -> Expression:
        """``"text"``, a text block, ``'c'``."""
        start, end = self.span(node)
        quote = _BLOCK if self.text.startswith(_BLOCK, start) else self.text[start : start + 1]
        closed = (
            end - start >= 2 * len(quote)
            and self.text.endswith(quote, start, end)
            and not self._lacks_end(node)
        )
        first, last = min(start + len(quote), end), end - len(quote) if closed else end
        if quote == _BLOCK:
            line_end = self.text.find("\n", first, last)
            first = line_end + 1 if line_end >= 0 else first
        content = Span(first, last)
        value, origins = decode(self.text, content, PYTHON_ESCAPE, text_of_python_escape)
        return String(Span(start, end), content, value, (), origins)

    def _lacks_end(self, node: Node) -> bool:
        return bool(node.children) and node.children[-1].is_missing

    def numeral(self, node: Node) -> Expression:
        """A number, its suffix left out."""
        text = self.slice(node)
        plain = text.rstrip("lL" if text[:2].lower() == "0x" else "lLfFdD")
        return number(self.span(node), plain)

    def entry(self, node: Node) -> Entry:
        """No literal of Java has pairs."""
        key = literal(self.span(node), self.slice(node))
        return Entry(key.span, None, key, key.span, Unknown(key.span))

    def filled(self, hole: Node) -> Expression:
        """What stands in a hole of a string template."""
        return self.inner(hole)

    def own(self, node: Node) -> Expression:
        """The object itself: ``this``, ``super``."""
        return Name(self.span(node), self.slice(node))

    def field(self, node: Node) -> Expression:
        """``base.name``; a field of ``this`` is a name like any other."""
        inside = node.child_by_field_name("object")
        name = node.child_by_field_name("field")
        base = self.optional(inside, node)
        if name is None or self.is_hole(name):
            return Unknown(self.span(node), "placeholder" if name else "syntax", (base,))
        if inside is not None and inside.type == "this":
            return Name(self.span(name), self.slice(name))
        return Attribute(self.span(node), base, self.slice(name), self.span(name))

    def array(self, node: Node) -> Expression:
        """``{a, b}``."""
        items = tuple(self.expression(child) for child in self.listed(node))
        return Sequence(self.span(node), items, any(isinstance(item, Spread | Unknown) for item in items))

    def type_name(self, node: Node) -> Expression:
        """A class by its name, arguments of types and annotations left out."""
        if node.type in {"generic_type", "annotated_type", "array_type"}:
            inside = next((child for child in node.named_children if "type" in child.type), None)
            return (
                self.type_name(inside)
                if inside is not None and inside.type != "type_arguments"
                else self.other(node)
            )
        if node.type in {"scoped_type_identifier", "scoped_identifier"}:
            named = [
                child
                for child in node.named_children
                if "identifier" in child.type or child.type == "generic_type"
            ]
            if len(named) == 2:
                name = self.span(named[1])
                return Attribute(self.span(node), self.type_name(named[0]), self.slice(named[1]), name)
            return self.other(node)
        return self.identifier(node)
