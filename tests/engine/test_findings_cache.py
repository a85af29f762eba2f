"""Judgements kept between runs: the same findings, and anew whenever something changed that counts."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.engine import examining, findings_cache
from drafts import TODAY, filled, run, write

if TYPE_CHECKING:
    from draftproof.engine.run_options import Run

ARTICLE = """# Streaming

Our gateway is the fastest on the market.

```python
from openai import OpenAI

client = OpenAI(api_key="{{key:openai-project}}")
print(client.responses.create(model="gpt-4o", messages=[]).output_text)
```
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were judged anew."""
    names: list[str] = []
    real = examining.Examiner.examined

    def examined(self: examining.Examiner, file: Any, *rest: Any, **more: Any) -> Any:
        names.append(file.path.name)
        return real(self, file, *rest, **more)

    monkeypatch.setattr(examining.Examiner, "examined", examined)
    return names


def again(folder: Path, judged: list[str], **options: Any) -> tuple[Run, list[str]]:
    judged.clear()
    done = run(folder, **{"isolated": False, **options})
    return done, list(judged)


def test_nothing_is_judged_twice(tmp_path: Path, judged: list[str]) -> None:
    write(tmp_path, {"a.md": ARTICLE, "b.md": "# Plain\n"})
    first, names = again(tmp_path, judged)
    assert names == ["a.md", "b.md"]
    second, names = again(tmp_path, judged)
    assert names == []
    assert second.result == first.result
    assert len(first.result.findings) >= 3
    assert "0 as before, 2 new" in first.cache
    assert "cache: 2 as before (" in second.cache


def test_what_changed_is_judged_anew(tmp_path: Path, judged: list[str]) -> None:
    write(tmp_path, {"a.md": ARTICLE, "b.md": "# Plain\n"})
    again(tmp_path, judged)
    write(tmp_path, {"b.md": ARTICLE})
    changed, names = again(tmp_path, judged)
    assert names == ["b.md"]
    assert "1 as before, 1 changed, or judged by other rules or settings" in changed.cache
    assert changed.result == run(tmp_path, isolated=False, use_cache=False).result


CONFIGURATION = "ignore: [CLM]\n"
LOCK = "format: 1\nprovider: openai\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draftproof.yaml", CONFIGURATION),
        (".draftproof/models/openai.yaml", LOCK),
        ("draftproof.yaml", "severity:\n  CLM: error\n"),
    ],
)
def test_what_holds_for_a_document_counts(tmp_path: Path, judged: list[str], name: str, content: str) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"a.md": ARTICLE})
    again(tmp_path, judged)
    write(tmp_path, {name: content})
    changed, names = again(tmp_path, judged)
    assert "a.md" in names
    assert changed.result == run(tmp_path, isolated=False, use_cache=False).result


@pytest.mark.parametrize("options", [{"select": ("KEY",)}, {"publish": True}, {"provider": "openai"}])
def test_what_is_asked_counts(tmp_path: Path, judged: list[str], options: dict[str, Any]) -> None:
    write(tmp_path, {"a.md": ARTICLE})
    again(tmp_path, judged)
    changed, names = again(tmp_path, judged, **options)
    assert names == ["a.md"]
    assert changed.result == run(tmp_path, isolated=False, use_cache=False, **options).result


def test_a_pack_counts(tmp_path: Path, judged: list[str]) -> None:
    rule = Path(__file__).parent.parent.parent / "rules" / "claims" / "CLM001.md"
    text = rule.read_text(encoding="utf-8").replace("CLM001", "OWN001").replace("speed-claim", "own-claim")
    write(tmp_path, {"a.md": ARTICLE, "draftproof.yaml": "rules: [pack]\n", "pack/OWN001.md": text})
    first, _ = again(tmp_path, judged)
    if first.errors:
        pytest.fail(str(first.errors))
    assert again(tmp_path, judged)[1] == []
    write(tmp_path, {"pack/OWN001.md": text.replace("severity: warning", "severity: error")})
    assert again(tmp_path, judged)[1] == ["a.md"]


DATED = "# Streaming\n\nLast reviewed: 2026-01-20.\n"


def test_only_what_asked_for_the_date_is_judged_anew_on_another_day(
    tmp_path: Path, judged: list[str]
) -> None:
    write(tmp_path, {"a.md": ARTICLE, "b.md": DATED})
    again(tmp_path, judged)
    assert again(tmp_path, judged)[1] == []
    later, names = again(tmp_path, judged, today=TODAY + datetime.timedelta(days=400))
    assert names == ["b.md"]
    assert "1 judged on another day" in later.cache
    assert [f.code for f in later.result.findings if f.path.endswith("b.md")] == ["SRC001"]


INCLUDING = '# A\n\n```python\n--8<-- "sample.py"\n```\n'


def test_included_files_count(tmp_path: Path, judged: list[str]) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"a.md": INCLUDING})
    missing, _ = again(tmp_path, judged)
    assert [f.code for f in missing.result.findings] == ["DOC002"]
    assert again(tmp_path, judged)[1] == []
    sample = 'key = "{{key:openai-project}}"\n'
    write(tmp_path, {"sample.py": sample})
    there, names = again(tmp_path, judged)
    assert names == ["a.md"]
    assert [f.code for f in there.result.findings] == ["KEY001"]
    assert again(tmp_path, judged)[1] == []
    write(tmp_path, {"sample.py": "key = None\n"})
    mended, names = again(tmp_path, judged)
    assert names == ["a.md"]
    assert "1 with included files that changed" in mended.cache
    assert mended.result.findings == ()


def test_a_baseline_holds_over_what_is_kept(tmp_path: Path, judged: list[str]) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"a.md": ARTICLE})
    again(tmp_path, judged, write_baseline="grow")
    held, names = again(tmp_path, judged)
    assert names == []
    assert held.result.findings == ()
    assert held.result.counts.baselined >= 3
    write(tmp_path, {"b.md": ARTICLE})
    grown, names = again(tmp_path, judged)
    assert names == ["b.md"]
    assert {f.path.rpartition("/")[2] for f in grown.result.findings} == {"b.md"}


def kept_files(cache: Path) -> list[Path]:
    return sorted((cache / "findings").rglob("*.json"))


def test_no_credential_is_kept(tmp_path: Path, cache: Path) -> None:
    write(tmp_path, {"a.md": ARTICLE})
    run(tmp_path)
    secret = filled("{{key:openai-project}}").encode()
    kept = [path.read_bytes() for path in kept_files(cache)]
    assert kept
    assert not any(secret in data or secret[-20:] in data for data in kept)


@pytest.mark.parametrize(
    "broken", [b"", b"{}", b"\xff\xfe", b"0123\n{}", None, b"[1, 2]"], ids=["empty", "no-digest", "bytes",
    "wrong-digest", "cut", "list"],
)  # fmt: skip
def test_what_is_broken_is_made_anew(
    tmp_path: Path, cache: Path, judged: list[str], broken: bytes | None
) -> None:
    write(tmp_path, {"a.md": ARTICLE})
    first, _ = again(tmp_path, judged)
    for path in kept_files(cache):
        path.write_bytes(path.read_bytes()[:-3] if broken is None else broken)
    second, names = again(tmp_path, judged)
    assert names == ["a.md"]
    assert second.result == first.result
    assert "1 broken cache files made anew" in second.cache
    assert again(tmp_path, judged)[1] == []


@pytest.mark.parametrize("entry", [None, 1, [], ["k"], ["", "", [], []], {"a": 1}])
def test_entries_of_another_form_are_of_no_use(
    tmp_path: Path, cache: Path, judged: list[str], entry: Any
) -> None:
    from draftproof.engine.digests import digest_of

    write(tmp_path, {"a.md": ARTICLE})
    first, _ = again(tmp_path, judged)
    for path in kept_files(cache):
        body = json.loads(path.read_bytes().partition(b"\n")[2])
        key = next(iter(body.values()))[0]
        data = json.dumps({name: [key, *entry] if entry == [] else entry for name in body}).encode()
        path.write_bytes(digest_of(data).encode() + b"\n" + data)
    second, names = again(tmp_path, judged)
    assert names == ["a.md"]
    assert second.result == first.result


def test_documents_that_are_gone_are_forgotten(
    tmp_path: Path, cache: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_cache, "SHARDS", 1)  # what nothing was added to stays as it is
    names = {f"{number}.md": ARTICLE for number in range(8)}
    write(tmp_path, names)
    again(tmp_path, judged)
    for name in names:
        if name != "7.md":
            (tmp_path / name).unlink()
    write(tmp_path, {"new.md": DATED})
    again(tmp_path, judged)
    (path,) = kept_files(cache)
    known = {name.rpartition("/")[2] for name in json.loads(path.read_bytes().partition(b"\n")[2])}
    assert known == {"7.md", "new.md"}


def test_a_place_that_cannot_be_written_is_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DRAFTPROOF_CACHE_DIR", str(tmp_path / "file" / "below"))
    write(tmp_path / "docs", {"a.md": ARTICLE})
    first, _ = again(tmp_path / "docs", judged)
    second, names = again(tmp_path / "docs", judged)
    assert names == ["a.md"]
    assert first.result == second.result
