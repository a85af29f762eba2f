"""The shape of a request: what changes it, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from record_drafts import shapes

from drafts import filled

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = """\
# One

```python
import os
from openai import OpenAI

client = OpenAI(base_url="https://api.cometapi.com/v1", api_key=os.environ["COMETAPI_KEY"], timeout=20)
stream = client.responses.create(
    model="gpt-5",
    input="Say hello to the reader.",
    instructions="Be short.",
    tools=[
        {"type": "function", "name": "weather", "description": "The weather.",
         "parameters": {"type": "object"}},
    ],
    metadata={"page": "one"},
    max_output_tokens=256,
    store=False,
    stream=True,
)
```
"""
CURL = """\
```bash
curl https://api.cometapi.com/v1/responses -H "Authorization: Bearer $COMETAPI_KEY" -d '{
  "stream": true, "store": false, "max_output_tokens": 256, "metadata": {"page": "one"}, "tools": [
  {"parameters": {"type": "object"}, "type": "function", "name": "weather", "description": "Wetter"}],
  "instructions": "Brief!", "input": "Hi", "model": "gpt-5"}'
```
"""


def shape(folder: Path, article: str) -> str:
    (folder / "a.md").write_text(filled(article), encoding="utf-8")
    found = shapes(folder / "a.md")
    assert len(found) == 1
    return found[0]


def test_a_shape_stays_from_version_to_version(tmp_path: Path) -> None:
    # Committed records hold it: a change here makes every one of them outdated.
    article = '```python\nimport openai\nopenai.OpenAI().responses.create(model="m-1", input="Hi")\n```\n'
    assert shape(tmp_path, article) == "sha256:1cd12c9e06d033273bfc"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# One", "# One\n\nMore text, and the sample moves down."),
        ("Say hello to the reader.", "Hi"),
        ("Say hello to the reader.", "{{key:github-classic}}"),
        ("Be short.", "Answer at length, in the words of the reader."),
        ("The weather.", "Weather"),
        ("timeout=20", "timeout=30, max_retries=0"),
        ('os.environ["COMETAPI_KEY"]', '"<API_KEY_PLACEHOLDER>"'),
        ("    store=False,\n    stream=True,\n", "    stream=True,\n    store=False,\n"),
        ("stream = client", "events = client"),
    ],
)
def test_what_leaves_a_shape_as_it_is(tmp_path: Path, old: str, new: str) -> None:
    assert old in PYTHON
    assert shape(tmp_path, PYTHON.replace(old, new)) == shape(tmp_path, PYTHON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"gpt-5"', '"gpt-5-mini"'),
        ("max_output_tokens=256", "max_output_tokens=512"),
        ("store=False", "store=True"),
        ("stream=True", "stream=False"),
        ("    store=False,\n", ""),
        ("    store=False,\n", "    store=False,\n    temperature=0.2,\n"),
        ('"name": "weather"', '"name": "forecast"'),
        ('{"type": "object"}', '{"type": "object", "properties": {}}'),
        ('"page": "one"', '"page": "two"'),
        (
            'input="Say hello to the reader."',
            'input=[{"role": "user", "content": "Say hello to the reader."}]',
        ),
    ],
)
def test_what_changes_a_shape(tmp_path: Path, old: str, new: str) -> None:
    assert old in PYTHON
    assert shape(tmp_path, PYTHON.replace(old, new)) != shape(tmp_path, PYTHON)


def test_a_request_has_the_same_shape_in_every_language(tmp_path: Path) -> None:
    assert shape(tmp_path, CURL) == shape(tmp_path, PYTHON)
    assert shape(tmp_path, CURL.replace("/v1/responses", "/responses")) != shape(tmp_path, PYTHON)


def test_a_credential_is_in_no_hash(tmp_path: Path) -> None:
    article = PYTHON.replace('"page": "one"', '"api_key": "{{key:openai-project:%d}}"')
    one, two = (shape(tmp_path, article.replace("%d", number)) for number in "12")
    assert one == two != shape(tmp_path, PYTHON)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('client.responses.create(model="m", input="x")', 1),
        ('client.responses.create(model="m", input="x")\nclient.responses.create(model="n", input="x")', 2),
        ('client.responses.stream(model="m", input="x")', 1),
        ('client.responses.parse(model="m", input="x", text_format=Answer)', 1),
        ('client.responses.retrieve("resp_1", stream=True)', 0),
        ('client.responses.cancel("resp_1")', 0),
        ('client.responses.input_tokens.count(model="m", input="x")', 0),
        ('client.chat.completions.create(model="m", messages=[])', 0),
        ('import httpx\nhttpx.post("https://api.cometapi.com/v1/responses", json={"model": "m"})', 1),
        ('import httpx\nhttpx.post("https://api.cometapi.com/v1/responses/", json={"model": "m"})', 1),
        ('import httpx\nhttpx.get("https://api.cometapi.com/v1/responses/resp_1")', 0),
        ('import httpx\nhttpx.post("https://api.cometapi.com/v1/responses/resp_1/cancel")', 0),
        ('import httpx\nhttpx.post("https://api.cometapi.com/v1/responses/input_tokens", json={})', 0),
        ('import httpx\nhttpx.post("https://api.cometapi.com/v1/responses/compact", json={"model": "m"})', 0),
        ('import litellm\nlitellm.responses(model="openai/m", input="x")', 0),
    ],
)
def test_which_requests_are_responses_samples(tmp_path: Path, code: str, count: int) -> None:
    article = f"```python\nfrom openai import OpenAI\n\nclient = OpenAI()\n{code}\n```\n"
    (tmp_path / "a.md").write_text(article, encoding="utf-8")
    assert len(shapes(tmp_path / "a.md")) == count
