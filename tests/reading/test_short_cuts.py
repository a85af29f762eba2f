"""Short cuts of reading change nothing: each is held against the general way, on texts that nobody wrote."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock

from draftproof.reading.block_state import UNASKED, LeanState
from draftproof.reading.inline import inlines
from draftproof.reading.lines import Lines
from draftproof.reading.parser import block_tokens, parser
from draftproof.reading.tables import split_row, split_with_escapes
from draftproof.text.extract import Extract, ExtractBuilder, Run
from markdown_grammar import documents

if TYPE_CHECKING:
    from markdown_it.token import Token

LINES = st.sampled_from(
    [
        *(
            "",
            "",
            "text",
            "  text",
            "more text here",
            "    indented",
            "\ttabbed",
            " ",
            "# Head",
            "#no",
            "## Two ##",
        ),
        *(
            "- item",
            "* item",
            "+",
            "- ",
            "1. one",
            "2) two",
            "10. ten",
            "> quote",
            ">",
            "> - both",
            "  - nested",
        ),
        *("---", "===", "* * *", "-", "=", "--- | ---", "| - | - |", "|:-:|---|", "a | b", "| a \\| b | c |"),
        *(
            "```",
            "```python",
            "~~~",
            "````md",
            "<div>",
            "</div>",
            "<!-- note -->",
            "<!--",
            "-->",
            "<Tab>",
            "</Tab>",
        ),
        *(
            "<details>",
            "::: note",
            ":::",
            "!!! note",
            '=== "Tab"',
            "    inside",
            "??? more",
            "{% tab %}",
            "{% endtab %}",
        ),
        *(
            "[name]: /address",
            "[name",
            "]: x",
            "{/* note */}",
            "{name}",
            "import A from 'b'",
            "export const a = 1",
        ),
        *("<script>", "</script>", "<pre>", "<?x", "?>", "\u00a0", "\u2028", "word\\", "&amp;", "trailing  "),
    ]
)
SOUPS = st.lists(
    st.tuples(st.sampled_from(["", "", "> ", "- ", "  ", "    ", "\t"]), LINES), max_size=14
).map(lambda lines: "\n".join(prefix + line for prefix, line in lines))
TEXTS = st.one_of(SOUPS, documents().map(lambda made: re.sub("\r\n?", "\n", made.text)))
INLINE = st.lists(
    st.sampled_from(
        [
            *"ab \n`[]()<>&*_~!\\:/.;\"'",
            *(
                "<b>",
                "&amp;",
                "](",
                "![",
                "https://a.b",
                "``",
                "**",
                "<!-- x -->",
                "  \n",
                "<http://a.b>",
                "word",
            ),
        ]
    ),
    max_size=25,
).map("".join)


def _all_tokens(text: str, *, mdx: bool) -> list[Token]:
    """Every rule asked about every line, every token kept."""
    md = parser(mdx=mdx, by_mark=False)
    tokens: list[Token] = []
    md.block.parse(text, md, {}, tokens)
    return tokens


@given(TEXTS, st.booleans())
def test_rules_asked_by_mark_give_the_same_tokens(text: str, mdx: bool) -> None:
    expected = [token for token in _all_tokens(text, mdx=mdx) if token.type not in UNASKED]
    found = block_tokens(text, mdx=mdx)
    for token in (*expected, *found):
        token.hidden = False  # how tightly a list is set; nobody asks
    assert found == expected


def test_what_tells_of_deep_nesting_is_kept() -> None:
    text = "> " * 63 + "deep"
    assert block_tokens(text, mdx=False)[-10:] == _all_tokens(text, mdx=False)[-10:]


@given(st.text("ab \t\n\u00a0", max_size=40))
def test_lines_are_measured_as_the_library_does(text: str) -> None:
    md = parser(mdx=False)
    lean, whole = LeanState(text, md, {}, []), StateBlock(text, md, {}, [])
    assert vars(lean).keys() - vars(whole).keys() == {"_unasked"}
    for name in ("src", "bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax"):
        assert getattr(lean, name) == getattr(whole, name), name


@given(INLINE)
def test_inline_rules_asked_by_mark_find_the_same(text: str) -> None:
    content = Extract.whole(text)
    assert inlines(content) == inlines(content, by_mark=False)


@given(TEXTS, st.booleans())
def test_content_as_it_stands_is_content_line_by_line(text: str, mdx: bool) -> None:
    lines = Lines(Extract.whole(text))
    for token in block_tokens(text, mdx=mdx):
        first = (token.map or [0])[0] + (token.type == "fence")
        found = lines.tail_content(token.content, first)
        assert found == lines.line_by_line(token.content, first)


@given(st.text("|\\ ab\t", max_size=24))
def test_rows_are_split_alike_with_and_without_escapes(row: str) -> None:
    low = len(row) - len(row.lstrip(" \t"))
    high = low + len(row.strip(" \t"))
    assert split_row(row, 0, len(row)) == split_with_escapes(row, low, high)


@given(st.text("abc\n", min_size=1, max_size=20), st.data())
def test_one_stretch_is_cut_as_several_are(text: str, data: st.DataObject) -> None:
    origin = data.draw(st.integers(0, 50))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text)), max_size=3)) - {len(text)})
    whole = Extract(text, (Run(0, origin, origin + len(text)),))
    pieces = pairwise((0, *cuts, len(text)))
    parted = Extract(text, tuple(Run(low, origin + low, origin + high) for low, high in pieces))
    start, end = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    assert whole.origin(start) == parted.origin(start)
    assert whole.span(start, end) == parted.span(start, end)
    assert (
        whole.slice(start, end) == ExtractBuilder(parted).take(start, end).build() == parted.slice(start, end)
    )
