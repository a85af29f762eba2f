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
def parser(*, mdx: bool, by_mark: bool = True) -> MarkdownIt:
    """CommonMark with GFM tables and strikethrough, and the constructs of ``block_rules``.

    Not ``by_mark``: every rule is asked about every line. That is slower, and the tokens are the same.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where something is parsed

    from draftproof.reading import block_rules, first_marks  # noqa: PLC0415

    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    block_rules.install(md, mdx=mdx)
    if by_mark:
        first_marks.ask_by_mark(md)
    return md


def block_tokens(text: str, *, mdx: bool) -> list[Token]:
    """The block tokens of a text whose line ends are LF, without those that ``block_state`` leaves out.

    Inline content is left unparsed.
    """
    from draftproof.reading.block_state import LeanState  # noqa: PLC0415 - loads the library

    md = parser(mdx=mdx)
    state = LeanState(text, md, {}, [])
    md.block.tokenize(state, 0, state.lineMax)
    return state.tokens
