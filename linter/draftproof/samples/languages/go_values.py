"""Values of Go (names, literals, composite literals), read into the small tree.

A struct literal is a mapping whose names are those of the wire: the JSON tag of a struct that the sample
declares, else the field's name in snake case. Unions of the official SDKs (``{OfString: value}``) are the
value itself, pointers are what they point to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    PYTHON,
    RAW,
    decoded,
    literal,
    named,
)
from draftproof.samples.tree import (
    Attribute,
    Call,
    Entry,
    Expression,
    Mapping,
    Name,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["GoValues"]

_TAGGED: Final = re.compile(
    r"^[ \t]*([A-Z]\w{0,80})[ \t]+[^\n`\"]{1,120}`[^`\n]{0,120}?\bjson:\"([\w.-]{1,80})", re.MULTILINE
)
_UNION: Final = re.compile(r"Of[A-Z]\w*\Z")
_LISTS: Final = frozenset({"array_type", "implicit_length_array_type", "slice_type"})
_CLASSES: Final = frozenset({"http.Client"})
"""Structs whose literal makes an object with a life of its own, as a constructor does elsewhere."""


def tags_of(text: str) -> dict[str, str]:
    """The names that fields of declared structs have on the wire; fields of several names left out."""
    found: dict[str, str] = {}
    if "json:" not in text:
        return found
    for match in _TAGGED.finditer(text):
        known = found.setdefault(match[1], match[2])
        found[match[1]] = known if known == match[2] else ""
    return {name: tag for name, tag in found.items() if tag}


class GoValues(FieldReader):
    """Reads names, literals and composite literals."""

    _tags: dict[str, str] | None = None

    def string(self, node: Node) -> Expression:
        """``"text"``, ```raw``` and ``'r'``."""
        start, end = self.span(node)
        quote = self.text[start : start + 1]
        content = self.between_quotes(node, quote)
        return decoded(self.text, Span(start, end), content, RAW if quote == "`" else PYTHON)

    def filled(self, hole: Node) -> Expression:
        """No string of Go has holes in it."""
        return self.expression(hole)

    def entry(self, node: Node) -> Entry:
        """``key: value`` of a composite literal."""
        key, value = self._halves(node)
        name, read = self._key(key, node)
        return Entry(self.span(node), name, read, read.span, self.union(self.optional(value, node)))

    def _halves(self, node: Node) -> tuple[Node | None, Node | None]:
        key = node.child_by_field_name("key")
        value = node.child_by_field_name("value")
        return _element(key), _element(value)

    def _key(self, node: Node | None, place: Node) -> tuple[str | None, Expression]:
        if node is None:
            return None, self.optional(node, place)
        value = self.expression(node)
        if isinstance(value, String):
            return value.value, value
        if isinstance(value, Name) and not self._in_map(place):
            return self.wire_name(value.text), literal(value.span, value.text)
        return None, value

    def _in_map(self, pair: Node) -> bool:
        """True for a pair of a literal whose type says that it is a map."""
        literal_of = pair.parent.parent if pair.parent is not None else None
        kind = literal_of.child_by_field_name("type") if literal_of is not None else None
        return kind is not None and kind.type == "map_type"

    def wire_name(self, field: str) -> str:
        """What a field of a struct is called in the body that is sent."""
        if self._tags is None:
            self._tags = tags_of(self.text)
        return self._tags.get(field) or snake(field)

    def union(self, value: Expression) -> Expression:
        """The value that a union of the official SDKs holds; anything else as it is."""
        if isinstance(value, Mapping) and len(value.entries) == 1 and not value.open:
            only = value.entries[0]
            if _UNION.match(self.text[only.key_span.start : only.key_span.end]):
                return only.value
        return value

    def composite(self, node: Node) -> Expression:
        """``T{...}``, ``[]T{...}``, ``map[K]V{...}``."""
        kind = node.child_by_field_name("type")
        body = node.child_by_field_name("body")
        if kind is None or body is None:
            return self.other(node)
        if kind.type in _LISTS:
            return self._items(node, body)
        name = "" if kind.type == "map_type" else self.slice(kind)
        read = self._members(node, body, name)
        if name in _CLASSES and "." in name:
            return self._constructed(node, kind, read)
        return self.union(read)

    def literal_value(self, node: Node) -> Expression:
        """``{...}`` inside a composite literal, its type left out."""
        inside = [child for child in node.named_children if child.type == "literal_element"]
        return self._items(node, node) if inside else self._members(node, node, "")

    def element(self, node: Node) -> Expression:
        """An element of a composite literal."""
        return self.union(self.inner(node))

    def _items(self, node: Node, body: Node) -> Sequence:
        items = tuple(self.expression(child) for child in self.listed(body))
        return Sequence(self.span(node), items, any(isinstance(item, Unknown) for item in items))

    def _members(self, node: Node, body: Node, name: str) -> Mapping:
        entries: list[Entry] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(body):
            if not isinstance(child, Unknown) and child.type == "keyed_element":
                entries.append(self.entry(child))
                continue
            is_open = True
            value = self.expression(child)
            if isinstance(value, Unknown) and value.children:
                spreads.append(value)
        return Mapping(self.span(node), tuple(entries), tuple(spreads), is_open, name or None)

    def _constructed(self, node: Node, kind: Node, read: Mapping) -> Call:
        """A struct literal as the call of a constructor."""
        package, _, last = self.slice(kind).partition(".")
        start, end = self.span(kind)
        base = Name(Span(start, start + len(package)), package)
        function = Attribute(Span(start, end), base, last, Span(end - len(last), end))
        arguments = tuple(named(entry.span, entry.name, entry.value) for entry in read.entries if entry.name)
        return Call(self.span(node), function, arguments, new=True)


def _element(node: Node | None) -> Node | None:
    """What stands in a ``literal_element``, comments left out."""
    if node is None or node.type != "literal_element":
        return node
    return next((child for child in node.named_children if child.type != "comment"), None)
