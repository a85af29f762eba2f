"""Fixes written into pages and documents: escaped as the format needs, or left out."""

# ruff: noqa: E501 - markup stands on one line

from __future__ import annotations

from pathlib import Path

import pytest
from twins import document_of, rendered

from draftproof.engine.view_edits import written_back
from draftproof.finding import Replacement
from draftproof.reading.document import Format
from draftproof.text.source import Span
from drafts import draftproof, filled, findings, key, write

ROOT = Path(__file__).parents[2]
BROKEN = sorted((ROOT / "fixtures" / "articles" / "broken").glob("*.md"))
KIND = {".html": Format.HTML, ".rst": Format.RESTRUCTUREDTEXT, ".adoc": Format.ASCIIDOC}


def fixed(path: Path) -> str:
    done = draftproof(
        "check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", "--today", "2026-01-31", path
    )
    assert done.returncode in (0, 1), done.stderr
    return path.read_bytes().decode()


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_page_is_fixed_as_its_article_is(path: Path, tmp_path: Path) -> None:
    text = filled(path.read_text(encoding="utf-8"))
    page = rendered(text)
    write(tmp_path, {"a.md": text, "a.html": page})
    assert fixed(tmp_path / "a.html") == rendered(fixed(tmp_path / "a.md"))
    assert page != fixed(tmp_path / "a.html")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "twins_of_articles").glob("*.*")), ids=lambda path: path.name
)
def test_a_twin_is_fixed_as_its_article_is(path: Path, tmp_path: Path) -> None:
    article = (ROOT / "fixtures" / "articles" / "broken" / f"{path.stem}.md").read_text(encoding="utf-8")
    write(tmp_path, {"a.md": article, f"a{path.suffix}": path.read_text(encoding="utf-8")})
    wanted = document_of(fixed(tmp_path / "a.md"), Format.MARKDOWN)
    got = document_of(fixed(tmp_path / f"a{path.suffix}"), KIND[path.suffix])
    assert [b.content.text for b in got.parts[0].blocks if b.content.text] == [
        b.content.text for b in wanted.parts[0].blocks if b.content.text
    ]


CASES = {
    "highlighted": (
        "a.html",
        '<pre><code class="language-bash"><span class="nv">OPENAI_API_KEY</span><span class="o">=</span><i>"{0}"</i>\n</code></pre>',
        '<pre><code class="language-bash"><span class="nv">OPENAI_API_KEY</span><span class="o">=</span><i>"{1}"</i>\n</code></pre>',
    ),
    "with windows line ends": ("a.html", '<p>x\r\n<pre>export OPENAI_API_KEY="{0}"\r\n</pre>\r\n', None),
    "in running text": (
        "a.html",
        "<main><p>Use {0} here.</p></main>",
        "<main><p>Use <code>{1}</code> here.</p></main>",
    ),
    "in a list of rst": ("a.rst", '* x\n\n  .. code-block:: sh\n\n     export OPENAI_API_KEY="{0}"\n', None),
    "in running text of rst": ("a.rst", "Use {0} here.\n", "Use ``{1}`` here.\n"),
    "in asciidoc": ("a.adoc", '[source,sh]\n----\nexport OPENAI_API_KEY="{0}" # <1>\n----\n', None),
    "in running text of asciidoc": ("a.adoc", "Use {0} here.\n", "Use `{1}` here.\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_key_is_replaced(name: str, tmp_path: Path) -> None:
    file, before, after = CASES[name]
    placeholder = "&lt;API_KEY_PLACEHOLDER&gt;" if file.endswith("html") else "<API_KEY_PLACEHOLDER>"
    write(tmp_path, {file: before.replace("{0}", key("sk-48")).encode()})
    wanted = (after or before.replace("{0}", "{1}")).replace("{1}", placeholder)
    assert fixed(tmp_path / file) == wanted


def test_a_value_that_tags_divide_is_replaced_in_its_first_piece(tmp_path: Path) -> None:
    secret = key("sk-48")
    page = f"<pre>OPENAI_API_KEY='<b>{secret[:20]}</b>{secret[20:]}'\n</pre>"
    write(tmp_path, {"a.html": page.encode()})
    assert fixed(tmp_path / "a.html") == "<pre>OPENAI_API_KEY='<b>&lt;API_KEY_PLACEHOLDER&gt;</b>'\n</pre>"


def test_quotes_in_attributes_are_escaped() -> None:
    text = '<p><a href="https://x.example/?key=abc">the docs</a></p>'
    document = document_of(text, Format.HTML)
    part = document.parts[0]
    at = part.source.text.index("abc")
    (made,) = written_back(part, Replacement(Span(at, at + 3), "a\"b'&"), text, Format.HTML)
    assert text[: made.span.start] + made.text + text[made.span.end :] == text.replace(
        "abc", "a&quot;b&#39;&amp;"
    )


def test_marks_are_not_edited() -> None:
    text = "<p>It is <b>fast</b>.</p>"
    part = document_of(text, Format.HTML).parts[0]
    at = part.source.text.index("**")
    with pytest.raises(ValueError, match="tag"):
        written_back(part, Replacement(Span(at, at + 2), ""), text, Format.HTML)


@pytest.mark.parametrize(
    ("file", "text", "rest"),
    [
        (
            "a.html",
            "<p>a</p>\n<!-- draftproof: ignore[KEY001] reason='x' -->\n<p>b</p>\n",
            "<p>a</p>\n<p>b</p>\n",
        ),
        ("a.rst", "a\n\n.. draftproof: ignore[KEY001] reason='x'\n\nb\n", None),
        ("a.adoc", "a\n\n// draftproof: ignore[KEY001] reason='x'\nb\n", "a\n\nb\n"),
    ],
)
def test_an_idle_suppression_goes(file: str, text: str, rest: str | None, tmp_path: Path) -> None:
    write(tmp_path, {file: text.encode()})
    got = fixed(tmp_path / file)
    assert "draftproof" not in got
    assert rest is None or got == rest
    assert findings(tmp_path / file) == ()


def test_the_edits_of_a_finding_are_those_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": f"<p>&amp;</p><pre>OPENAI_API_KEY='{key('sk-48')}'</pre>".encode()})
    (finding,) = [f for f in findings(tmp_path / "a.html") if f.code == "KEY001"]
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert (edit.text, edit.verbatim) == ("&lt;API_KEY_PLACEHOLDER&gt;", True)
    assert (edit.line, edit.column) == (finding.place.line, finding.place.column)


def test_the_difference_shows_the_lines_of_the_file_masked(tmp_path: Path) -> None:
    secret = key("sk-48")
    write(tmp_path, {"a.html": f"<h1>T</h1>\n<pre><b>OPENAI_API_KEY</b>='{secret}'\n</pre>".encode()})
    shown = draftproof(
        "check", "--isolated", "--no-cache", "--diff", "--unsafe-fixes", tmp_path / "a.html"
    ).stdout
    assert "+<pre><b>OPENAI_API_KEY</b>='&lt;API_KEY_PLACEHOLDER&gt;'" in shown
    assert "-<pre><b>OPENAI_API_KEY</b>='sk-****" in shown
    assert secret[3:20] not in shown
