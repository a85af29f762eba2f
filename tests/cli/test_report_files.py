"""Reports in files: they never take the place of a document that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drafts import draftproof

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# A tutorial\n\nIt is blazing fast.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "a.md", "--output", "a.md"),
        ("check", ".", "--output", "./a.md"),
        ("audit", "a.md", "--markdown", "a.md"),
        ("audit", ".", "--markdown", "a.md"),
        ("audit", "a.md", "--html", "a.md"),
        ("verify", "a.md", "--plan", "--output", "a.md"),
    ],
)
def test_a_document_is_not_replaced(folder: Path, arguments: tuple[str, ...]) -> None:
    done = draftproof(*arguments)
    assert done.returncode == 2
    assert done.stderr.endswith("a.md was checked as a document; write the report to another file\n")
    assert (folder / "a.md").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("target", [".", "", "/"])
def test_a_folder_is_no_file_to_write_to(folder: Path, target: str) -> None:
    for arguments in (("check", "--output"), ("audit", "--markdown")):
        done = draftproof(arguments[0], "a.md", arguments[1], target)
        assert done.returncode == 2
        assert "cannot be written: Is a directory" in done.stderr
    assert (folder / "a.md").read_text(encoding="utf-8") == TEXT


def test_a_link_to_a_document_is_not_written_through(folder: Path) -> None:
    (folder / "report").symlink_to("a.md")
    assert draftproof("check", "a.md", "--output", "report").returncode == 2
    assert (folder / "a.md").read_text(encoding="utf-8") == TEXT


def test_the_report_of_an_earlier_run_is_replaced(folder: Path) -> None:
    for text in (TEXT, "# A tutorial\n"):
        (folder / "a.md").write_text(text, encoding="utf-8")
        done = draftproof("audit", ".", "--markdown", "audit.md")
        assert done.returncode in (0, 1), done.stderr
    assert (folder / "audit.md").read_text(encoding="utf-8").startswith("# Audit of 2 articles")
