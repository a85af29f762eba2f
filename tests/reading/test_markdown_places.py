"""Places of Markdown in odd surroundings: tabs, blanks that are none to Markdown, marks that come twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.prose.passages import passage, prose_of
from draftproof.reading.document import Block, BlockKind
from draftproof.reading.markdown import read_blocks
from draftproof.reading.parser import block_tokens
from draftproof.reading.reader import read
from draftproof.text.extract import Extract

PIECES = st.sampled_from(
    [
        *(
            "\t",
            " ",
            "    ",
            ">",
            "> ",
            "- ",
            "-\t",
            "1. ",
            "```\n",
            "~~~",
            "\n",
            "\n\n",
            "a",
            "b",
            "1",
            "# ",
            "|",
        ),
        *(
            "| a | b |\n| - | - |\n",
            "---",
            "===",
            "\\",
            "`",
            "<div>",
            "<!--",
            "-->",
            "\0",
            "*",
            "<Tab>",
            "</Tab>",
        ),
        *("\x0b", "\x0c", "\x1c", "\x85", "\xa0", "\u2003", "\u2028", "\u3000", "\ufeff", "é", "🧪"),
    ]
)


def _block(text: str) -> Block:
    (block,) = read(text.encode(), "a.md").parts[0].blocks
    return block


@pytest.mark.parametrize(
    ("text", "content", "origin"),
    [
        (">\t\tfoo\n", "  foo\n", "\tfoo\n"),
        ("-\t\tfoo\n", "  foo\n", "\tfoo\n"),
        ("- \t foo\n", "foo", "foo"),
        ("1. 1  \n", "1", "1"),
        ("1. 1\u2003\n", "1", "1"),
        ("\x0c\ntext\n", "text", "text"),
        ("> \x0c\n> \u2003\n> text\n> more \x0c\n", "text\nmore", "text\n> more"),
        ("\x0c\ntitle\n===\n", "title", "title"),
        ("#  \x0ctitle \x0c\n", "title", "title"),
        ("a\0b \nc\0 \n", "a\0b \nc\0", "a\0b \nc\0"),
        ("# a\0b #\n", "a\0b", "a\0b"),
    ],
)
def test_content_leads_to_its_place(text: str, content: str, origin: str) -> None:
    block = _block(text)
    assert block.content.text == content
    place = block.content.span(0, len(content))
    assert text[slice(*place)] == origin
    assert place.start == text.rindex(origin)


def test_further_lines_behind_a_tab() -> None:
    text = "- a\n  b\n\tc \u2003\n"
    content = _block(text).content
    assert content.text == "a\nb\n  c"
    assert content.origin(content.text.index("c")) == text.index("c")


def test_a_hard_blank_before_a_row_is_no_cell() -> None:
    blocks = read("| a | b |\n| - | - |\n\xa0| \u3000c\xa0 | d |\n".encode(), "a.md").parts[0].blocks
    assert [(b.content.text, b.row, b.column) for b in blocks[2:]] == [("c", 1, 0), ("d", 1, 1)]


@given(st.lists(PIECES, max_size=30), st.booleans())
def test_blocks_hold_what_the_parser_gives(pieces: list[str], mdx: bool) -> None:
    """The text of a block is cut from the document by its place: it must be what the parser took for it."""
    text = "".join(pieces)
    tokens = block_tokens(text.replace("\0", "\ufffd"), mdx=mdx)
    given = [token.content for token in tokens if token.type in ("fence", "code_block", "inline")]
    kinds = (BlockKind.CODE, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_CELL)
    blocks = [b for b in read_blocks(Extract.whole(text), [0], mdx=mdx).blocks if b.kind in kinds]
    held = [block.content.text.replace("\0", "\ufffd") for block in blocks]
    if not any("```" in each or "~~~" in each for each in given):  # a fence in indented code is read as one
        assert [each.rstrip("\n") for each in held] == [each.rstrip("\n") for each in given]


def test_elements_in_capitals_are_html() -> None:
    blocks = read(b"<DIV>\n*a*\n</DIV>\n\n<Warning>\n*b*\n</Warning>\n", "a.md").parts[0].blocks
    assert [block.kind for block in blocks] == [BlockKind.HTML, BlockKind.PARAGRAPH]
    assert [[each.name for each in block.containers] for block in blocks] == [[], ["Warning"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Look into C:\Users\name or \\server.", r"Look into C:\Users\name or \server."),
        ("One line\\\nand *another*.", "One line\nand another."),
        ("AT&amp;T, &quot;x&quot;&nbsp;&mdash; &#42;y&#42;", 'AT&T, "x" — *y*'),
        ("\\*not\\* &bogus; a\\_b", "*not* &bogus; a_b"),
    ],
)
def test_a_passage_shows_what_a_reader_sees(text: str, shown: str) -> None:
    (prose,) = prose_of(read(text.encode(), "a.md"))
    assert passage(prose).text.text == shown
