"""AsciiDoc: what is read of it, and articles that say the same as their Markdown twins."""

# ruff: noqa: E501 - markup stands on one line

from __future__ import annotations

from pathlib import Path

import pytest
from twins import document_of, findings, told

from draftproof.reading.document import BlockKind, ContainerKind, Format
from draftproof.reading.reader import format_of
from drafts import filled, key, run, write

HERE = Path(__file__).parent
ARTICLES = HERE.parents[1] / "fixtures" / "articles" / "broken"


def adoc(text: str):  # type: ignore[no-untyped-def]
    return document_of(text, Format.ASCIIDOC)


def blocks(text: str, kind: BlockKind | None = None):  # type: ignore[no-untyped-def]
    return [block for block in adoc(text).parts[0].blocks if kind is None or block.kind is kind]


def codes_of(text: str) -> list[str]:
    return [finding.code for finding in findings(adoc(text))]


@pytest.mark.parametrize("path", sorted((HERE / "twins_of_articles").glob("*.adoc")), ids=lambda p: p.stem)
def test_a_twin_gets_the_findings_of_its_article(path: Path) -> None:
    article = filled((ARTICLES / f"{path.stem}.md").read_text(encoding="utf-8"))
    twin = filled(path.read_text(encoding="utf-8"))
    assert told(adoc(twin)) == told(document_of(article, Format.MARKDOWN))
    lines = twin.split("\n")
    for finding in findings(adoc(twin)):
        place = finding.place
        assert finding.quoted[0].number == place.line
        if place.line == place.end_line and "*" not in finding.excerpt:
            assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == finding.excerpt


@pytest.mark.parametrize("name", ["a.adoc", "docs/A.ASCIIDOC"])
def test_endings(name: str) -> None:
    assert format_of(name) is Format.ASCIIDOC


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`a<b` ``c``d `+<x>+`", "`a<b` `c`d `<x>`"),
        ("see https://a.example/x[the docs] now", "see [the docs](https://a.example/x) now"),
        ("see link:a.html[here^] and xref:b.adoc[there]", "see [here](a.html) and there"),
        ("https://a.example/, <<sec,that>>, <<sec>>", "https://a.example/, that, sec"),
        ("*a* _b_ **c**d #e# [.red]#f#", "**a** *b* **c**d e f"),
        ("2 * 3 a_b *x", "2 * 3 a_b \\*x"),
        ("one + \ntwo", "one\ntwo"),
        ('"`quoted`" +plain+', '"quoted" plain'),
        ("text.footnote:[not here] {attr} kbd:[Ctrl]", "text. {attr} Ctrl"),
        (r"\*not bold*", "\\*not bold\\*"),
        ("<tag> & &lt;", "\\<tag> & \\&lt;"),
    ],
)
def test_running_text(text: str, shown: str) -> None:
    (block,) = blocks(text, BlockKind.PARAGRAPH)
    assert block.content.text == shown


def test_sections_and_header() -> None:
    text = "// c\n= T\nJane <j@x.example>\n:description: One way\n:source-language: rust\n\n== A\n\ntext\n\n[source]\n----\nx\n----\n"
    document = adoc(text)
    headings = [(b.content.text, b.level) for b in blocks(text, BlockKind.HEADING)]
    assert headings == [("T", 1), ("A", 2)]
    assert {n: v for n, (v, _) in document.front_matter.items()} == {"description": "One way"}
    (block,) = blocks(text, BlockKind.CODE)
    assert (block.language, block.heading_path) == ("rust", ("T", "A"))
    assert [b.content.text for b in blocks(text, BlockKind.PARAGRAPH)] == ["text"]


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("[source,python]\n----\na = 1\n\n  b\n----\n", "python", "a = 1\n\n  b\n"),
        ("[source%linenums,python]\n----\na\n----\n", "python", "a\n"),
        ("[,js]\n----\na\n----\n", "js", "a\n"),
        ('[source,language="go"]\n----\na\n----\n', "go", "a\n"),
        ("----\na\n----\n", "", "a\n"),
        ("....\na\n....\n", "", "a\n"),
        ("```py\na\n```\n", "py", "a\n"),
        ("[source,rb]\nputs 1\nputs 2\n\ntext\n", "rb", "puts 1\nputs 2\n"),
        (" literal\n  text\n", "", "literal\n text\n"),
        ("* item\n+\n[source,sh]\n----\nls\n----\n", "sh", "ls\n"),
        ("====\n[source,sh]\n----\nls\n----\n====\n", "sh", "ls\n"),
        ("[source,sh]\n----\nnever closed\n", "sh", "never closed\n"),
    ],
)
def test_code(text: str, language: str, code: str) -> None:
    (block,) = blocks(text, BlockKind.CODE)
    assert (block.language, block.content.text) == (language, code)
    part = adoc(text).parts[0]
    for at, character in enumerate(code):
        start, end = part.raw_span(block.content.span(at, at + 1))
        assert text[start:end] == character


def test_callouts_are_no_code() -> None:
    text = "[source,python]\n----\na = 1 # <1>\nb = x <2> <3>\nc = 2 // <.>\nd = a <b> \ne = Vec<3>()\n----\n<1> one\n"
    (block,) = blocks(text, BlockKind.CODE)
    assert block.content.text == "a = 1\nb = x\nc = 2\nd = a <b>\ne = Vec<3>()\n"
    assert [b.content.text for b in blocks(text, BlockKind.PARAGRAPH)] == ["one"]


TABS = {
    "asciidoctor-tabs": "[tabs]\n====\nOne::\n+\n--\n[source,py]\n----\na\n----\n--\n\nTwo::\n+\n[source,js]\n----\nb\n----\n====\n",
    "with more marks": "[tabs]\n======\nOne::\n+\n[source,py]\n----\na\n----\nTwo::\n+\n[source,js]\n----\nb\n----\n======\n",
    "switches": '[source,py,role="primary"]\n.One\n----\na\n----\n\n[source,js,role="secondary"]\n.Two\n----\nb\n----\n',
}


@pytest.mark.parametrize("name", TABS)
def test_tabs(name: str) -> None:
    found = blocks(TABS[name], BlockKind.CODE)
    assert [(b.tab().title, b.content.text) for b in found] == [("One", "a\n"), ("Two", "b\n")]
    assert len({c.number for b in found for c in b.containers if c.kind is ContainerKind.TAB_GROUP}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "|===\n|a |b\n\n|1 |2\n|===\n",
        '[cols="1,2"]\n|===\n|a\n|b\n|1\n|2\n|===\n',
        "[cols=2*]\n|===\n|a\n|b\n|1\n|2\n|===\n",
        "|===\n|a |b\n\n|1\na|2\n|===\n",
        ",===\na,b\n1,2\n,===\n",
    ],
)
def test_tables(text: str) -> None:
    cells = [(b.row, b.column, b.content.text) for b in blocks(text, BlockKind.TABLE_CELL)]
    assert cells == [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2")]


def test_structure() -> None:
    text = (
        ".Title of a block\nplain\n\n* one\n** two\nmore\n. three\n\n- [x] done\n\nTerm:: what it means\n\nNOTE: noted\n\n"
        "[WARNING]\n====\nwarned\n====\n\n[quote,Somebody]\n____\nquoted\n____\n\n++++\n<p>raw</p>\n++++\n\nimage::a.png[x]\n\n'''\n"
    )
    kinds = {b.content.text: [c.kind.value for c in b.containers] for b in blocks(text)}
    assert kinds == {
        "plain": [],
        "one": ["list-item"],
        "two\nmore": ["list-item"],
        "three": ["list-item"],
        "done": ["list-item"],
        "Term": [],
        "what it means": [],
        "noted": ["admonition"],
        "warned": ["admonition"],
        "quoted": ["quote"],
    }


def test_suppressions() -> None:
    sample = f"[source,python]\n----\ntoken = '{key()}'\n----\n"
    before = '// draftproof: ignore[KEY001] reason="a test"\n'
    assert codes_of(sample) == ["KEY001"]
    assert codes_of(before + sample) == []
    assert codes_of(f"{before}\n.Title\n{sample}") == []
    assert codes_of(f"{before}Text.\n\n{sample}") == ["SUP001", "KEY001"]
    assert codes_of(f'// draftproof: ignore-file[KEY001] reason="a test"\n= T\n\n{sample}') == []


def test_included_samples(tmp_path: Path) -> None:
    text = (
        "= T\n\n[source,python]\n----\ninclude::code/x.py[tag=shown]\n----\n\n[source]\n----\ninclude::gone.py[]\n"
        "----\n\n[source]\n----\ninclude::{folder}/y.py[]\n----\n"
    )
    code = "a = 1\n# tag::shown[]\ntoken = '{{key:github-classic}}'\n# end::shown[]\nother = '{{key:github-classic:2}}'\n"
    write(tmp_path, {".git/HEAD": "", "a.adoc": text, "code/x.py": code})
    result = run(tmp_path / "a.adoc").result
    assert sorted((f.code, Path(f.path).name, f.place.line) for f in result.findings) == [
        ("DOC002", "a.adoc", 10),
        ("KEY001", "x.py", 3),
    ]
    assert sorted(lost.line for lost in result.lost_includes) == [10, 15]


def test_depth_is_bounded() -> None:
    document = adoc("".join("=" * (4 + depth) + "\n" for depth in range(60)) + "deep\n")
    assert "deeper than 24 levels" in document.problems[0].message
