"""Values of C# (names, strings, collections, initialisers), read into the small tree.

The text of a raw string is the one that is left when the indentation of its last line is taken away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    JAVASCRIPT,
    JAVASCRIPT_ESCAPE,
    Escapes,
    decoded,
    literal,
    number,
    text_of_javascript_escape,
)
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Attribute,
    Bool,
    Entry,
    Expression,
    Mapping,
    Name,
    Sequence,
    Spread,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["CSharpValues"]

_QUOTES: Final = re.compile(r"[$@]*(\"+)")
_VERBATIM: Final = re.compile(r"\"\"|\r\n?")
_BRACES: Final = re.compile(rf"\{{\{{|\}}\}}|{JAVASCRIPT_ESCAPE.pattern}", re.DOTALL)
_VERBATIM_BRACES: Final = re.compile(rf"\{{\{{|\}}\}}|{_VERBATIM.pattern}")
_NOTHING: Final = re.compile(r"\r\n?")
_SUFFIX: Final = re.compile(r"(?<=\d)(?:[uU]?[lL]?[uU]?|[fFdDmM])\Z")
_LAST_LINE: Final = re.compile(r"\n([ \t]*)\Z")


class CSharpValues(FieldReader):
    """Reads names, literals and collections."""

    fields: set[str]
    """Names that the members of a class share."""

    def name(self, node: Node) -> Expression:
        """A name; of ``List<T>`` the name alone."""
        if node.type == "generic_name":
            node = next(named(node), node)
        value = self.identifier(node)
        if isinstance(value, Name) and value.text in self.fields:
            return Name(value.span, value.text, shared=True)
        return value

    def qualified(self, node: Node) -> Expression:
        """``A.B`` as a type."""
        qualifier = node.child_by_field_name("qualifier") or node.child_by_field_name("alias")
        name = node.child_by_field_name("name")
        if qualifier is None or name is None:
            return self.other(node)
        inner = next(named(name), name) if name.type == "generic_name" else name
        return Attribute(self.span(node), self.expression(qualifier), self.slice(inner), self.span(inner))

    def truth(self, node: Node) -> Expression:
        """``true``, ``false``."""
        return Bool(self.span(node), self.slice(node) == "true")

    def figure(self, node: Node) -> Expression:
        """A number, its suffix left out."""
        return number(self.span(node), _SUFFIX.sub("", self.slice(node)))

    def string(self, node: Node) -> Expression:
        """A string in any of its spellings, without holes."""
        span = self.span(node)
        quotes = _QUOTES.match(self.text, span.start, span.end)
        if quotes is None:
            return Unknown(span, "syntax")
        content = self._content(span, quotes)
        if len(quotes[1]) >= 3:
            return self._raw(span, content)
        escapes = Escapes(_VERBATIM, _text_of_verbatim) if "@" in quotes[0] else JAVASCRIPT
        return decoded(self.text, span, content, escapes)

    def _content(self, span: Span, quotes: re.Match[str]) -> Span:
        """What stands between the quotes; an empty string has two that are not three."""
        width = len(quotes[1])
        if width == 2:
            return Span(span.end - 1, span.end - 1)
        end = span.end
        tail = self.text[max(quotes.end(), end - width - 2) : end].removesuffix("u8")
        end -= 2 if self.text[quotes.end() : end].endswith("u8") and tail.endswith('"') else 0
        closed = self.text[quotes.end() : end].endswith('"' * width)
        return Span(quotes.end(), end - width if closed else end)

    def _raw(self, span: Span, content: Span) -> String:
        raw = self.text[content.start : content.end]
        last = _LAST_LINE.search(raw)
        if last is None or not raw.lstrip(" \t\r").startswith("\n"):
            return decoded(self.text, span, content, Escapes(_NOTHING, _text_of_verbatim))
        first = raw.index("\n") + 1
        kept: list[int] = []
        position = first
        for line in raw[first : max(first, last.start())].split("\n"):
            cut = len(last[1]) if line.startswith(last[1]) else len(line) - len(line.lstrip(" \t"))
            kept.extend(range(position + cut, position + len(line) + 1))
            position += len(line) + 1
        kept = [index for index in kept if index < last.start() and raw[index] != "\r"]
        value = "".join(raw[index] for index in kept)
        return String(span, content, value, (), tuple(content.start + index for index in kept))

    def interpolated_string(self, node: Node) -> Expression:
        """``$"..."``, with its parts where it has holes."""
        span = self.span(node)
        quotes = _QUOTES.match(self.text, span.start, span.end)
        if quotes is None:
            return self.other(node)
        content = self._content(span, quotes)
        is_raw, is_verbatim = len(quotes[1]) >= 3, "@" in quotes[0]
        pattern = _NOTHING if is_raw else _VERBATIM_BRACES if is_verbatim else _BRACES
        holes = [child for child in node.children if child.type in {"interpolation", "ERROR"}]
        return self.written(span, content, holes, Escapes(pattern, _text_of_piece))

    def filled(self, hole: Node) -> Expression:
        """What stands in a hole, its format left out."""
        values = [child for child in named(hole) if child.type not in _NOT_VALUES]
        return self.expression(values[0]) if values and not hole.is_error else self.other(hole)

    def collection(self, node: Node) -> Expression:
        """``[a, ..b]``."""
        items: list[Expression] = []
        for child in self.listed(node):
            if isinstance(child, Unknown) or child.type != "collection_element":
                items.append(self.expression(child))
                continue
            inner = next(named(child), child)
            value = self.inner(inner)
            items.append(Spread(self.span(child), value) if inner.type == "spread_element" else value)
        is_open = any(isinstance(item, Spread | Unknown) for item in items)
        return Sequence(self.span(node), tuple(items), is_open)

    def initialiser(self, node: Node) -> Expression:
        """``{ a, b }`` as a sequence, ``{ A = 1, ["b"] = 2, { "c", 3 } }`` as a mapping."""
        entries: list[Entry] = []
        items: list[Expression] = []
        # A member in a member takes more frames than other expressions in each other.
        self.depth += 1
        for child in self.listed(node):
            entry = None if isinstance(child, Unknown) else self._entry_of(child)
            if entry is not None:
                entries.append(entry)
            else:
                items.append(self.expression(child))
        self.depth -= 1
        if entries:
            return Mapping(self.span(node), tuple(entries), (), bool(items))
        return Sequence(self.span(node), tuple(items), any(isinstance(item, Unknown) for item in items))

    def _entry_of(self, node: Node) -> Entry | None:
        if node.type == "assignment_expression":
            return self.entry(node)
        pair = list(named(node)) if node.type == "initializer_expression" else []
        if len(pair) == 2 and not node.has_error and pair[0].type not in _BRACED:
            key = self.expression(pair[0])
            text = key.value if isinstance(key, String) else None
            place = key.content if isinstance(key, String) else key.span
            return Entry(self.span(node), text, key, place, self.expression(pair[1]))
        return None

    def entry(self, node: Node) -> Entry:
        """``Name = value`` and ``["name"] = value``."""
        left = node.child_by_field_name("left")
        key = self._key(left, node)
        place = key.content if isinstance(key, String) else key.span
        return Entry(
            self.span(node), key.value if isinstance(key, String) else None, key, place,
            self.value_of(node, "right"),
        )  # fmt: skip

    def _key(self, left: Node | None, node: Node) -> Expression:
        if left is None:
            return self.optional(None, node)
        if left.type == "element_binding_expression":
            inside = next(named(left), left)
            return self.inner(inside) if inside is not left else self.other(left)
        if left.type == "identifier" and not self.is_hole(left):
            return literal(self.span(left), self.slice(left))
        return self.expression(left)

    def anonymous(self, node: Node) -> Expression:
        """``new { model = "x", input }``."""
        is_open = any(isinstance(child, Unknown) for child in self.listed(node))
        entries: list[Entry] = []
        children = [child for child in node.children if child.type != "comment"]
        index = 0
        while index < len(children):
            child = children[index]
            index += 1
            if child.is_error:
                is_open = True
            if not child.is_named or child.is_error:
                continue
            if index + 1 < len(children) and children[index].type == "=":
                entries.append(self.entry_between(child, children[index + 1]))
                index += 2
            elif not self.is_hole(child):
                entries.append(self._shorthand(child))
        return Mapping(self.span(node), tuple(entries), (), is_open)

    def entry_between(self, key: Node, value: Node) -> Entry:
        """A member out of its name and its value."""
        start, end = self.span(key)
        start += self.text[start:end].startswith("@")
        name = literal(Span(start, end), self.text[start:end])
        span = Span(self.span(key).start, self.span(value).end)
        hole = self.is_hole(key)
        return Entry(span, None if hole else name.value, name, name.span, self.expression(value))

    def _shorthand(self, node: Node) -> Entry:
        value = self.expression(node)
        place = value.name_span if isinstance(value, Attribute) else value.span
        name = literal(place, self.text[place.start : place.end])
        text = name.value if isinstance(value, Attribute | Name) else None
        return Entry(self.span(node), text, name, place, value)

    def uninteresting(self, node: Node) -> Expression:
        """A type, a range, a size: of no interest."""
        return Unknown(self.span(node), "other")


_NOT_VALUES: Final = frozenset(
    {"interpolation_brace", "interpolation_format_clause", "interpolation_alignment_clause"}
)
_BRACED: Final = frozenset({"initializer_expression", "assignment_expression"})


def _text_of_verbatim(text: str) -> str:
    return '"' if text == '""' else "\n"


def _text_of_piece(text: str) -> str:
    if text in {"{{", "}}", '""'}:
        return text[0]
    return text_of_javascript_escape(text)
