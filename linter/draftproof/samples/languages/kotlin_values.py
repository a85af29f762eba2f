"""Values of Kotlin (names, literals, strings with holes), read into the small tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import (
    PYTHON,
    RAW,
    decoded,
    number,
)
from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.tree import Bool, Expression, Name, Null, String
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

__all__ = ["KotlinValues"]

_BLOCK: Final = '"""'
_HOLE: Final = re.compile(r"(?<!\\)\$([A-Za-z_]\w{0,80})")
_WORDS: Final = {"false": False, "true": True}


class KotlinValues(LanguageReader):
    """Reads names, literals and strings."""

    def string(self, node: Node) -> Expression:
        """``"text"`` and a raw string, with their holes; ``'c'``."""
        start, end = self.span(node)
        quote = _BLOCK if self.text.startswith(_BLOCK, start) else self.text[start : start + 1]
        closed = end - start >= 2 * len(quote) and self.text.endswith(quote, start, end)
        content = Span(min(start + len(quote), end), end - len(quote) if closed else end)
        raw = quote == _BLOCK
        parts = list(self._parts(node, content, raw=raw)) if quote != "'" else []
        if any(not isinstance(part, String) for part in parts):
            return String(Span(start, end), content, None, tuple(parts))
        return self._text(Span(start, end), content, raw=raw)

    def _text(self, span: Span, content: Span, *, raw: bool) -> String:
        return decoded(self.text, span, content, RAW if raw else PYTHON)

    def _parts(self, node: Node, content: Span, *, raw: bool) -> Iterator[Expression]:
        position = content.start
        for child in node.children:
            if child.type != "interpolation":
                continue
            place = self.span(child)
            yield from self._pieces(Span(position, place.start), raw=raw)
            yield self.filled(child)
            position = place.end
        yield from self._pieces(Span(position, max(position, content.end)), raw=raw)

    def _pieces(self, span: Span, *, raw: bool) -> Iterator[Expression]:
        """The text of a span and the ``$names`` in it, which the grammar takes for text."""
        position = span.start
        for match in _HOLE.finditer(self.text, span.start, span.end):
            if match.start() > position:
                place = Span(position, match.start())
                yield self._text(place, place, raw=raw)
            yield Name(Span(*match.span(1)), match[1])
            position = match.end()
        if position < span.end:
            place = Span(position, span.end)
            yield self._text(place, place, raw=raw)

    def filled(self, hole: Node) -> Expression:
        """What stands in ``${...}``."""
        return self.inner(hole)

    def identifier(self, node: Node) -> Expression:
        """A name; ``null``, ``true`` and ``false`` are names to the grammar."""
        text = self.slice(node)
        if text in _WORDS and not self.is_hole(node):
            return Bool(self.span(node), _WORDS[text])
        return Null(self.span(node)) if text == "null" else super().identifier(node)

    def numeral(self, node: Node) -> Expression:
        """A number, its suffix left out."""
        text = self.slice(node)
        return number(self.span(node), text.rstrip("uUlL" if text[:2].lower() in {"0x", "0b"} else "uUlLfF"))
