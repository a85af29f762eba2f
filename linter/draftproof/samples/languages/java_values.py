"""Values of Java (names, literals, arrays), read into the small tree.

The indentation of a text block stays in its value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    PYTHON,
    decoded,
    number,
)
from draftproof.samples.tree import Attribute, Expression, Name, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["JavaValues"]

_BLOCK: Final = '"""'


class JavaValues(FieldReader):
    """Reads names, literals and arrays."""

    def string(self, node: Node) -> Expression:
        """``"text"``, a text block, ``'c'``."""
        start, end = self.span(node)
        quote = _BLOCK if self.text.startswith(_BLOCK, start) else self.text[start : start + 1]
        first, last = self.between_quotes(node, quote)
        if quote == _BLOCK:
            line_end = self.text.find("\n", first, last)
            first = line_end + 1 if line_end >= 0 else first
        content = Span(first, last)
        return decoded(self.text, Span(start, end), content, PYTHON)

    def numeral(self, node: Node) -> Expression:
        """A number, its suffix left out."""
        text = self.slice(node)
        plain = text.rstrip("lL" if text[:2].lower() == "0x" else "lLfFdD")
        return number(self.span(node), plain)

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
