"""How old a record may be."""

from __future__ import annotations

import pytest
from record_drafts import RECORD, text

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.records import stale_record
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from drafts import TODAY


@pytest.mark.parametrize(
    ("limit", "day", "message"),
    [
        (0, "2026-01-31", None),
        (0, "2026-01-30", "same-day"),
        (1, "2026-01-30", None),
        (1, "2026-01-29", "message"),
        (0, "2026-02-01", "future"),
    ],
)
def test_an_old_record_is_told_as_what_it_is(limit: int, day: str, message: str | None) -> None:
    """On 31 January 2026; a limit of no day at all is what publication asks for."""
    document = read(text(checked_at=f"{day}T00:00:00Z").encode(), RECORD)
    facts = Facts(document, builtin_rulebook(), PlaceholderPolicy(), TODAY, publish=False)
    found = [hit.message for hit in stale_record(facts, {"max-age-days": limit})]
    assert found == ([] if message is None else [message])
