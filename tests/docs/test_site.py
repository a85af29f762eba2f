"""The site builds from the pages as they are, without a warning and without asking anybody."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"mkdocs build --strict\n{done.stdout}\n{done.stderr}"
    assert done.stderr == ""
    return folder


def test_every_rule_has_a_page(root: Path, site: Path) -> None:
    rules = list((root / "rules").rglob("[A-Z]*[0-9].md"))
    assert len(rules) > 40
    for rule in rules:
        page = site / "rules" / rule.parent.name / f"{rule.stem}.html"
        assert f"{rule.stem} " in page.read_text(encoding="utf-8"), rule


def test_no_fence_is_left_as_text(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not re.search(r"<p>(?:```|~~~)", page.read_text(encoding="utf-8")), page.name


def test_links_to_rules_stay_on_the_site(site: Path) -> None:
    page = (site / "evidence.html").read_text(encoding="utf-8")
    assert 'href="rules/evidence/EVD001.html"' in page


def test_links_out_of_the_folder_lead_to_the_repository(site: Path) -> None:
    page = (site / "benchmarks.html").read_text(encoding="utf-8")
    assert 'href="https://github.com/draftproof/draftproof/tree/main/fixtures"' in page


def test_nothing_is_asked_of_other_hosts(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="(https?:[^"]+)"', text)
        loaded += re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="(https?:[^"]+)"', text)
        assert loaded == [], page.name
