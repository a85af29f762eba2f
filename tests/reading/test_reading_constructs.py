"""What the reader makes of each construct, and of the tricky ones."""

from __future__ import annotations

import json

import pytest

from draftproof.reading.document import Block, BlockKind, Document, Format
from draftproof.reading.inline import InlineKind, inlines
from draftproof.reading.reader import format_of, read

CODE, TEXT, HEADING = BlockKind.CODE, BlockKind.PARAGRAPH, BlockKind.HEADING


def _read(text: str, name: str = "a.md") -> Document:
    return read(text.encode(), name)


def _blocks(text: str, name: str = "a.md") -> list[Block]:
    return [block for part in _read(text, name).parts for block in part.blocks]


def _outline(text: str, name: str = "a.md") -> list[tuple[str, str]]:
    """Kinds and texts; and on the way: the content stands where its span says."""
    blocks = _blocks(text, name)
    for block in blocks:
        for run in block.content.runs:
            assert 0 <= run.origin <= run.origin_end <= len(text)
        flat = block.content.text
        if flat and "\n" not in flat.rstrip("\n") and "|" not in flat and not flat.startswith(" "):
            start, end = block.content.span(0, len(flat.rstrip("\n")))
            assert text[start:end] == flat.rstrip("\n")
    return [(block.kind.value, block.content.text) for block in blocks]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("\n\n", []),
        ("a\n", [("paragraph", "a")]),
        ("#\n", [("heading", "")]),
        ("# #\n", [("heading", "")]),
        ("## a ##\n", [("heading", "a")]),
        ("# a \\#\n", [("heading", "a \\#")]),
        ("#a\n", [("paragraph", "#a")]),
        ("####### a\n", [("paragraph", "####### a")]),
        ("a\n===\n", [("heading", "a")]),
        ("  a\n  b\n  ---\n", [("heading", "a\n  b")]),
        ("***\n", []),
        ("- a\n- b\n", [("paragraph", "a"), ("paragraph", "b")]),
        ("- a\n\n  b\n", [("paragraph", "a"), ("paragraph", "b")]),
        ("-\n  a\n", [("paragraph", "a")]),
        ("-\n\n  a\n", [("paragraph", "a")]),
        ("- - a\n", [("paragraph", "a")]),
        ("1. a\n   1. b\n", [("paragraph", "a"), ("paragraph", "b")]),
        ("> a\nb\n", [("paragraph", "a\nb")]),
        ("> - a\nb\n", [("paragraph", "a\nb")]),
        (">a\n>\n>b\n", [("paragraph", "a"), ("paragraph", "b")]),
        ("> > a\n> b\n", [("paragraph", "a\nb")]),
        ("```\na\n```\n", [("code", "a\n")]),
        ("```\na", [("code", "a")]),
        ("```\n\n\na\n\n```\n", [("code", "\n\na\n\n")]),
        ("```\n```\n", [("code", "")]),
        ("``` a`b\nc\n", [("paragraph", "``` a`b\nc")]),
        ("~~~ a`b\nc\n~~~\n", [("code", "c\n")]),
        ("````\n```\n````\n", [("code", "```\n")]),
        ("```\na\n``\n", [("code", "a\n``\n")]),
        ("```\na\n ```\n", [("code", "a\n")]),
        ("```\na\n    ```\n", [("code", "a\n    ```\n")]),
        ("  ```\n  a\n    b\n c\n  ```\n", [("code", "a\n  b\nc\n")]),
        ("> ```\n> a\nb\n", [("code", "a\n"), ("paragraph", "b")]),
        ("> ```\n>a\n>  b\n> ```\n", [("code", "a\n b\n")]),
        ("- ```\n  a\n\n  b\n  ```\n", [("code", "a\n\nb\n")]),
        ("- a\n```\nb\n```\n", [("paragraph", "a"), ("code", "b\n")]),
        ("    a\n\n\n    b\n", [("code", "a\n\n\nb\n")]),
        ("\ta\n", [("code", "a\n")]),
        (" \ta\n", [("code", "a\n")]),
        ("a\n    b\n", [("paragraph", "a\n    b")]),
        ("-\ta\n\n\t\tb\n", [("paragraph", "a"), ("code", "b\n")]),
        ("| a | b |\n|---|---|\n| c | d\\|e |\n", [("table-cell", t) for t in ("a", "b", "c", "d|e")]),
        ("a | b\n--|--\nc\n", [("table-cell", t) for t in ("a", "b", "c", "")]),
        ("- | a |\n  |---|\n  | b |\n", [("table-cell", "a"), ("table-cell", "b")]),
        ("> - | a |\n>   |---|\n>   | b |\n", [("table-cell", "a"), ("table-cell", "b")]),
        ("| `a\\|b` |\n|---|\n", [("table-cell", "`a|b`")]),
        ("| a |\n|---|\n| b | c | d |\n", [("table-cell", "a"), ("table-cell", "b")]),
        ("<!-- a -->\n", [("comment", " a ")]),
        ("<!-- a\n\nb -->\nc\n", [("comment", " a\n\nb "), ("paragraph", "c")]),
        ("<!-- a --> <!-- b -->\n", [("comment", " a "), ("comment", " b ")]),
        ("<!-- a\n", [("html", "<!-- a\n")]),
        ("a <!-- b --> c\n", [("paragraph", "a <!-- b --> c"), ("comment", " b ")]),
        ("`<!-- a -->`\n", [("paragraph", "`<!-- a -->`")]),
        ("\\<!-- a -->\n", [("paragraph", "\\<!-- a -->")]),
        ("<div>\n\na\n\n</div>\n", [("html", "<div>\n"), ("paragraph", "a"), ("html", "</div>\n")]),
        ("[a]: b\n\nc\n", [("paragraph", "c")]),
        ("---\n", []),
        ("---\na: b\n---\nc\n", [("front-matter", "a: b\n"), ("paragraph", "c")]),
        ("---\n---\nc\n", [("front-matter", ""), ("paragraph", "c")]),
        ("+++\na = 1\n+++\nc\n", [("front-matter", "a = 1\n"), ("paragraph", "c")]),
        ("---\na: b\n...\nc\n", [("front-matter", "a: b\n"), ("paragraph", "c")]),
        ("a\u2028b\x0cc\x85d\n", [("paragraph", "a\u2028b\x0cc\x85d")]),
        ("a\0b\n", [("paragraph", "a\0b")]),
        ("{% tab %}\na\n{% endtab %}\n", [("paragraph", "a")]),
        (":::note\na\n:::\n", [("paragraph", "a")]),
        ("!!! note\n    a\n\nb\n", [("paragraph", "a"), ("paragraph", "b")]),
        ('=== "A"\n\n    ```sh\n    a\n    ```\n', [("code", "a\n")]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blocks_of_markdown(text: str, wanted: list[tuple[str, str]], end: str) -> None:
    got = _outline(text.replace("\n", end))
    assert [(kind, content.replace("\r\n", "\n").replace("\r", "\n")) for kind, content in got] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{/* a */}\n", [("comment", " a ")]),
        ("{/* a\n\nb */}\n\nc\n", [("comment", " a\n\nb "), ("paragraph", "c")]),
        ("import A from 'a'\n\nb\n", [("script", "import A from 'a'"), ("paragraph", "b")]),
        (
            "export const a = {\n\n b: 1\n}\n\nc\n",
            [("script", "export const a = {\n\n b: 1\n}"), ("paragraph", "c")],
        ),
        ("    a\n", [("paragraph", "a")]),
        ("<div>\na\n</div>\n", [("paragraph", "a")]),
        ("<Tab\n  title='a'\n>\nb\n</Tab>\n", [("paragraph", "b")]),
        ("<Card title={`a>b`} />\n\nc\n", [("paragraph", "c")]),
        ("<></>\n\na\n", [("paragraph", "a")]),
        ("<Tab>\n    ```py\n    a\n    ```\n</Tab>\n", [("code", "a\n")]),
        ("a {b} c\n", [("paragraph", "a {b} c")]),
        ("a {/* b */} c\n", [("paragraph", "a {/* b */} c"), ("comment", " b ")]),
        ("a `{/* b */}` c\n", [("paragraph", "a `{/* b */}` c")]),
        ("`{/* a` {/* b */} {/* c\n", [("paragraph", "`{/* a` {/* b */} {/* c"), ("comment", " b ")]),
        (
            "{a.map(x => (\n <b>{x}</b>\n))}\n\nc\n",
            [("script", "{a.map(x => (\n <b>{x}</b>\n))}"), ("paragraph", "c")],
        ),
    ],
)
def test_blocks_of_mdx(text: str, wanted: list[tuple[str, str]]) -> None:
    assert _outline(text, "a.mdx") == wanted


@pytest.mark.parametrize(
    ("info", "language", "title"),
    [
        ("python", "python", ""),
        ('python title="a.py"', "python", "a.py"),
        ("python:a.py", "python", "a.py"),
        ("py {1,3-4} showLineNumbers", "py", "showLineNumbers"),
        ("bash cURL", "bash", "cURL"),
        ("js [Node.js]", "js", "Node.js"),
        ("{.python #id}", "python", ""),
        ("{python}", "python", ""),
        ("{code-block} python", "python", ""),
        ('title="a"', "", "a"),
        ("c++", "c++", ""),
        ("ts filename='b.ts'", "ts", "b.ts"),
    ],
)
def test_info_strings(info: str, language: str, title: str) -> None:
    (block,) = _blocks(f"```{info}\nx\n```\n")
    assert (block.language, block.attributes.get("title", "")) == (language, title)
    assert block.info == info


def _tabs(text: str, name: str = "a.md") -> list[tuple[str, str]]:
    return [(b.content.text.strip(), tab.title) for b in _blocks(text, name) if (tab := b.tab()) is not None]


TABS = {
    "docusaurus.mdx": (
        '<Tabs>\n<TabItem value="x" label="One">\n\na\n\n</TabItem>\n'
        '<TabItem label="Two">\n\nb\n\n</TabItem>\n</Tabs>\n'
    ),
    "hf.md": (
        '<hfoptions id="x">\n<hfoption id="One">\n\na\n\n</hfoption>\n'
        '<hfoption id="Two">\n\nb\n</hfoption>\n</hfoptions>\n'
    ),
    "gitbook.md": (
        '{% tabs %}\n{% tab title="One" %}\na\n{% endtab %}\n'
        '{% tab title="Two" %}\nb\n{% endtab %}\n{% endtabs %}\n'
    ),
    "material.md": '=== "One"\n\n    a\n\n=== "Two"\n\n    b\n',
    "mintlify.mdx": "<CodeGroup>\n```py One\na\n```\n\n```js Two\nb\n```\n</CodeGroup>\n",
    "myst.md": "::::{tab-set}\n:::{tab-item} One\na\n:::\n:::{tab-item} Two\nb\n:::\n::::\n",
}


@pytest.mark.parametrize("name", TABS)
def test_tabs_of_every_kind(name: str) -> None:
    text = TABS[name]
    assert _tabs(text, name) == [("a", "One"), ("b", "Two")]
    groups = {
        [c.number for c in block.containers if c.kind.value == "tab-group"][-1]
        for block in _blocks(text, name)
    }
    assert len(groups) == 1
    assert len({tab.number for block in _blocks(text, name) if (tab := block.tab())}) == 2


def test_two_groups_of_material_tabs_are_two_groups() -> None:
    blocks = _blocks('=== "A"\n\n    a\n\ntext\n\n=== "A"\n\n    b\n')
    groups = [[c.number for c in block.containers if c.kind.value == "tab-group"] for block in blocks]
    assert groups[0] != groups[2]
    assert groups[1] == []


def test_headings_make_paths() -> None:
    text = "# A\n\na\n\n## B\n\nb\n\n### C\n\n## D\n\nd\n\n# E\n\ne\n"
    paths = {b.content.text: b.heading_path for b in _blocks(text) if b.kind is TEXT}
    assert paths == {"a": ("A",), "b": ("A", "B"), "d": ("A", "D"), "e": ("E",)}


def test_a_markdown_fence_is_a_sample_and_is_read_itself() -> None:
    text = "````markdown\n# A\n\n```py\nx\n```\n````\n"
    blocks = _blocks(text)
    assert [(b.kind, b.content.text) for b in blocks] == [
        (CODE, "# A\n\n```py\nx\n```\n"),
        (HEADING, "A"),
        (CODE, "x\n"),
    ]
    assert blocks[2].content.origin(0) == text.index("x\n")


def test_front_matter_values_have_places() -> None:
    text = '---\r\ntitle: "A: b"\r\nprovider:  openai  # note\r\nlist:\r\n  - x\r\nempty:\r\n---\r\n'
    values = _read(text).front_matter
    assert {name: value for name, (value, _) in values.items()} == {"title": "A: b", "provider": "openai"}
    for value, span in values.values():
        assert text[span.start : span.end] == value


@pytest.mark.parametrize(
    "front",
    [
        "title: A", "title: {{ x }}", "a: 'b: c'", "a: |\n  b: c: d", "a: [b, c]", "# only a comment",
        "date: 2026-01-31",
        "tags:\n- a\n- b", "a: b # c", "título: x", 'a: "b\\"c"', "a:\n  b:\n    - c: d",
    ],
)  # fmt: skip
def test_good_front_matter_is_no_problem(front: str) -> None:
    assert _read(f"---\n{front}\n---\n\n# A\n").problems == ()


def test_inline_pieces() -> None:
    text = "A `b c` [d](https://e.example/f?g=h) ![i](j.png) <k@l.example> <!-- m --> `` n`o `` \\* ~~p~~\n"
    (block, _) = _blocks(text)
    found = [
        (i.kind, block.content.text[i.inner.start : i.inner.end], i.target) for i in inlines(block.content)
    ]
    assert (InlineKind.CODE, "b c", "") in found
    assert (InlineKind.LINK, "d", "https://e.example/f?g=h") in found
    assert (InlineKind.IMAGE, "i", "j.png") in found
    assert (InlineKind.COMMENT, " m ", "") in found
    assert (InlineKind.CODE, "n`o", "") in found


@pytest.mark.parametrize(
    ("text", "label", "target"),
    [
        ("[a [b] c](d)", "a [b] c", "d"),
        ("[a `]` b](c)", "a `]` b", "c"),
        ("[a \\] b](c)", "a \\] b", "c"),
        ("[![i](j)](k)", "![i](j)", "k"),
        ("<https://a.example/?x[]=1>", "https://a.example/?x[]=1", "https://a.example/?x%5B%5D=1"),
        ('[a](<b c> "t")', "a", "b%20c"),
    ],
)
def test_the_label_of_a_link(text: str, label: str, target: str) -> None:
    (block,) = _blocks(f"See {text} there.\n")
    link = next(piece for piece in inlines(block.content) if piece.kind is InlineKind.LINK)
    assert block.content.text[slice(*link.span)] == text
    assert (block.content.text[slice(*link.inner)], link.target) == (label, target)


def test_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# A\n", "\n", "```sh\n", "x\n", "```"]},
        {
            "cell_type": "code",
            "source": "%%bash\ncurl x",
            "outputs": [{"output_type": "stream", "text": ["o\n"]}],
        },
        {"cell_type": "code", "source": "y = 1", "outputs": []},
        {"cell_type": "raw", "source": "z"},
    ]
    document = _read(
        json.dumps({"cells": cells, "metadata": {"kernelspec": {"language": "python"}}}), "a.ipynb"
    )
    assert document.format is Format.NOTEBOOK
    assert [(p.role.value, p.cell, [b.language for b in p.blocks]) for p in document.parts] == [
        ("text", 0, ["", "sh"]),
        ("code", 1, ["bash"]),
        ("output", None, ["output"]),
        ("code", 2, ["python"]),
        ("code", 3, ["text"]),
    ]
    assert document.parts[1].blocks[0].heading_path == ("A",)


def test_formats_by_their_ending() -> None:
    names = ("a.md", "a.MDX", "a.ipynb", "a.evidence.json", "a.txt")
    wanted = ["markdown", "mdx", "notebook", "record", "markdown"]
    assert [format_of(name).value for name in names] == wanted
