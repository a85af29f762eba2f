"""``--add-suppressions`` in reStructuredText, AsciiDoc and HTML: comments of the format, nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.reading.reader import read
from drafts import filled, findings, run

REASON = "kept for the record"
CLAIM = "This is the fastest API."
CODE = 'client.responses.create(model="<MODEL_ID>", input="Hi", max_tokens=5)'
RULES = {"select": ("API", "KEY", "CLM", "SUP", "DOC")}
TWINS = Path(__file__).resolve().parents[1] / "reading" / "twins_of_articles"


def said(codes: str, command: str = "ignore") -> str:
    return f'draftproof: {command}[{codes}] reason="{REASON}"'


def suppressed(path: Path, text: str) -> str:
    """The text of a document with its suppressions; checks what holds for all of them."""
    path.write_bytes(text.encode())
    assert findings(path, **RULES)
    run(path, suppression_reason=REASON, **RULES)
    written = path.read_bytes().decode()
    assert findings(path, **RULES) == ()
    assert run(path, suppression_reason=REASON, **RULES).result.notes[0] == "no suppressions written"
    assert path.read_bytes().decode() == written
    assert _blocks(path.name, text) == _blocks(path.name, written)
    return written


def _blocks(name: str, text: str) -> list[tuple[object, ...]]:
    """What a reader sees of a text: no comments."""
    (part,) = read(text.encode(), name, 10**6).parts
    return [
        (block.kind, block.level, block.heading_path, block.language, block.content.text.partition("<!--")[0])
        for block in part.blocks
        if block.kind != "comment"
    ]


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


RST_CODE = (
    ".. code-block:: python",
    "",
    "   from openai import OpenAI",
    "   client = OpenAI()",
    f"   {CODE}",
)
ADOC_CODE = (
    ".Ask",
    "[source,python]",
    "----",
    "from openai import OpenAI",
    "client = OpenAI()",
    CODE,
    "----",
)
HTML_CODE = (
    f'<pre><code class="language-python">from openai import OpenAI\nclient = OpenAI()\n{CODE}\n</code></pre>'
)
PLACES = {
    "a.rst": {
        "paragraph": (
            _lines("T", "=", "", CLAIM),
            _lines("T", "=", "", f".. {said('CLM001')}", "", CLAIM),
        ),
        "first line": (_lines(CLAIM), _lines(f".. {said('CLM001')}", "", CLAIM)),
        "directive": (
            _lines("Ask:", "", *RST_CODE),
            _lines("Ask:", "", f".. {said('API001')}", "", *RST_CODE),
        ),
        "note": (
            _lines(".. note::", "", f"   {CLAIM}"),
            _lines(".. note::", "", f"   .. {said('CLM001')}", "", f"   {CLAIM}"),
        ),
        "item": (
            _lines("* One", f"* {CLAIM}", "* Three"),
            _lines("* One", f"* .. {said('CLM001')}", "", f"  {CLAIM}", "* Three"),
        ),
        "heading": (
            _lines("Text.", "", "The fastest API", "===============", "", "More."),
            _lines(
                "Text.", "", f".. {said('CLM001')}", "", "The fastest API", "===============", "", "More."
            ),
        ),
        "table": (
            _lines(
                "T",
                "=",
                "",
                "=====  =========================",
                CLAIM[:4] + "   " + CLAIM,
                "=====  " + "=" * 25,
            ),
            _lines(
                *("T", "=", "", f".. {said('CLM001')}", ""),
                *("=====  =========================", CLAIM[:4] + "   " + CLAIM, "=====  " + "=" * 25),
            ),
        ),
    },
    "a.adoc": {
        "paragraph": (_lines("= T", "", CLAIM), _lines("= T", "", f"// {said('CLM001')}", CLAIM)),
        "code": (_lines("= T", "", *ADOC_CODE), _lines("= T", "", f"// {said('API001')}", *ADOC_CODE)),
        "item": (
            _lines("* One", f"* {CLAIM}", "* Three"),
            _lines("* One", f"// {said('CLM001')}", f"* {CLAIM}", "* Three"),
        ),
        "admonition": (
            _lines("= T", "", f"NOTE: {CLAIM}"),
            _lines("= T", "", f"// {said('CLM001')}", f"NOTE: {CLAIM}"),
        ),
    },
    "a.html": {
        "paragraph": (
            f"<h1>T</h1>\n<p>{CLAIM}</p>\n",
            f"<h1>T</h1>\n<p>{CLAIM}<!-- {said('CLM001')} --></p>\n",
        ),
        "item": (
            f"<ul><li>One</li><li>{CLAIM}</li></ul>\n",
            f"<ul><li>One</li><li>{CLAIM}<!-- {said('CLM001')} --></li></ul>\n",
        ),
        "code on its own line": (
            f"<h1>T</h1>\n  {HTML_CODE}\n",
            f"<h1>T</h1>\n  <!-- {said('API001')} -->\n  {HTML_CODE}\n",
        ),
        "code in a line": (f"<div>{HTML_CODE}</div>\n", f"<div><!-- {said('API001')} -->{HTML_CODE}</div>\n"),
    },
}
CASES = [(name, place) for name, places in PLACES.items() for place in places]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_where_it_stands(name: str, place: str, tmp_path: Path) -> None:
    text, expected = PLACES[name][place]
    assert suppressed(tmp_path / name, text) == expected


@pytest.mark.parametrize("name", PLACES)
def test_line_ends_and_a_mark_stay(name: str, tmp_path: Path) -> None:
    text, expected = next(iter(PLACES[name].values()))
    written = suppressed(tmp_path / name, "\ufeff" + text.replace("\n", "\r\n"))
    assert written == "\ufeff" + expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("name", "text", "comment"),
    [
        ("a.rst", f":description: {CLAIM}\n\nT\n=\n\nWords.\n", ".. {}\n\n"),
        ("a.adoc", f"= T\n:description: {CLAIM}\n\nWords.\n", "// {}\n"),
        (
            "a.html",
            f'<title>T</title><meta name="description" content="{CLAIM}">\n<body><p>Words.</p>\n',
            "<!-- {} -->",
        ),
    ],
)
def test_what_stands_in_no_block_is_suppressed_for_the_whole_document(
    name: str, text: str, comment: str, tmp_path: Path
) -> None:
    written = suppressed(tmp_path / name, text)
    put_in = comment.format(said("CLM001", "ignore-file"))
    assert written.replace(put_in, "") == text
    assert written.startswith(put_in) or f"<body>{put_in}" in written


@pytest.mark.parametrize("path", sorted(TWINS.iterdir()), ids=lambda path: path.name)
def test_an_article(path: Path, tmp_path: Path) -> None:
    text = filled(path.read_text(encoding="utf-8"))
    written = suppressed(tmp_path / path.name, text)
    if path.suffix == ".rst":
        assert _as_docutils_has_it(written) == _as_docutils_has_it(text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_together(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    name = data.draw(st.sampled_from(sorted(PLACES)))
    pieces = [text for text, _ in PLACES[name].values() if not text.startswith("= T")]
    chosen = data.draw(st.lists(st.sampled_from([*pieces, "Words.\n"]), min_size=1, max_size=6))
    text = "\n".join(["Begin.\n", CLAIM + "\n", *chosen])
    if name == "a.html":
        text = text.replace("Begin.", "<p>Begin.</p>").replace("Words.", "<p>Words.</p>")
        text = text.replace(f"\n{CLAIM}\n", f"\n<p>{CLAIM}</p>\n")
    written = suppressed(tmp_path_factory.mktemp("any") / name, text)
    if name == "a.rst":
        assert _as_docutils_has_it(written) == _as_docutils_has_it(text)


def test_another_encoding_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(f'<meta charset="iso-8859-1"><p>\u00e9 {CLAIM}</p>'.encode("latin-1"))
    before = page.read_bytes()
    notes = run(page, suppression_reason=REASON, **RULES).result.notes
    assert notes[1].endswith("CLM001 stands in a file that is not UTF-8: nothing was written there")
    assert page.read_bytes() == before


def _as_docutils_has_it(text: str) -> str:
    """The document without its comments; a list is the same whether its items stand apart or not."""
    core, nodes = pytest.importorskip("docutils.core"), pytest.importorskip("docutils.nodes")
    quiet = {"report_level": 5, "file_insertion_enabled": False, "warning_stream": io.StringIO()}
    document = core.publish_doctree(text, settings_overrides=quiet)
    for kind in (nodes.comment, nodes.system_message):
        for node in list(document.findall(kind)):
            node.parent.remove(node)
    return str(document.pformat())
