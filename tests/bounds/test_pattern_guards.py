"""Patterns of a pack's rules and vocabularies are judged when the pack is read, and its lines are cut."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.checks.endpoints.labels import option_problem as label_problem
from draftproof.checks.pattern import MAX_LINE
from draftproof.cli.main import main
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.pattern_cost import LONGEST_LINE, cost_problem
from draftproof.rulebook.pattern_guards import patterns_of, vocabulary_problem

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """---
code: HSE001
name: no-tabasco
family: house
severity: error
check: pattern
with: {patterns: [tabasco]}
message: hot
---

# HSE001 no-tabasco

## What it does

## Why it matters

## Examples

````markdown flagged
tabasco
````

````markdown clean
salt
````

## How to mend it

## Sources
"""
RUNAWAY = "(?:[a-z0-9]+)+x"


def _keys(pattern: object) -> dict[str, Any]:
    return {"keys": [{"id": "acme", "prefixes": ["ak-"], "pattern": pattern}]}


def test_a_shape_that_runs_away_is_refused() -> None:
    problem = vocabulary_problem("key-shapes", _keys(f"ak-{RUNAWAY}"))
    assert problem.startswith("the pattern of `acme` could take very long on a hostile line")
    assert vocabulary_problem("key-shapes", _keys("ak-[")).startswith("the pattern of `acme` cannot be used")
    assert vocabulary_problem("key-shapes", _keys("ak-[a-z0-9]{20,60}")) == ""


def test_a_cue_that_runs_away_is_refused() -> None:
    assert "`time-limit.text`" in vocabulary_problem("guide", {"time-limit": {"text": ["soon", RUNAWAY]}})
    assert vocabulary_problem("guide", {"time-limit": {"text": ["soon"]}, "language": "en"}) == ""


@pytest.mark.parametrize("data", [None, [], "x", {"keys": 1}, {"keys": [1, {"pattern": 2}]}, {"a": {"b": 1}}])
def test_what_holds_no_pattern_is_none_of_its_business(data: object) -> None:
    assert vocabulary_problem("key-shapes", data) == vocabulary_problem("guide", data) == ""
    assert vocabulary_problem("placeholders", data) == ""


@pytest.mark.parametrize("name", ["key-shapes", "guide"])
def test_the_built_in_ones_pass(name: str) -> None:
    data = builtin_rulebook().vocabularies[name]
    assert len(list(patterns_of(name, data))) > 30
    assert vocabulary_problem(name, data) == ""


def test_labels_are_held_to_it_too() -> None:
    assert label_problem("silent", ["same"]) == label_problem("names", {"responses": ["Responses"]}) == ""
    assert label_problem("silent", [RUNAWAY]).startswith("holds a pattern that could take very long")
    assert label_problem("names", {"responses": [RUNAWAY]}).startswith("holds a pattern that could take")
    assert label_problem("silent", "same") == "must be a list of texts"
    assert label_problem("names", ["same"]) == "must be a list of texts, by family"


def test_a_pack_with_such_a_shape_ends_the_run_with_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    vocabulary = tmp_path / "pack" / "vocabulary"
    vocabulary.mkdir(parents=True)
    (vocabulary / "key-shapes.yaml").write_text(
        f"keys:\n- {{id: acme, vendor: Acme, prefixes: [ak-], pattern: 'ak-{RUNAWAY}'}}\n", encoding="utf-8"
    )
    (tmp_path / "draftproof.yaml").write_text("rules: [pack]\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    assert main(["check", "a.md"]) == 2
    error = capsys.readouterr().err
    assert "key-shapes.yaml" in error
    assert "the pattern of `acme` could take very long" in error
    assert "Traceback" not in error


def test_the_ways_out_that_are_documented_are_ways_out(root: Path) -> None:
    page = (root / "docs" / "own-rules.md").read_text(encoding="utf-8")
    table = page.partition("### Patterns that are refused")[2].partition("\nThe same holds")[0]
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", table, re.MULTILINE)
    assert len(rows) >= 5
    for refused, accepted in rows:
        assert cost_problem(refused.replace("\\|", "|")).startswith("could take very long"), refused
        assert cost_problem(accepted.replace("\\|", "|")) == "", accepted


def test_a_line_is_looked_at_as_far_as_patterns_are_reckoned_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "HSE001.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "draftproof.yaml").write_text("rules: [pack]\n", encoding="utf-8")
    blanks = "x " * (LONGEST_LINE // 2)
    (tmp_path / "a.md").write_text(f"{blanks[7:]}tabasco\n\n{blanks}tabasco\n", encoding="utf-8")
    assert MAX_LINE == LONGEST_LINE
    main(["check", "a.md", "--format", "jsonl"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["line"] for each in found if each["code"] == "HSE001"] == [1]
