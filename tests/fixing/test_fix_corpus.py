"""Real documents: a second run changes nothing, what was fixed is gone and nothing new has come."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixing_support import FORMS, fixed, words

from draftproof.text.source import Source
from drafts import run

if TYPE_CHECKING:
    from draftproof.engine.running import Run
    from draftproof.finding import Finding

pytestmark = pytest.mark.corpus

STRIDE = 9
"""Every so many documents are fixed: all of them take minutes."""
SELECTED = {"extend_select": ("KEY003",)}


@pytest.fixture(scope="module")
def copies(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    documents = sorted(path for path in (corpora / "docs").rglob("*") if path.is_file())
    chosen = [path for path in documents if path.suffix == ".ipynb"][::2] + documents[::STRIDE]
    for path in chosen:
        copy = folder / path.relative_to(corpora / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


def by_path(found: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.path, []).append(finding)
    return grouped


def with_edits(finding_run: Run, levels: set[str]) -> dict[str, list[tuple[int, int]]]:
    """The places in each raw file that a fix may touch."""
    places: dict[str, list[tuple[int, int]]] = {}
    for finding in finding_run.result.findings:
        if finding.fix and finding.fix.applicability in levels:
            places.setdefault(finding.path, []).extend(tuple(edit.raw_span) for edit in finding.fix.edits)
    return places


def outside(text: str, places: list[tuple[int, int]]) -> list[str]:
    pieces, position = [], 0
    for start, end in sorted(set(places)):
        pieces.append(text[position : max(start, position)])
        position = max(position, end)
    return [*pieces, text[position:]]


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_real_documents(copies: Path, unsafe: bool) -> None:
    levels = {"safe", "unsafe"} if unsafe else {"safe"}
    before = run(copies, **SELECTED)
    places = with_edits(before, levels)
    old = {path: Path(path).read_bytes() for path in by_path(before.result.findings)}
    after = fixed(copies, unsafe=unsafe, **SELECTED)
    assert after.errors == ()
    assert after.result.counts.fixed > (100 if not unsafe else 300)
    earlier, later = by_path(before.result.findings), by_path(after.result.findings)
    held_back = Counter(note.partition(", ")[0] for note in after.result.notes)
    for path, found in later.items():
        assert words(tuple(found)) <= words(tuple(earlier[path])), path
        left = [f for f in found if f.fix and f.fix.applicability in levels]
        assert len(left) == held_back[path], path
    assert held_back.total() <= after.result.counts.fixed // 100
    for path, data in old.items():
        _check_rest(path, data, places.get(path, []))
    written = {path: Path(path).read_bytes() for path in old}
    again = fixed(copies, unsafe=unsafe, **SELECTED)
    assert again.result.counts.fixed == 0
    assert {path: Path(path).read_bytes() for path in old} == written
    assert words(again.result.findings) == words(after.result.findings)


def _check_rest(path: str, data: bytes, places: list[tuple[int, int]]) -> None:
    """Everything between the edits stands there still, in order; line ends and byte order mark are kept."""
    new = Path(path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == new.startswith(b"\xef\xbb\xbf")
    if not places:
        assert new == data
        return
    old_text, new_text = data.decode("utf-8-sig"), new.decode("utf-8-sig")
    position = 0
    for piece in outside(old_text, places):
        found = new_text.find(piece, position)
        assert found >= 0, path
        assert found - position <= max(map(len, FORMS)) * 4, path
        position = found + len(piece)
    assert position == len(new_text), path
    if path.endswith(".ipynb"):
        before, after = json.loads(old_text), json.loads(new_text)
        assert [cell.get("outputs") for cell in before["cells"]] == [c.get("outputs") for c in after["cells"]]
        assert before["metadata"] == after["metadata"]
    else:
        assert Source(old_text).line_count() == Source(new_text).line_count()
