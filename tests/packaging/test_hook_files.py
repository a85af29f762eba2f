"""Which files the hooks take, by their own patterns; README, page and hook name the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from draftproof.engine.discovery import ENDINGS
from draftproof.reading.document import Format
from draftproof.reading.reader import format_of

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (*(ending for ending in ENDINGS if ending != ".evidence.json"), ".rst", ".adoc", ".asciidoc")
BUILT = (".html", ".htm", ".xhtml")


def _patterns() -> dict[str, re.Pattern[str]]:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: re.compile(hook["files"]) for hook in hooks}


@pytest.mark.parametrize("hook", _patterns())
def test_it_takes_what_people_write_and_no_pages(hook: str) -> None:
    pattern = _patterns()[hook]
    for ending in WRITTEN:
        assert pattern.search(f"docs/a{ending}")
        assert pattern.search(f"docs/A{ending.upper()}")
        assert not pattern.search(f"docs/a{ending}.txt")
    for ending in (*BUILT, ".txt", ".py", ".json"):
        assert not pattern.search(f"docs/a{ending}")
    assert pattern.search("docs/a.md.evidence.json") is not None or hook == "draftproof-verify"


def test_every_format_of_text_is_taken() -> None:
    taken = {format_of(f"a{ending}") for ending in WRITTEN}
    assert taken == {Format.MARKDOWN, Format.MDX, Format.NOTEBOOK, Format.RESTRUCTUREDTEXT, Format.ASCIIDOC}
    assert {format_of(f"a{ending}") for ending in BUILT} == {Format.HTML}


def test_the_pages_name_them() -> None:
    page = (ROOT / "docs" / "hook.md").read_text(encoding="utf-8")
    says = page.partition("The hook gets the changed documents (")[2].partition(")")[0]
    assert re.findall(r"`(\.\w+)`", says) == list(WRITTEN)
    by_hand = re.search(r"files: '(.+)'", page)
    assert by_hand is not None
    assert all(re.search(by_hand[1], f"docs/a{ending}") for ending in (*WRITTEN, *BUILT, ".md.evidence.json"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    reads = readme.partition("It reads ")[2].partition(".")[0]
    assert all(
        name in reads for name in ("Markdown", "MDX", "Jupyter", "HTML", "reStructuredText", "AsciiDoc")
    )
