"""What a run hands to the reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.finding import Severity
from draftproof.reports.registry import render
from draftproof.reports.style import Style
from drafts import filled, findings, run, write

if TYPE_CHECKING:
    from pathlib import Path

BAD = "# Set-up\n\n`{{key:github-classic}}`\n"
PRINTED = '```python\napi_key = os.environ["OPENAI_API_KEY"]\nprint(api_key)\n```\n'
CLEAN = "# Set-up\n\nSet `OPENAI_API_KEY`.\n"
# The texts are such that characters, bytes and code units differ, and lines end in both ways.
DRAFT = (
    "# Größe 🎈\r\n\r\n日本 `{{key:github-classic}}` 🎈 `{{key:openai-project}}`\r\n\n"
    '```python\nклиент = OpenAI(api_key="{{key:sk-48}}")\n```\n'
)


def test_only_the_rules_with_findings_are_described(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": BAD, "b.md": PRINTED, "c.md": CLEAN})
    assert [rule.code for rule in run(tmp_path).result.rules] == ["KEY001", "KEY004"]
    assert run(tmp_path / "c.md").result.rules == ()


@pytest.mark.parametrize("fail_on", [None, Severity.ERROR, Severity.ADVICE])
@pytest.mark.parametrize("configured", ["error", "warning", "advice"])
def test_reports_know_what_fails_the_run(tmp_path: Path, fail_on: Severity | None, configured: str) -> None:
    write(
        tmp_path,
        {
            "a.md": BAD + PRINTED,
            "sub/b.md": BAD + PRINTED,
            "sub/draftproof.yaml": f"fail-on: {configured}\n",
            "sub/.draftproof/models/cometapi.yaml": "not a lock file\n",
        },
    )
    done = run(tmp_path, fail_on=fail_on, isolated=False)
    assert len(done.result.findings) >= 4
    assert sum(map(done.result.fails, done.result.findings)) == done.failed


def test_what_was_not_done_is_in_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.md": CLEAN, "bad/b.md": CLEAN, "bad/draftproof.yaml": "nonesuch: 1\n"})
    (tmp_path / "empty").mkdir()
    result = run("a.md", "bad", "empty", "missing.md", isolated=False).result
    said = "\n".join(result.errors)
    assert "nonesuch" in said
    assert result.errors[-2:] == (
        "missing.md: there is no such file or folder",
        "empty: no document in this folder",
    )
    report = json.loads("".join(render("json", result, Style())))
    assert report["errors"] == [*result.errors, *result.notes]
    assert run("a.md").result.errors == ()


def _parsed(path: Path, name: str) -> Any:
    return json.loads("".join(render(name, run(path).result, Style())))


def test_the_fixes_of_sarif_mend_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(filled(DRAFT).encode())
    results = _parsed(path, "sarif")["runs"][0]["results"]
    regions = [
        (replacement["deletedRegion"], replacement["insertedContent"]["text"])
        for result in results
        for change in result["fixes"][0]["artifactChanges"]
        for replacement in change["replacements"]
    ]
    assert len(regions) == 3
    lines = path.read_bytes().decode().split("\n")
    for region, text in sorted(regions, key=lambda each: each[0]["startColumn"], reverse=True):
        number = region["startLine"] - 1
        assert region["endLine"] == region["startLine"]
        before, after = lines[number][: region["startColumn"] - 1], lines[number][region["endColumn"] - 1 :]
        lines[number] = before + text + after
    path.write_bytes("\n".join(lines).encode())
    assert findings(path) == ()


def test_the_suggestions_of_rdjson_mend_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(filled(DRAFT).encode())
    suggestions = [
        suggestion
        for diagnostic in _parsed(path, "rdjson")["diagnostics"]
        for suggestion in diagnostic["suggestions"]
    ]
    assert len(suggestions) == 3
    lines = path.read_bytes().split(b"\n")
    for each in sorted(suggestions, key=lambda each: each["range"]["start"]["column"], reverse=True):
        start, end = each["range"]["start"], each["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = (
            line[: start["column"] - 1] + each["text"].encode() + line[end["column"] - 1 :]
        )
    path.write_bytes(b"\n".join(lines))
    assert findings(path) == ()


def test_no_format_offers_to_edit_the_raw_file_of_a_notebook(tmp_path: Path) -> None:
    cell = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 1,
        "source": [filled('client = OpenAI(api_key="{{key:sk-48}}")')],
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": [filled("{{key:github-classic}}\n")]}
        ],
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    found = findings(path)
    assert any(finding.fix for finding in found)
    assert not any(edit.verbatim for finding in found if finding.fix for edit in finding.fix.edits)
    assert not any("fixes" in result for result in _parsed(path, "sarif")["runs"][0]["results"])
    diagnostics = _parsed(path, "rdjson")["diagnostics"]
    assert not any("suggestions" in diagnostic for diagnostic in diagnostics)
    raw = path.read_text(encoding="utf-8").split("\n")
    for finding, diagnostic in zip(found, diagnostics, strict=True):
        line = diagnostic["location"]["range"]["start"]["line"]
        assert line == finding.place.file_line
        assert "OpenAI(" in raw[line - 1] or "ghp_" in raw[line - 1]
