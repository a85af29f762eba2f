"""What a reader sees of a block, and where it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.prose.passages import passage, prose_of
from draftproof.prose.sentences import sentences
from draftproof.reading.reader import read

PIECES = st.lists(
    st.sampled_from(
        [
            "fast It is ",
            "*",
            "**",
            "_",
            "`",
            "[",
            "](https://example.com)",
            "![",
            "~~",
            "\\*",
            "&amp;",
            ". ",
            "[a][b]",
            "[^1]",
            "<br>",
            "<b>",
            "</b>",
            "é",
            "🚀",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "- ",
            "> ",
            "# ",
            "<!-- c -->",
            "| a | b |\n| - | - |\n| c \\| d | e |\n",
        ]
    ),
    max_size=25,
)


def shown(text: str, path: str = "a.md") -> list[str]:
    return [" ".join(passage(prose).text.text.split()) for prose in prose_of(read(text.encode(), path))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is **very** *fast*.", ["It is very fast."]),
        ("It is __very__ _fast_.", ["It is very fast."]),
        ("A snake_case_name and 2 * 3 stay.", ["A snake_case_name and 2 * 3 stay."]),
        ("It is ~~slow~~ fast.", ["It is slow fast."]),
        ("Call `run_all` now.", ["Call run_all now."]),
        ("See [the *list*](https://example.com/a_b).", ["See the list."]),
        ("See [the list][ref] now.\n\n[ref]: https://example.com", ["See the list now."]),
        ("It holds.[^1]\n\nNext.", ["It holds.", "Next."]),
        ("![A fast server](a.png)", ["A fast server"]),
        ("Line one\nline two", ["Line one line two"]),
        ("A<br>B", ["A B"]),
        ("Two \\* three", ["Two * three"]),
        ("# Title with `code`", ["Title with code"]),
        ("- item **one**\n- item two", ["item one", "item two"]),
        ("> quoted **text**", ["quoted text"]),
        ("| a | **b** |\n| --- | --- |\n| c | `d` |", ["a", "b", "c", "d"]),
        ("<p>Some <b>bold</b> text</p>", ["Some bold text"]),
        ("!!! note\n    It is *so*.", ["It is so."]),
        (":::tip\nIt is *so*.\n:::", ["It is so."]),
        (
            "---\ntitle: A *title*\ndescription: 'Words'\nauthor: x\n---\n\nBody.",
            ["A *title*", "Words", "Body."],
        ),
        ("```text\nnot prose\n```", []),
        ("```markdown\nnot prose either\n```", []),
        ("<!-- not prose -->", []),
        ("<script>\nlet a = 1\n</script>", []),
    ],
)
def test_what_a_reader_sees(text: str, expected: list[str]) -> None:
    assert [each for each in shown(text) if each] == expected


def test_markdown_cells_of_a_notebook_are_prose() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "It is **so**."]},
        {
            "cell_type": "code",
            "metadata": {},
            "source": ["# no prose"],
            "outputs": [],
            "execution_count": None,
        },
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert shown(notebook, "a.ipynb") == ["Title", "It is so."]


def test_links_are_kept_with_their_addresses() -> None:
    (prose,) = prose_of(read(b"See [the list](https://example.com/x) now.", "a.md"))
    found = passage(prose)
    (link,) = found.links
    assert found.text.text[link.start : link.end] == "the list"
    assert link.target == "https://example.com/x"


def test_brackets_in_brackets_are_left_as_they_are() -> None:
    (prose,) = prose_of(read(("a " + "[" * 1000).encode(), "a.md"))
    assert passage(prose).text.text == "a " + "[" * 1000


@given(PIECES)
def test_every_character_leads_back_to_its_place(pieces: list[str]) -> None:
    document = read("".join(pieces).encode(), "a.md")
    for prose in prose_of(document):
        source = document.parts[prose.part].source.text
        extract = passage(prose).text
        for offset, character in enumerate(extract.text):
            span = extract.span(offset, offset + 1)
            original = source[span.start : span.end]
            assert original == character or character in "\n " or original.startswith(("&", "\\", "\r"))


@given(PIECES)
def test_the_source_of_a_sentence_begins_and_ends_with_it(pieces: list[str]) -> None:
    document = read("".join(pieces).encode(), "a.md")
    for prose in prose_of(document):
        source = document.parts[prose.part].source.text
        extract = passage(prose).text
        for start, end in sentences(extract.text):
            span = extract.span(start, end)
            text = source[span.start : span.end]
            words = extract.text[start:end]
            if words[0].isalnum() and words[-1].isalnum():
                assert text[0] == words[0]
                assert text[-1] == words[-1]
