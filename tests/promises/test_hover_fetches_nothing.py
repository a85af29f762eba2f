"""The page of a rule of a stranger's pack, shown in an editor: it asks nobody for a picture."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("lsprotocol", reason="needs the extra lsp")

from markdown_it import MarkdownIt

from draftproof.lsp.hovering import without_pictures
from draftproof.rulebook.describing import page_of
from draftproof.rulebook.loading import builtin_rulebook

ADDRESS = "https://evil.example/seen.png"
PICTURES = (
    f"![a]({ADDRESS})",
    f"a![b][c]\n\n[c]: {ADDRESS}",
    f"[![a]({ADDRESS})](https://evil.example)",
    f"!![a]({ADDRESS})",
    f"!\\![a]({ADDRESS})",
    f'<img src="{ADDRESS}">',
    f'a <IMG\nsrc="{ADDRESS}">',
    f'<div><picture><source srcset="{ADDRESS}"></picture></div>',
    f'<style>@import "{ADDRESS}"</style>',
    f'<svg><image href="{ADDRESS}"/></svg>',
    f'<table background="{ADDRESS}"><tr><td>a</td></tr></table>',
)


@pytest.mark.parametrize("text", PICTURES)
def test_nothing_is_fetched(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).render(without_pictures(text))
    assert not re.search(r"<(?:img|image|source|style|svg|table)\b", shown, re.IGNORECASE), shown


def test_pages_of_built_in_rules_stay_as_they_are() -> None:
    for rule in builtin_rulebook().rules:
        page = page_of(rule)
        assert page
        assert without_pictures(page) == page, rule.code
