"""What the summary for an editor looks like. DRAFTPROOF_UPDATE_GOLDEN=1 writes the files anew; then read the
difference.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from html_results import without_assets
from report_builders import Draft
from test_report_goldens import advice, hostile, left, mixed, notebook

from draftproof.finding import Counts, Finding, LeftInclude, Result
from draftproof.reports import editorial_html, editorial_markdown
from draftproof.reports.style import Style
from draftproof.text.source import Span

GOLDEN = Path(__file__).parent / "golden-editorial"
VERSION = "1.2.3"


def _result(*findings: Finding, **more: object) -> Result:
    """A result in which documents are known as the engine knows them."""
    paths = tuple(dict.fromkeys(finding.path for finding in findings))
    known: dict[str, object] = {
        "documents": paths,
        "counts": Counts(documents=len(paths)),
        "version": VERSION,
    }
    return replace(Result(findings, Counts()), **{**known, **more})


def _unreadable() -> Finding:
    return Draft("nb/broken.ipynb", "").find(
        "DOC001", "", "not a notebook: the JSON ends early", span=Span(0, 0), help="Save it again."
    )


def _warned() -> Finding:
    found = Draft("docs/warned.md", "# Fast\n\nprint(api_key)\n")
    made = found.find("KEY004", "print(api_key)", "this line prints a credential", help="Take it out.")
    return replace(made, heading_path=("Fast",))


def _audit() -> Result:
    """Articles of every verdict, what was not understood, and what could not be had."""
    findings = (*mixed(), *notebook(), *advice(), _warned(), _unreadable())
    made = _result(*findings)
    return replace(
        made,
        documents=(*made.documents, "docs/clean.md", "docs/unread.md"),
        counts=Counts(
            documents=8,
            unreadable=1,
            code_blocks=31,
            understood=20,
            partial=1,
            unread=1,
            suppressed=1,
            hidden=4,
        ),
        left=(*left(), replace(left()[1], path="docs/unread.md", cell=None)),
        lost_includes=(LeftInclude("docs/unread.md", 7, 1, "snippets/gone.py", "is not there"),),
        errors=("missing.md: no such file", "https://docs.example/a: not fetched: the server answered 404"),
        notes=("docs/b.md is the same page as docs/a.md",),
    )


CASES = {
    "audit": _audit(),
    "one": _result(*mixed()),
    "hostile": _result(*hostile(), errors=("\x1b[31m<script>\u202e: no such file",)),
    "clean": replace(Result((), Counts(documents=2), version=VERSION), documents=("docs/a.md", "docs/b.md")),
    "nothing": Result((), Counts(), ("missing.md: no such file",), version=VERSION),
}


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("name", CASES)
def test_looks_as_agreed(name: str, form: str) -> None:
    report = editorial_markdown if form == "md" else editorial_html
    made = "".join(report.render(CASES[name], Style()))
    if form == "html":
        made = without_assets(made)
    path = GOLDEN / f"{name}.{form}"
    if os.environ.get("DRAFTPROOF_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made.encode("utf-8"))
    assert made == path.read_bytes().decode("utf-8")


def test_every_golden_file_belongs_to_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{name}.{form}" for name in CASES for form in ("md", "html")
    }
