"""What an update writes: the lists that changed, a date, a source; and nothing else."""

from __future__ import annotations

import difflib
import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_files import CONTRACT, EVENTS, FIELDS, notes

from draftproof.contracts.diff import compare
from draftproof.contracts.editing import EditError, YamlText, written
from draftproof.contracts.openapi import described
from draftproof.contracts.update import SourceNote, updated
from draftproof.text.yaml_nodes import load, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = SourceNote("Notes OpenAPI description", "2026-12-01", "2", "0123456789abcdef" * 4)
CHANGED = notes(
    {name: {} for name in ("body", "colour", "pinned", "title", "width")},
    ["title"],
    ["note.added", "note.done", "note.removed", "note.shared"],
    **{"/notes/{id}/pin": {"post": {}}},
)


def after(text: str, data: dict[str, Any], source: SourceNote = SOURCE) -> str:
    contract = plain(load(text))
    comparison = compare(contract, described(data), "example", frozenset())
    assert comparison is not None
    return updated(text, "notes.yaml", contract, comparison, source)


def changed_lines(before: str, text: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), text.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:4] not in ("+++ ", "--- ")]


def test_only_what_differs_is_written() -> None:
    assert changed_lines(CONTRACT, after(CONTRACT, CHANGED, replace(SOURCE, note="file 2"))) == [
        "-read: 2026-01-31",
        "+read: 2026-12-01",
        '-  - {title: OpenAPI file, url: "https://example.com/b", note: "version 1", accessed: 2026-01-31}',
        '+  - {title: OpenAPI file, url: "https://example.com/b", note: file 2, accessed: 2026-12-01}',
        '-  [POST /v1/notes, "GET /v1/notes/{id}", GET /v1/a, GET(ws) /v1/notes]',
        '+  [POST /v1/notes, "GET /v1/notes/{id}", "POST /v1/notes/{id}/pin", GET /v1/a, GET(ws) /v1/notes]',
        "-  [body, color,   # British spelling is refused",
        '-   pinned, title, "zone"]',
        "+  [body,   # British spelling is refused",
        "+   colour, pinned, title, width]",
        "+  - color",
        "+  - zone",
        "-  example: [body]",
        "+  example: [title]",
        "-    note.edited, note.removed]",
        "+    note.removed, note.shared]",
        "+  aliases: [note.edited]",
    ]  # fmt: skip


def test_it_says_what_the_description_says() -> None:
    data = plain(load(after(CONTRACT, CHANGED)))
    assert data["fields"] == ["body", "colour", "pinned", "title", "width"]
    assert data["accepted"] == ["heading", "text", "color", "zone"]
    assert data["required"] == {"example": ["title"], "advised": ["body", "title"], "unless": []}
    assert data["stream"]["events"] == ["note.added", "note.done", "note.removed", "note.shared"]
    assert data["stream"]["aliases"] == ["note.edited"]


def test_an_update_settles_the_difference_and_the_next_one_writes_nothing() -> None:
    text = after(CONTRACT, CHANGED)
    comparison = compare(plain(load(text)), described(CHANGED), "example", frozenset())
    assert comparison is not None
    assert comparison.changes == ()
    assert after(text, CHANGED) == text


def test_where_nothing_differs_only_the_dates_move() -> None:
    text = after(CONTRACT, notes(required=["body"]))
    assert text == CONTRACT.replace("read: 2026-01-31", "read: 2026-12-01").replace(
        '"version 1", accessed: 2026-01-31', '"version 1", accessed: 2026-12-01'
    )


def test_there_and_back_lists_the_same_fields() -> None:
    old = notes(required=["body"])
    back = plain(load(after(after(CONTRACT, CHANGED), old)))
    known = {*back["fields"], *back["accepted"]}
    assert known == {*FIELDS, "colour", "width", "heading", "text"}
    assert back["required"]["example"] == ["body"]
    assert {*EVENTS} <= {*back["stream"]["events"], *back["stream"]["aliases"]}


def test_line_breaks_stay_what_they_are() -> None:
    text = after(CONTRACT.replace("\n", "\r\n"), CHANGED)
    assert text == after(CONTRACT, CHANGED).replace("\n", "\r\n")
    bare = after(CONTRACT.rstrip("\n"), CHANGED)
    assert plain(load(bare)) == plain(load(after(CONTRACT, CHANGED)))


def test_what_is_not_there_yet_is_added() -> None:
    bare = (
        "family: notes\ntitle: N\nread: 2026-01-31\ncreate: POST /v1/notes\n"
        "stream: {typed: true}\nfields: []\n"
    )
    data = plain(load(after(bare, CHANGED)))
    assert data["fields"] == ["body", "colour", "pinned", "title", "width"]
    assert data["required"] == {"example": ["title"]}
    assert data["stream"] == {
        "typed": True,
        "events": ["note.added", "note.done", "note.removed", "note.shared"],
    }
    assert data["sources"] == [
        {
            "title": "Notes OpenAPI description",
            "note": "version 2, sha256 0123456789ab",
            "accessed": "2026-12-01",
        }
    ]


def test_how_a_stream_ends_is_not_made_up() -> None:
    bare = "family: notes\ntitle: N\nread: 2026-01-31\ncreate: POST /v1/notes\nfields: []\n"
    assert "stream" not in plain(load(after(bare, CHANGED)))


def test_note_and_address_are_taken_from_the_author() -> None:
    source = SourceNote("x", "2026-12-01", "2", "ab", note="commit 1, of May", url="https://example.com/b")
    [entry, other] = plain(load(after(CONTRACT, notes(required=["body"]), source)))["sources"]
    assert (entry["note"], entry["url"]) == ("commit 1, of May", "https://example.com/b")
    assert other == {"title": "a page that was read by hand", "accessed": "2025-11-02"}


@pytest.mark.parametrize(
    "text",
    [
        CONTRACT.replace("fields:\n  [body", "fields: {a: 1}\nother:\n  [body"),
        CONTRACT.replace("fields:\n  [body", "fields: all\nother:\n  [body"),
        CONTRACT.replace("  example: [body]", "  example: body"),
        CONTRACT.replace("stream:\n", "stream:\n  - typed\nmore:\n"),
        CONTRACT.replace("fields:\n  [body", "fields: &f\n  [body").replace("unless: []", "unless: *f"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused_whole(text: str) -> None:
    contract = plain(load(CONTRACT))
    comparison = compare(contract, described(CHANGED), "example", frozenset())
    assert comparison is not None
    with pytest.raises(EditError, match=re.escape("notes.yaml")):
        updated(text, "notes.yaml", contract, comparison, SOURCE)


@pytest.mark.parametrize(
    "name", ["null", "true", "on", "1.5", "a: b", "a,b", "{id}", "#x", " a", "ä", '"', "~", ""]
)
def test_names_read_back_as_they_are(name: str) -> None:
    assert plain(load(f"[{written(name)}]")) == [name]


NAMES = st.lists(st.from_regex(r"[a-f]{1,3}[._]?[a-f]{0,30}", fullmatch=True), unique=True, max_size=12)


@given(NAMES, NAMES, st.sets(st.integers(0, 11)), st.booleans(), st.integers())
def test_any_list_can_be_edited(
    listed: Sequence[str], new: Sequence[str], gone: set[int], block: bool, seed: int
) -> None:
    """Order and comments stay, whatever goes in and out and however the list is laid out."""
    chosen = random.Random(seed)
    out = [name for index, name in enumerate(listed) if index in gone]
    added = [name for name in new if name not in listed]
    if block and listed:
        rows = [f"  - {name}\n" for name in listed]
        text = "fields:\n" + "".join(chosen.choice(["", f"  # {at}\n"]) + row for at, row in enumerate(rows))
    else:
        spaces = [chosen.choice(["", " ", "\n   ", f" # {at}, [\n   "]) for at in range(len(listed) + 1)]
        items = ",".join(space + name for space, name in zip(spaces, listed, strict=False))
        text = f"fields: [{items}{spaces[-1]}]  # behind\n"
    text = f"# before\n{text}other: [a]  # last\n"
    file = YamlText(text, "list.yaml")
    if block and listed and not added and len(out) == len(listed):
        with pytest.raises(EditError):
            file.change_list(("fields",), added, out)
        return
    file.change_list(("fields",), added, out)
    data = file.data
    left = [name for name in listed if name not in out]
    assert sorted(data["fields"]) == sorted([*left, *added])
    assert [name for name in data["fields"] if name in left] == left
    assert data["other"] == ["a"]
    assert re.findall("#.*", file.text) == re.findall("#.*", text)
