"""Inline content with places: code, links, images, raw HTML, comments, and the plain text in between.

The parser's own rules do the work; a thin wrapper around each notes where it began and ended.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from draftproof.text.extract import Extract

    Rule = Callable[[StateInline, bool], bool]


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
_MARKS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The rules that are noted, in their order, and the character at which each may find something."""


@cache
def parser(*, by_mark: bool = True) -> MarkdownIt:
    """The library's rules for inline content, noting.

    Not ``by_mark``: every rule is asked about every character, those for emphasis too, without which links
    and code are the same. That is slower, and finds the same.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where inline content is needed

    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["strikethrough"])
    ruler = md.inline.ruler
    rules = dict(zip(ruler.get_active_rules(), ruler.getRules(), strict=True))
    noted = {name: _noting(rules[name], has_label=name == "link") for name in _MARKS}
    for name, rule in noted.items():
        ruler.at(name, rule)
    if by_mark:
        ruler.before("text", "by_mark", _by_mark(noted, rules["text"]))
        ruler.enableOnly("by_mark")
        md.inline.ruler2.enableOnly([])
    return md


def _by_mark(noted: Mapping[str, Rule], text: Rule) -> Rule:
    by_mark = {mark: tuple(noted[name] for name in noted if _MARKS[name] == mark) for mark in _MARKS.values()}

    def rule(state: StateInline, silent: bool) -> bool:
        rules = by_mark.get(state.src[state.pos])
        if rules is None:
            return text(state, silent)
        return any(each(state, silent) for each in rules)

    return rule


def _noting(rule: Rule, *, has_label: bool) -> Rule:
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


def inlines(content: Extract, *, by_mark: bool = True) -> tuple[Inline, ...]:
    """The pieces of a block's content that are not plain text, in order of their beginning.

    ``by_mark`` as for ``parser``.
    """
    text = content.text
    md = parser(by_mark=by_mark)
    tokens: list[Token] = []
    md.inline.parse(text, md, {}, tokens)
    found: list[Inline] = []
    for token in tokens:
        kind = _KINDS.get(token.type)
        if kind is None or "span" not in token.meta or _is_plain(token):
            continue
        span = Span(*token.meta["span"])
        found.append(_inline(kind, span, token))
    return tuple(found)


def _is_plain(token: Token) -> bool:
    """True for a backslash that escapes nothing, before a letter in the path of a file for one."""
    return token.type == "text_special" and token.content == token.markup


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
