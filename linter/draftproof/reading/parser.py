"""The configured Markdown parsers, one per dialect, made once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_NESTING = 64
"""Containers inside containers; a list counts two. What is nested deeper is not read as Markdown (DOC001)."""


@cache
def parser(*, mdx: bool) -> MarkdownIt:
    """CommonMark with GFM tables and strikethrough, and the constructs of ``block_rules``."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where something is parsed

    from draftproof.reading import block_rules  # noqa: PLC0415

    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    block_rules.install(md, mdx=mdx)
    return md


def block_tokens(text: str, *, mdx: bool) -> list[Token]:
    """The block tokens of a text whose line ends are LF; inline content is left unparsed."""
    md = parser(mdx=mdx)
    tokens: list[Token] = []
    md.block.parse(text, md, {}, tokens)
    return tokens
