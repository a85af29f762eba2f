"""Parts of messages whose type depends on who speaks, and ids that are known behind a vendor's name."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits, marked

PART = 'input=[{"role": "ROLE", "content": [{"type": "text", "text": "x"}]}]'
SAMPLE = "```python\nfrom openai import OpenAI\n\nclient = OpenAI()\nclient.responses.create({})\n```\n"


@pytest.mark.parametrize(
    ("role", "wanted"), [("user", ["text"]), ("system", ["text"]), ("assistant", []), (None, ["text"])]
)
def test_a_part_of_the_assistant_has_types_of_its_own(role: str | None, wanted: list[str]) -> None:
    part = PART.replace('"role": "ROLE", ', "") if role is None else PART.replace("ROLE", role)
    facts = facts_of(SAMPLE.replace("{}", f'model="m", {part}'))
    assert [marked(hit, facts) for hit in hits("API005", facts)] == wanted


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("amazon.titan-embed-image-v1", ()),
        ("a/amazon.titan-embed-image-v1", ()),
        ("amazon.titan-embed-imag-v1", ("did you mean `amazon.titan-embed-image-v1`?",)),
    ],
)
def test_a_known_id_behind_a_vendors_name_is_no_slip_of_the_pen(name: str, notes: tuple[str, ...]) -> None:
    facts = facts_of(SAMPLE.replace("{}", f'model="{name}", input="Hi"'))
    (hit,) = hits("MDL001", facts)
    assert (marked(hit, facts), hit.notes) == (name, notes)
