"""Clients that keep the shapes of the wire and have fields of their own."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits, marked

SAMPLE = "from fireworks.client import Fireworks\n\nclient = Fireworks(api_key=key)\nclient.{call}\n"


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ('responses.create(model="m", messages=messages)', ["messages"]),
        ('chat.completions.create(model="m", input="x")', ["input"]),
        ('chat.completions.create(model="m", messages=messages, input="x")', []),
        ('chat.completions.create(model="m", messages=messages, max_output_tokens=4)', []),
    ],
)
def test_a_field_that_stands_in_the_place_of_a_needed_one_is_foreign(call: str, wanted: list[str]) -> None:
    """Others may be fields of their own."""
    facts = facts_of(f"```python\n{SAMPLE.format(call=call)}```\n")
    assert [marked(hit, facts) for hit in hits("API001", facts)] == wanted
