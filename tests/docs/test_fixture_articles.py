"""The articles in ``fixtures/`` and the demonstration."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from doc_pages import ROOT, demo

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = ("documents", "credentials", "suppressions")
"""Families of which ``expected.json`` names every finding; of others it names what must be there."""


def found(report: str) -> list[tuple[str, str, str]]:
    """Family, path and place with code of every finding."""
    places: list[tuple[str, str, str]] = []
    for finding in map(json.loads, report.splitlines()):
        cell = "" if finding["cell"] is None else f"cell {finding['cell']}:"
        places.append((finding["family"], finding["path"], f"{cell}{finding['line']} {finding['code']}"))
    return places


@pytest.fixture(scope="module")
def expected() -> dict[str, list[str]]:
    data: dict[str, list[str]] = json.loads((demo().ARTICLES / "expected.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_broken_articles_have_these_faults_and_clean_ones_none(
    expected: dict[str, list[str]], tmp_path: Path, seed: int
) -> None:
    demo().prepare(tmp_path, seed)
    every = found(demo().check(tmp_path, "--format", "jsonl", ".").report)
    assert [each for each in every if each[1].startswith("clean/")] == []
    planted = {(path, place) for family, path, place in every if family in PLANTED}
    named = {(path, place) for path, places in expected.items() for place in places}
    of_other_families = {(path, place) for family, path, place in every if family not in PLANTED}
    assert planted == named - of_other_families
    assert named <= planted | of_other_families


def test_every_broken_article_is_named(expected: dict[str, list[str]]) -> None:
    articles = {f"broken/{path.name}" for path in (demo().ARTICLES / "broken").iterdir()}
    assert articles == set(expected)
    assert all(expected.values())


def test_both_kinds_are_of_the_same_breadth() -> None:
    for kind in ("broken", "clean"):
        articles = list((demo().ARTICLES / kind).iterdir())
        assert len(articles) >= 6
        assert {path.suffix for path in articles} == {".md", ".mdx", ".ipynb"}
        text = "\n".join(path.read_text(encoding="utf-8") for path in articles)
        for mark in ("```python", "```javascript", "```bash", "<TabItem", "| --- |", "responses.create"):
            assert mark in text


def test_no_key_stands_in_the_repository(tmp_path: Path) -> None:
    """As stored, with the marks in place of the keys, nothing in the articles is a credential."""
    command = [sys.executable, "-m", "draftproof", "check", "--isolated", "--select", "KEY001,KEY002,KEY005"]
    done = subprocess.run(
        [*command, str(demo().ARTICLES)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0


def test_the_demonstration_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo().main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "It worked" in "\n".join(lines[-4:])
    assert len(lines) <= 120


def test_the_demonstration_notices_what_is_not_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo(), "missing", lambda _: ["broken/a.md: 1 KEY001"])
    assert demo().main() == 1
    assert "not found: broken/a.md: 1 KEY001" in capsys.readouterr().out


def test_missing_compares_with_the_report(expected: dict[str, list[str]]) -> None:
    assert len(demo().missing("")) == sum(map(len, expected.values()))


def test_the_demonstration_is_run_by_make() -> None:
    assert "fixtures/demo.py" in (ROOT / "Makefile").read_text(encoding="utf-8")
