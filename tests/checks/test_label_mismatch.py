"""Samples under the name of another API (API006)."""

from __future__ import annotations

import json

import pytest
from checks_support import facts_of, hits, marked

CHAT = 'client.chat.completions.create(model="<MODEL_ID>", messages=[{"role": "user", "content": "Hi"}])'
RESPONSES = 'client.responses.create(model="<MODEL_ID>", input="Hi")'
IMPORT = "import instructor\nfrom openai import OpenAI\n\nclient = OpenAI()\n"


def fence(code: str = CHAT, info: str = "python") -> str:
    return f"```{info}\n{IMPORT}{code}\n```\n"


def titled(name: str) -> str:
    return f'python title="{name}"'


def curl(path: str) -> str:
    body = '{"model": "<MODEL_ID>", "input": "Hi"}'
    return f"```bash\ncurl https://api.cometapi.com{path} -d '{body}'\n```\n"


def labels(text: str, name: str = "page.md") -> list[str]:
    return [hit.values["label"] for hit in hits("API006", facts_of(text, name))]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (f"# Use the Responses API\n\n{fence()}", "the heading above"),
        (f"# Use the Responses API\n\n## Set up\n\nSome words.\n\n{fence()}", "the heading above"),
        (f"# Guide\n\n## Chat Completions\n\n{fence(RESPONSES)}", "the heading above"),
        (f"---\ntitle: Stream with the Responses API\n---\n\n{fence()}", "the title"),
        (f"# Guide\n\nNow call the Responses API:\n\n{fence()}", "the sentence before"),
        (f"# A\n\nOne. Send a Chat Completions request:\n\n{fence(RESPONSES)}", "the sentence before"),
        (f"# Guide\n\n`POST /v1/responses`:\n\n{curl('/v1/chat/completions')}", "the sentence before"),
        (f"# Guide\n\n{fence(info=titled('responses_api.py'))}", "the caption"),
        (f"# Guide\n\n{fence(RESPONSES, info=titled('chat_completions.py'))}", "the caption"),
        (f'<Tabs>\n<Tab title="Responses API">\n\n{fence()}\n</Tab>\n</Tabs>\n', "the tab's title"),
        (f"# Stream a Responses request\n\n{fence()}", "the heading above"),
        (f"# OpenAI Responses streaming\n\n{fence()}", "the heading above"),
        (f"# Anthropic Messages API\n\n{fence()}", "the heading above"),
    ],
)  # fmt: skip
def test_a_label_that_names_another_family(text: str, label: str) -> None:
    assert labels(text, "page.mdx") == [label]


def test_the_call_is_marked_and_both_families_are_named() -> None:
    facts = facts_of(f"# Use the Responses API\n\n{fence()}")
    [hit] = hits("API006", facts)
    assert marked(hit, facts) == "client.chat.completions.create"
    assert (hit.values["named"], hit.values["called"]) == ("OpenAI Responses API", "OpenAI Chat Completions")


@pytest.mark.parametrize(
    "text",
    [
        f"# Use the Responses API\n\n{fence(RESPONSES)}",
        # Plain English.
        f"# Streaming responses\n\nPrint the responses of the model:\n\n{fence()}",
        f"# Parsing OpenAI Responses\n\n{fence()}",
        f"# Guide\n\nResponses stream in, word by word:\n\n{fence()}",
        f"# Build a chat\n\nYour first chat completion:\n\n{fence(RESPONSES)}",
        # A nearer label is right.
        f"# The Responses API\n\n## The older Chat Completions\n\n{fence()}",
        f"# The Responses API\n\nThis one is a Chat Completions request:\n\n{fence()}",
        f"# The Responses API\n\n{fence(info=titled('chat_completions.py'))}",
        # Migrations and comparisons.
        f"# Migrate to the Responses API\n\n{fence()}",
        f"# Responses API and Chat Completions\n\n{fence()}",
        f"# The Responses API compared\n\n{fence()}",
        f"# The Responses API\n\nBefore, you called the older API; replace it.\n\n{fence()}",
        f"# Guide\n\nIf your server does not have the Responses API:\n\n{fence()}",
        f"# Guide\n\nWithout the Responses API:\n\n{fence()}",
        f"# Guide\n\nInstead of the Responses API, call:\n\n{fence()}",
        # The section holds both.
        f"# The Responses API\n\n{fence(RESPONSES)}\n{fence()}",
        f"# The Responses API\n\n## One\n\n{fence(RESPONSES)}\n## Two\n\n{fence()}",
        f"# The Responses API\n\n{fence(CHAT + chr(10) + RESPONSES)}",
        f"# The Responses API\n\n{fence()}\nChat Completions take messages.\n",
        f"# The Responses API\n\n{fence('# Chat Completions take messages' + chr(10) + CHAT)}",
        # The title names one, the prose of the page the other.
        f"# The Responses API\n\n## One\n\n{fence()}\n## Two\n\nOr the Chat Completions API.\n",
        # A paragraph that leads in the tabs speaks of all of them.
        f'# Guide\n\nCall the Responses API:\n\n<Tabs>\n<Tab title="A">\n\n{fence()}\n</Tab>\n</Tabs>\n',
        # A wrapper.
        f"# The Responses API\n\n{fence('client = instructor.from_openai(client)' + chr(10) + CHAT)}",
        # An example of a page.
        f"`````markdown\n# The Responses API\n\n{fence()}`````\n",
        # Another kind of endpoint beside it.
        "# The Responses API\n\n" + fence('client.embeddings.create(model="<MODEL_ID>", input="Hi")'),
    ],
)
def test_silence(text: str) -> None:
    assert labels(text, "page.mdx") == []


def test_the_sentence_speaks_of_the_next_sample_only() -> None:
    assert len(labels(f"# Guide\n\nCall the Responses API:\n\n{fence()}\n{fence()}")) == 1


def test_the_sentence_before_a_cell() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Guide\n\nCall the Responses API:"},
        {"cell_type": "code", "source": IMPORT + CHAT, "outputs": [{"text": "Chat Completions"}]},
    ]
    assert labels(json.dumps({"cells": cells}), "page.ipynb") == ["the sentence before"]


def test_many_samples_under_many_headings() -> None:
    text = "# Use the Responses API\n\n" + "".join(f"## {n}\n\n{fence()}\n" for n in range(300))
    assert len(labels(text)) == 300
