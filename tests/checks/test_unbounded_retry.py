"""Retries without a bound."""

from __future__ import annotations

import datetime

import pytest

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.streams import unbounded_retry
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

CALL = 'client.responses.create(model="m", input="x")'


def flagged(code: str, language: str = "python") -> bool:
    rulebook = builtin_rulebook()
    document = read(f"```{language}\n{code}\n```\n".encode(), "page.md")
    facts = Facts(document, rulebook, PlaceholderPolicy(), datetime.date(2026, 1, 31))
    return bool(list(unbounded_retry(facts, {})))


ENDLESS = (
    f"""
while True:
    try:
        r = {CALL}
        break
    except Exception:
        time.sleep(1)
""",
    f"""
r = None
while r is None:
    try:
        r = {CALL}
    except Exception:
        pass
""",
    f"""
def ask():
    return {CALL}

while True:
    try:
        ask()
        break
    except Exception:
        continue
""",
)
ENDING = (
    f"""
for attempt in range(5):
    try:
        {CALL}
        break
    except Exception:
        pass
""",
    f"""
n = 0
while True:
    try:
        {CALL}
        break
    except Exception:
        n += 1
        if n > 3:
            raise
""",
    f"""
while True:
    try:
        {CALL}
    except Exception:
        break
""",
    f"""
while True:
    text = input()
    {CALL}
""",
    """
while True:
    try:
        work()
        break
    except Exception:
        pass
""",
    f"""
while attempts < 5:
    try:
        {CALL}
        break
    except Exception:
        attempts += 1
""",
)


@pytest.mark.parametrize("code", ENDLESS)
def test_loops_without_a_bound(code: str) -> None:
    assert flagged(code)


def test_loops_without_a_bound_in_javascript() -> None:
    call = 'await client.responses.create({ model: "m", input: "x" })'
    code = f"while (true) {{ try {{ {call}; break; }} catch (e) {{ await sleep(1); }} }}"
    assert flagged(code, "javascript")


@pytest.mark.parametrize("code", ENDING)
def test_loops_that_end(code: str) -> None:
    assert not flagged(code)
