"""Blocks and places against the examples of the CommonMark specification."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from blocks_as_html import Inlines, as_html, comparable

from draftproof.prose.passages import passage, prose_of
from draftproof.reading.document import BlockKind
from draftproof.reading.reader import read

if TYPE_CHECKING:
    from conftest import Example
    from draftproof.reading.document import Block, Document

pytestmark = [pytest.mark.node, pytest.mark.registry]

NOT_AS_SPECIFIED = {
    98: "lines of three dashes at the top are front matter",
    163: "a line of a tag that is no element of HTML, `<Warning>`, is a component: its inside is Markdown",
}
"""Examples whose blocks are others on purpose."""
OTHER_WORDS = {
    "Emphasis and strong emphasis": "marks of emphasis are found by a pattern",
    "Links": "brackets of references without a second pair stay",
    "Images": "likewise",
    "Link reference definitions": "likewise",
}
"""Sections in which the words of a passage may differ: it is for finding promises, and keeps every place."""
_MARKS = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])?[ \t>]+|(?:[-+*]|\d{1,9}[.)])?$)*")
_BETWEEN = re.compile(r"[ \t>\n]*")


def _documents(specification: tuple[Example, ...]) -> list[tuple[Example, Document]]:
    return [(each, read(each.markdown.encode(), "example.md")) for each in specification]


def test_the_examples_are_all_there(specification: tuple[Example, ...]) -> None:
    assert len(specification) == 652
    assert {"Tabs", "Fenced code blocks", "List items", "Soft line breaks"} <= {
        e.section for e in specification
    }


def test_blocks_are_those_of_the_specification(specification: tuple[Example, ...]) -> None:
    others = {
        example.number: (comparable(example.html), comparable(as_html(document)))
        for example, document in _documents(specification)
        if comparable(example.html) != comparable(as_html(document))
    }
    assert {n: pair for n, pair in others.items() if n not in NOT_AS_SPECIFIED} == {}
    assert set(others) == set(NOT_AS_SPECIFIED)


def test_every_place_is_where_the_text_stands(specification: tuple[Example, ...]) -> None:
    for example, document in _documents(specification):
        assert document.source.text == example.markdown
        for block in document.parts[0].blocks:
            _check_content(block, example)
            _check_span(block, example)


def _check_content(block: Block, example: Example) -> None:
    """What was left out between two pieces of a block's text is marks of quotes and indentation."""
    text, runs = block.content.text, block.content.runs
    if not text:
        return
    ends = [*(run.start for run in runs[1:]), len(text)]
    for run, end in zip(runs, ends, strict=True):
        piece, origin = text[run.start : end], example.markdown[run.origin : run.origin_end]
        assert piece == origin or (origin == "\t" and piece == " " * len(piece) and len(piece) < 4), (
            example, block,
        )  # fmt: skip
    for run, after in pairwise(runs):
        assert _BETWEEN.fullmatch(example.markdown[run.origin_end : after.origin]), (example, block)


def _check_span(block: Block, example: Example) -> None:
    """A block begins where the marks of what it stands in end, and ends where a line ends."""
    text, (start, end) = example.markdown, block.span
    if block.kind is BlockKind.FRONT_MATTER:
        return
    if block.kind is BlockKind.COMMENT:
        assert text.startswith("<!--", start), (example, block)
        assert text.startswith("-->", end - 3), (example, block)
        return
    assert _MARKS.fullmatch(text[text.rfind("\n", 0, start) + 1 : start]), (example, block)
    assert not text[end:].partition("\n")[0].strip(" \t"), (example, block)
    if block.content.text.strip():
        blanks = len(block.content) - len(block.content.text.lstrip())  # code may begin with them
        first, last = block.content.span(blanks, len(block.content))
        assert start <= first <= last <= end + 1, (example, block)


def test_readers_see_the_same_words(specification: tuple[Example, ...]) -> None:
    for example, document in _documents(specification):
        if example.section in OTHER_WORDS:
            continue
        inlines = Inlines(document)
        for prose in prose_of(document):
            if prose.block is not None and prose.block.kind is not BlockKind.HTML:
                wanted = inlines.shown(prose.block.content.text)
                assert _words(passage(prose).text.text) == _words(wanted), example


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)
