"""Values of Swift (names, literals, strings with holes), read into the small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import JAVASCRIPT, RAW, decoded
from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.tree import (
    Bool,
    Entry,
    Expression,
    Mapping,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

__all__ = ["SwiftValues", "parts"]

_BLOCK: Final = '"""'
_NOISE: Final = frozenset({"comment", "multiline_comment", "modifiers", "type_annotation", "type_arguments"})


def parts(node: Node) -> list[Node]:
    """The named children that have a meaning."""
    return [child for child in node.named_children if child.type not in _NOISE]


class SwiftValues(LanguageReader):
    """Reads names, literals and strings."""

    def string(self, node: Node) -> Expression:
        """``"text"``, a text of several lines, ``#"raw"#``, with their holes."""
        span = self.span(node)
        written = self.text[span.start : span.end]
        marks = len(written) - len(written.lstrip("#"))
        quote = _BLOCK if written.startswith(_BLOCK, marks) else '"'
        front, back = marks + len(quote), len(quote) + marks
        closed = len(written) >= front + back and written.endswith(quote + "#" * marks)
        content = Span(min(span.start + front, span.end), span.end - back if closed else span.end)
        holes = [child for child in node.children if child.type == "interpolated_expression"]
        if not holes:
            return self._text(span, content, raw=marks > 0)
        return String(span, content, None, tuple(self._pieces(content, holes, raw=marks > 0)))

    def _pieces(self, content: Span, holes: list[Node], *, raw: bool) -> Iterator[Expression]:
        position = content.start
        for hole in holes:
            start, end = self._around(hole)
            if start > position:
                yield self._text(Span(position, start), Span(position, start), raw=raw)
            yield self.filled(hole)
            position = end
        if position < content.end:
            yield self._text(Span(position, content.end), Span(position, content.end), raw=raw)

    def _around(self, hole: Node) -> Span:
        r"""A hole with ``\(`` before and ``)`` behind it, which are no part of its node."""
        start, end = self.span(hole)
        before = self.text.rfind("\\", max(0, start - 4), start)
        return Span(before if before >= 0 else start, end + self.text.startswith(")", end))

    def _text(self, span: Span, content: Span, *, raw: bool) -> String:
        return decoded(self.text, span, content, RAW if raw else JAVASCRIPT)

    def filled(self, hole: Node) -> Expression:
        r"""What stands in ``\(...)``."""
        return self.inner(hole)

    def truth(self, node: Node) -> Expression:
        """``true`` and ``false``."""
        return Bool(self.span(node), self.slice(node) == "true")

    def left_out(self, node: Node) -> Expression:
        """``...`` alone, which the grammar takes for a range."""
        return Unknown(self.span(node), "elision")

    def array(self, node: Node) -> Expression:
        """``[a, b]``."""
        items: list[Expression] = []
        for child in self.listed(node):
            items.append(self.expression(child))  # noqa: PERF401 - a comprehension is one more frame a level
        is_open = any(isinstance(item, Unknown) and item.reason == "elision" for item in items)
        return Sequence(self.span(node), tuple(items), is_open)

    def dictionary(self, node: Node) -> Expression:
        """``["key": value]``; ``[:]`` is empty."""
        entries: list[Entry] = []
        is_open = False
        key: Expression | None = None
        for child in self.listed(node):
            value = self.expression(child)
            if isinstance(child, Unknown) or (isinstance(value, Unknown) and value.reason == "elision"):
                is_open, key = True, None
            elif key is None:
                key = value
            else:
                entries.append(_pair(key, value))
                key = None
        return Mapping(self.span(node), tuple(entries), open=is_open or key is not None)


def _pair(key: Expression, value: Expression) -> Entry:
    known = key.value if isinstance(key, String) else None
    place = key.content if isinstance(key, String) else key.span
    return Entry(Span(key.span.start, max(key.span.end, value.span.end)), known, key, place, value)
