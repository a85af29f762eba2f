"""Review and access dates (SRC001), links that pass for a provider's reference (SRC002)."""

from __future__ import annotations

import datetime
import json

import pytest
from checks_support import facts_of, hits, marked

from draftproof.catalogs.policy import age_problem
from draftproof.finding import Severity

OLD, FRESH, LATER = "2025-03-01", "2026-01-20", "2026-09-01"  # the day is 2026-01-31
REQUEST = '```python\nclient.responses.create(model="<MODEL_ID>", input="Hi")\n```\n'


def said(text: str, name: str = "page.md", *, publish: bool = False) -> list[tuple[str, str]]:
    facts = facts_of(text, name, publish=publish)
    return [(hit.message, marked(hit, facts)) for hit in hits("SRC001", facts)]


@pytest.mark.parametrize(
    "text",
    [
        "Last reviewed: {}",
        "**Last reviewed:** {}",
        "**Last reviewed**: {}",
        "_Last reviewed on {}_",
        "This guide was last reviewed on {}.",
        "Last reviewed by Jane Doe on {}",
        "Title | Last verified: {}",
        "Reviewed: {}",
        "Apache-2.0. Verified: {}",
        "<!-- last reviewed: {} -->",
        "<p>\nLast reviewed: {}\n</p>",
        "> Last reviewed: {}",
        "# Page\n\n## Last reviewed: {}",
        "- [Reference](https://a.example) - accessed {}; purpose: the path",
        "- Reference (accessed on {})",
        "- Reference. Retrieved {}",
        "- Reference. Access date: `{}`",
        "| Source | Accessed |\n|---|---|\n| a | {} |",
        "| Source | **Last checked** |\n|---|---|\n| a | *{}* |",
        "---\nlast_reviewed: {}\n---\n",
        '---\ntitle: "x"\nlast-reviewed: "{}"\n---\n',
        "---\nlastReviewed: '{}'\n---\n",
        "---\nsources:\n  - url: https://a.example\n    accessed: {}\n---\n",
        "---\nsources:\n  - {{title: a, accessed: {}}}\n---\n",
        "+++\nreviewed = {}\n+++\n",
    ],
)
def test_dates_of_reviews_and_accesses_are_found_where_they_stand(text: str) -> None:
    assert said(text.format(OLD)) == [("message", OLD)]
    assert said(text.format(FRESH)) == []
    assert said(text.format("2025-13-45")) == [("malformed", "2025-13-45")]
    assert said(text.format(LATER)) == [("future", LATER)]


@pytest.mark.parametrize(
    "text",
    [
        f"Released on {OLD}.",
        f"Last updated: {OLD}",
        f"The paper was reviewed in {OLD} by others and the data of {OLD} accessed later.",
        f"Published {OLD}; valid as of {OLD}",
        f"| Model | Released |\n|---|---|\n| a | {OLD} |",
        "| Reviewed | Notes |\n|---|---|\n| yes | none |",
        "Last reviewed: YYYY-MM-DD",
        "Last reviewed: <DATE>, accessed {{date}}",
        "Accessed 12 times, last verified with version 1.2.3",
        f"Write `Last reviewed: {OLD}` under the title.",
        f"```yaml\nlast_reviewed: {OLD}\n```",
        f"````markdown\nLast reviewed: {OLD}\n````",
        f"---\ndate: {OLD}\nlast_updated: {OLD}\nreviewed: true\n---\n",
    ],
)
def test_no_other_date_is_looked_at(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("June 25, 2024", "message"),
        ("Jun. 25 2024", "message"),
        ("25th of June 2024", "message"),
        ("25 June, 2024", "message"),
        ("2024/06/25", "message"),
        ("25.06.2024", "message"),
        ("2024-06-25T10:00:00Z", "message"),
        ("2024-6-5", "message"),
        ("June 2024", "message"),
        ("2024-06", "message"),
        ("January 2026", ""),
        ("February 2026", "future"),
        ("02/01/2026", ""),  # the second of January, or the first of February
        ("June 31, 2025", "malformed"),
        ("2025-02-29", "malformed"),
        ("2025-13", "malformed"),
        ("31/31/2025", "malformed"),
        ("0202-06-25", "malformed"),
        ("20255-06-25", "malformed"),
        ("9999-12", "malformed"),
    ],
)
def test_ways_to_write_a_date(written: str, message: str) -> None:
    assert [each[0] for each in said(f"Last reviewed: {written}")] == ([message] if message else [])


def levels(text: str, *, publish: bool = False) -> list[Severity | None]:
    return [hit.severity for hit in hits("SRC001", facts_of(text, publish=publish))]


def test_age_is_advice_and_what_cannot_be_is_a_warning() -> None:
    assert levels(f"Last reviewed: {OLD}") == [None]
    assert levels("Last reviewed: 2025-13-45") == [Severity.WARNING]
    assert levels(f"Last reviewed: {LATER}") == [Severity.WARNING]


def test_a_day_ahead_is_advice() -> None:
    assert levels("Last reviewed: 2026-02-01") == [Severity.ADVICE]
    assert levels("Last reviewed: 2026-02-02") == [Severity.WARNING]


def test_the_policy_is_a_number_of_days() -> None:
    edge = "Last reviewed: 2025-08-04"  # 180 days
    assert said(edge) == []
    assert said("Last reviewed: 2025-08-03") == [("message", "2025-08-03")]
    assert age_problem("max-age-days", -1)


def test_a_date_that_a_section_repeats_is_one_finding() -> None:
    rows = "".join(f"| source {n} | {OLD} |\n" for n in range(5))
    table = f"| Source | Accessed |\n|---|---|\n{rows}| other | 2024-05-05 |\n"
    text = f"# A\n\n{table}\n# B\n\n- a, accessed {OLD}\n- b, accessed {OLD}\n"
    found = hits("SRC001", facts_of(text))
    assert [hit.notes for hit in found] == [
        ("the same date stands 4 more times in this section",),
        (),
        ("the same date stands 1 more time in this section",),
    ]


def test_a_notebook_has_a_review_date_of_its_own() -> None:
    cell = {"cell_type": "markdown", "source": [f"Last reviewed: {OLD}"]}
    output = {"cell_type": "code", "source": "x", "outputs": [{"text": f"Last reviewed: {OLD}"}]}
    assert len(said(json.dumps({"cells": [cell, output]}), "page.ipynb")) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Last reviewed: 2026-01-31\n\nReference, accessed 2026-01-31\n\n" + REQUEST, []),
        (f"Last reviewed: {FRESH}\n\n" + REQUEST, ["not-today"]),
        (f"Last reviewed: 2026-01-31\n\nReference, accessed {FRESH}\n\n" + REQUEST, ["not-today"]),
        ("Last reviewed: January 2026\n\n" + REQUEST, ["not-today"]),
        ("Last reviewed: 2026-02-01\n\n" + REQUEST, ["future"]),
        (REQUEST, ["missing"]),
        ("Reference, accessed 2026-01-31\n\n" + REQUEST, ["missing"]),
        (REQUEST.replace("responses", "chat.completions"), []),
        ("# Nothing\n", []),
    ],
)
def test_on_the_day_of_publication(text: str, wanted: list[str]) -> None:
    assert [each[0] for each in said(text, publish=True)] == wanted
    assert set(levels(text, publish=True)) <= {Severity.WARNING}


def test_hostile_text_is_read_in_one_go() -> None:
    text = "Last reviewed " * 20_000 + "`" * 5_000 + "accessed 2025-01-01 `" * 5_000
    assert said(text)


def linked(text: str) -> list[str]:
    facts = facts_of(text)
    return [hit.values["provider"] for hit in hits("SRC002", facts)]


@pytest.mark.parametrize(
    "text",
    [
        "[CometAPI Responses reference](https://notes.example.net/responses)",
        "[**CometAPI** API docs](https://notes.example.net/responses)",
        "[the official CometAPI documentation](http://notes.example.net)",
        "[API reference of CometAPI](https://notes.example.net)",
        "[CometAPI's Chat Completions API reference](https://notes.example.net/chat)",
        "[CometAPI\nResponses reference](https://notes.example.net/responses)",
        "[CometAPI API reference][ref]\n\n[ref]: https://notes.example.net/x",
        "[CometAPI API reference]\n\n[cometapi api reference]: <https://notes.example.net/x>",
        'See <a class="x" href="https://notes.example.net/x">CometAPI API reference</a>.',
        "- CometAPI Responses API reference: https://notes.example.net/responses",
        "- **CometAPI Responses reference** - <https://notes.example.net/responses>",
        "| Page |\n|---|\n| [CometAPI Responses reference](https://notes.example.net) |",
        "[CometAPI Responses reference](https://platform.openai.com/docs/api-reference/responses)",
        "[CometAPI Responses reference](https://copy.mintlify.app/responses)",
    ],
)
def test_a_link_that_passes_for_the_reference(text: str) -> None:
    assert linked(text) == ["CometAPI"]


@pytest.mark.parametrize(
    "text",
    [
        "[CometAPI Responses reference](https://apidoc.cometapi.com/api/text/responses)",
        "[CometAPI Responses reference](https://cometapi.mintlify.app/api/text/responses)",
        "[CometAPI API docs](https://docs.cometapi.com)",
        "[CometAPI API reference](https://github.com/cometapi-dev/cometapi-python/blob/main/api.md)",
        "[CometAPI API reference](https://web.archive.org/web/2026/https://apidoc.cometapi.com)",
        "[CometAPI API reference](../reference.md) and [CometAPI API reference](#reference)",
        "[CometAPI API reference](https://{{host}}/docs) and [CometAPI API reference](http://localhost:3000/docs)",
        "[CometAPI docs](https://notes.example.net/providers/cometapi)",
        "[How I read the CometAPI API reference](https://notes.example.net)",
        "[CometAPI Python SDK reference](https://notes.example.net)",
        "[OpenAI-compatible API reference](https://notes.example.net)",
        "[OpenAI Responses API docs](https://notes.example.net/openai-responses)",
        "[OpenAI Responses reference](https://apidoc.cometapi.com/api/text/responses)",
        "[OpenAI Agents SDK reference](https://notes.example.net)",
        "[AWS's OpenAI model reference](https://notes.example.net)",
        "[API reference](https://notes.example.net)",
        "[Azure OpenAI API reference](https://learn.microsoft.com/azure/ai-foundry/openai/reference)",
        "`[CometAPI API reference](https://notes.example.net)`",
        "````markdown\n[CometAPI API reference](https://notes.example.net)\n````",
        "```\n[CometAPI API reference](https://notes.example.net)\n```",
    ],
)
def test_a_link_that_does_not(text: str) -> None:
    assert linked(text) == []


def test_once_a_document_and_provider() -> None:
    one = "[{} API reference](https://notes.example.net/{})\n\n"
    text = "".join(one.format(name, n) for n in range(3) for name in ("CometAPI", "OpenAI", "Claude"))
    assert linked(text) == ["CometAPI", "OpenAI", "Anthropic"]


def test_the_day_is_an_input() -> None:
    text = f"Last reviewed: {FRESH}"
    assert hits("SRC001", facts_of(text, today=datetime.date(2027, 1, 1)))
    assert not hits("SRC001", facts_of(text, today=datetime.date(2026, 1, 20)))
