"""Which changes the tests notice: what is counted and kept; explanations are about what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.mutants.changes import PACKAGE, Change, Mutant, meaning
from benchmarks.mutants.explained import Explanation, explanation_of, explanations
from benchmarks.mutants.kept import Kept
from benchmarks.mutants.page import BEGIN, END, Judged, page_text
from benchmarks.mutants.parts import PARTS, TESTS, files_of, part_of
from benchmarks.quality.page import placed

if TYPE_CHECKING:
    from pathlib import Path

MUTANT = Mutant("checks/guide.py", "NumberReplacer", 0)
TEXT = "a = 1\n\n\nif a:\n    b = (\n        2 +\n        3\n    )\n"


def change(old: str, new: str) -> Change:
    assert old in TEXT
    return Change(MUTANT, TEXT, TEXT.replace(old, new))


def test_a_change_knows_its_lines() -> None:
    assert change("if a", "if not a").lines == (4,)
    assert change("if a", "if not a").pair == ("if a:", "if not a:")
    two = change("2 +\n        3", "2 -\n        4")
    assert (two.lines, two.pair) == ((6, 7), ("2 + 3", "2 - 4"))


def test_what_only_a_type_checker_reads_is_no_change() -> None:
    text = "def f(a: int, *, b: int = 1) -> int:\n    c: int = 1\n    return c\n"
    assert meaning(text) == meaning(text.replace(": int", ": str").replace("> int", "> str"))
    assert meaning(text) != meaning(text.replace("= 1", "= 2"))
    text = "if TYPE_CHECKING:\n    from a import b\n\n\n@dataclass(frozen=True)\nclass C:\n    d: int\n"
    assert meaning(text) == meaning(text.replace("TYPE", "not TYPE").replace("True", "False"))
    assert meaning(text) != meaning(text.replace("class C", "class D"))


def test_what_was_noticed_is_kept_for_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "noticed.jsonl"
    one = change("= 1", "= 2")
    kept = Kept(path)
    assert one not in kept
    kept.add(one)
    assert one in kept
    assert one in Kept(path)
    assert Change(MUTANT, TEXT + "\n", one.changed + "\n") not in Kept(path)


def test_survivors_are_counted_and_shown() -> None:
    known = [Explanation("checks/guide.py", "a = 1", "a = 2", "nobody reads it")]
    judged = [Judged(change("2 +", "2 -"), noticed=True)]
    survivors = (change("= 1", "= 2"), change("if a", "if not a"))
    judged += [Judged(each, noticed=False, why=explanation_of(each, known)) for each in survivors]
    text = page_text(judged, "today")
    assert "| **all** | 3 | 1 | 2 | 1 |" in text
    assert "- `checks/guide.py`: `a = 1` to `a = 2`: nobody reads it\n" in text
    assert text.endswith(
        "Survivors that nobody has explained:\n\n- `checks/guide.py`: `if a:` to `if not a:`"
    )


def test_explanations_are_about_what_stands_there(root: Path) -> None:
    """Else they are of a text that is gone, and explain nothing."""
    known = explanations()
    assert len({(each.file, each.old, each.new) for each in known}) == len(known)
    for each in known:
        text = re.sub(r"\s+", " ", (root / PACKAGE / each.file).read_text(encoding="utf-8"))
        assert re.sub(r"\s+", " ", each.old) in text, each
        assert each.why, each


def test_the_parts_and_their_tests_are_there(root: Path) -> None:
    for part in PARTS:
        assert files_of(part)
        assert {part_of(file) for file in files_of(part)} == {part}
    assert [each for each in TESTS if not (root / each).exists()] == []


def test_the_page_has_a_place_for_it(root: Path) -> None:
    page = (root / "docs" / "quality.md").read_text(encoding="utf-8")
    assert f"{BEGIN}\n\nfigures\n\n{END}" in placed(page, "figures", BEGIN, END)
