"""What is shown where the pointer rests: the findings there, and the pages of their rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from draftproof.lsp.diagnostics import spots
from draftproof.lsp.documents import place_of, range_of
from draftproof.reports.markdown_text import prose
from draftproof.rulebook.describing import page_of

if TYPE_CHECKING:
    from draftproof.lsp.diagnostics import Spot
    from draftproof.lsp.documents import Checked

_FETCHED = re.compile(
    r"!(?=\[)|<(?=(?:img|image|picture|source|video|audio|track|iframe|frame|object|embed|link|style|script|svg"
    r"|input|base|body|table|td|th|math)\b)",
    re.IGNORECASE,
)
_MOST = 3
"""Findings in one place whose pages are shown."""


def hover(checked: Checked, position: types.Position, kind: types.MarkupKind) -> types.Hover | None:
    """The findings at a position, the narrowest first, each with the page of its rule."""
    examination = checked.examination
    if examination is None:
        return None
    offset = checked.units.offset(place_of(position))
    here = sorted(
        (spot for spot in spots(checked) if spot.start <= offset <= spot.end),
        key=lambda spot: (spot.end - spot.start, spot.finding.code),
    )
    if not here:
        return None
    pages: dict[str, str] = {}
    for spot in here:
        if spot.finding.code not in pages and len(pages) < _MOST:
            rule = examination.examined.facts.rulebook.find(spot.finding.code)
            pages[spot.finding.code] = without_pictures(page_of(rule)) if rule is not None else ""
    shown = [_said(spot) for spot in here[: _MOST * 2]] + [page for page in pages.values() if page]
    return types.Hover(
        types.MarkupContent(kind, "\n\n---\n\n".join(shown)),
        range_of(checked.units, here[0].start, here[0].end),
    )


def without_pictures(page: str) -> str:
    """The Markdown of a page with nothing that an editor would fetch to show it: a pack may come from
    anybody. Links stay, which somebody has to follow.
    """
    return _FETCHED.sub(lambda found: "&#33;" if found[0] == "!" else "&lt;", page)


def _said(spot: Spot) -> str:
    finding = spot.finding
    lines = [f"**{finding.code} {finding.name}**, {finding.severity.label}: {prose(finding.message)}"]
    lines += [prose(text) for text in (finding.help, *finding.notes) if text]
    return "\n\n".join(lines)
