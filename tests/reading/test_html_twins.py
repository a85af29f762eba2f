"""A page and the article that it was made of: the same findings, wherever the page comes from."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twins import Told, document_of, findings, page_of, rendered, told

from draftproof.reading.document import Format
from draftproof.reading.front_matter import front_matter_end
from drafts import filled, key

ARTICLES = sorted((Path(__file__).parents[2] / "fixtures" / "articles").glob("*/*.md"))


def body_of(path: Path) -> str:
    """An article without its front matter, which no page shows."""
    text = filled(path.read_text(encoding="utf-8"))
    found = front_matter_end(text)
    return text[found[1] :] if found else text


def seen(text: str) -> str:
    """What a reader sees of Markdown or HTML, blanks and marks aside."""
    without_tags = re.sub(r"<(?:/?[a-z!][^<>]*)>", "", text)
    return re.sub(r"[\s`*_\\|]|\[|\]\([^)]*\)", "", html.unescape(without_tags))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_rendered_article_gets_the_same_findings(path: Path) -> None:
    text = body_of(path)
    wanted = told(document_of(text, Format.MARKDOWN))
    assert told(document_of(rendered(text), Format.HTML)) == wanted
    assert wanted or path.parent.name == "clean"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_places_are_those_of_the_page(path: Path) -> None:
    page = rendered(body_of(path))
    lines = page.split("\n")
    markdown = findings(document_of(body_of(path), Format.MARKDOWN))
    for one, other in zip(findings(document_of(page, Format.HTML)), markdown, strict=True):
        place = one.place
        first = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
        last = sum(len(line) + 1 for line in lines[: place.end_line - 1]) + place.end_column - 1
        there = seen(page[first:last])
        if "****" not in one.excerpt:  # of a masked key only its length is told
            assert there.startswith(seen(one.excerpt)[:150])
        else:
            assert last - first == len(one.excerpt)
        assert [line.number for line in one.quoted][:1] == [place.line]
        assert one.sample is None or other.sample is not None
        if one.sample is not None and other.sample is not None:
            assert one.sample.index == other.sample.index
            assert "<pre" in "\n".join(lines[: one.sample.line])


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All articles as pages of a site built by MkDocs and of one built by Sphinx."""
    folder = tmp_path_factory.mktemp("sites")
    docs = folder / "docs"
    docs.mkdir()
    for path in ARTICLES:
        (docs / path.name).write_text(body_of(path), encoding="utf-8")
    names = "\n".join(path.stem for path in ARTICLES)
    (docs / "index.md").write_text(f"# Index\n\n```{{toctree}}\n{names}\n```\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Site\nuse_directory_urls: false\nmarkdown_extensions: [tables, fenced_code]\n",
        encoding="utf-8",
    )
    (docs / "conf.py").write_text(
        "extensions = ['myst_parser']\nsmartquotes = False\nsuppress_warnings = ['*']\n", encoding="utf-8"
    )
    commands = [
        ["mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "mkdocs")],
        ["sphinx", "-q", "-b", "html", str(docs), str(folder / "sphinx")],
    ]
    for command in commands:
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True, timeout=300)
    return {"mkdocs": folder / "mkdocs", "sphinx": folder / "sphinx"}


@pytest.mark.parametrize("site", ["mkdocs", "sphinx"])
def test_pages_of_a_site_get_the_findings_of_their_articles(site: str, sites: dict[str, Path]) -> None:
    for path in ARTICLES:
        page = (sites[site] / f"{path.stem}.html").read_bytes()
        wanted = told(document_of(body_of(path), Format.MARKDOWN))
        assert told(document_of(page, Format.HTML)) == wanted, path.stem


PIECES = st.sampled_from(
    [
        "# Stream tokens from the Responses API\n",
        "## Use `gpt-5-mini` <fast>\n".replace("<fast>", "\\<fast>"),
        "It is the **fastest** API & always available.\n",
        "- one `a<b`\n- the cheapest option on the market\n\n  more of it\n",
        "1. no rate limits\n",
        "> Guaranteed uptime of 99.99 %.\n",
        (
            '```python\nclient = OpenAI(api_key="{KEY}")\n'
            'for e in client.responses.create(model="gpt-5", messages=[]):\n'
            "    print(e.choices[0].delta)\n```\n"
        ),
        (
            '```bash\ncurl https://api.openai.com/v1/responses -H "Authorization: Bearer {KEY}" \\\n'
            '  -d \'{"model": "x", "max_tokens": 1, "a": "<b>&amp;"}\'\n```\n'
        ),
        "| key | value |\n| --- | --- |\n| `OPENAI_API_KEY` | {KEY} |\n| price | never more than *0* |\n",
        "See [the OpenAI API reference](https://docs.example.com/api) and <https://example.com/?a=1&b=2>.\n",
        '<!-- draftproof: ignore[KEY001] reason="shown on purpose" -->\n',
        "    export OPENAI_API_KEY={KEY}\n",
        "Text with \\*stars\\*, \\`ticks\\`, a_b_c, \\[brackets\\](x) and &lt;tags&gt;.\n",
        "***\n",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8), st.integers(1, 5))
def test_made_up_articles_get_the_same_findings(pieces: list[str], seed: int) -> None:
    text = "\n".join(pieces).replace("{KEY}", key("sk-48", str(seed)))
    wanted = told(document_of(text, Format.MARKDOWN))
    assert [t[:2] for t in told(document_of(rendered(text), Format.HTML))] == [t[:2] for t in wanted]


def test_navigation_is_not_judged() -> None:
    assert told(document_of(page_of("<p>Text.</p>"), Format.HTML)) == []
    inside = told(document_of(page_of("<p>The fastest API, always available</p>"), Format.HTML))
    assert [t.code for t in inside] == ["CLM001"]
    assert isinstance(inside[0], Told)
