"""Code blocks and headings against another parser, on made-up documents, the fixtures and real ones."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from other_parser import body_of, ours, own_constructs, theirs

from draftproof.reading.document import Document, Format
from draftproof.reading.markdown import looks_like_mdx
from draftproof.reading.reader import read
from drafts import filled
from markdown_grammar import Made, documents

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = 10
"""Every how many-th of the real documents is looked at; ``DRAFTPROOF_ALL_DOCUMENTS=1`` looks at all."""
OTHERWISE = {
    "BerriAI+litellm-docs/docs/proxy/cli.md": (
        "a fence indented by four columns below an item whose text begins in the fifth: the library ends the "
        "paragraph there, the specification goes on with it"
    ),
}
"""Real documents in which the two differ, and why."""
LINES = st.sampled_from(
    [
        *("", "", "text", "  text", "    code", "\tcode", "\t\tdeep", " ", "# Head", "## Two ##", "#no"),
        *("===", "---", "***", "- item", "* item", "+", "1. one", "12) two", "- - both", "  - inner"),
        *("-\ttab", "> quote", ">quote", "> > two", ">", "> - item", "> # Head", ">     code", "```"),
        *("~~~", "````md x=1", "> ```js", "- ```sh", "   ```", "```python", "<div>", "</div>", "<!-- note"),
        *("-->", "`a` *b*", "[a]: http://b.example\n", "[a]", "| a | b |", "| - | - |", "a | b", "\\# no"),
    ]
)
"""The two differ in a line that follows a definition directly, a block of its own to the library, and in
a tab behind the mark of a quote in a fence, which the library keeps.
"""


def _comparable(document: Document) -> bool:
    body = body_of(document)
    return document.format is Format.MARKDOWN and not (
        looks_like_mdx(body.lstrip("\n")) or own_constructs(body)
    )


@given(documents())
def test_made_up_documents(made: Made) -> None:
    document = read(made.text.encode(), made.name)
    assume(_comparable(document))
    assert ours(document) == theirs(body_of(document))


@given(st.lists(LINES, max_size=12))
def test_lines_in_any_order(lines: list[str]) -> None:
    document = read("\n".join([*lines, ""]).encode(), "a.md")
    assume(_comparable(document))
    assert ours(document) == theirs(body_of(document))


def test_fixtures(root: Path) -> None:
    compared = 0
    for path in sorted((root / "fixtures").rglob("*.md")):
        document = read(filled(path.read_text(encoding="utf-8")).encode(), path.name)
        if _comparable(document):
            assert ours(document) == theirs(body_of(document)), path
            compared += len(ours(document))
    assert compared > 500


def test_real_documents(corpora: Path) -> None:
    folder = corpora / "docs"
    paths = sorted(folder.rglob("*.md"))
    step = 1 if os.environ.get("DRAFTPROOF_ALL_DOCUMENTS") else SAMPLE
    chosen = {*paths[::step], *(folder / name for name in OTHERWISE)}
    others, compared = set(), 0
    for path in sorted(chosen):
        document = read(path.read_bytes(), path.name)
        if document.parts and _comparable(document):
            compared += 1
            if ours(document) != theirs(body_of(document)):
                others.add(path.relative_to(folder).as_posix())
    assert others == set(OTHERWISE)
    assert compared > len(chosen) // 2


@pytest.mark.parametrize(
    "text",
    [":::note\n\n# a\n\n:::\n", "<Tab>\n\n# a\n\n</Tab>\n", '=== "a"\n\n    # b\n', "```{note}\n# a\n```\n"],
)
def test_what_only_draftproof_reads_is_not_compared(text: str) -> None:
    assert own_constructs(text)
