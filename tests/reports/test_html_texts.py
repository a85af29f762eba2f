"""The texts that a result carries for a page: the right ones, with their lines, and no credential in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from html_results import Page, page_of

from drafts import key, run, write

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Title\n", "A key: KEY\n"]},
        {
            "cell_type": "code",
            "source": 'api_key = "KEY"\n',
            "outputs": [{"output_type": "stream", "text": ["KEY\n"]}],
        },
    ],
    "metadata": {},
}


def test_only_who_asks_gets_texts_and_only_of_documents_with_findings(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "# One\n\n`{{key:github-classic}}`\n", "b.md": "# Two\n"})
    assert run(tmp_path).result.texts == ()
    [text] = run(tmp_path, texts=True).result.texts
    assert text.path.endswith("a.md")
    assert text.cell is None


def test_credentials_are_masked_by_span_and_by_value_and_lines_keep_their_places(tmp_path: Path) -> None:
    value = key("openai-project")
    # In the last line nothing says that it is one; its value is known from the line before.
    original = (
        f'# One\r\n\r\n```python\r\nclient = OpenAI(api_key="{value}")\r\n```\r\n\r\nx{value}x\tend\r\n'
    )
    write(tmp_path, {"a.md": original.encode()})
    result = run(tmp_path, texts=True).result
    [text] = result.texts
    assert value not in text.text
    assert value[-12:] not in text.text
    assert len(text.text) == len(original)
    assert [len(line) for line in text.text.split("\r\n")] == [len(line) for line in original.split("\r\n")]
    for finding in result.findings:
        for quoted in finding.quoted:
            assert text.text.split("\r\n")[quoted.number - 1] == quoted.text
    page = page_of(result)
    assert value[-12:] not in page
    assert Page(page).block("text-1")["segments"][0][1][0] == "# One"


def test_suppressed_credentials_are_masked_too(tmp_path: Path) -> None:
    value, other = key(), key("sk-48")
    text = f'<!-- draftproof: ignore[KEY] reason="x" -->\n\n`{value}`\n\n`{other}`\n'
    write(tmp_path, {"a.md": text.encode()})
    page = page_of(run(tmp_path, texts=True).result)
    assert value[-12:] not in page
    assert other[-12:] not in page


def test_a_notebook_has_a_text_a_cell_and_none_for_outputs(tmp_path: Path) -> None:
    value = key("openai-project")
    write(tmp_path, {"a.ipynb": json.dumps(NOTEBOOK).replace("KEY", value).encode()})
    result = run(tmp_path, texts=True).result
    assert [text.cell for text in result.texts] == [0, 1]
    assert {finding.place.cell for finding in result.findings} == {0, 1, None}
    page = page_of(result)
    assert value[-12:] not in page
    rows = Page(page).block("data")["findings"]
    assert ["t" in row for row in rows] == [finding.place.cell is not None for finding in result.findings]


def test_an_included_file_has_a_text_of_its_own(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.md": '# One\n\n```python\n--8<-- "code.py"\n```\n',
            "b.md": '# Two\n\n```python\n--8<-- "code.py"\n```\n',
            "code.py": 'from openai import OpenAI\nclient = OpenAI(api_key="{{key:openai-project}}")\n',
        },
    )
    result = run(tmp_path, texts=True).result
    assert [text.path.rpartition("/")[2] for text in result.texts] == ["code.py"]
    assert "OpenAI(api_key=" in result.texts[0].text
    assert "t" in Page(page_of(result)).block("data")["findings"][0]
