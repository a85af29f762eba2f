"""Values of Python (names, literals, containers), read from the tree-sitter tree into the small tree."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import (
    PYTHON_ESCAPE,
    RAW_ESCAPE,
    decode,
    joined,
    literal,
    number,
    text_of_python_escape,
)
from draftproof.samples.languages.treesitter import NodeReader
from draftproof.samples.tree import (
    Bool,
    Entry,
    Expression,
    Mapping,
    Name,
    Null,
    Sequence,
    Spread,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

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


class PythonValues(NodeReader):
    """Reads names, literals and containers."""

    @abstractmethod
    def expression(self, node: Node | Unknown) -> Expression:
        """The expression at a node; ``Unknown`` with what was found inside where it is of another kind."""

    def optional(self, node: Node | None, place: Node) -> Expression:
        """The expression of a field; an empty ``Unknown`` at the end of ``place`` where it is missing."""
        if node is None:
            end = self.span(place).end
            return Unknown(Span(end, end), "syntax")
        return self.expression(node)

    def other(self, node: Node) -> Unknown:
        """What is of no kind known here, with the expressions inside it."""
        children = self.found_in(node)
        if node.is_error or self.is_broken(node):
            return self.not_parsed(node, children)
        return Unknown(self.span(node), "other", children)

    def value_of(self, node: Node, field: str) -> Expression:
        """The expression of a field; not taken at its word where an error stands beside it."""
        value = self.optional(node.child_by_field_name(field), node)
        if self.is_broken(node) and not (isinstance(value, Unknown) and value.reason == "syntax"):
            return Unknown(value.span, "syntax", (value,))
        return value

    def found_in(self, node: Node) -> tuple[Expression, ...]:
        """The expressions among the children of a node."""
        return self.gathered(self.members(node))

    def gathered(self, nodes: Iterable[Node | Unknown]) -> tuple[Expression, ...]:
        """The expressions at some nodes, with loose pairs and keyword arguments gathered into a mapping."""
        found: list[Expression] = []
        entries: list[Entry] = []
        for node in nodes:
            if not isinstance(node, Unknown) and node.type in {"pair", "keyword_argument"}:
                entries.append(self.entry(node))
            else:
                found.append(self.expression(node))
        if entries:
            found.append(
                Mapping(Span(entries[0].span.start, entries[-1].span.end), tuple(entries), open=True)
            )
        return tuple(found)

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

    def identifier(self, node: Node) -> Expression:
        """A name; ``Unknown`` where the sample has a hole there."""
        if self.is_hole(node):
            text = self.slice(node)
            return Unknown(self.span(node), "elision" if not text.strip(".…") else "placeholder")
        if node.is_missing:
            return Unknown(self.span(node), "syntax")
        return Name(self.span(node), self.slice(node))

    def ellipsis(self, node: Node) -> Expression:
        """``...``."""
        return Unknown(self.span(node), "elision")

    def boolean(self, node: Node) -> Expression:
        """``True`` and ``False``."""
        return Bool(self.span(node), node.type == "true")

    def none(self, node: Node) -> Expression:
        """``None``."""
        return Null(self.span(node))

    def numeral(self, node: Node) -> Expression:
        """A number."""
        return number(self.span(node), self.slice(node))

    def inner(self, node: Node) -> Expression:
        """What stands in parentheses, or in a node that only wraps."""
        for child in self.members(node):
            return self.expression(child)
        return Unknown(self.span(node), "syntax")

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
        parts: list[Expression] = []
        position = content.start
        for hole in holes:
            start, after = self.span(hole)
            self._literal_part(parts, Span(position, start), flags)
            inside = hole.child_by_field_name("expression")
            parts.append(self.expression(inside) if inside is not None else self.other(hole))
            position = after
        self._literal_part(parts, Span(position, content.end), flags)
        return String(self.span(node), content, None, tuple(parts))

    def _literal_part(self, parts: list[Expression], span: Span, flags: str) -> None:
        if span.end > span.start:
            value, origins = self._decoded(span, flags)
            parts.append(String(span, span, value, (), origins))

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

    def spread(self, node: Node) -> Expression:
        """``*items``, ``**more``, ``...rest``."""
        return Spread(self.span(node), self.inner(node))


def _text_of_escape(escape: str) -> str:
    return _BRACES.get(escape) or text_of_python_escape(escape)
