"""The summary for an editor: verdicts, points, what is not known; as Markdown and as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.engine.audit_request import AuditRequest
from draftproof.engine.auditing import audit
from draftproof.engine.run_options import RunOptions
from draftproof.finding import Counts, Result, Severity
from draftproof.reports import editorial_html, editorial_markdown
from draftproof.reports.editorial import editorial
from draftproof.reports.style import Style
from drafts import TODAY, key, write

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.reports.editorial import Article

ARTICLES = {
    "a-broken.md": (
        "# Hello\n\n## Set-up\n\n```python\nfrom openai import OpenAI\n\n"
        'client = OpenAI(api_key="{{key:github-classic}}")\n'
        'answer = client.responses.create(model="gpt-5", messages=[], timeout=30)\n```\n\n'
        "## Prices\n\nThe gateway has no rate limits.\n"
    ),
    "b-claims.md": "# Hello\n\nThe gateway has no rate limits. It really has no rate limits.\n",
    "c-advice.md": (
        "# Hello\n\n```python\n"
        + "".join(f'client.responses.create(model="gpt-5-{n}", input="x")\n' for n in range(9))
        + "```\n"
    ),
    "d-clean.md": "# Hello\n\nNothing else.\n",
    "e-unread.md": "# Hello\n\n```ini\nurl = https://api.openai.com/v1/responses\n```\n",
    "f-broken.ipynb": '{"cells": [',
}


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, ARTICLES)
    return audit(AuditRequest((".", "missing.md")), RunOptions(TODAY)).run.result


def articles(result: Result) -> dict[str, Article]:
    return {article.path: article for article in editorial(result).articles}


def test_every_document_has_a_verdict_and_the_gravest_come_first(result: Result) -> None:
    found = articles(result)
    assert set(found) == set(ARTICLES)
    assert next(iter(found)) == "a-broken.md"
    verdicts = {path: article.verdict for path, article in found.items()}
    assert verdicts["a-broken.md"] == (
        "Not to be published as it is: 2 points must be mended, and 1 more should be."
    )
    assert verdicts["b-claims.md"] == "To be looked over before publication: 1 point should be mended."
    assert verdicts["c-advice.md"] == "Nothing found that stands against publication; 9 points to consider."
    assert verdicts["d-clean.md"] == "Nothing found."
    assert verdicts["f-broken.ipynb"] == "Could not be read, or not all of it."
    ranks = [len(article.must) for article in found.values()]
    assert ranks == sorted(ranks, reverse=True)


def test_a_point_has_place_words_and_what_to_write(result: Result) -> None:
    article = articles(result)["a-broken.md"]
    secret, field = article.must
    assert (field.quote, field.instead, field.places, field.under) == (
        "messages",
        "input",
        "line 9",
        "Set-up",
    )
    assert key() not in secret.quote
    (claim,) = article.should
    assert (claim.quote, claim.under) == ("no rate limits", "Prices")
    assert claim.advice
    (twice,) = articles(result)["b-claims.md"].should
    assert twice.places == "line 3"


def test_many_points_of_a_kind_are_told_once(result: Result) -> None:
    points = [point for point in articles(result)["c-advice.md"].consider if point.code == "MDL001"]
    assert len(points) == 5
    assert points[-1].message == "5 more of the same kind"


def test_what_was_not_understood_is_in_the_verdict() -> None:
    counts = Counts(documents=1, code_blocks=1, unread=1)
    from draftproof.finding import LeftSample

    left = (LeftSample("a.md", 3, "ini", "unread", "no front-end for ini"),)
    (article,) = editorial(Result((), counts, left=left, documents=("a.md",))).articles
    assert article.verdict == "Nothing found. 1 sample was not wholly understood."
    assert not article.quiet


def test_the_top_has_numbers_and_what_cannot_wait(result: Result) -> None:
    whole = editorial(result)
    assert whole.headline.startswith("Of 6 articles 2 should not be published as they are, and 1 should be")
    assert "1 point may be a real credential: have it looked at and revoked first" in whole.headline
    numbers = dict(whole.numbers)
    assert numbers["points that must be mended"] == sum(len(each.must) for each in whole.articles)
    assert numbers["articles that could not be read"] == 1
    assert numbers["pages and paths that could not be had"] == 1
    assert whole.not_done == ("missing.md: there is no such file or folder",)


def test_nothing_read_is_said() -> None:
    assert editorial(Result((), Counts())).headline == "No article was read."


class Page(HTMLParser):
    """The text of a page, and the tags in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids.extend(value or "" for name, value in attrs if name == "id")
        self.links.extend(value or "" for name, value in attrs if name == "href")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("module", [editorial_markdown, editorial_html])
def test_both_forms_say_the_same(module: object, result: Result) -> None:
    text = "".join(module.render(result, Style()))  # type: ignore[attr-defined]
    assert "".join(module.render(result, Style())) == text  # type: ignore[attr-defined]
    assert key() not in text
    shown = Page(text).text if module is editorial_html else text
    whole = editorial(result)
    for article in whole.articles:
        assert article.path in shown
        assert article.verdict in shown
        for point in (*article.must, *article.should, *article.consider):
            assert point.code in shown
            assert point.quote[:20] in shown
    assert "missing.md" in shown
    assert "Must be mended before publication" in shown


def test_the_page_is_complete_in_itself(result: Result) -> None:
    page = Page("".join(editorial_html.render(result, Style())))
    assert len(set(page.ids)) == len(page.ids)
    for address in page.links:
        assert address.startswith("https://") or address[1:] in page.ids
    assert not {"img", "iframe", "form", "object", "link"} & set(page.tags)


HOSTILE = "".join(
    ("<script>alert(1)</script>", "](https://evil.example) @team ![x](y) |", "`\x1b[2J\u202e", '" onx="')
)


@given(st.text(max_size=60))
def test_no_text_of_a_document_does_anything(result: Result, text: str) -> None:
    def told(said: str) -> Result:
        finding = replace(result.findings[0], path=said, message=said, excerpt=said, help=said, fix=None)
        return Result((replace(finding, heading_path=(f"{said}.",)),), Counts(documents=1), errors=(said,))

    noisy, plain = (
        Page("".join(editorial_html.render(told(said), Style()))) for said in (f"{HOSTILE}{text}", "a")
    )
    for tag in ("script", "a", "p", "li", "div"):
        assert noisy.tags.count(tag) == plain.tags.count(tag)
    markdown = "".join(editorial_markdown.render(told(f"{HOSTILE}{text}"), Style()))
    for acting in ("\x1b", "\u202e"):
        assert acting not in markdown + noisy.text
    outside = re.sub(r"<code>.*?</code>|(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown)
    for acting in ("<script", "@team", "evil.example"):
        assert acting not in outside


def test_severities_are_told_apart(result: Result) -> None:
    levels = dict.fromkeys(Severity, 0)
    for finding in result.findings:
        levels[finding.severity] += 1
    assert sum(article.considered for article in editorial(result).articles) == levels[Severity.ADVICE]
