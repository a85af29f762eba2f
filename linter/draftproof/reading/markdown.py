"""Markdown and MDX text to blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reading.document import Block, Container, Problem
from draftproof.reading.parser import MAX_NESTING, block_tokens
from draftproof.reading.placing import Placer
from draftproof.text.extract import Extract, ExtractBuilder
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_CARRIAGE = re.compile(r"\r\n?")
_MODULE_IMPORT = re.compile(
    r"(?<![^\r\n])import\s+[^\r\n]{1,300}?\bfrom\s+['\"][^'\"\r\n]+['\"];?[ \t]*(?=[\r\n]|\Z)"
)
_HEAD = 4000
"""Characters at the top of a ``.md`` file in which an import statement marks it as MDX."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text, the headings in force at its end, and what was not read."""

    blocks: tuple[Block, ...]
    headings: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...] = ()


def looks_like_mdx(text: str) -> bool:
    """True for a ``.md`` file that is written as MDX: Docusaurus reads them so, and they import
    components.
    """
    return _MODULE_IMPORT.search(text, 0, _HEAD) is not None


def read_blocks(
    base: Extract,
    numbers: list[int],
    outer: tuple[Container, ...] = (),
    headings: tuple[tuple[int, str], ...] = (),
    *,
    mdx: bool = False,
) -> Blocks:
    """The blocks of a Markdown text, their spans in the source that ``base`` was taken from.

    ``numbers`` is a one-element counter for containers, shared by all texts of a document.
    """
    text = unix_lines(base)
    tokens = block_tokens(text.text.replace("\0", "\ufffd"), mdx=mdx)
    placer = Placer(text, numbers, outer, headings, read_blocks, mdx=mdx)
    blocks = placer.place(tokens)
    return Blocks(tuple(blocks), placer.headings, tuple(_too_deep(tokens, text)))


def unix_lines(base: Extract) -> Extract:
    """The text with LF for every line end."""
    if "\r" not in base.text:
        return base
    builder = ExtractBuilder(base)
    position = 0
    for match in _CARRIAGE.finditer(base.text):
        builder.take(position, match.start()).replace("\n", match.start(), match.end())
        position = match.end()
    return builder.take(position, len(base.text)).build()


def _too_deep(tokens: Sequence[Token], text: Extract) -> list[Problem]:
    for token in tokens:
        if token.nesting == 1 and token.level >= MAX_NESTING - 1:
            line = (token.map or [0, 0])[0]
            starts = [0, *(match.end() for match in re.finditer("\n", text.text))]
            start = starts[line] if line < len(starts) else 0
            origin = text.origin(start)
            return [
                Problem(
                    f"blocks are nested deeper than {MAX_NESTING} levels here; what is deeper was not read",
                    Span(origin, origin),
                    "Flatten the quotes or lists.",
                )
            ]
    return []
