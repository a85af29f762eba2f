"""Hostile prose costs time linear in its size: twice the text, about twice the work.

Work is counted in calls of functions, not in seconds, so that a busy machine changes nothing.
"""

from __future__ import annotations

import pytest

from counting_calls import calls
from draftproof.prose.claims import find_claims
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

UNITS = {
    "no full stop": "supports all the very fast models with latency ",
    "claims in one sentence": "It is blazing fast and ",
    "claims in one paragraph": "It is blazing fast. ",
    "open brackets": "blazing fast [",
    "paragraphs of open brackets": "blazing fast " + "[" * 200 + "\n\n",
    "links": "blazing [fast](b) \n\n",
    "prices and figures in one paragraph": "It is [3x faster](b) in 2 s, and costs $3 per [image](c). ",
    "items with figures": "- It is 3x faster in 2 s\n",
    "items with figures before each paragraph": "- 2 s\n- 7 s\n\nIt is 3x faster.\n\n",
    "emphasis": "blazing fast *a _b ",
    "ticks": "blazing fast `a ",
    "open quotes": 'It is blazing fast " ',
    "typographic quotes": "It is “ blazing fast ",
    "cells": "| blazing fast | supports all models |\n",
    "list items": "- blazing fast\n",
    "tags": "<div>blazing fast <a\n\n",
    "references": "blazing fast [a][b] \n\n",
}


def work(text: str) -> int:
    document = read(text.encode(), "a.md")
    lexicons = builtin_rulebook().lexicons
    return calls(lambda: find_claims(document, lexicons))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    find_claims(read(unit.encode(), "a.md"), builtin_rulebook().lexicons)
    times = 12_000 // len(unit)
    head = "| a | b |\n| - | - |\n" if unit.startswith("|") else ""
    assert work(head + unit * (2 * times)) <= 2.6 * work(head + unit * times) + 3_000


@pytest.mark.parametrize(
    "text",
    [
        "supports " + "a " * 500_000,
        "blazing fast" + " " * 1_000_000 + "x",
        "blazing fast " + "[" * 100_000,
        "supports " + "a-" * 200_000,
        "1," * 200_000 + " lower latency",
        "**" + "a" * 200_000 + "**: low latency",
        "blazing fast " + "(" * 100_000,
    ],
    ids=["words", "blanks", "brackets", "hyphens", "digits", "label", "parentheses"],
)
def test_long_stretches_are_read_to_their_end(text: str) -> None:
    assert len(find_claims(read(text.encode(), "a.md"), builtin_rulebook().lexicons)) <= 2
