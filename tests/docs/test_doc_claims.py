"""Sentences of docs/suppressions.md, docs/reading.md and docs/decisions.md that a document can prove."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from doc_pages import demo

from draftproof.rulebook.loading import builtin_rulebook
from draftproof.rulebook.specimens import fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REASON = 'reason="revoked"'
KEY = "{{key:github-classic}}"
COMMENT = f"<!-- draftproof: ignore[KEY001] {REASON} -->"


def codes(folder: Path, name: str, text: str, *options: str) -> list[str]:
    """The findings of a document, as ``line code``."""
    shapes = builtin_rulebook().vocabularies["key-shapes"]
    (folder / name).write_text(fill(text, shapes), encoding="utf-8")
    report = demo().check(folder, "--format", "jsonl", *options, name).report
    return [f"{f['file_line']} {f['code']}" for f in map(json.loads, report.splitlines())]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{COMMENT}\n\nThe key {KEY}.\n", []),
        (f"{COMMENT}\n\n- one\n- two {KEY}\n- three\n\n  {KEY}\n", []),
        (f"{COMMENT}\n\n| a | b |\n| - | - |\n| c | {KEY} |\n", []),
        (f"{COMMENT}\n\n```python\nkey = '{KEY}'\n```\n\nAgain {KEY}.\n", ["7 KEY001"]),
        (f"{COMMENT}\n\n# The key {KEY}\n\nAgain {KEY}.\n", ["5 KEY001"]),
        (f"The key {KEY}.\n\n<!-- draftproof: ignore-file[KEY001] {REASON} -->\n\nAgain {KEY}.\n", []),
        (f"{COMMENT.replace('KEY001', 'realistic-key')}\n\nThe key {KEY}.\n", []),
        (f"{COMMENT.replace('KEY001', 'KEY')}\n\nThe key {KEY}.\n", []),
        (f"{COMMENT.replace('KEY001', 'credentials')}\n\nThe key {KEY}.\n", []),
        (f"{COMMENT.replace('KEY001', 'KEY002, KEY001')}\n\nThe key {KEY}.\n", ["1 SUP001"]),
        (f"```text\n{COMMENT}\n```\n\nThe key {KEY}.\n", ["5 KEY001"]),
        (f'~~~python draftproof-ignore=KEY001 draftproof-{REASON}\nkey = "{KEY}"\n~~~\n', []),
        (f"{COMMENT.replace('[KEY001]', '[KEY001')}\n\nThe key {KEY}.\n", ["1 SUP004", "3 KEY001"]),
        (f"{COMMENT.replace(' -->', ' until=2020-01-31 -->')}\n\nThe key {KEY}.\n", ["1 SUP003"]),
    ],
)
def test_what_a_suppression_holds_for(tmp_path: Path, text: str, left: list[str]) -> None:
    assert codes(tmp_path, "a.md", text) == left


def test_comments_in_mdx(tmp_path: Path) -> None:
    text = f"{{/* draftproof: ignore[KEY001] {REASON} */}}\n\nThe key {KEY}.\n"
    assert codes(tmp_path, "a.mdx", text) == []


def test_front_matter(tmp_path: Path) -> None:
    text = f"---\ndraftproof:\n  ignore:\n    - code: KEY001\n      reason: revoked\n---\n\nThe key {KEY}.\n"
    assert codes(tmp_path, "a.md", text) == []


def test_a_comment_at_the_end_of_a_cell_speaks_of_the_next_one(tmp_path: Path) -> None:
    def cells(*extra: Mapping[str, object]) -> str:
        output = {"output_type": "stream", "name": "stdout", "text": [KEY]}
        code = {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "source": [f"k='{KEY}'"],
            "outputs": [output],
        }
        return json.dumps({"cells": [*extra, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    comment = {"cell_type": "markdown", "metadata": {}, "source": ["Look:\n", "\n", COMMENT]}
    assert codes(tmp_path, "a.ipynb", cells()) == ["1 KEY001", "1 KEY001"]
    assert codes(tmp_path, "b.ipynb", cells(comment)) == []


def test_an_unreadable_document_cannot_be_suppressed(tmp_path: Path) -> None:
    text = f'---\ntitle: "open\n---\n\n<!-- draftproof: ignore-file[DOC001] {REASON} -->\n'
    assert "2 DOC001" in codes(tmp_path, "a.md", text)


def test_opt_in_rules_are_not_chosen_by_a_prefix(tmp_path: Path) -> None:
    text = '```python\nclient = OpenAI(api_key="YOUR_API_KEY")\n```\n'
    assert codes(tmp_path, "a.md", text, "--select", "KEY") == []
    assert codes(tmp_path, "a.md", text, "--select", "credentials") == []
    assert codes(tmp_path, "a.md", text, "--select", "KEY003") == ["2 KEY003"]


def test_a_configuration_that_is_named_stands_for_its_folder(tmp_path: Path) -> None:
    codes(tmp_path, "a.md", f"The key {KEY}.\n")
    (tmp_path / "draftproof.yaml").write_text("fail-on: error\n", encoding="utf-8")
    assert "a.md:1:" in demo().check(tmp_path, "--format", "concise", "draftproof.yaml").report


def test_an_import_makes_a_page_mdx(tmp_path: Path) -> None:
    text = (
        f"import Tabs from '@theme/Tabs';\n\n"
        f"{{/* draftproof: ignore[KEY001] {REASON} */}}\n\nThe key {KEY}.\n"
    )
    assert codes(tmp_path, "a.md", text) == []
