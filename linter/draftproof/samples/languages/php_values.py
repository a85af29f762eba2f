"""Values of PHP (variables, strings, heredocs, arrays), read into the small tree.

A variable is a name without its sign. What an object or a class holds (``$this->model``, ``self::MODEL``) is
a name that all its methods share. An array with keys is a mapping, any other a sequence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import (
    RAW_ESCAPE,
    Escapes,
    decoded,
    text_of_javascript_escape,
)
from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import (
    Attribute,
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

__all__ = ["PhpValues"]

_SINGLE_ESCAPE: Final = re.compile(r"\\[\\']|\r\n?")
_DOUBLE_ESCAPE: Final = re.compile(
    r"\\(?:[nrtvef\\$\"]|x[0-9a-fA-F]{1,2}|u\{[0-9a-fA-F]{1,6}\}|[0-7]{1,3})|\r\n?"
)


class PhpValues(LanguageReader):
    """Reads names, literals and arrays."""

    packages: dict[str, Span]
    """Namespaces that are written out where they are used, and the place of the first use."""

    mentioned: dict[str, Span]
    """Names of classes and functions, and where each stands first."""

    def name(self, node: Node) -> Expression:
        """A class, a function, a constant."""
        value = self.identifier(node)
        if isinstance(value, Name):
            self.mentioned.setdefault(value.text, value.span)
        return value

    def variable(self, node: Node) -> Expression:
        """``$name``."""
        name = next(named(node), None)
        return self.identifier(name) if name is not None else self.other(node)

    def qualified(self, node: Node) -> Expression:
        """A name below a namespace: a path below its first name."""
        parts = [
            part for child in named(node) for part in ([child] if child.type == "name" else named(child))
        ]
        if not parts:
            return self.other(node)
        value = self.name(parts[0])
        if len(parts) > 1 and isinstance(value, Name):
            self.packages.setdefault(value.text, value.span)
        for part in parts[1:]:
            place = self.span(part)
            value = Attribute(Span(value.span.start, place.end), value, self.slice(part), place)
        return value

    def shared(self, node: Node) -> Expression:
        """``self::NAME``, ``static::$name``, ``Other::NAME``."""
        scope, *rest = named(node)
        name = rest[-1] if rest else scope
        if name.type == "variable_name":
            name = next(named(name), name)
        value = self.identifier(name)
        if not isinstance(value, Name) or scope.type == "relative_scope":
            return Name(value.span, value.text, shared=True) if isinstance(value, Name) else value
        return Attribute(self.span(node), self.expression(scope), value.text, value.span)

    def string(self, node: Node) -> Expression:
        """``'text'``."""
        escapes = Escapes(_SINGLE_ESCAPE, _text_of_single_escape)
        return decoded(self.text, self.span(node), self.between_quotes(node, "'"), escapes)

    def encapsed(self, node: Node) -> Expression:
        """``"text"``, with its parts where it has holes."""
        return self._filled(self.span(node), self.between_quotes(node, '"'), node, depth=0)

    def heredoc(self, node: Node) -> Expression:
        """``<<<TEXT`` and ``<<<'TEXT'``, the indentation of the last line taken off."""
        span = self.span(node)
        end_tag = node.child_by_field_name("end_tag")
        begin = self.text.find("\n", span.start, span.end) + 1
        last = self.span(end_tag).start if end_tag is not None and not end_tag.is_missing else span.end
        line = self.text.rfind("\n", begin - 1, last) if begin else -1
        if line < 0:
            return Unknown(span, "syntax")
        content = Span(begin, max(begin, line - (self.text[line - 1] == "\r")))
        depth = len(self.text[line + 1 : last])
        if node.type == "nowdoc":
            escapes = Escapes(_indented(RAW_ESCAPE, depth, first=True), _text_of_single_escape)
            return decoded(self.text, span, content, escapes)
        body = node.child_by_field_name("value")
        return self._filled(span, content, body, depth=depth)

    def _filled(self, span: Span, content: Span, node: Node | None, *, depth: int) -> String:
        """A string with what is put into it; ``{$value}`` with its braces."""
        parts: list[Expression] = []
        position = content.start
        for hole in named(node) if node is not None else ():
            if hole.type in {"string_content", "escape_sequence"}:
                continue
            start, after = self.span(hole)
            before, behind = hole.prev_sibling, hole.next_sibling
            start -= before is not None and before.type == "{"
            after += behind is not None and behind.type == "}"
            if not content.start <= start < after <= content.end:
                continue
            if start > position:
                parts.append(
                    self._piece(Span(position, start), Span(position, start), depth, first=not parts)
                )
            parts.append(self.filled(hole))
            position = after
        if not parts:
            return self._piece(span, content, depth, first=True)
        if content.end > position:
            parts.append(
                self._piece(Span(position, content.end), Span(position, content.end), depth, first=False)
            )
        return String(span, content, None, tuple(parts))

    def _piece(self, span: Span, content: Span, depth: int, *, first: bool) -> String:
        escapes = Escapes(_indented(_DOUBLE_ESCAPE, depth, first=first), _text_of_double_escape)
        return decoded(self.text, span, content, escapes)

    def filled(self, hole: Node) -> Expression:
        """What stands in a hole of a string; a key without quotes is a text."""
        value = self.expression(hole)
        return Unknown(value.span, "syntax", (value,)) if hole.is_error else value

    def array(self, node: Node) -> Expression:
        """``[...]`` and ``array(...)``."""
        entries: list[Entry] = []
        items: list[Expression] = []
        spreads: list[Expression] = []
        is_open = False
        for child in self.listed(node):
            if isinstance(child, Unknown):
                is_open = True
                items.append(child)
            elif any(part.type == "=>" for part in child.children):
                entries.append(self.entry(child))
            else:
                value = self.expression(child)
                is_open = is_open or isinstance(value, Spread | Unknown)
                if isinstance(value, Spread):
                    spreads.append(value.value)
                items.append(value)
        if entries or (spreads and len(spreads) == len(items)):
            return Mapping(
                self.span(node), tuple(entries), tuple(spreads), is_open or len(items) > len(spreads)
            )
        return Sequence(self.span(node), tuple(items), is_open)

    def element(self, node: Node) -> Expression:
        """An element of an array."""
        inside = [child for child in named(node) if not child.is_error]
        if any(part.type == "=>" for part in node.children):
            entry = self.entry(node)
            return Mapping(entry.span, (entry,), open=True)
        return self.expression(inside[-1]) if inside else self.other(node)

    def entry(self, node: Node) -> Entry:
        """``key => value``."""
        inside = list(named(node))
        sides = [child for child in inside if not child.is_error]
        key = self.expression(sides[0]) if sides else self.optional(None, node)
        value = self.expression(sides[1]) if len(sides) > 1 else self.optional(None, node)
        if self.is_broken(node):
            value = Unknown(value.span, "syntax", (value,))
        name: str | None = None
        place = key.span
        if isinstance(key, String):
            name, place = key.value, key.content
        elif isinstance(key, Name) and key.text.isupper() and sides[0].type == "name":
            name = key.text
        elif isinstance(key, Attribute) and key.name.isupper():
            # `RequestOptions::JSON` is the name of an option in capitals.
            name, place = key.name.lower(), key.name_span
        return Entry(self.span(node), name, key, place, value)


def _indented(pattern: re.Pattern[str], depth: int, *, first: bool) -> re.Pattern[str]:
    """A pattern that also finds the indentation that a heredoc takes off; ``first`` of its first line too."""
    if not depth:
        return pattern
    start = r"(?:(?<=\n)|\A)" if first else r"(?<=\n)"
    return re.compile(rf"{start}[ \t]{{1,{depth}}}|{pattern.pattern}", re.DOTALL)


def _text_of_single_escape(escape: str) -> str:
    """What an escape of ``'text'`` or an indentation stands for."""
    if escape[0] == "\\":
        return escape[1]
    return "\n" if escape[0] == "\r" else ""


def _text_of_double_escape(escape: str) -> str:
    """What an escape of ``"text"`` or an indentation stands for."""
    if escape[0] in " \t":
        return ""
    if escape in ("\\$", "\\e"):
        return "$" if escape[1] == "$" else "\x1b"
    return text_of_javascript_escape(escape)
