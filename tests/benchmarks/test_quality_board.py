"""The quality board: what is counted, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.quality.counting import Board
from benchmarks.quality.own import articles
from benchmarks.quality.page import BEGIN, END, board_text, placed
from benchmarks.quality.shared import corpora_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_places_are_counted_by_rule_and_family() -> None:
    board = Board("Title", "says")
    board.compare("KEY001", {1, 2}, {2, 3}, "a.md")
    board.compare("KEY001", {5}, {5}, "b.md")
    board.compare("KEY002", (), {7}, "b.md")
    board.compare("STR001", (), (), "b.md")
    count = board.rules["KEY001"]
    assert (count.found, count.missed, count.false) == (2, 1, 1)
    assert (count.precision, count.recall) == (2 / 3, 2 / 3)
    assert board.rules["KEY002"].recall is None
    assert (board.total("KEY").false, board.total().expected) == (2, 3)
    assert "STR001" not in board.rules
    assert board.misses == ["missed KEY001: a.md: 1", "false KEY001: a.md: 3", "false KEY002: b.md: 7"]
    text = board_text([board], "today", "")
    assert "| KEY001 | 3 | 2 | 1 | 1 | 0.667 | 0.667 |" in text
    assert "| **all** | 3 | 2 | 1 | 2 | 0.500 | 0.667 |" in text


def test_there_is_no_precision_where_false_alarms_cannot_be_seen() -> None:
    board = Board("Title", "says", counts_false=False)
    board.compare("API001", {1}, {1}, "a.md")
    assert "| API001 | 1 | 1 | 0 | - | - | 1.000 |" in board_text([board], "today", "")


def test_the_page_has_a_place_for_it(root: Path) -> None:
    page = (root / "docs" / "quality.md").read_text(encoding="utf-8")
    assert _inside(placed(page, "figures")).strip() == "figures"
    assert placed(placed(page, "figures"), "others") == placed(page, "others")
    with pytest.raises(ValueError, match="the page has no"):
        placed("no marks", "figures")


def _inside(page: str) -> str:
    return page.partition(BEGIN)[2].partition(END)[0]


def test_the_articles_are_scored() -> None:
    """An article that loses a planted fault, or a clean one that is flagged, is a miss here."""
    board = articles()
    assert board.misses == []
    assert board.total("KEY").expected > 10


def test_documents_of_others_are_never_required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTPROOF_CORPORA", str(tmp_path))
    assert corpora_folder(None) is None
    for name in ("docs", "labels"):
        (tmp_path / name).mkdir()
    (tmp_path / "score.py").touch()
    assert corpora_folder(None) == tmp_path
