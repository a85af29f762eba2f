"""Whatever stands in a page or a document: it is read, in bounds, and every character knows its place."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twins import document_of, findings

from draftproof.reading.document import BlockKind, Format
from draftproof.reading.inline import inlines

if TYPE_CHECKING:
    from draftproof.reading.document import Document

KINDS = [Format.HTML, Format.RESTRUCTUREDTEXT, Format.ASCIIDOC]
FRAGMENTS = {
    Format.HTML: [
        *(
            "<p>",
            "</p>",
            "<pre>",
            "</pre>",
            "<code class='language-python'>",
            "</code>",
            "<div>",
            "</div>",
            "<b>",
        ),
        *(
            "</b>",
            "<a href='https://x.example/?a=1&amp;b'>",
            "</a>",
            "<ul>",
            "<li>",
            "</ul>",
            "<table>",
            "<tr>",
            "<td>",
        ),
        *(
            "<!-- draftproof: ignore[KEY001] -->",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<h1>",
            "</h1>",
            "<br>",
            "&lt;",
        ),
        *(
            "&#x41;",
            "&nbsp;",
            "&amp",
            "\n",
            "  ",
            "text *a* _b_",
            "`",
            "<img alt='a' src='http://x'>",
            "<span class=line>",
        ),
        *(
            "</span>",
            "<div role=tablist><i role=tab>t</i></div>",
            "<div role=tabpanel>",
            "\r\n",
            "<",
            ">",
            '"',
            "é🎉",
        ),
        *(
            "<main>",
            "</main>",
            "<title>",
            "<meta name=description content='d'>",
            "<details><summary>",
            "\u200b",
        ),
    ],
    Format.RESTRUCTUREDTEXT: [
        *(
            "text",
            "\n",
            "\n\n",
            "   ",
            "====\n",
            "----\n",
            "* ",
            "1. ",
            ".. ",
            ".. note::\n",
            ".. code-block:: python\n",
        ),
        *(
            "::\n",
            "``a``",
            "`a <https://x.example>`_",
            "name_",
            ".. _name: https://y.example\n",
            "*a*",
            "**b**",
            "|c|",
        ),
        *(
            ":role:`x`",
            ":field: value\n",
            "+---+\n",
            "| a |\n",
            "=== ===\n",
            ">>> a\n",
            "\\",
            "[1]_",
            "`",
            "\t",
            "\r\n",
        ),
        *(
            ".. tab:: A\n\n   x\n",
            ".. list-table::\n\n   * - a\n",
            ".. draftproof: ignore[KEY001]\n",
            "é🎉",
            ".. meta::\n",
        ),
        *(".. literalinclude:: a.py\n   :lines: 1\n", '.. csv-table::\n\n   "a", b\n', ".. highlight:: go\n"),
    ],
    Format.ASCIIDOC: [
        *(
            "text",
            "\n",
            "\n\n",
            " ",
            "= T\n",
            "== A\n",
            "* ",
            ". ",
            "[source,python]\n",
            "----\n",
            "....\n",
            "====\n",
            "+\n",
        ),
        *(
            "|===\n",
            "|a |b\n",
            "`a`",
            "``b``",
            "*c*",
            "_d_",
            "https://x.example[e]",
            "link:f[g]",
            "<<h,i>>",
            "term:: x\n",
        ),
        *(
            "// draftproof: ignore[KEY001]\n",
            "[tabs]\n",
            "NOTE: ",
            "include::a.py[]\n",
            ":name: value\n",
            ".Title\n",
            "\\",
        ),
        *(
            "<1> one\n",
            "a <1>\n",
            "--\n",
            "////\n",
            "```js\n",
            "é🎉",
            "{attr}",
            "footnote:[x]",
            "`",
            "\t",
            "\r\n",
            "++++\n",
        ),
    ],
}


def check(document: Document) -> None:
    """Spans are in their texts, in order, and lead to what was read."""
    text = document.source.text
    for part in document.parts:
        raw, view = part.raw, part.source.text
        assert raw is not None
        assert raw.text == view
        starts = [run.start for run in raw.runs]
        assert starts == sorted(set(starts))
        for run in raw.runs:
            assert 0 <= run.origin <= run.origin_end <= len(text)
        for block in part.blocks:
            assert 0 <= block.span.start <= block.span.end <= len(view)
            assert block.following is None or block.following.end <= len(view)
            if block.content.text:
                span = block.content.span(0, len(block.content))
                assert view[span.start : span.end] == block.content.text
                low, high = part.raw_span(span)
                assert 0 <= low <= high <= len(text)
            if block.kind is BlockKind.CODE:
                check_code(document, block)
            elif block.kind is BlockKind.PARAGRAPH:
                inlines(block.content)
        assert [b.span.start for b in part.blocks if b.kind is not BlockKind.COMMENT] == sorted(
            b.span.start for b in part.blocks if b.kind is not BlockKind.COMMENT
        )
    for value, span in document.front_matter.values():
        assert document.parts[0].source.text[span.start : span.end] == value
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


def check_code(document: Document, block) -> None:  # type: ignore[no-untyped-def]
    """Code leads to its characters, one by one, from the first to the last."""
    part, text = document.parts[0], document.source.text
    before = 0
    for at, character in enumerate(block.content.text):
        low, high = part.raw_span(block.content.span(at, at + 1))
        assert before <= low <= high
        before = low
        there = text[low:high]
        if character != "\n":
            shown = html.unescape(there) if document.format is Format.HTML else there
            assert character.replace("\xa0", " ") in shown.replace("\xa0", " ")


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=300))
def test_any_text_is_read(kind: Format, text: str) -> None:
    check(document_of(text.encode("utf-8", "surrogatepass"), kind))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_constructs_in_any_order_are_read(kind: Format, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(FRAGMENTS[kind]), max_size=40))
    document = document_of("".join(pieces), kind)
    check(document)
    for finding in findings(document):
        assert finding.place.line >= 1


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_mutated_documents_are_read(kind: Format, data: st.DataObject) -> None:
    text = "".join(FRAGMENTS[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 20))
        text = text[:at] + data.draw(st.text(max_size=5)) + text[at + cut :]
    check(document_of(text.encode("utf-8", "surrogatepass"), kind))


HOSTILE = {
    Format.HTML: [
        *(
            "<div>",
            "<b>x",
            "<",
            "<a x",
            "<a x='",
            "<!--",
            "&",
            "&#",
            "<pre>",
            "<ul><li>",
            "<table><tr><td>",
            "*a ",
            "`",
        ),
        *(
            "[",
            "<a href=x>a",
            "<script>",
            "</b>",
            "\n",
            "<em><strong>",
            "<code>",
            "<h1>a",
            "<div role=tabpanel><a role=tab>",
        ),
        *(
            "<main>",
            "<svg>",
            "<!-- draftproof: ignore[KEY001] -->",
            "<p>_a ",
            "<dl><dt>a<dd>b",
            "<blockquote>",
        ),
    ],
    Format.RESTRUCTUREDTEXT: [
        *(
            "`a ",
            "``a ",
            "*a ",
            "**a ",
            "|a ",
            ":a:`",
            ":",
            "a_ ",
            "_",
            "\\",
            ".. note::\n",
            "=\n",
            "== ==\n",
            "+-+\n",
        ),
        *(
            ".. x\n",
            "a::\n",
            ":a: ",
            "a\n b\n",
            ".. _a: b\n",
            "[",
            "* ",
            "\n",
            "\r",
            "`<",
            ".. meta::\n",
            "   * - a\n",
        ),
    ],
    Format.ASCIIDOC: [
        *(
            "`a ",
            "``a ",
            "*a ",
            "_a ",
            "#a ",
            "+a ",
            "<<a ",
            "[",
            "[a]*",
            "https://",
            "https://a[",
            "image:a[",
            "[a]\n",
        ),
        *(
            "a:: ",
            ":",
            "|",
            "====\n",
            "* a\n",
            "* a\n+\n",
            "// a\n",
            ".a\n",
            "\\",
            "{a",
            "footnote:[",
            "include::a[]\n",
        ),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_repetition_ends(kind: Format) -> None:
    """Quadratic time would take minutes for each of these."""
    for piece in HOSTILE[kind]:
        document = document_of(piece * (60_000 // len(piece)), kind)
        assert len(document.parts) == 1, piece
