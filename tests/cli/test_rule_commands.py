"""``explain``, ``rules`` and ``test-rules``: the built-in rules and a user's own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from draftproof.cli.main import main
from draftproof.rulebook.loading import builtin_rulebook
from drafts import draftproof, write

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
---
code: HOUSE001
name: no-latest
family: house
severity: warning
check: pattern
with:
  patterns: ["\\\\blatest model\\\\b"]
  in: [prose, heading]
  ignore-case: true
  unless: "as of"
message: "`{text}` names no model"
help: "Name the model and the date."
sources:
  - {title: House style, url: "https://example.com/style", accessed: 2026-01-31}
---

# HOUSE001 no-latest

## What it does

Finds "latest model".

## Why it matters

It is another model tomorrow.

## Examples

```markdown flagged lines=1,3
# The latest model

Use the Latest Model here.
```

```markdown clean
The latest model as of May. `code` says nothing.

    the latest model in code
```

## How to mend it

Name it.

## Sources

- House style.
"""


@pytest.mark.parametrize("name", ["KEY001", "key001", "realistic-key"])
def test_explain_finds_a_rule_by_code_and_name(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", name]) == 0
    page = capsys.readouterr().out
    assert page.startswith("error, high confidence")
    assert "# KEY001 realistic-key" in page
    for section in ("What it does", "Why it matters", "Examples", "How to mend it", "Sources"):
        assert f"## {section}" in page


def test_every_rule_can_be_explained_and_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [rule["code"] for rule in listed] == [rule.code for rule in builtin_rulebook().rules]
    assert main(["rules"]) == 0
    text = capsys.readouterr().out
    for rule in listed:
        assert f"{rule['code']}  {rule['name']}" in text
        assert re.fullmatch(r"https://\S+\.md", rule["url"])
        assert main(["explain", rule["code"], "--format", "json"]) == 0
        page = json.loads(capsys.readouterr().out)
        assert page["page"].startswith(f"# {rule['code']} {rule['name']}")
        assert {name: page[name] for name in rule} == rule


def test_the_examples_of_the_built_in_rules_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test-rules", "--quiet"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"[1-9]\d* examples, 0 failed", last)


def test_a_pack_without_python(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pack/no-latest.md": RULE, "pack/README.md": "# About\n"})
    assert main(["test-rules", "pack"]) == 0
    out = capsys.readouterr().out
    assert "ok      HOUSE001  no-latest  (2 examples)" in out
    assert out.endswith("2 examples, 0 failed\n")
    write(
        folder,
        {
            "draftproof.yaml": "rules: [pack]\nseverity: {no-latest: error}\n",
            "a.md": "Use the latest model.\n",
        },
    )
    done = draftproof("check", "--format", "jsonl", cwd=folder)
    (found,) = map(json.loads, done.stdout.splitlines())
    assert (found["code"], found["severity"], found["family"]) == ("HOUSE001", "error", "house")
    assert (found["line"], found["column"], found["end_column"]) == (1, 9, 21)
    assert found["message"] == "`latest model` names no model"
    assert found["excerpt"] == "latest model"
    assert main(["explain", "no-latest"]) == 0
    assert "It is another model tomorrow." in capsys.readouterr().out
    assert main(["check", "--select", "KEY"]) == 0
    assert main(["check", "--isolated"]) == 0


def test_a_pack_is_found_from_the_folder_of_its_configuration(folder: Path) -> None:
    write(
        folder,
        {
            "docs/house/r.md": RULE,
            "docs/draftproof.yaml": "rules: [house]\n",
            "docs/a.md": "The latest model.\n",
        },
    )
    done = draftproof("check", "--format", "jsonl", "docs", cwd=folder)
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["HOUSE001"]
    done = draftproof("check", "--format", "jsonl", "a.md", cwd=folder / "docs")
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["HOUSE001"]


def test_failing_examples_are_named_with_their_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, {"pack/r.md": RULE.replace("lines=1,3", "lines=1,4").replace("as of May", "for now")})
    assert main(["test-rules", "pack"]) == 1
    out = capsys.readouterr().out
    assert "FAILED  HOUSE001" in out
    assert re.search(r"r\.md:30: lines 1, 4 should be flagged, lines 1, 3 are", out)
    assert re.search(r"r\.md:36: the clean example is flagged on line 1", out)
    assert out.endswith("2 examples, 2 failed\n")


def test_a_rule_needs_an_example_of_both_kinds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pack/r.md": RULE.replace("```markdown clean", "```markdown")})
    assert main(["test-rules", "pack"]) == 1
    assert "there is no clean example" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "says"),
    [
        (
            "severity: warning",
            "severity: warn",
            5,
            11,
            "`severity` must be one of error, warning, advice, not `warn`; did you mean",
        ),
        ("check: pattern", "check: patern", 6, 8, "there is no check type `patern`"),
        (
            "code: HOUSE001",
            "code: house1",
            2,
            7,
            "`code` must be two to eight capitals and three digits, not `house1`",
        ),
        ("help:", "hepl:", 13, 1, 'unknown key "hepl"; did you mean "help"?'),
        (
            "  ignore-case: true",
            "  ignore-caes: true",
            10,
            3,
            'has no option "ignore-caes"; did you mean "ignore-case"?',
        ),
        ("name: no-latest", "name: [no", None, None, ""),
        ('message: "`{text}` names', 'message: "`{text` names', None, None, "unbalanced braces"),
        ("## Why it matters", "## Why", 17, 1, 'the documentation has no section "## Why it matters"'),
        ("# HOUSE001 no-latest", "# Some rule", 17, 1, 'the documentation has no title "# HOUSE001 ..."'),
        ("family: house\n", "", 1, 1, "the rule has no `family`"),
        (
            '["\\\\blatest model\\\\b"]',
            '["(latest"]',
            8,
            13,
            "`patterns` holds a pattern that cannot be used: missing ), unterminated subpattern",
        ),
        (
            "in: [prose, heading]",
            "in: [prose, headings]",
            9,
            7,
            "`in` has no place `headings`; known are prose",
        ),
        ("ignore-case: true", "ignore-case: 1", 10, 16, "`ignore-case` must be true or false"),
    ],
)
def test_errors_in_a_rule_name_the_file_the_place_and_what_was_meant(
    old: str,
    new: str,
    *,
    line: int | None,
    column: int | None,
    says: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert old in RULE
    write(folder, {"pack/rule.md": RULE.replace(old, new, 1)})
    assert main(["test-rules", "pack"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "pack/rule.md:" in err
    assert says in err
    place = f"pack/rule.md:{line or ''}" + (f":{column}:" if column else "")
    assert place.rstrip(":") in err, err


def test_a_file_that_is_no_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pack/rule.md": "# Notes\n", "pack/bad.md": b"\xff\xfe"})
    assert main(["test-rules", "pack"]) == 2
    err = capsys.readouterr().err
    assert "pack/bad.md:1:1: the file cannot be read" in err
    assert "pack/rule.md:1:1: a rule file begins with front matter" in err


def test_two_rules_with_one_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pack/a.md": RULE, "pack/b.md": RULE})
    assert main(["test-rules", "pack"]) == 2
    err = capsys.readouterr().err
    assert "`HOUSE001` is already the code of " in err


def test_a_rule_may_not_take_a_built_in_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"pack/a.md": RULE.replace("HOUSE001", "KEY001")})
    assert main(["test-rules", "pack"]) == 2
    assert (
        "KEY001 no-latest is already a built-in rule; choose another code and name" in capsys.readouterr().err
    )


def test_a_broken_pack_stops_check_with_exit_code_2(folder: Path) -> None:
    write(folder, {"pack/a.md": "# No rule\n", "draftproof.yaml": "rules: [pack]\n", "a.md": "# A\n"})
    for command in (["check"], ["rules"], ["explain", "KEY001"]):
        done = draftproof(*command, cwd=folder)
        assert done.returncode == 2
        assert "pack/a.md:1:1: a rule file begins with front matter" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_pack_without_anything_is_refused_and_one_of_vocabulary_is_not(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    done = draftproof("test-rules", tmp_path)
    assert (done.returncode, done.stderr) == (2, f"draftproof: {tmp_path}: no rules in this folder\n")
    (tmp_path / "vocabulary" / "placeholders.yaml").write_text("format: 1\n", encoding="utf-8")
    assert "no rules in this folder" not in draftproof("test-rules", tmp_path).stderr
