"""Lock files: written, read back, merged; what is wrong with one is said with its place."""

from __future__ import annotations

import datetime
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.catalogs.folder import load_catalogs, read_lock
from draftproof.catalogs.kinds import KINDS
from draftproof.catalogs.lockfile import (
    Entry,
    LockError,
    LockFile,
    dumped,
    lock_of,
    lock_path,
    parsed,
    refreshed,
)
from draftproof.catalogs.verdicts import judge_id

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime.date(2026, 1, 20)
REFRESH = "draftproof catalog refresh"


def lock(*ids: str, **more: object) -> LockFile:
    values: dict[str, object] = {
        "provider": "openai",
        "written_by": REFRESH,
        "source": "https://api.example.com/v1/models",
        "fetched": DAY,
        "models": {name: Entry("text") for name in ids},
    }
    return LockFile(**(values | more))  # type: ignore[arg-type]


ids = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)
dates = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))
entries = st.builds(Entry, st.sampled_from(sorted(KINDS | {""})), st.none() | dates)


@given(
    st.dictionaries(ids, entries, max_size=8),
    st.dictionaries(ids, dates, max_size=4),
    st.dictionaries(ids, st.text(max_size=30), max_size=4),
    st.text(max_size=30),
)
def test_what_is_written_is_read_back(
    models: dict[str, Entry], retired: dict[str, datetime.date], aliases: dict[str, str], source: str
) -> None:
    one = lock(models=models, retired=retired, aliases=aliases, source=source)
    text = dumped(one)
    assert lock_of(parsed(text, "x")) == one
    assert dumped(lock_of(parsed(text, "x"))) == text


@given(st.text(max_size=200))
def test_any_text_is_a_lock_file_or_an_error_with_a_place(text: str) -> None:
    for candidate in (
        text,
        f"provider: openai\nwritten-by: x\nmodels: {text}",
        f"fetched: {text}\nprovider: a",
    ):
        faults = []
        try:
            lock_of(parsed(candidate, "x"))
        except LockError as error:
            faults.append(error)
        assert all(fault.line >= 1 and fault.message for fault in faults)


def test_one_id_a_line_and_sorted() -> None:
    lines = dumped(lock("b", "a", "c")).splitlines()
    assert lines[lines.index("models:") + 1 :] == ["  a: text", "  b: text", "  c: text"]


def test_branches_that_add_different_ids_merge_without_a_conflict(tmp_path: Path) -> None:
    names = {"base": "adgj", "ours": "abdgj", "theirs": "adgij"}
    for name, members in names.items():
        (tmp_path / name).write_text(dumped(lock(*members)))
    command = ["git", "merge-file", "-p", *(str(tmp_path / name) for name in ("ours", "base", "theirs"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == dumped(lock(*"abdgij"))


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "mapping"),
        ("- a", 1, "mapping"),
        ("provider: openai\n", 1, "written-by"),
        ("written-by: x\n", 1, "provider"),
        ("provider: ../x\nwritten-by: y\n", 1, "name of a provider"),
        ("provider: a\nwritten-by: [y]\n", 2, "text is wanted"),
        ("provider: a\nwritten-by: y\nmodles:\n  b:\n", 3, 'no "modles"'),
        ("provider: a\nwritten-by: y\nmodels:\n  b:\n", 1, "fetched"),
        ("provider: a\nwritten-by: y\nfetched: soon\n", 3, "no date"),
        ("provider: a\nwritten-by: y\nfetched: 20260101\n", 3, "no date"),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels: [b]\n", 4, "one a line"),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n  b: poem\n", 5, "a kind is one of"),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n  b: [text]\n", 5, "a kind is one of"),
        (
            "provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n  b: {kind: {}}\n",
            5,
            "a kind is one of",
        ),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n  b: {end: x}\n", 5, 'no "end"'),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n  b c: text\n", 5, "no model id"),
        ("provider: a\nwritten-by: y\nfetched: 2026-01-01\nmodels:\n<<<<<<< ours\n  b:\n", 6, ""),
        ("provider: a\nprovider: b\n", 2, "duplicate"),
    ],
)
def test_faults_have_their_place(text: str, line: int, word: str) -> None:
    with pytest.raises(LockError) as caught:
        parsed(text, "x")
    assert word in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "a.b", "x" * 80, "a\n"])
def test_a_provider_cannot_lead_elsewhere(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a provider"):
        lock_path(tmp_path, name)


def test_what_a_new_list_lacks_is_retired_and_comes_back() -> None:
    later = datetime.date(2026, 2, 1)
    second = refreshed(
        lock("a", "b", aliases={"mine": "ours"}),
        "openai",
        {"b": Entry()},
        written_by=REFRESH,
        source="s",
        today=later,
    )
    assert second.retired == {"a": later}
    assert second.aliases == {"mine": "ours"}
    third = refreshed(
        second, "openai", {"a": Entry()}, written_by=REFRESH, source="s", today=datetime.date(2026, 3, 1)
    )
    assert third.retired == {"b": datetime.date(2026, 3, 1)}


def test_a_folder_leaves_out_what_cannot_be_used(tmp_path: Path) -> None:
    folder = tmp_path / ".draftproof" / "models"
    folder.mkdir(parents=True)
    (folder / "openai.yaml").write_text(dumped(lock("a")))
    (folder / "other.yaml").write_text(dumped(lock("a")))
    (folder / "broken.yaml").write_text("<<<<<<<")
    (folder / "bytes.yaml").write_bytes(b"\xff")
    (folder / "empty.yaml").mkdir()
    catalogs = load_catalogs(tmp_path)
    assert list(catalogs.locks) == ["openai"]
    assert len(catalogs.paths) == 5
    for name in ("other", "broken", "bytes", "empty"):
        with pytest.raises(LockError):
            read_lock(folder / f"{name}.yaml")
    assert load_catalogs(tmp_path / "nowhere").locks == {}


@pytest.mark.parametrize(
    ("text", "wrapped", "standing"),
    [
        ("gpt-4o", False, "listed"),
        ("models/gpt-4o", False, "listed"),
        ("openai/gpt-4o", False, "unlisted"),
        ("openai/gpt-4o", True, "listed"),
        ("litellm_proxy/openai/gpt-4o", True, "listed"),
        ("cometapi:chat:gpt-4o", True, "listed"),
        ("vendor/m", False, "listed"),
        ("vendor/m:online", False, "listed"),
        ("vendor/m:free", False, "unlisted"),
        ("claude-9", False, "listed"),
        ("claude-9-latest", False, "listed"),
        ("claude", False, "unlisted"),
        ("claude-9-20990101", False, "unlisted"),
        ("GPT-4o", False, "unlisted"),
        ("gone", False, "retired"),
        ("past", False, "retired"),
        ("soon", False, "announced"),
        ("mine", False, "alias"),
        ("projects/x/publishers/google/models/gpt-4o", False, "listed"),
    ],
)
def test_verdicts(text: str, wrapped: bool, standing: str) -> None:
    models = {name: Entry() for name in ("gpt-4o", "vendor/m", "claude-9-20260101")}
    models["past"] = Entry(retires=datetime.date(2026, 1, 1))
    models["soon"] = Entry(retires=datetime.date(2026, 6, 1))
    one = lock(models=models, retired={"gone": DAY}, aliases={"mine": "ours"})
    assert judge_id(one, text, wrapped=wrapped, variants=("online",)).standing == standing


@pytest.mark.parametrize(
    ("variants", "standing"),
    [((), "unlisted"), (("online",), "unlisted"), (("nitro",), "listed"), (("*",), "listed")],
)
def test_endings_that_a_provider_makes_of_every_id(variants: tuple[str, ...], standing: str) -> None:
    assert judge_id(lock("vendor/m"), "vendor/m:nitro", variants=variants).standing == standing


def test_only_what_the_tool_wrote_and_fetched_verifies() -> None:
    assert judge_id(lock("a", written_by="me"), "a").standing == "no-list"
    only_aliases = LockFile("openai", "draftproof catalog add", aliases={"mine": "ours"})
    assert judge_id(only_aliases, "a").standing == "no-list"
    assert judge_id(only_aliases, "mine").standing == "alias"
    assert judge_id(None, "a").standing == "no-list"
