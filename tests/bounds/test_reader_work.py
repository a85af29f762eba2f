"""Twice the text, at most 2.3 times the work, for each reader and whatever is repeated; and no nesting that
ends a run.

Work is the number of function calls of reading and of taking the markup off the prose. What a single call in
C does is not seen by it: `make fuzz` bounds the processor time of an input.
"""

from __future__ import annotations

import pytest

from counting_calls import calls
from draftproof.prose.passages import passage, prose_of
from draftproof.reading.asciidoc.lines import Attributes, with_line
from draftproof.reading.reader import read
from draftproof.reading.views import _MAX_CONTAINERS

RATIO = 2.3
SIZES = (1_200, 2_400, 4_800)
"""Characters. What is looked for at the top, or in lines of up to 1,000 characters, is done below these."""

REPEATED = {
    "html": {
        "text": "a ",
        "paragraphs": "<p>a",
        "open elements": "<div>",
        "open inline elements": "<b>",
        "open links": "<a href=x>",
        "open lists": "<ul><li>",
        "open tables": "<table><tr><td>",
        "cells": "<td>a",
        "rows": "<tr><td>a<td>b",
        "ends of nothing": "</div></b>",
        "comments": "<!-- a --><p>b",
        "open comments": "<!--",
        "declarations": "<![CDATA[",
        "open tags": "<a ",
        "open values": '<a b="',
        "open scripts": "<script>",
        "titles": "<title>a</title>",
        "code": "<pre>a\n</pre>",
        "inline code": "<code>`a</code>",
        "headings": "<h2>a</h2>",
        "open headings": "<h1>",
        "articles": "<article><h1>a</h1></article>",
        "tabs": "<div role=tab>a</div><div role=tabpanel>b</div>",
        "entities": "&amp;",
        "open entities": "&#&a",
        "marks of Markdown": "*a_[`<",
        "links": "<a href=http://a.b>http://a.b</a> ",
        "descriptions": "<meta name=description content=a>",
    },
    "rst": {
        "open marks": "`a *b **c ``d ",
        "open roles": ":a:",
        "roles": ":a:`b` ",
        "names": "a_ ",
        "links": "`a <b>`_ ",
        "brackets": "[a",
        "bars": "|a",
        "escapes": "\\`",
        "headings": "a\n=\n",
        "rules": "====\na\n",
        "simple tables": "== ==\na b\n",
        "one border": "= =\n\n",
        "grids": "+-+-+\n|a|b|\n",
        "items": "- a\n",
        "items in items": "- ",
        "numbers": "a. ",
        "fields in fields": ":a: ",
        "directives": ".. note::\n\n",
        "deeper directives": ".. note:: .. note::",
        "comments": ".. a\n",
        "targets": ".. _a: b\n",
        "substitutions": ".. |a| replace:: b\n",
        "literal blocks": "a::\n\n b\n",
        "definitions": "a\n b\n",
        "cells": "   * - a\n",
    },
    "adoc": {
        "open marks": "*a _b #c `d +e ",
        "open double marks": "**a __b ``c ",
        "marks in marks": "*_#`a",
        "brackets": "[",
        "anchors": "[[a",
        "references": "<<a",
        "attributes": "{a",
        "links": "http://a[b] ",
        "open links": "link:a[",
        "open macros": "image:a[",
        "escapes": "\\*a",
        "open blocks": "----\n",
        "examples": "====\na\n",
        "open tables": "|===\n|a\n",
        "lists of attributes": "[a=b]\n",
        "titles": ".a\n",
        "items": "* a\n+\n",
        "terms": "a:: b\n",
        "terms in a line": "a::",
        "callouts": "a <1>\n",
        "comments": "// a\n",
        "includes": "include::a[]\n",
        "tabs": "[source,java,role=primary]\n----\na\n----\n",
        "admonitions": "NOTE: a\n\n",
        "quoted code": '"`a`" ',
    },
    "md": {
        "quotes in quotes": "> ",
        "brackets": "[a](",
        "backslashes": "\\a\\*",
        "tabs": "-\t\ta\n",
        "form feeds": "\x0c\n",
        "entities": "&amp;",
        "nul": "a\0 \n",
    },
}
FRAMED = {
    "html": {
        "one table": ("<table>", "<tr><td>a<td>b", ""),
        "a wide row": ("<table><tr>", "<td>a", ""),
        "attributes": ("<a ", "a=b ", ">"),
        "classes": ('<div class="', "a ", '">b'),
        "lines of code": ("<pre>", '<span class="line">a</span>', "</pre>"),
        "ticks": ("<code>", "`", "</code>"),
        "tab items": ("<ul>", "<li class=tab>a</li>", "</ul>"),
    },
    "rst": {
        "one table": ("== ==\n", "a  b\n", "== ==\n"),
        "one grid": ("+-+-+\n", "|a|b|\n", "+-+-+\n"),
        "values": (".. csv-table::\n\n   ", "a,", ""),
        "quotes in values": (".. csv-table::\n\n   ", '"a', ""),
        "options": (".. note::\n", "   :a: b\n", ""),
        "a list": (".. list-table::\n\n", "   * - a\n     - b\n", ""),
        "quoted lines": ("::\n\n", "> a\n", ""),
    },
    "adoc": {
        "one table": ("|===\n", "|a |b\n", "|===\n"),
        "a wide row": ("|===\n", "|a", "\n|===\n"),
        "marks of a cell": ("|===\n", "1+", "|\n|===\n"),
        "values": ("[format=csv]\n,===\n", "a,", "\n,===\n"),
        "included code": ("----\n", "include::a[]\n", "----\n"),
        "tabs": ("[tabs]\n====\n", "a::\n+\nb\n", "====\n"),
        "a list of attributes": ("[", "a=b,", "]\na\n"),
    },
}
CASES = [(kind, name) for kind in REPEATED for name in (*REPEATED[kind], *FRAMED.get(kind, ()))]


def _text(kind: str, name: str, size: int) -> str:
    before, unit, after = FRAMED.get(kind, {}).get(name) or ("", REPEATED[kind][name], "")
    return before + unit * (size // len(unit)) + after


def _all_of(text: str, name: str) -> None:
    document = read(text.encode(), name)
    for prose in prose_of(document):
        passage(prose)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_twice_the_text_is_twice_the_work(kind: str, name: str) -> None:
    texts = [_text(kind, name, size) for size in (SIZES[0], *SIZES)]  # the first one loads what all need
    _, small, middle, large = (calls(lambda text=text: _all_of(text, f"a.{kind}")) for text in texts)  # type: ignore[misc]
    assert middle <= RATIO * small + 100, (small, middle, large)
    assert large <= RATIO * middle + 100, (small, middle, large)


DEPTH = 30_000
DEEP: dict[str, tuple[str, str]] = {
    "elements.html": ("<div>", "nested deeper than 150"),
    "inline elements.html": ("<b><i>", "nested deeper than 150"),
    "lists.html": ("<ul><li>", "nested deeper than 150"),
    "tables.html": ("<table><tr><td>", "nested deeper than 150"),
    "quotes.html": ("<blockquote>", "nested deeper than 150"),
    "code.html": ("<pre><code><span>", "nested deeper than 150"),
    "items.rst": ("- ", "nested deeper than 40"),
    "fields in items.rst": ("- :a: ", "nested deeper than 40"),
    "quotes.md": ("> ", "nested deeper than 64"),
    "lists.md": ("- ", "nested deeper than 64"),
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_said_and_ends_nothing(name: str) -> None:
    unit, says = DEEP[name]
    document = read((unit * (DEPTH // len(unit)) + "deep").encode(), name)
    (problem,) = document.problems
    assert says in problem.message
    blocks = [block for part in document.parts for block in part.blocks]
    assert max((len(block.containers) for block in blocks), default=0) <= _MAX_CONTAINERS


def test_deep_blocks_of_asciidoc_are_said() -> None:
    text = "".join("=" * (4 + level) + "\n" for level in range(200)) + "deep\n"
    (problem,) = read(text.encode(), "a.adoc").problems
    assert "nested deeper than 24" in problem.message


def test_deep_indentation_of_restructuredtext_is_said() -> None:
    text = "".join(" " * level + ".. note::\n\n" for level in range(0, 600, 3)) + " " * 600 + "deep\n"
    (problem,) = read(text.encode(), "a.rst").problems
    assert "nested deeper than 40" in problem.message


def test_attributes_of_a_block_are_bounded() -> None:
    attributes = Attributes()
    for _ in range(1_000):
        attributes = with_line(attributes, "a=b,opts=c,%d")
    assert len(attributes.named) <= 50
    assert len(attributes.options) <= 50


def test_cells_without_source_are_named_up_to_a_bound() -> None:
    document = read(b'{"cells": [' + b",".join([b"{}"] * 5_000) + b"]}", "a.ipynb")
    assert len(document.problems) == 21
    assert document.problems[-1].message == "4,980 further cells of the notebook have no source"
