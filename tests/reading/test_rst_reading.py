"""reStructuredText: what is read of it, and articles that say the same as their Markdown twins."""

# ruff: noqa: E501 - markup stands on one line

from __future__ import annotations

from pathlib import Path

import pytest
from twins import document_of, findings, told

from draftproof.reading.document import BlockKind, ContainerKind, Format
from draftproof.reading.reader import format_of
from drafts import codes, filled, key, run, write

HERE = Path(__file__).parent
ARTICLES = HERE.parents[1] / "fixtures" / "articles" / "broken"


def rst(text: str):  # type: ignore[no-untyped-def]
    return document_of(text, Format.RESTRUCTUREDTEXT)


def blocks(text: str, kind: BlockKind | None = None):  # type: ignore[no-untyped-def]
    return [block for block in rst(text).parts[0].blocks if kind is None or block.kind is kind]


def paragraph(text: str) -> str:
    (block,) = blocks(text, BlockKind.PARAGRAPH)
    return block.content.text


@pytest.mark.parametrize("path", sorted((HERE / "twins_of_articles").glob("*.rst")), ids=lambda p: p.stem)
def test_a_twin_gets_the_findings_of_its_article(path: Path) -> None:
    article = filled((ARTICLES / f"{path.stem}.md").read_text(encoding="utf-8"))
    twin = filled(path.read_text(encoding="utf-8"))
    wanted = told(document_of(article, Format.MARKDOWN))
    assert told(rst(twin)) == wanted
    lines = twin.split("\n")
    for finding in findings(rst(twin)):
        place = finding.place
        assert finding.quoted[0].number == place.line
        if place.line == place.end_line and "*" not in finding.excerpt:
            there = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert there.replace("``", "`") == finding.excerpt


def test_ending() -> None:
    assert format_of("docs/a.rst") is Format.RESTRUCTUREDTEXT


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("``a<b``", "`a<b`"),
        ("``a b", "\\`\\`a b"),
        ("see `the docs <https://a.example/>`_ now", "see [the docs](https://a.example/) now"),
        ("see `the docs <https://a.example/>`__.", "see [the docs](https://a.example/)."),
        (":ref:`label`, :doc:`title <path>`", "label, title"),
        (":code:`x y` and :func:`f`", "`x y` and `f`"),
        ("`x y`:code:", "`x y`"),
        ("*a* **b** |c|", "*a* **b** c"),
        ("2 * 3 a_b *x", "2 * 3 a_b \\*x"),
        ("one [1]_ two [#n]_", "one two"),
        (r"a\ b \*c\*", "ab \\*c\\*"),
        ("a `b` c_", "a b c_"),
        ("over\n  two lines".replace("  ", ""), "over\ntwo lines"),
        ("<tag> & &lt;", "\\<tag> & \\&lt;"),
    ],
)
def test_running_text(text: str, shown: str) -> None:
    assert paragraph(text) == shown


def test_named_links() -> None:
    text = "See `The Docs`_ and name_.\n\n.. _the docs: https://a.example/\n.. _name: https://b.example/\n"
    assert paragraph(text) == "See [The Docs](https://a.example/) and [name](https://b.example/)."


def test_sections_by_the_order_of_their_styles() -> None:
    text = "=\nA\n=\n\nB\n~\n\nC\n=\n\nD\n~\n\nE\n-\n"
    found = [(b.content.text, b.level) for b in blocks(text, BlockKind.HEADING)]
    assert found == [("A", 1), ("B", 2), ("C", 3), ("D", 2), ("E", 4)]
    deep = blocks("A\n=\n\nB\n-\n\ntext\n")[-1]
    assert deep.heading_path == ("A", "B")


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        (
            ".. code-block:: python\n   :caption: x.py\n   :linenos:\n\n   a = 1\n\n     b\n\nend\n",
            "python",
            "a = 1\n\n  b\n",
        ),
        (".. code:: sh\n\n\tls\n", "sh", "ls\n"),
        (".. sourcecode:: js\n\n  a\n", "js", "a\n"),
        ("Like::\n\n    a\n      b\n", "", "a\n  b\n"),
        ("::\n\n  a\n", "", "a\n"),
        (".. highlight:: go\n\nLike::\n\n  a\n", "go", "a\n"),
        ("Quoted::\n\n> a\n> b\n", "", "> a\n> b\n"),
        (">>> a\n1\n", "pycon", ">>> a\n1\n"),
        ("* item\n\n  .. code-block:: rb\n\n     a\n", "rb", "a\n"),
        (".. note::\n\n   .. code-block:: rb\n\n      a\n", "rb", "a\n"),
        ("Term\n   Text::\n\n      a\n", "", "a\n"),
    ],
)
def test_code(text: str, language: str, code: str) -> None:
    (block,) = blocks(text, BlockKind.CODE)
    assert (block.language, block.content.text) == (language, code)
    part = rst(text).parts[0]
    for at, character in enumerate(code):
        start, end = part.raw_span(block.content.span(at, at + 1))
        assert text[start:end] == character


def test_windows_line_ends() -> None:
    (block,) = blocks("Like::\r\n\r\n   a\r\n   b\r\n", BlockKind.CODE)
    assert block.content.text == "a\nb\n"


TABS = {
    "sphinx-tabs": ".. tabs::\n\n   .. tab:: One\n\n      .. code-block:: py\n\n         a\n\n   .. tab:: Two\n\n      .. code-block:: js\n\n         b\n",
    "code-tab": ".. tabs::\n\n   .. code-tab:: py One\n\n      a\n\n   .. code-tab:: js Two\n\n      b\n",
    "sphinx-design": ".. tab-set::\n\n   .. tab-item:: One\n\n      .. code-block:: py\n\n         a\n\n   .. tab-item:: Two\n      :sync: x\n\n      .. code-block:: js\n\n         b\n",
    "inline tabs": ".. tab:: One\n\n   .. code-block:: py\n\n      a\n\n.. tab:: Two\n\n   .. code-block:: js\n\n      b\n",
    "a set of code": ".. tab-set-code::\n\n   .. code-block:: One\n\n      a\n\n   .. code-block:: Two\n\n      b\n",
}


@pytest.mark.parametrize("name", TABS)
def test_tabs(name: str) -> None:
    found = blocks(TABS[name], BlockKind.CODE)
    assert [(b.tab().title, b.content.text) for b in found] == [("One", "a\n"), ("Two", "b\n")]
    groups = {c.number for b in found for c in b.containers if c.kind is ContainerKind.TAB_GROUP}
    assert len(groups) == 1


@pytest.mark.parametrize(
    "text",
    [
        "=====  =====\na      b\n=====  =====\n1      2\n=====  =====\n",
        "+---+-----+\n| a | b   |\n+===+=====+\n| 1 | 2   |\n+---+-----+\n",
        ".. list-table:: Title\n   :header-rows: 1\n\n   * - a\n     - b\n   * - 1\n     - 2\n",
        '.. csv-table::\n   :header: a, b\n\n   1, "2"\n',
    ],
)
def test_tables(text: str) -> None:
    cells = [(b.row, b.column, b.content.text) for b in blocks(text, BlockKind.TABLE_CELL)]
    assert cells == [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2")]


def test_what_shows_nothing_is_left_out() -> None:
    text = (
        ".. toctree::\n   :maxdepth: 2\n\n   the-fastest\n\n.. image:: a.png\n   :alt: x\n\n.. raw:: html\n\n   <p>x</p>\n\n"
        ".. |a| replace:: b\n\n.. _x: y\n\n.. unknown-directive:: arg\n   :option: 1\n\n   Shown.\n\n-----\n"
    )
    assert [b.content.text for b in blocks(text)] == ["Shown."]


def test_what_a_document_says_of_itself() -> None:
    text = ":orphan:\n:description: One *way*\n\n.. meta::\n   :keywords lang=en: a, b\n\nT\n=\n"
    document = rst(text)
    assert {name: value for name, (value, _) in document.front_matter.items()} == {
        "description": "One *way*",
        "keywords": "a, b",
    }
    for value, span in document.front_matter.values():
        assert document.parts[0].raw_span(span) == (text.index(value), text.index(value) + len(value))


def test_suppressions() -> None:
    secret = key()
    sample = f".. code-block:: python\n\n   token = '{secret}'\n"
    before = '.. draftproof: ignore[KEY001] reason="a test"\n\n'
    assert codes_of(sample) == ["KEY001"]
    assert codes_of(before + sample) == []
    assert codes_of(f"{before}* item\n\n  .. code-block:: python\n\n     t = '{secret}'\n") == []
    assert codes_of(f"{before}Text.\n\n{sample}") == ["SUP001", "KEY001"]
    assert codes_of(f'.. draftproof: ignore-file[KEY001] reason="a test"\n\nText.\n\n{sample}') == []


def codes_of(text: str) -> list[str]:
    return [finding.code for finding in findings(rst(text))]


def test_included_samples(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/HEAD": "",
            "a.rst": "T\n=\n\n.. literalinclude:: code/x.py\n   :language: python\n   :lines: 2-\n\n.. literalinclude:: gone.py\n",
            "code/x.py": "# one\ntoken = '{{key:github-classic}}'\n",
        },
    )
    found = run(tmp_path / "a.rst").result.findings
    assert sorted((f.code, Path(f.path).name, f.place.line) for f in found) == [
        ("DOC002", "a.rst", 8),
        ("KEY001", "x.py", 2),
    ]
    key_finding = next(f for f in found if f.code == "KEY001")
    assert any(note.endswith("a.rst:4") for note in key_finding.notes)


def test_named_files_and_configured_ones(tmp_path: Path) -> None:
    write(tmp_path, {"a.rst": "Like::\n\n   t = '{{key:github-classic}}'\n", "b.md": "x\n"})
    assert codes(tmp_path) == []
    assert codes(tmp_path / "a.rst") == ["KEY001"]
    (tmp_path / "draftproof.yaml").write_text('include: ["*.rst"]\n', encoding="utf-8")
    assert codes(tmp_path, isolated=False) == ["KEY001"]


def test_depth_is_bounded() -> None:
    document = rst("\n\n".join(f"{'  ' * depth}* a" for depth in range(200)))
    assert "deeper than 40 levels" in document.problems[0].message


CONSTRUCTS = (
    "Title\n=====\n\nText::\n\n  one\n    two\n\n* item\n\n  ::\n\n    three\n\n1. more\n\n   >>> four\n   5\n\nTerm\n  Text::\n\n    six\n\n"
    "  again\n\n    quoted text\n\n    ::\n\n      seven\n\n.. note:: noted::\n\n     eight\n\n.. code:: python\n   :name: x\n\n   nine\n\n"
    "+----+\n| a  |\n+----+\n\nLast::\n\n> ten\n> eleven\n\nend  \n"
)


@pytest.mark.parametrize(
    "text", [CONSTRUCTS, *(p.read_text("utf-8") for p in sorted((HERE / "twins_of_articles").glob("*.rst")))]
)
def test_code_and_headings_are_those_of_docutils(text: str) -> None:
    from docutils import core, nodes

    settings = {"report_level": 5, "halt_level": 6, "syntax_highlight": "none", "warning_stream": False}
    tree = core.publish_doctree(text, settings_overrides={**settings, "doctitle_xform": False})
    code = [
        node.astext().strip()
        for node in tree.findall(lambda n: isinstance(n, nodes.literal_block | nodes.doctest_block))
    ]
    assert [b.content.text.strip() for b in blocks(text, BlockKind.CODE)] == code
    assert code
    titles = [node.astext() for node in tree.findall(nodes.title) if isinstance(node.parent, nodes.section)]
    assert [b.content.text for b in blocks(text, BlockKind.HEADING)] == titles
