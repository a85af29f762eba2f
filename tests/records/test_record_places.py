"""Where records lie, there and back, and never outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_drafts import text

from draftproof.records.folder import EvidenceFolder
from draftproof.records.places import PlaceError, articles_of, record_path
from drafts import write

ROOT = Path("/project")
_NAMES = st.text("abc. -é", min_size=1, max_size=8).filter(
    lambda name: name.strip(".") and name not in (".", "..")
)


@pytest.mark.parametrize(
    ("article", "place", "provider", "record"),
    [
        ("docs/a.md", "folder", "", ".draftproof/evidence/docs/a.md.evidence.json"),
        ("a.ipynb", "folder", "", ".draftproof/evidence/a.ipynb.evidence.json"),
        ("docs/a.md", "folder", "azure-openai", ".draftproof/evidence/docs/a.md.azure-openai.evidence.json"),
        ("docs/a.md", "beside", "", "docs/a.md.evidence.json"),
        ("docs/a.md", "beside", "openai", "docs/a.md.openai.evidence.json"),
        ("/project/docs/a.md", "folder", "", ".draftproof/evidence/docs/a.md.evidence.json"),
        ("docs/../a.md", "folder", "", ".draftproof/evidence/a.md.evidence.json"),
    ],
)
def test_where_a_record_lies(article: str, place: str, provider: str, record: str) -> None:
    assert record_path(ROOT, Path(article), place, provider) == ROOT / record  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "article", ["../a.md", "docs/../../a.md", "/etc/passwd", "/project", "/projects/a.md"]
)
def test_no_record_outside_of_the_folder(article: str) -> None:
    with pytest.raises(PlaceError):
        record_path(ROOT, Path(article))


@pytest.mark.parametrize("provider", ["../x", "a/b", "A", "a.b", "-", " "])
def test_no_name_that_leads_elsewhere(provider: str) -> None:
    with pytest.raises(PlaceError):
        record_path(ROOT, Path("a.md"), "folder", provider)


@given(st.lists(_NAMES, min_size=1, max_size=3), st.sampled_from(["folder", "beside"]))
def test_a_record_leads_back_to_its_article(parts: list[str], place: str) -> None:
    article = ROOT.joinpath(*parts)
    found = articles_of(ROOT, record_path(ROOT, article, place))  # type: ignore[arg-type]
    assert found[0] == (article, "")
    named = articles_of(ROOT, record_path(ROOT, article, place, "openai"))  # type: ignore[arg-type]
    assert (article, "openai") in named


def test_a_name_may_be_an_article_or_a_provider(tmp_path: Path) -> None:
    records = tmp_path / ".draftproof/evidence"
    write(tmp_path, {"a.md": "", "a.md.openai": ""})
    write(records, {"a.md.evidence.json": text(), "a.md.openai.evidence.json": text()})
    folder = EvidenceFolder(tmp_path, "folder")
    assert folder.records_of(tmp_path / "a.md") == ((records / "a.md.evidence.json", ""),)
    assert folder.records_of(tmp_path / "a.md.openai") == ((records / "a.md.openai.evidence.json", ""),)
    (tmp_path / "a.md.openai").unlink()
    again = EvidenceFolder(tmp_path, "folder").records_of(tmp_path / "a.md")
    assert [provider for _, provider in again] == ["", "openai"]


def test_links_lead_to_no_record_outside(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    write(project, {"docs/a.md": ""})
    write(outside, {"a.md.evidence.json": text()})
    (project / ".draftproof/evidence").mkdir(parents=True)
    (project / ".draftproof/evidence/docs").symlink_to(outside)
    assert EvidenceFolder(project, "folder").records_of(project / "docs/a.md") == ()
    assert list(EvidenceFolder(project, "folder").below(project)) == []
