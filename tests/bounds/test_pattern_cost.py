"""No pattern of a pack can hang a run: what is too dear is refused with a sentence, and so are our own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from draftproof.checks.pattern import MAX_LINE, option_problem
from draftproof.checks.registry import CHECKS
from draftproof.prose.lexicon import lexicon_problem
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.pattern_cost import (
    LONGEST_LINE,
    MOST_IN_SENTENCE,
    MOST_STEPS,
    cost_problem,
    steps_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DEAR = [
    r"(a+)+b",
    r"(a*)*b",
    r"(?:a|a)*b",
    r"(?:a|ab|b)*c",
    r"(.*)*x",
    r"(x+x+)+y",
    r"(a?){50}b",
    r"(?:a{1,50}){1,50}b",
    r"(?:[a-z]+-?)*:",
    r".*foo.*bar.*baz",
    r"(a+)\1+b",
    r"(?P<x>(?:\w|_x?)+)-",
    r"(?>a+)+b(?=(c+)+d)",
    r"(?:(?=.*z)a)*b",
]
CHEAP = [
    r"verify\s?=\s?False",
    r"(?P<match>--insecure)\b",
    r"https?://[^\s)]+/v1",
    r"gpt-\d+(?:\.\d+)?(?:-[a-z]+)*",
    r"\b(?:TODO|FIXME)\b.*",
    r"foo.*bar",
    r"\w+\s*=\s*x",
    r"(?:\w+\s)+x",
    r'"(?:\\.|[^"\\])*"',
    r"(?:\d{1,3}\.){3}\d{1,3}",
    r"(?:extra |additional |hidden )*fees",
    r".{0,60}foo.{0,60}bar",
    r"^\s*#.*secret",
    r"[a-z]+(?:-[a-z]+)*",
]


@pytest.mark.parametrize("pattern", DEAR)
def test_a_dear_pattern_is_refused_with_a_way_out(pattern: str) -> None:
    problem = option_problem("patterns", [pattern])
    assert problem.startswith("holds a pattern that could take very long on a hostile line")
    assert ".{0,40}" in problem
    assert "\n" not in problem
    assert option_problem("unless", pattern) == problem


@pytest.mark.parametrize("pattern", CHEAP)
def test_an_ordinary_pattern_is_not(pattern: str) -> None:
    assert cost_problem(pattern) == ""
    assert steps_of(pattern) <= MOST_STEPS


@pytest.mark.parametrize("pattern", CHEAP)
def test_the_cost_grows_with_the_line_and_no_faster(pattern: str) -> None:
    one, two, four = (steps_of(pattern, line=1_000 * factor) for factor in (1, 2, 4))
    assert two <= 2.3 * one
    assert four <= 2.3 * two


def test_what_cannot_be_compiled_is_said() -> None:
    assert cost_problem("(") == ("cannot be used: missing ), unterminated subpattern at position 0")
    assert "cannot be used" in cost_problem("(" * 500 + ")" * 500) or steps_of("(" * 500 + ")" * 500) < 9_999


def test_lines_are_looked_at_as_far_as_patterns_are_reckoned_for() -> None:
    assert MAX_LINE == LONGEST_LINE


def test_a_lexicon_is_held_to_it_too() -> None:
    promise = {"id": "a", "topic": "speed", "strength": "absolute", "anchors": ["a"], "pattern": "(a+)+b"}
    assert "the pattern of `a` could take very long" in lexicon_problem({"promises": [promise]})
    back = {"id": "b", "where": "sentence", "pattern": "(?:x|x)*y"}
    assert "the pattern of `b` could take very long" in lexicon_problem({"takes-back": [back]})


def test_words_of_a_lexicon_cannot_multiply() -> None:
    words = {"a": "x" * 50} | {
        name: "{" + chr(ord(name) - 1) + "}" * 1 + ("{" + chr(ord(name) - 1) + "}") * 40 for name in "bcde"
    }
    promise = {"id": "a", "topic": "speed", "strength": "absolute", "anchors": ["x"], "pattern": "{e}"}
    assert "is longer than 20,000 characters" in lexicon_problem({"words": words, "promises": [promise]})


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"words": ["a"]}, "`words` must be a mapping"),
        ({"function-words": "b"}, "`function-words` must be a mapping"),
        ({"function-words": {"own": "b"}}, "`own` must be a list"),
        ({"evidence-links": [1]}, "`evidence-links` must be a mapping"),
        ({"evidence-links": {"any": 3}}, "`any` must be a list"),
        ({"promises": {"a": 1}}, "`promises` must be a list"),
        ({"takes-back": "x"}, "`takes-back` must be a list"),
    ],
)
def test_a_lexicon_of_another_form_is_refused(data: object, problem: str) -> None:
    assert problem in lexicon_problem(data)


def _built_in() -> Iterator[tuple[str, str]]:
    rulebook = builtin_rulebook()
    for lexicon in rulebook.lexicons:
        yield from ((each.id, each.source) for each in (*lexicon.promises, *lexicon.takes_back))
    for entry in rulebook.vocabularies["key-shapes"]["keys"]:
        if entry.get("pattern"):
            yield entry["id"], entry["pattern"]
    for rule in rulebook.rules:
        for value in rule.options.get("patterns", ()) if CHECKS[rule.check].judge else ():
            yield rule.code, value


@pytest.mark.parametrize(("name", "pattern"), list(_built_in()))
def test_the_built_in_patterns_do_not_run_away(name: str, pattern: str) -> None:
    assert steps_of(pattern, re.IGNORECASE) <= MOST_IN_SENTENCE, name
