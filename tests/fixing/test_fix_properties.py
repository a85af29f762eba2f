"""Made-up documents with planted faults: a second run changes nothing, what was fixed is gone, nothing new
has come, and whatever is outside the edits is as it was.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from fixing_support import FORMS, PLACEHOLDER, fixed, is_old_with, words
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from draftproof.reading.document import BlockKind
from draftproof.reading.reader import read
from drafts import findings, key
from markdown_grammar import Made, documents

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SHAPES = ["github-classic", "sk-48", "groq", "anthropic-api"]
MODEL = "gpt-4o-mini-2024-07-18"
FIELDS = {"messages=": ("input=",), "max_tokens=": ("max_output_tokens=",), f'"{MODEL}"': ('"<MODEL_ID>"',)}
SAMPLE = (
    f'client.responses.create(model="{MODEL}", messages=[{{"role": "user", "content": "Hi"}}], max_tokens=9)'
)
PLACES = {
    BlockKind.CODE: ["{}", 'OpenAI(api_key="{}")', "'Authorization: Bearer {}'", "'{}'\n", "K_TOKEN={}"],
    BlockKind.PARAGRAPH: [
        "{}",
        "`{}`",
        "[x](https://a.example.net/{})",
        "*{}*",
        "the `api_key` {}",
        "`x` {} `y`",
    ],
    BlockKind.TABLE_CELL: ["{}", "`{}`"],
    BlockKind.HEADING: ["{}", "`{}`"],
    BlockKind.COMMENT: ["{}", "api_key: {}"],
    BlockKind.FRONT_MATTER: ["{}", "'{}'"],
}


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str, dict[str, tuple[str, ...]]]:
    """A document, its name, and what was planted with the forms that a fix may give it."""
    made: Made = draw(documents())
    text, forms = made.text, dict[str, tuple[str, ...]]()
    for number, (marker, noted) in enumerate(sorted(made.markers.items())):
        if draw(st.integers(0, 2)) == 0:
            continue
        secret = key(draw(st.sampled_from(SHAPES)), str(number))
        place = draw(st.sampled_from(PLACES[noted.kind]))
        text = re.sub(rf"{marker}\b", lambda _, s=secret, p=place: p.format(s).strip("\n"), text)
        forms[secret] = FORMS
    if draw(st.booleans()):
        end = "\r\n" if "\r\n" in text else "\n"
        fence = ["", "", "```python", "from openai import OpenAI", "client = OpenAI()", SAMPLE, "```", ""]
        text += end.join(fence)
        forms |= FIELDS
    return text, made.name, forms


def check(path: Path, forms: dict[str, tuple[str, ...]], *, unsafe: bool) -> None:
    """The properties that hold of every document."""
    old = path.read_bytes()
    before = findings(path)
    run = fixed(path, unsafe=unsafe)
    new = path.read_bytes()
    after = run.result.findings
    assert is_old_with(forms, old.decode(), new.decode())
    assert (run.result.counts.fixed > 0) == (old != new)
    assert words(after) <= words(before)
    assert words(before).total() - words(after).total() >= run.result.counts.fixed
    assert words(findings(path)) == words(after)
    levels = ("safe", "unsafe") if unsafe else ("safe",)
    left = [f for f in after if f.fix and f.fix.applicability in levels]
    assert len(left) == len([note for note in run.result.notes if "was left out" in note])
    again = fixed(path, unsafe=unsafe)
    assert again.result.counts.fixed == 0
    assert path.read_bytes() == new


@given(planted(), st.booleans(), st.booleans())
def test_made_up_documents(
    tmp_path_factory: pytest.TempPathFactory,
    made: tuple[str, str, dict[str, tuple[str, ...]]],
    unsafe: bool,
    bom: bool,
) -> None:
    text, name, forms = made
    path = tmp_path_factory.mktemp("fix") / name
    path.write_bytes(b"\xef\xbb\xbf" * bom + text.encode())
    check(path, forms, unsafe=unsafe)


def _rendered(text: str, secrets: list[str]) -> str:
    """The page, with the same word for a key and for every form of the placeholder."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    inline = "&lt;API_KEY_PLACEHOLDER&gt;"
    for each in (*secrets, inline, "&amp;lt;API_KEY_PLACEHOLDER&amp;gt;", "%3CAPI_KEY_PLACEHOLDER%3E"):
        page = page.replace(f"&quot;{each}&quot;", "KEY").replace(f"<code>{each}</code>", "KEY")
        page = page.replace(each, "KEY")
    page = re.sub(r"<!--.*?-->", lambda match: match[0].replace(PLACEHOLDER, "KEY"), page, flags=re.DOTALL)
    for old, (new,) in FIELDS.items():
        page = page.replace(escapeHtml(new), escapeHtml(old))
    return page.replace("API_KEY_PLACEHOLDER", "KEY").replace("`KEY`", "KEY")  # Markdown shown as code


@given(planted())
def test_the_page_looks_the_same_but_for_the_placeholders(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, str, dict[str, tuple[str, ...]]]
) -> None:
    text, name, forms = made
    if name.endswith(".mdx"):
        return
    path = tmp_path_factory.mktemp("page") / name
    path.write_bytes(text.encode())
    fixed(path)
    secrets = [each for each in forms if each not in FIELDS]
    new = path.read_bytes().decode()
    assert _rendered(new, secrets) == _rendered(text, secrets)
    kinds = [[b.kind for p in read(t.encode(), name).parts for b in p.blocks] for t in (text, new)]
    assert kinds[0] == kinds[1]


@st.composite
def notebooks(draw: st.DrawFn) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Notebooks in the styles of several writers."""
    prose, _, forms = draw(planted().filter(lambda each: each[1].endswith(".md")))
    secret = key("sk-48", "cell")
    code = f'import openai\n# Größe "x"\nopenai.api_key = "{secret}"\n{SAMPLE}\n'
    forms = {**forms, secret: FORMS, **FIELDS}

    def source(text: str) -> object:
        return text.splitlines(keepends=True) if as_list else text

    as_list = draw(st.booleans())
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": source(prose)},
        {
            "cell_type": "code",
            "metadata": {"x": 1.0},
            "source": source(code),
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": source(f"{key('groq', 'out')}\n")}
            ],
        },
    ]
    raw = json.dumps(
        {"cells": cells, "nbformat": 4, "metadata": {"a": [1e400, 1.50]}},
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 1, 4, "\t"])),
    )
    if draw(st.booleans()):
        raw = raw.replace("<", "\\u003c").replace(">", "\\u003e")
    if draw(st.booleans()):
        raw = raw.replace("\n", "\r\n")

    def written(form: str) -> tuple[str, ...]:
        plain = json.dumps(form)[1:-1]
        return plain, plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    inside = {
        json.dumps(old)[1:-1]: tuple(each for form in new for each in written(form))
        for old, new in forms.items()
    }
    return raw + draw(st.sampled_from(["", "\n"])), inside


@given(notebooks(), st.booleans())
def test_made_up_notebooks(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, dict[str, tuple[str, ...]]], unsafe: bool
) -> None:
    raw, forms = made
    path = tmp_path_factory.mktemp("fix") / "a.ipynb"
    path.write_bytes(raw.encode())
    check(path, forms, unsafe=unsafe)
    new = path.read_bytes().decode()
    cells = json.loads(new)["cells"]
    assert PLACEHOLDER in "".join(cells[1]["source"])
    assert ("<" in new) == ("<" in raw or "\\u003c" not in raw)


LINES = st.sampled_from(
    [
        '<!-- draftproof: ignore[KEY002] reason="x" -->',
        '<!-- draftproof: ignore[KEY001,KEY002] reason="x" -->',
        "<!-- draftproof: ignore[KEY005, KEY002 , KEY004] -->",
        '<!--\ndraftproof: ignore-file[MDL002]\nreason="x"\n-->',
        "",
        "Text.",
        "- one",
        "  two",
        "> quoted",
        "> <!-- draftproof: ignore[KEY002] -->",
        "- <!-- draftproof: ignore[KEY002] -->",
        "words <!-- draftproof: ignore[KEY002] -->",
        "  <!-- draftproof: ignore[KEY002] -->",
        "    code",
        "KEY",
        "```python draftproof-ignore=KEY002\nx\n```",
        '~~~{.python draftproof-ignore="KEY001,KEY002" draftproof-reason="y"}\nKEY\n~~~',
        "| a | b |\n| - | - |\n| c | d |",
        "# Heading",
    ]
)
_COMMENT = re.compile(r"<!--.*?-->|[ \t]*draftproof-[a-z]+=(?:\"[^\"]*\"|\S+?(?=[\s}]))", re.DOTALL)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", _COMMENT.sub("", text))


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_directives_that_silence_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, last: bool
) -> None:
    text = "\n".join(lines).replace("KEY\n", f"`{key()}`\n").replace("\n", end) + end * last
    path = tmp_path_factory.mktemp("fix") / "a.md"
    path.write_bytes(text.encode())
    chosen = ("SUP001", "KEY", "MDL002")
    before = findings(path, select=chosen)
    run = fixed(path, select=chosen)
    new = path.read_bytes().decode()
    page = MarkdownIt("commonmark").enable(["table"])
    alike = [each.replace(key(), PLACEHOLDER) for each in (text, new)]
    assert _bare(alike[0]) == _bare(alike[1])
    assert _bare(page.render(alike[0])) == _bare(page.render(alike[1]))
    assert words(run.result.findings) <= words(before)
    assert fixed(path, select=chosen).result.counts.fixed == 0
    assert path.read_bytes().decode() == new
