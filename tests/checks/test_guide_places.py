"""What a guide rule says, wherever it says it: at the heading, at the title, at the first line."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits, marked

REQUEST = """```python
from openai import OpenAI

client = OpenAI(base_url="https://api.cometapi.com/v1")
for event in client.responses.create(model="<MODEL_ID>", input="Hi", stream=True):
    print(event.type)
```
"""
TABLE = """
| Area | Source URL | Accessed |
|---|---|---|
| Path | https://apidoc.cometapi.com/ | 2026-01-20 |
"""
TITLE = "Stream Responses with CometAPI"
TEXT = "\nThe request goes to the endpoint of the reference, and the events of the answer are printed.\n\n"


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (f"# {TITLE}\n", TITLE),
        (f"---\ntitle: {TITLE}\n---\n", TITLE),
        (f"---\ntitle: Another\n---\n\n# {TITLE}\n", TITLE),
    ],
)
def test_what_a_table_lacks_is_said_where_the_page_is_named(head: str, place: str) -> None:
    facts = facts_of(head + TEXT + REQUEST + TABLE)
    (hit,) = hits("GDE004", facts)
    assert (hit.message, marked(hit, facts)) == ("incomplete", place)
    assert "verify" in hit.values["columns"]
