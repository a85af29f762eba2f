"""Text of documents as HTML that says what it says and does nothing."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from draftproof.reports.locating import is_address
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUOTED = re.compile(r"`([^`]+)`")
_PLURALS = {"advice": "advice"}


def words(text: str, longest: int | None = None) -> str:
    """The text for an element or an attribute in double quotes; cut after ``longest`` characters."""
    return html.escape(neutral(text, longest))


def sentence(text: str) -> str:
    """The text with what it has in backticks as code."""
    pieces = (
        f"<code>{words(part)}</code>" if index % 2 else words(part)
        for index, part in enumerate(_QUOTED.split(text))
    )
    return "".join(pieces)


def link(text: str, address: str) -> str:
    """The text as a link; without one where the address is not a plain HTTPS one."""
    if not is_address(address):
        return words(text)
    return f'<a href="{html.escape(address)}" rel="noopener noreferrer">{words(text)}</a>'


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``5,000 findings``."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, scrolled where it is too wide. The cells are HTML already; the first names its row."""
    head = "".join(f'<th scope="col">{words(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    return (
        f'<div class="scroll" role="region" aria-label="{words(caption)}" tabindex="0">\n'
        f'<table>\n<caption class="unseen">{words(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def section(name: str, title: str, body: str) -> str:
    """A part of the page with its heading; ``name`` is what links lead to."""
    heading = f'<h2 id="{name}-title">{words(title)}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-title">\n{heading}\n{body}</section>\n'
