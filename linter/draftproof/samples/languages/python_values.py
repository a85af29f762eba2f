"""Values of Python (names, literals, containers), read from the tree-sitter tree into the small tree."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    PYTHON_ESCAPE,
    RAW_ESCAPE,
    decode,
    joined,
    literal,
    text_of_python_escape,
)
from draftproof.samples.tree import (
    Entry,
    Expression,
    Mapping,
    Sequence,
    Spread,
    String,
    Unknown,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from draftproof.text.source import Span

__all__ = ["PythonValues"]

_BARE_LISTS: Final = frozenset({"expression_list", "pattern_list"})
_BRACES: Final = {"{{": "{", "}}": "}"}
_ANY_BRACES: Final = r"|\{\{|\}\}"
_PATTERNS: Final = {
    (False, False): PYTHON_ESCAPE,
    (True, False): RAW_ESCAPE,
    (False, True): re.compile(PYTHON_ESCAPE.pattern + _ANY_BRACES, re.DOTALL),
    (True, True): re.compile(RAW_ESCAPE.pattern + _ANY_BRACES),
}


class PythonValues(FieldReader):
    """Reads names, literals and containers."""

    def entry(self, node: Node) -> Entry:
        """A pair of a dictionary, or a keyword argument as one."""
        value = self.value_of(node, "value")
        name = node.child_by_field_name("name")
        if name is not None:
            text = self.slice(name)
            return Entry(self.span(node), text, literal(self.span(name), text), self.span(name), value)
        key = self.optional(node.child_by_field_name("key"), node)
        text_of_key = key.value if isinstance(key, String) else None
        return Entry(self.span(node), text_of_key, key, key.span, value)

    def ellipsis(self, node: Node) -> Expression:
        """``...``."""
        return Unknown(self.span(node), "elision")

    def string(self, node: Node) -> String:
        """A string literal, an f-string with its parts."""
        children = node.children
        quote = self.slice(children[0]).lower() if children else ""
        flags = quote.rstrip("\"'`")
        end = children[-1] if children else node
        content = self.between(
            children[0].end_byte if children else node.start_byte,
            end.start_byte if end.type == "string_end" else node.end_byte,
        )
        formatted = "f" in flags or "t" in flags
        holes = [child for child in children if child.type in {"interpolation", "ERROR"}] if formatted else []
        if not holes:
            value, origins = self._decoded(content, flags)
            return String(self.span(node), content, value, (), origins, "b" in flags)
        return self.interpolated(self.span(node), content, holes, partial(self._piece, flags))

    def filled(self, hole: Node) -> Expression:
        """What stands in a hole of an f-string; its format is of no interest."""
        inside = hole.child_by_field_name("expression")
        return self.expression(inside) if inside is not None else self.other(hole)

    def _piece(self, flags: str, span: Span) -> String:
        value, origins = self._decoded(span, flags)
        return String(span, span, value, (), origins)

    def _decoded(self, span: Span, flags: str) -> tuple[str, tuple[int, ...] | None]:
        pattern = _PATTERNS["r" in flags, "f" in flags or "t" in flags]
        return decode(self.text, span, pattern, _text_of_escape)

    def adjacent(self, node: Node) -> Expression:
        """Adjacent literals."""
        strings = tuple(self.string(child) for child in node.children if child.type == "string")
        return joined(self.span(node), strings) if strings else self.other(node)

    def dictionary(self, node: Node) -> Expression:
        """A dictionary literal."""
        entries: list[Entry] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(node):
            if isinstance(child, Unknown):
                is_open = True
            elif child.type == "pair":
                entries.append(self.entry(child))
            else:
                value = self.expression(child)
                is_open = True
                value = value.value if isinstance(value, Spread) else value
                if not isinstance(value, Unknown) or value.children:
                    spreads.append(value)
        return Mapping(self.span(node), tuple(entries), tuple(spreads), is_open)

    def sequence(self, node: Node) -> Expression:
        """A list, a tuple, a set, and the patterns that look like them."""
        members = self.members(node) if node.type in _BARE_LISTS else self.listed(node)
        items = tuple(self.expression(child) for child in members)
        if node.type == "set" and len(items) == 1 and self._is_mustache(items[0]):
            return Unknown(self.span(node), "placeholder")
        is_open = any(isinstance(item, Spread | Unknown) for item in items)
        return Sequence(self.span(node), items, is_open)

    def _is_mustache(self, item: Expression) -> bool:
        """True for the inner braces of ``{{ model }}``: a set cannot be a member of a set."""
        start = item.span.start
        return isinstance(item, Sequence) and self.text[start : start + 1] == "{"


def _text_of_escape(escape: str) -> str:
    return _BRACES.get(escape) or text_of_python_escape(escape)
