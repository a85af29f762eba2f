"""The check type of rules that are patterns: which blocks and lines are looked at, and what is marked."""

from __future__ import annotations

from typing import Any

import pytest
from checks_support import facts_of, marked

from draftproof.checks.pattern import MAX_LINE, option_problem, pattern

PAGE = """---
title: a cat
---

# One cat

A cat and a Cat.
Catalogues of cats.

| the cat | b |
| --- | --- |
| a cat | c |

<!-- cat -->

```python
cat = 1
```

```text
cat
```
"""


def found(options: dict[str, Any], text: str = PAGE) -> list[tuple[int, str]]:
    """The line and the marked text of every hit."""
    facts = facts_of(text)
    hits = list(pattern(facts, {"patterns": [r"\bcat\b"], **options}))
    assert all(hit.values == {"text": marked(hit, facts)} for hit in hits)
    return [(facts.document.position(hit.part, hit.span.start).line, marked(hit, facts)) for hit in hits]


@pytest.mark.parametrize(
    ("places", "lines"),
    [
        (None, [7]),
        (["prose"], [7]),
        (["heading"], [5]),
        (["table"], [10, 12]),
        (["comment"], [14]),
        (["front-matter"], [2]),
        (["code"], [17, 21]),
        (["code", "heading"], [5, 17, 21]),
        (["all"], [2, 5, 7, 10, 12, 14, 17, 21]),
    ],
)
def test_it_looks_where_it_is_told_to(places: list[str] | None, lines: list[int]) -> None:
    options = {} if places is None else {"in": places}
    assert [line for line, _ in found(options)] == lines


def test_languages_are_of_code_alone() -> None:
    assert [line for line, _ in found({"in": ["code", "heading"], "languages": ["python"]})] == [5, 17]


def test_case_counts_unless_it_is_told_not_to() -> None:
    assert found({}) == [(7, "cat")]
    assert found({"ignore-case": True}) == [(7, "cat"), (7, "Cat")]


def test_a_line_that_excuses_itself_is_left_alone() -> None:
    text = "a cat\nno cat here\ncat\n"
    assert [line for line, _ in found({"unless": r"\bno\b"}, text)] == [1, 3]


def test_the_group_of_that_name_is_marked() -> None:
    assert found({"patterns": [r"(?:a|the) (?P<match>\w+)"]}, "a cat, the dog\n") == [(1, "cat"), (1, "dog")]


def test_what_is_marked_once_is_not_marked_again() -> None:
    patterns = ["cats?", "a cat", "and"]
    assert found({"patterns": patterns}, "a cats and dogs\n") == [(1, "a cat"), (1, "and")]
    assert found({"patterns": ["x*"]}, "aaa\n") == []  # nothing is nowhere


def test_places_are_exact_behind_other_lines_and_quotes() -> None:
    facts = facts_of("> one\n> a cat\n>\n> ```\n> cat\n> ```\n")
    hits = list(pattern(facts, {"patterns": ["cat"], "in": ["all"]}))
    assert [hit.span.start for hit in hits] == [10, 24]


def test_long_lines_are_looked_at_so_far() -> None:
    inside = "x" * (MAX_LINE - 4) + " cat"
    assert found({}, inside + "\n") == [(1, "cat")]
    assert found({}, "x" + inside + "\ncat\n") == [(2, "cat")]


def test_a_replacement_is_a_fix_that_is_asked_for() -> None:
    facts = facts_of("a cat\n")
    (plain,) = pattern(facts, {"patterns": ["cat"]})
    assert plain.remedy is None
    (hit,) = pattern(facts, {"patterns": ["cat"], "replacement": "dog"})
    assert hit.remedy is not None
    assert hit.remedy.applicability == "unsafe"
    assert [(each.span, each.text) for each in hit.remedy.replacements] == [(hit.span, "dog")]


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("ignore-case", True, ""),
        ("ignore-case", "yes", "must be true or false"),
        ("replacement", "x(", ""),
        ("replacement", 1, "must be a text"),
        ("unless", "x", ""),
        ("unless", ["x"], "must be a text"),
        ("unless", "(", "holds a pattern that"),
        ("in", ["prose", "all"], ""),
        ("in", ["prose", "attic"], "has no place `attic`; known are prose, "),
        ("in", [], "must be a list of texts"),
        ("languages", ["python"], ""),
        ("languages", "python", "must be a list of texts"),
        ("patterns", ["x", 1], "must be a list of texts"),
        ("patterns", ["x"], ""),
        ("patterns", ["x", "("], "holds a pattern that"),
    ],
)
def test_options_are_judged_before_a_run(option: str, value: object, problem: str) -> None:
    said = option_problem(option, value)
    assert said.startswith(problem)
    assert bool(said) is bool(problem)
