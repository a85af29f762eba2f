"""``[DONE]`` in a stream that does not end with it: what is said to end it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checks_support import facts_of, hits

from draftproof.checks.endpoints.reading import _ends
from draftproof.rulebook.loading import builtin_rulebook

SAMPLE = """```python
import httpx

url = "https://api.openai.com/v1/{path}"
with httpx.stream("POST", url, headers=headers, json={body}, timeout=20) as got:
    for line in got.iter_lines():
        if line == "data: [DONE]":
            break
        print(line)
```
"""


@pytest.mark.parametrize(
    ("path", "body", "ends"),
    [
        (
            "responses",
            '{"model": "m", "input": "Hi", "stream": True}',
            "`response.completed`, `response.failed`, `response.incomplete` or `error`",
        ),
        (
            "images/generations",
            '{"model": "m", "prompt": "Hi", "stream": True}',
            "`image_generation.completed`, `image_edit.completed` or `error`",
        ),
        ("chat/completions", '{"model": "m", "messages": messages, "stream": True}', None),
    ],
)
def test_what_ends_the_stream_is_named(path: str, body: str, ends: str | None) -> None:
    facts = facts_of(SAMPLE.replace("{path}", path).replace("{body}", body))
    found = [hit for code in ("API004", "API005", "STR002") for hit in hits(code, facts)]
    named = [hit.values["ends"] for hit in found if hit.values.get("ends")]
    assert named[:1] == ([] if ends is None else [ends])


@pytest.mark.parametrize(
    ("terminal", "said"),
    [((), ""), (("a",), "`a`"), (("a", "b"), "`a` or `b`"), (("a", "b", "c"), "`a`, `b` or `c`")],
)
def test_ends_are_a_list_as_people_write_it(terminal: tuple[str, ...], said: str) -> None:
    contract = builtin_rulebook().knowledge.contracts["responses"]
    assert _ends(replace(contract, stream={"terminal": terminal})) == said
