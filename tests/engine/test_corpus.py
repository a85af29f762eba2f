"""Real documents: all of them are read or reported, and what is reported is what stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from draftproof.reports.registry import render
from draftproof.reports.style import Style
from draftproof.text.source import Source
from drafts import run

if TYPE_CHECKING:
    from draftproof.engine.running import Run
    from draftproof.finding import Finding

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def checked(corpora: Path) -> Run:
    return run(corpora / "docs")


def test_every_document_is_read_or_reported(checked: Run) -> None:
    result = checked.result
    assert result.counts.documents == len(checked.discovery.files) > 1000
    reported = {finding.path for finding in result.findings if finding.code == "DOC001"}
    assert result.counts.unreadable <= len(reported)
    assert result.counts.code_blocks > 10_000
    assert checked.errors == ()


def _source_of(finding: Finding) -> Source:
    text = Path(finding.path).read_bytes().decode("utf-8-sig")
    if finding.place.cell is None:
        return Source(text)
    source = json.loads(text)["cells"][finding.place.cell]["source"]
    return Source("".join(source))


def _fits(excerpt: str, text: str) -> bool:
    shown = " ".join(text.splitlines())[: len(excerpt)]
    pairs = zip(excerpt, shown, strict=False)
    return len(excerpt) == len(shown) and all(one in (other, "*") for one, other in pairs)


def test_the_excerpt_of_a_finding_is_what_stands_at_its_place(checked: Run) -> None:
    for finding in checked.result.findings:
        place = finding.place
        if finding.path.endswith(".ipynb") and place.cell is None:
            continue  # an output: its text is spread over the strings of a list
        source = _source_of(finding)
        start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
        assert _fits(finding.excerpt, source.text[start:end]), f"{finding.code} {finding.path}:{place.line}"


def test_every_finding_of_a_notebook_has_a_place_in_the_raw_file(checked: Run) -> None:
    for finding in checked.result.findings:
        if finding.path.endswith(".ipynb"):
            raw = Source(Path(finding.path).read_bytes().decode("utf-8-sig"))
            place = finding.place
            start = raw.offset(place.file_line, place.file_column)
            word = re.split(r"\W", finding.excerpt.partition("*")[0])[0]
            assert raw.text.startswith(word, start), f"{finding.code} {finding.path}:{place.file_line}"


def test_credentials_are_found_and_nothing_else(checked: Run, corpora: Path, tmp_path: Path) -> None:
    lines = "".join(render("jsonl", checked.result, Style()))
    shown = [
        json.dumps(found)
        for found in map(json.loads, lines.splitlines())
        if found["confidence"] != "low" and found["code"].startswith("KEY")
    ]
    (tmp_path / "findings.jsonl").write_text("\n".join(shown), encoding="utf-8")
    command = [
        sys.executable,
        corpora / "score.py",
        "--labels",
        corpora / "labels",
        "--corpora",
        corpora / "docs",
    ]
    done = subprocess.run(
        [*command, "--findings", tmp_path / "findings.jsonl"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    row = next(line for line in done.stdout.splitlines() if line.startswith("KEY "))
    precision, recall = re.findall(r"([01]\.\d{3}) \[", row)[:2]
    assert float(precision) >= 0.97, row
    assert float(recall) >= 0.97, row
