"""Inline content with places: code, links, images, raw HTML, comments, and the plain text in between.

The parser's own rules do the work; a thin wrapper around each notes where it began and ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from draftproof.text.extract import Extract


class InlineKind(StrEnum):
    """What a piece of inline content is."""

    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    HTML = "html"
    COMMENT = "comment"
    ESCAPE = "escape"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of inline content.

    ``span`` is its whole, ``inner`` its inside (the code, the link's text, the comment's text), both in
    offsets of the block's content. ``target`` is a link's or image's address, decoded.
    """

    kind: InlineKind
    span: Span
    inner: Span
    target: str = ""


_KINDS = {
    "code_inline": InlineKind.CODE,
    "link_open": InlineKind.LINK,
    "image": InlineKind.IMAGE,
    "html_inline": InlineKind.HTML,
    "text_special": InlineKind.ESCAPE,
    "softbreak": InlineKind.BREAK,
    "hardbreak": InlineKind.BREAK,
}
_MAX_NESTING = 20
"""Inline content inside inline content; every level that is tried costs time on hostile text."""
_NOTED = (
    "newline",
    "escape",
    "backticks",
    "strikethrough",
    "emphasis",
    "link",
    "image",
    "autolink",
    "html_inline",
    "entity",
)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where inline content is needed

    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["strikethrough"])
    rules = {rule.name: rule.fn for rule in md.inline.ruler.__rules__}
    for name in _NOTED:
        md.inline.ruler.at(name, _noting(rules[name], has_label=name == "link"))
    return md


def _noting(
    rule: Callable[[StateInline, bool], bool], *, has_label: bool
) -> Callable[[StateInline, bool], bool]:
    def wrapped(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            if has_label:
                label_end = state.md.helpers.parseLinkLabel(state, start, True)
                opening = next(token for token in state.tokens[count:] if token.type == "link_open")
                opening.meta["label_end"] = label_end
            for token in state.tokens[count:]:
                token.meta.setdefault("span", (start, state.pos))
        return True

    return wrapped


def inlines(content: Extract) -> tuple[Inline, ...]:
    """The pieces of a block's content that are not plain text, in order of their beginning."""
    text = content.text
    md = _parser()
    tokens: list[Token] = []
    md.inline.parse(text, md, {}, tokens)
    found: list[Inline] = []
    for token in tokens:
        kind = _KINDS.get(token.type)
        if kind is None or "span" not in token.meta:
            continue
        span = Span(*token.meta["span"])
        found.append(_inline(kind, span, token))
    return tuple(found)


def _inline(kind: InlineKind, span: Span, token: Token) -> Inline:
    inner = span
    if kind is InlineKind.CODE:
        ticks = len(token.markup)
        inner = Span(span.start + ticks, span.end - ticks)
        if len(token.content) == inner.end - inner.start - 2:
            inner = Span(inner.start + 1, inner.end - 1)
    elif kind is InlineKind.LINK:
        inner = Span(span.start + 1, token.meta.get("label_end", span.end - 1))
    elif kind is InlineKind.IMAGE:
        inner = Span(span.start + 2, span.start + 2 + len(token.content))
    elif kind is InlineKind.HTML and token.content.startswith("<!--"):
        return Inline(InlineKind.COMMENT, span, Span(span.start + 4, span.end - 3))
    return Inline(kind, span, inner, _target(token))


def _target(token: Token) -> str:
    value: Any = token.attrGet("href") or token.attrGet("src") or ""
    return str(value)
