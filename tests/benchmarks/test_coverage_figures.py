"""What a measured run reached: shares, the worst files, figures by folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.coverage_bounds import BEGIN, END, page_text, shares, worst
from benchmarks.quality.page import placed

if TYPE_CHECKING:
    from pathlib import Path


def summary(lines: int, covered: int, branches: int = 0, taken: int = 0) -> dict[str, int]:
    return {
        "num_statements": lines,
        "covered_lines": covered,
        "missing_lines": lines - covered,
        "num_branches": branches,
        "covered_branches": taken,
        "missing_branches": branches - taken,
    }


REPORT = {
    "totals": summary(2220, 2200, 40, 30),
    "files": {
        "linter/draftproof/text/a.py": {"summary": summary(2000, 1999, 10, 10)},
        "linter/draftproof/text/deep/b.py": {"summary": summary(200, 191, 10, 0)},
        "linter/draftproof/alone.py": {"summary": summary(20, 10, 20, 20)},
    },
}


def test_shares_are_of_lines_and_of_branches() -> None:
    assert shares(summary(200, 190, 10, 9)) == (95.0, 90.0)
    assert shares(summary(0, 0)) == (100.0, 100.0)


def test_the_worst_file_comes_first() -> None:
    names = [name.rpartition("/")[2] for name, _ in worst(REPORT)]
    assert names == ["b.py", "alone.py", "a.py"]


def test_figures_are_by_folder() -> None:
    text = page_text(REPORT)
    assert text.startswith("`make coverage` at ")
    assert "| text | 2,200 | 99.5 % | 20 | 50.0 % |" in text
    assert "| modules of their own | 20 | 50.0 % | 20 | 100.0 % |" in text
    assert text.endswith("| **all** | 2,220 | 99.1 % | 40 | 75.0 % |")


def test_the_page_has_a_place_for_them(root: Path) -> None:
    page = (root / "docs" / "quality.md").read_text(encoding="utf-8")
    assert f"{BEGIN}\n\nfigures\n\n{END}" in placed(page, "figures", BEGIN, END)
    with pytest.raises(ValueError, match="coverage:begin"):
        placed("no marks", "figures", BEGIN, END)
