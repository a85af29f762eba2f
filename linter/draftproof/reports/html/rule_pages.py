"""What rules say of themselves, as HTML that waits in the page until somebody asks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from draftproof.reports.html.markup import words
from draftproof.reports.locating import is_address
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

    from draftproof.finding import Result

_LINE = re.compile(r"\n")


def rule_pages(result: Result) -> Iterator[str]:
    """A template for each rule that has findings and a page."""
    for rule in result.rules:
        if rule.page:
            text = "\n".join(neutral(line) for line in _LINE.split(rule.page))
            yield f'<template data-code="{words(rule.code)}">\n{_parser().render(text)}</template>\n'


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where a page is made

    # No tags of the author's and no pictures: a page asks nobody for anything.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    parser.add_render_rule("link_open", _link)
    return parser


def _heading(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    level = min(int(token.tag[1]) + 3, 6)
    return f"<h{level}>" if token.nesting > 0 else f"</h{level}>\n"


def _link(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: MutableMapping[str, Any]
) -> str:
    address = str(tokens[index].attrGet("href") or "")
    if not is_address(address):  # such as a link to a page beside the rule's
        return "<a>"
    return f'<a href="{words(address)}" rel="noopener noreferrer">'
