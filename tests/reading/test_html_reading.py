"""Pages: the article in them, code out of highlighters' markup, tabs, entities, comments, encodings."""

# ruff: noqa: E501 - markup stands on one line

from __future__ import annotations

import html
import re

import pytest
from markup_of_sites import HIGHLIGHTED, TABS
from twins import document_of, findings, page_of

from draftproof.reading.document import BlockKind, ContainerKind, Format
from draftproof.reading.reader import format_of, read
from drafts import key, run

PYTHON = 'import os\n\nx = "a<b"\n'


def page(text: str | bytes):  # type: ignore[no-untyped-def]
    return document_of(text, Format.HTML)


def blocks(text: str):  # type: ignore[no-untyped-def]
    return page(text).parts[0].blocks


def code(text: str):  # type: ignore[no-untyped-def]
    return [block for block in blocks(text) if block.kind is BlockKind.CODE]


def texts(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [block.content.text for block in blocks(text) if block.kind is kind]


def original(document, block) -> str:  # type: ignore[no-untyped-def]
    """What stands in the page where the block was read, without tags and entities."""
    span = document.parts[0].raw_span(block.content.span(0, len(block.content)))
    return html.unescape(re.sub(r"<[^<>]*>", "", document.source.text[span.start : span.end]))


@pytest.mark.parametrize("name", ["a.html", "a.htm", "docs/A.HTML", "page.xhtml"])
def test_endings(name: str) -> None:
    assert format_of(name) is Format.HTML


@pytest.mark.parametrize("name", HIGHLIGHTED)
def test_code_is_joined_whatever_marks_it_up(name: str) -> None:
    document = page(page_of(f"<h1>T</h1>{HIGHLIGHTED[name]}"))
    (block,) = [each for each in document.parts[0].blocks if each.kind is BlockKind.CODE]
    lines = [line.rstrip() for line in block.content.text.rstrip().split("\n")]
    assert lines == PYTHON.rstrip().split("\n")
    assert block.language == "python"
    # Every character leads to itself.
    part = document.parts[0]
    for at, character in enumerate(block.content.text):
        start, end = part.raw_span(block.content.span(at, at + 1))
        there = html.unescape(document.source.text[start:end]).replace("\xa0", " ").replace("\r\n", "\n")
        assert there == character or (character == "\n" and (start == end or there.startswith("<br")))


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<pre class="brush: js; toolbar: false">x</pre>', "js"),
        ('<pre lang="go">x</pre>', "go"),
        ('<pre lang="en">x</pre>', ""),
        ('<div class="highlight-default notranslate"><pre>x</pre></div>', ""),
        ('<div class="highlight-source-shell"><pre>x</pre></div>', "shell"),
        ('<pre><code class="language-c++ numbers">x</code></pre>', "c++"),
        ('<div class="language-selector"><p>choose</p></div><pre>x</pre>', ""),
        ("<pre>x</pre>", ""),
    ],
)
def test_languages(markup: str, language: str) -> None:
    assert [block.language for block in code(markup)] == [language]


@pytest.mark.parametrize(
    "caption",
    [
        '<div class="codeBlockTitle_x1">app.py</div>',
        '<span class="filename">app.py</span>',
        '<div class="code-block-caption"><span class="caption-text">app.py</span><a class="headerlink">¶</a></div>',
    ],
)
def test_captions_are_titles_and_no_prose(caption: str) -> None:
    text = f"<div>{caption}<pre>x</pre></div>"
    assert [block.attributes.get("title") for block in code(text)] == ["app.py"]
    assert texts(text) == []


def test_only_the_article_is_read() -> None:
    text = (
        "<html><body><header><h1>Site</h1></header><nav><p>Home</p></nav><aside><p>Ads</p></aside>"
        "<form><p>Subscribe</p></form><p>Text</p><script>p('<p>no</p>')</script><style>p{}</style>"
        "<template><p>no</p></template><p hidden>no</p><div style='display: none'><p>no</p></div>"
        "<p aria-hidden=true>no</p><footer><p>Imprint</p></footer></body></html>"
    )
    assert texts(text) == ["Text"]
    assert texts("<p>Before</p><main><p>In</p><aside><p>Note</p></aside></main><p>After</p>") == [
        "In",
        "Note",
    ]
    assert texts("<p>no</p><article><h1>A</h1><p>yes</p></article><p>no</p>") == ["yes"]
    assert texts("<p>no</p><div role=main><p>yes</p></div>") == ["yes"]
    assert texts("<main><p>no</p><article class='markdown-body'><p>yes</p></article></main>") == ["yes"]


@pytest.mark.parametrize("name", TABS)
def test_tabs_are_alternatives(name: str) -> None:
    text = TABS[name].format("<pre>one</pre>", "<pre>two</pre>")
    found = {block.content.text: block for block in code(f"<main><p>before</p>{text}</main>")}
    titles = {each: tab.title for each, block in found.items() if (tab := block.tab()) is not None}
    assert titles == {"one": "Python", "two": "Node"}
    groups = {
        next(c.number for c in block.containers if c.kind is ContainerKind.TAB_GROUP)
        for block in found.values()
    }
    assert len(groups) == 1
    assert texts(f"<main><p>before</p>{text}</main>") == ["before"]


def test_running_text_in_markdowns_notation() -> None:
    text = (
        "<p>Use <code>&lt;MODEL_ID&gt;</code>,\n   <a href='https://x.example/?a=1&amp;b'>the <b>docs</b></a>, "
        "<a href=https://y.example>https://y.example</a>, <em>now</em>&nbsp;&amp; a_b 2*3<br>x<sup>2</sup>"
        "<img src='https://b.example/i.svg' alt='A [badge]'> &lt;tag&gt; `tick`</p>"
    )
    assert texts(text) == [
        (
            "Use `<MODEL_ID>`,\n[the **docs**](https://x.example/?a=1&b), <https://y.example>, *now* & a_b 2*3\nx2"
            "![A badge ](https://b.example/i.svg) \\<tag> \\`tick\\`"
        )
    ]


def test_structure() -> None:
    text = (
        "<h1>A<a class='headerlink' href='#a'>¶</a></h1><p>one<h2><a href='#b'>B</a></h2><ul><li>two<li><p>three</ul>"
        "<blockquote>four</blockquote><div class='admonition warning'><p class='admonition-title'>Warning</p><p>five</p>"
        "</div><table><tr><th>h<th>i<tr><td>c<td></table><dl><dt>six<dd>seven</dl>"
    )
    found = blocks(text)
    assert [(b.kind.value, b.content.text, b.level, b.heading_path) for b in found[:3]] == [
        ("heading", "A", 1, ("A",)),
        ("paragraph", "one", 0, ("A",)),
        ("heading", "B", 2, ("A", "B")),
    ]
    kinds = {b.content.text: [c.kind.value for c in b.containers] for b in found}
    assert kinds["two"] == kinds["three"] == ["list-item"]
    assert kinds["four"] == ["quote"]
    assert kinds["five"] == ["admonition"]
    assert "Warning" not in kinds
    cells = [(b.row, b.column, b.content.text) for b in found if b.kind is BlockKind.TABLE_CELL]
    assert cells == [(0, 0, "h"), (0, 1, "i"), (1, 0, "c"), (1, 1, "")]


def test_what_a_page_says_of_itself() -> None:
    text = (
        '<html lang="en"><head><title>Streaming &amp; more | Site</title><meta property="og:title" content="Streaming '
        '&amp; more"><meta name=description content="The  &quot;fast&quot; way"></head><body><h1>Other</h1></body></html>'
    )
    document = page(text)
    values = {name: value for name, (value, _) in document.front_matter.items()}
    assert values == {"lang": "en", "description": 'The  "fast" way', "title": "Streaming & more"}
    part = document.parts[0]
    for value, span in document.front_matter.values():
        assert part.source.text[span.start : span.end] == value
        raw = part.raw_span(span)
        assert html.unescape(text[raw.start : raw.end]) == value


def test_a_title_that_the_first_heading_repeats_is_said_once() -> None:
    text = "<title>The fastest API - Site</title><h1>The fastest API</h1>"
    assert "title" not in page(text).front_matter


def test_suppressions_silence_what_they_stand_before() -> None:
    secret = key()
    before = '<!-- draftproof: ignore[KEY001] reason="a test" -->'
    sample = f"<div class='highlight'><pre>token = '{secret}'</pre></div>"
    for text in (f"{before}\n{sample}", f"<ul><li>{before}{sample}</ul>", f"<p>{before} see {secret}</p>"):
        assert [f.code for f in findings(page(f"<main>{text}</main>"))] == []
    everywhere = '<head><!-- draftproof: ignore-file[KEY001] reason="a test" --></head>'
    assert [f.code for f in findings(page(f"{everywhere}<body><main>{sample}</main></body>"))] == []
    assert "KEY001" in [f.code for f in findings(page(f"<main>{sample}</main>"))]


def test_a_key_in_highlighted_code_is_masked_in_its_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = key("sk-48")
    middle = len(secret) // 2
    split = f'{secret[:middle]}<span class="x">{secret[middle:]}</span>'
    path = tmp_path / "a.html"
    path.write_text(
        f'<main><pre>a\nkey = <i>"{split}"</i>\n</pre><p>again {secret}</p></main>', encoding="utf-8"
    )
    found = [f for f in run(path).result.findings if f.code == "KEY001"]
    assert [f.place.line for f in found] == [2, 3]
    for finding in found:
        shown = "".join(line.text for line in finding.quoted) + finding.excerpt + finding.message
        assert secret[middle:] not in shown
        assert secret[4:middle] not in shown
    assert "<span" in found[0].quoted[0].text


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<meta charset='windows-1252'><p>café – ok".encode("windows-1252"), "café – ok"),
        ('<meta http-equiv=x content="text/html; charset=Shift_JIS"><p>日本'.encode("cp932"), "日本"),
        (b"\xff\xfe" + "<p>é".encode("utf-16-le"), "é"),
        (b"\xef\xbb\xbf<meta charset=latin1><p>\xc3\xa9", "é"),
        ("<meta charset=utf-8><p>é".encode(), "é"),
    ],
)
def test_encodings(data: bytes, shown: str) -> None:
    document = page(data)
    assert [b.content.text for b in document.parts[0].blocks if b.kind is BlockKind.PARAGRAPH] == [shown]
    assert document.problems == ()
    assert document.exact == (b"\xc3\xa9" in data)


def test_limits_are_said_and_the_text_is_kept() -> None:
    document = page("<div>" * 400 + "<p>deep</p>")
    assert "deeper than 150 levels" in document.problems[0].message
    assert texts("<div>" * 400 + "<p>deep</p>") == ["deep"]
    assert "DOC001" in [f.code for f in findings(document)]


def test_too_many_elements_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("draftproof.reading.hypertext.tree.MAX_ELEMENTS", 3)
    document = page("<p>a<p>b<p>c<p>d")
    assert "more than 3 elements" in document.problems[0].message
    assert [b.content.text for b in document.parts[0].blocks] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "</",
        "<!",
        "<!--",
        "<a",
        "<a b='",
        "<p",
        "<pre",
        "<script>",
        "&",
        "&#",
        "<>",
        "</>",
        "<?",
        "a < b",
    ],
)
def test_fragments(text: str) -> None:
    document = page(text)
    assert document.parts[0].source.text.strip("\\") in ("", "a < b", "<", "</", "&", "&#", "<>")


def test_bytes_that_are_no_text() -> None:
    document = read(b"\x00\x01\x02\xff", "a.html")
    assert document.problems
