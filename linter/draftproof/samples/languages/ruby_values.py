"""Values of Ruby (names, strings, symbols, heredocs, hashes), read into the small tree.

A heredoc is a string where it is opened: its value and the origins of its characters are those of its body,
and what it interpolates is not looked into.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.fields import FieldReader
from draftproof.samples.languages.literals import (
    JAVASCRIPT,
    Escapes,
    decoded,
    joined,
    literal,
)
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
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
    from tree_sitter import Node

__all__ = ["RubyValues"]

_PLAIN_ESCAPE: Final = re.compile(r"\\[\\']|\r\n?")
_PLAIN: Final = ("'", "%q")
_INDENT: Final = re.compile(r"[ \t]*")
_DEEPEST: Final = 1_000
_SPREADS: Final = frozenset({"hash_splat_argument", "splat_argument"})


class RubyValues(FieldReader):
    """Reads names, literals and containers."""

    bodies: dict[int, Node]
    """The body of each heredoc by the place where it is opened."""

    def variable(self, node: Node) -> Expression:
        """``@name``: shared by the methods of a class."""
        return Name(self.span(node), self.slice(node), shared=True)

    def nothing_there(self, node: Node) -> Expression:
        """``nil``."""
        return Null(self.span(node))

    def string(self, node: Node) -> Expression:
        """A string or a symbol in quotes, with its parts where it interpolates."""
        span = self.span(node)
        first, last = (node.children[0], node.children[-1]) if node.children else (node, node)
        start = min(self.span(first).end, span.end) if first is not node else span.start
        closed = last is not first and not last.is_named and not last.is_missing
        content = Span(start, max(start, self.span(last).start if closed else span.end))
        is_plain = self.text[span.start : span.end].startswith(_PLAIN)
        holes = [child for child in node.children if child.type in {"interpolation", "ERROR"}]
        escapes = Escapes(_PLAIN_ESCAPE, _text_of_plain_escape) if is_plain else JAVASCRIPT
        return self.written(span, content, holes, escapes)

    def filled(self, hole: Node) -> Expression:
        """What stands in an interpolation."""
        return self.inner(hole) if not hole.is_error else self.other(hole)

    def adjacent(self, node: Node) -> Expression:
        """``"a" "b"``."""
        strings = [self.expression(child) for child in named(node)]
        if strings and all(isinstance(string, String) for string in strings):
            return joined(self.span(node), tuple(string for string in strings if isinstance(string, String)))
        return self.other(node)

    def symbol(self, node: Node) -> Expression:
        """``:name``."""
        span = self.span(node)
        content = Span(min(span.start + 1, span.end), span.end)
        return String(span, content, self.text[content.start : content.end])

    def bare(self, node: Node) -> Expression:
        """A word of ``%w[]`` or ``%i[]``."""
        return literal(self.span(node), self.slice(node))

    def heredoc(self, node: Node) -> Expression:
        """``<<~TEXT``: the string whose text follows below."""
        span = self.span(node)
        body = self.bodies.get(node.start_byte)
        if body is None:
            return Unknown(span, "syntax")
        opening = self.slice(node)
        indented = opening.startswith("<<~")
        parts: list[Expression] = []
        for piece in body.children:
            if piece.type == "interpolation":
                parts.append(Unknown(span, "other"))
            elif piece.type == "heredoc_content":
                parts.append(self._heredoc_piece(span, piece, is_plain="'" in opening, first=not parts))
        strings = [part for part in parts if isinstance(part, String)]
        # Only a piece that follows no interpolation begins with the beginning of a line.
        inside = [index > 0 for index, part in enumerate(parts) if isinstance(part, String)]
        depth = min(map(_depth, strings, inside), default=0) if indented else 0
        parts = [
            _dedented(part, depth, inside=index > 0) if isinstance(part, String) else part
            for index, part in enumerate(parts)
        ]
        if len(parts) == 1 and isinstance(parts[0], String):
            return parts[0]
        return String(span, span, None if parts else "", tuple(parts), None if parts else ())

    def _heredoc_piece(self, span: Span, piece: Node, *, is_plain: bool, first: bool) -> String:
        start, end = self.span(piece)
        if first:
            # The first piece begins with the end of the line where the heredoc is opened.
            line_end = self.text.find("\n", start, end)
            start = line_end + 1 if line_end >= 0 else start
        if piece.next_sibling is not None and piece.next_sibling.type == "heredoc_end":
            end = start + len(self.text[start:end].rstrip(" \t"))
        content = Span(start, max(start, end))
        made = (
            decoded(self.text, content, content, JAVASCRIPT)
            if not is_plain
            else literal(content, self.text[start:end])
        )
        value = made.value or ""
        origins = made.origins if made.origins is not None else tuple(range(start, start + len(value)))
        return String(span, span, value, (), origins)

    def array(self, node: Node) -> Expression:
        """An array; pairs in it without braces are one hash at its end."""
        items = self.gathered(self.listed(node))
        return Sequence(self.span(node), items, any(isinstance(item, Spread | Unknown) for item in items))

    def hash(self, node: Node) -> Expression:
        """A hash."""
        entries: list[Entry] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(node):
            if not isinstance(child, Unknown) and child.type == "pair":
                entries.append(self.entry(child))
                continue
            is_open = True
            if not isinstance(child, Unknown) and child.type in _SPREADS:
                spreads.append(self.inner(child))
        return Mapping(self.span(node), tuple(entries), tuple(spreads), is_open)

    def entry(self, node: Node) -> Entry:
        """``key => value``, ``key: value``, ``key:``."""
        key = self.key(node)
        name = key.value if isinstance(key, String) else None
        key_span = key.content if isinstance(key, String) else key.span
        if node.child_by_field_name("value") is None and name is not None and not self.is_broken(node):
            return Entry(self.span(node), name, key, key_span, Name(key_span, name))
        return Entry(self.span(node), name, key, key_span, self.value_of(node, "value"))

    def key(self, node: Node) -> Expression:
        """The key of a pair: its text as a ``String``, or the expression that computes it."""
        key = node.child_by_field_name("key")
        if key is None:
            return self.optional(key, node)
        return self.symbol_key(key)

    def symbol_key(self, key: Node) -> Expression:
        """The ``key`` of ``key: value``, or the expression that another key is."""
        if key.type != "hash_key_symbol":
            return self.expression(key)
        if self.is_hole(key):
            return Unknown(self.span(key), "placeholder")
        return literal(self.span(key), self.slice(key))

    def regex(self, node: Node) -> Expression:
        """A regular expression, a range, a command: of no interest."""
        return Unknown(self.span(node), "other")


def _text_of_plain_escape(escape: str) -> str:
    return escape[1:] if escape[0] == "\\" else "\n"


def _depth(string: String, inside: bool) -> int:
    """How far the lines of a piece are indented; blank lines do not count, nor the rest of a line."""
    lines = (string.value or "").split("\n")[inside:]
    return min((len(_INDENT.match(line)[0]) for line in lines if line.strip()), default=_DEEPEST)  # type: ignore[index]


def _dedented(string: String, depth: int, *, inside: bool) -> String:
    if not depth or string.value is None or string.origins is None:
        return string
    kept: list[int] = []
    start = 0
    for number, line in enumerate(string.value.split("\n")):
        match = _INDENT.match(line)
        cut = min(depth, match.end()) if match and not (inside and number == 0) else 0
        kept.extend(range(start + cut, start + len(line) + 1))
        start += len(line) + 1
    kept = [index for index in kept if index < len(string.value)]
    value = "".join(string.value[index] for index in kept)
    return String(string.span, string.content, value, (), tuple(string.origins[index] for index in kept))
