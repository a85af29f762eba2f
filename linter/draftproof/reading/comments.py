"""Comments in a text: where they stand, in time linear in the text, closed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


def html_comments(text: str) -> list[tuple[int, int]]:
    """The ranges of ``<!-- comments -->``."""
    found: list[tuple[int, int]] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        found.append((start, end))
    return found


def outside(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text without the ranges."""
    starts = (0, *(end for _, end in ranges))
    return "".join(
        text[low:high] for low, high in zip(starts, (*(s for s, _ in ranges), len(text)), strict=True)
    )


def is_comment(token: Token) -> bool:
    """True for a block of HTML that holds comments and nothing else."""
    return token.type == "html_block" and not outside(token.content, html_comments(token.content)).strip()


def expression_comments(text: str, taken: Sequence[Span]) -> list[tuple[Span, Span]]:
    """``{/* comments */}`` and their insides, those in code left out. ``taken`` is ascending."""
    found: list[tuple[Span, Span]] = []
    passed = iter(taken)
    code = next(passed, None)
    end = 0
    while (start := text.find("{/*", end)) >= 0:
        while code is not None and code.end <= start:
            code = next(passed, None)
        if code is not None and code.start <= start:
            end = code.end
            continue
        close = text.find("*/}", start + 3)
        if close < 0:
            break
        end = close + 3
        found.append((Span(start, end), Span(start + 3, close)))
    return found
