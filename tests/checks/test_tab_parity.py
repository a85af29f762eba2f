"""Tabs that should agree: the odd one is pointed at, and nothing is said where they differ on purpose."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits, marked

PYTHON = "from openai import OpenAI\nclient = OpenAI({client})\nr = client.{call}({fields})\n"
NODE = (
    'import OpenAI from "openai";\nconst client = new OpenAI();\n'
    "const r = await client.{call}({{ {fields} }});\n"
)
CURL = (
    'curl https://api.openai.com/v1/responses -H "Authorization: Bearer $OPENAI_API_KEY" '
    "-d '{{{fields}}}'\n"
)


def python(fields: str, call: str = "responses.create", client: str = "") -> tuple[str, str]:
    return "python", PYTHON.format(call=call, fields=fields, client=client)


def node(fields: str, call: str = "responses.create") -> tuple[str, str]:
    return "javascript", NODE.format(call=call, fields=fields)


def curl(fields: str) -> tuple[str, str]:
    return "bash", CURL.format(fields=fields)


def page(*tabs: tuple[str, tuple[str, str]]) -> str:
    return (
        "<Tabs>\n"
        + "".join(
            f'<TabItem label="{title}">\n\n```{language}\n{code}```\n\n</TabItem>\n'
            for title, (language, code) in tabs
        )
        + "</Tabs>\n"
    )


def said(*tabs: tuple[str, tuple[str, str]]) -> list[tuple[str, str, str]]:
    facts = facts_of(page(*tabs))
    return [(hit.message, hit.values["tab"], marked(hit, facts)) for hit in hits("API010", facts)]


GPT5 = 'model="gpt-5", input="Hi"'
GPT5_JS = 'model: "gpt-5", input: "Hi"'
GPT5_JSON = '"model": "gpt-5", "input": "Hi"'


@pytest.mark.parametrize(
    ("tabs", "wanted"),
    [
        (
            [("Python", python(GPT5)), ("Node.js", node('model: "gpt-4o", input: "Hi"'))],
            ("model", "Node.js", "gpt-4o"),
        ),
        (
            [
                ("Python", python('model="gpt-4o", input="Hi"')),
                ("Node.js", node(GPT5_JS)),
                ("cURL", curl(GPT5_JSON)),
            ],
            ("model", "Python", "gpt-4o"),
        ),
        (
            [("Python", python(GPT5 + ", stream=True")), ("Node.js", node(GPT5_JS))],
            ("stream", "Node.js", "client.responses.create"),
        ),
        (
            [("Python", python(GPT5 + ", temperature=0")), ("Node.js", node(GPT5_JS))],
            ("field", "Python", "temperature"),
        ),
        (
            [("Python (async)", python(GPT5)), ("OpenAI SDK v4", node(GPT5_JS + ", tools: []"))],
            ("field", "OpenAI SDK v4", "tools"),
        ),
    ],
)
def test_the_odd_tab(tabs: list[tuple[str, tuple[str, str]]], wanted: tuple[str, str, str]) -> None:
    assert said(*tabs) == [wanted]


def test_another_family_is_said_first_and_once() -> None:
    chat = node('model: "gpt-4o", messages: []', "chat.completions.create")
    found = said(("Python", python(GPT5)), ("TypeScript", chat))
    assert [(message, tab) for message, tab, _ in found] == [("family", "TypeScript")]


@pytest.mark.parametrize(
    "tabs",
    [
        [("Python", python(GPT5)), ("Node.js", node(GPT5_JS)), ("cURL", curl(GPT5_JSON))],
        [
            ("Responses", python(GPT5)),
            ("Chat Completions", node('model: "gpt-4o", messages: []', "chat.completions.create")),
        ],
        [("Basic", python(GPT5)), ("Streaming", python(GPT5 + ", stream=True"))],
        [("Python", python(GPT5)), ("Python", python('model="gpt-4o", input="Hi"'))],
        [("Python", python(GPT5)), ("Node.js", node('model: "<MODEL_ID>", input: "Hi"'))],
        [("Python", python(GPT5)), ("Node.js", node("...options"))],
        [("Python", python(GPT5 + ", temperature=0")), ("Node.js", node("...options, " + GPT5_JS))],
        [
            ("Python", python(GPT5, client='base_url="https://openrouter.ai/api/v1"')),
            ("Node.js", node('model: "gpt-4o", input: "Hi"')),
        ],
        [("Python", python('model="gpt-4o", input="Hi"')), ("Node.js", ("javascript", "run();\n"))],
    ],
)
def test_nothing_where_they_agree_differ_on_purpose_or_are_not_understood(
    tabs: list[tuple[str, tuple[str, str]]],
) -> None:
    assert said(*tabs) == []


def test_a_tab_with_two_requests_is_no_translation() -> None:
    language, code = python(GPT5)
    both = (language, code + 'client.responses.create(model="gpt-4o", input="Hi")\n')
    assert said(("Python", both), ("Node.js", node('model: "gpt-4o", input: "Hi"'))) == []


@pytest.mark.parametrize(("path", "odd"), [("/v1/files", []), ("/v1/files/", []), ("/v1/uploads", ["path"])])
def test_tabs_that_write_addresses_ask_the_same_one(path: str, odd: list[str]) -> None:
    url = "https://api.openai.com"
    sent = f'import requests\nrequests.post("{url}{path}", json={{"purpose": "batch"}}, timeout=9)\n'
    tabs = (
        ("cURL", ("bash", f'curl {url}/v1/files -d \'{{"purpose": "batch"}}\'\n')),
        ("Python", ("python", sent)),
    )
    facts = facts_of(page(*tabs))
    assert [hit.message for hit in hits("API010", facts)] == odd
