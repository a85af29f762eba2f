"""Retries without a bound."""

from __future__ import annotations

import datetime

import pytest

from draftproof.checks.credentials.patterns import compile_patterns
from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.checks.streams import unbounded_retry
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

CALL = 'client.responses.create(model="m", input="x")'


def flagged(code: str, language: str = "python") -> bool:
    rulebook = builtin_rulebook()
    document = read(f"```{language}\n{code}\n```\n".encode(), "page.md")
    patterns = compile_patterns(rulebook.vocabularies)
    facts = Facts(document, rulebook, patterns, PlaceholderPolicy(), datetime.date(2026, 1, 31))
    return bool(list(unbounded_retry(facts, {})))


@pytest.mark.parametrize(
    "code",
    [
        f"while True:\n    try:\n        r = {CALL}\n        break\n    except Exception:\n        time.sleep(1)",
        f"r = None\nwhile r is None:\n    try:\n        r = {CALL}\n    except Exception:\n        pass",
        f"def ask():\n    return {CALL}\nwhile True:\n    try:\n        ask()\n        break\n"
        "    except Exception:\n        continue",
    ],
)
def test_loops_without_a_bound(code: str) -> None:
    assert flagged(code)


def test_loops_without_a_bound_in_javascript() -> None:
    call = 'await client.responses.create({ model: "m", input: "x" })'
    assert flagged(
        f"while (true) {{ try {{ {call}; break; }} catch (e) {{ await sleep(1); }} }}", "javascript"
    )


@pytest.mark.parametrize(
    "code",
    [
        f"for attempt in range(5):\n    try:\n        {CALL}\n        break\n    except Exception:\n        pass",
        f"n = 0\nwhile True:\n    try:\n        {CALL}\n        break\n    except Exception:\n        n += 1\n"
        "        if n > 3:\n            raise",
        f"while True:\n    try:\n        {CALL}\n    except Exception:\n        break",
        f"while True:\n    text = input()\n    {CALL}",
        "while True:\n    try:\n        work()\n        break\n    except Exception:\n        pass",
        f"while attempts < 5:\n    try:\n        {CALL}\n        break\n    except Exception:\n        attempts += 1",
    ],
)
def test_loops_that_end(code: str) -> None:
    assert not flagged(code)
