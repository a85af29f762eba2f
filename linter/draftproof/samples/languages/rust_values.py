"""Values of Rust (names, strings, struct literals, JSON in macros), read into the small tree.

A struct literal is a mapping whose names are those of the wire: what ``#[serde(rename = ...)]`` says where
the sample declares the struct, else the field's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    JAVASCRIPT_ESCAPE,
    RAW,
    Escapes,
    decoded,
    literal,
    number,
    text_of_javascript_escape,
)
from draftproof.samples.languages.treesitter import MAX_DEPTH
from draftproof.samples.tree import (
    Attribute,
    Bool,
    Call,
    Entry,
    Expression,
    Mapping,
    Name,
    Null,
    Number,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

__all__ = ["RustValues", "complex_value", "members_of", "named"]

_ESCAPE: Final = re.compile(rf"\\\r?\n[ \t\r\n]*|{JAVASCRIPT_ESCAPE.pattern}", re.DOTALL)
_SUFFIX: Final = re.compile(r"_?(?:[iu](?:8|16|32|64|128|size)|f32|f64)\Z")
_RENAMED: Final = re.compile(
    r"#\[serde\([^\n\]]{0,120}?\brename\s*=\s*\"([\w.-]{1,80})\"[^\n\]]{0,120}\]"
    r"\s*(?:pub(?:\([a-z]{1,10}\))?\s+)?(?:r#)?(\w{1,80})\s*:"
)
_LITERALS: Final = frozenset({"raw_string_literal", "string_literal", "char_literal"})
_NUMBERS: Final = frozenset({"float_literal", "integer_literal"})
_COMMENTS: Final = frozenset({"block_comment", "line_comment"})
_DEFAULT: Final = re.compile(r"default\(\)\Z")


def named(node: Node) -> Iterator[Node]:
    """The named children of a node without comments and attributes."""
    return (
        child
        for child in node.named_children
        if child.type not in _COMMENTS and child.type != "attribute_item"
    )


def members_of(tokens: Node) -> list[tuple[list[Node], list[Node]]]:
    """The members between the brackets of a token tree: the tokens of the key, if any, and of the value."""
    found: list[tuple[list[Node], list[Node]]] = []
    key: list[Node] = []
    value: list[Node] = []
    is_object = tokens.children[:1] and tokens.children[0].type == "{"
    for token in tokens.children[1:-1] if tokens.child_count > 1 else ():
        if token.type in _COMMENTS:
            continue
        if token.type == ",":
            found.append((key, value))
            key, value = [], []
        elif token.type == ":" and is_object and not key:
            key, value = value, []
        else:
            value.append(token)
    return [*found, (key, value)] if key or value else found


def complex_value(tokens: list[Node]) -> bool:
    """True for a value that is more than a literal, a name, an object or a list."""
    if len(tokens) == 1:
        return tokens[0].type not in {"token_tree", "identifier", "boolean_literal", *_LITERALS, *_NUMBERS}
    return not (len(tokens) == 2 and tokens[0].type == "-" and tokens[1].type in _NUMBERS)


class RustValues(FieldReader):
    """Reads names, literals, struct literals and the JSON of ``json!``."""

    values: dict[int, Node]
    """Expressions that stand inside of macros, by where they begin."""
    _names: dict[str, str] | None = None

    def name(self, node: Node) -> Expression:
        """A name, ``r#`` before a keyword left out."""
        value = self.identifier(node)
        if isinstance(value, Name) and value.text.startswith("r#"):
            return Name(Span(value.span.start + 2, value.span.end), value.text[2:])
        return value

    def string(self, node: Node) -> Expression:
        """``"text"``, ``r#"text"#``, ``b"text"``, ``'c'``."""
        start, end = self.span(node)
        first = self.text.find('"' if node.type != "char_literal" else "'", start, end)
        if first < 0:
            return Unknown(Span(start, end), "syntax")
        closing = self.text[first] + "#" * self.text.count("#", start, first)
        closed = self.text.endswith(closing, first + 1, end)
        content = Span(first + 1, end - len(closing) if closed else end)
        escapes = RAW if node.type == "raw_string_literal" else Escapes(_ESCAPE, _text_of_escape)
        return decoded(self.text, Span(start, end), content, escapes)

    def filled(self, hole: Node) -> Expression:
        """No string of Rust has holes in it."""
        return self.expression(hole)

    def figure(self, node: Node) -> Expression:
        """A number, its type left out."""
        return number(self.span(node), _SUFFIX.sub("", self.slice(node)))

    def truth(self, node: Node) -> Expression:
        """``true``, ``false``."""
        return Bool(self.span(node), self.slice(node) == "true")

    def scoped(self, node: Node) -> Expression:
        """``a::B``; arguments of types left out."""
        path = node.child_by_field_name("path")
        name = node.child_by_field_name("name")
        if name is None:
            return self.other(node)
        if path is None:
            return self.name(name)
        if path.type in {"generic_type", "bracketed_type"}:
            path = path.child_by_field_name("type") or next(named(path), path)
        base = self.expression(path)
        if self.is_hole(name):
            return Unknown(self.span(node), "placeholder", (base,))
        return Attribute(self.span(node), base, self.slice(name), self.span(name))

    def array(self, node: Node) -> Expression:
        """``[a, b]``, ``(a, b)``."""
        items = self.gathered(self.listed(node))
        return Sequence(self.span(node), items, any(isinstance(item, Unknown) for item in items))

    def tuple(self, node: Node) -> Expression:
        """``(a, b)``; of one in parentheses the value."""
        return self.array(node)

    def wire_name(self, field: str) -> str:
        """What a field of a struct is called in the body that is sent."""
        if self._names is None:
            self._names = {m[2]: m[1] for m in _RENAMED.finditer(self.text)} if "rename" in self.text else {}
        return self._names.get(field, field)

    def entry(self, node: Node) -> Entry:
        """``field: value`` and ``field`` of a struct literal."""
        field = node.child_by_field_name("field") or next(named(node), node)
        key = self.name(field)
        text = key.text if isinstance(key, Name) else self.slice(field)
        spelt = literal(key.span, text)
        value = key if node.type == "shorthand_field_initializer" else self.value_of(node, "value")
        return Entry(self.span(node), self.wire_name(text), spelt, key.span, value)

    def struct(self, node: Node) -> Expression:
        """``Kind { field: value, ..other }``."""
        kind = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if kind is None or body is None:
            return self.other(node)
        entries: list[Entry] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(body):
            if isinstance(child, Unknown):
                is_open = True
            elif child.type in {"field_initializer", "shorthand_field_initializer"}:
                entries.append(self.entry(child))
            elif child.type == "base_field_initializer":
                if _DEFAULT.search(self.slice(child)) is None:
                    is_open = True
                    spreads.append(self.inner(child))
            elif child.type != "attribute_item":
                is_open = True
        name = self.slice(kind).rpartition("::")[2]
        return Mapping(self.span(node), tuple(entries), tuple(spreads), is_open, name)

    def json(self, node: Node) -> Expression:
        """The JSON that stands in the brackets of ``json!``."""
        if self.depth >= MAX_DEPTH:
            return self.too_deep(node)
        self.depth += 1
        try:
            members = members_of(node)
            opening = node.children[0].type if node.children else ""
            cut = self.is_cut_after(node)
            if opening == "{":
                entries = tuple(self._json_entry(key, value) for key, value in members)
                known = tuple(entry for entry in entries if entry is not None)
                return Mapping(self.span(node), known, (), cut or len(known) < len(entries))
            items = tuple(self.token_value(value) for _, value in members)
            if opening == "[":
                return Sequence(
                    self.span(node), items, cut or any(isinstance(item, Unknown) for item in items)
                )
            return items[0] if len(items) == 1 else Unknown(self.span(node), "other", items)
        finally:
            self.depth -= 1

    def _json_entry(self, key: list[Node], value: list[Node]) -> Entry | None:
        if not key or not value:
            return None
        span = Span(self.span(key[0]).start, self.span(value[-1]).end)
        read = self.token_value(key)
        name = read.value if isinstance(read, String) else None
        place = read.content if isinstance(read, String) else read.span
        return Entry(span, name, read, place, self.token_value(value))

    def token_value(self, tokens: list[Node]) -> Expression:
        """What some tokens of a macro stand for."""
        span = Span(self.span(tokens[0]).start, self.span(tokens[-1]).end) if tokens else Span(0, 0)
        if not tokens:
            return Unknown(span, "syntax")
        first = tokens[0]
        if complex_value(tokens):
            node = self.values.get(first.start_byte)
            value = self.expression(node) if node is not None else Unknown(span)
            return value if value.span.end <= span.end else Unknown(span)
        if len(tokens) == 2:
            value = self.figure(tokens[1])
            known = value.value if isinstance(value, Number) else None
            return Number(span, None if known is None else -known)
        if first.type == "token_tree":
            return self.json(first)
        if first.type == "identifier" and self.slice(first) == "null":
            return Null(span)
        return self.expression(first)

    def macro(self, node: Node) -> Expression:
        """``json!(...)`` as the value that it makes; of any other macro nothing is known."""
        name = node.child_by_field_name("macro")
        tokens = next((child for child in node.named_children if child.type == "token_tree"), None)
        if name is None or tokens is None:
            return Unknown(self.span(node))
        if self.slice(name).rpartition("::")[2] == "json":
            return self.json(tokens)
        return Call(self.span(node), self.expression(name), ())


def _text_of_escape(escape: str) -> str:
    if len(escape) > 1 and escape[1] in "\r\n":
        return ""
    return text_of_javascript_escape(escape)
