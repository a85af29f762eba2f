"""Places in a text as editors count them, and edits made by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import place, units
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from draftproof.lsp.documents import change, opened, range_of
from draftproof.lsp.positions import Encoding, Place, Units
from draftproof.text.source import Source

TEXTS = st.text(st.sampled_from("ab\r\n\t é\u20ac\u2028\x0c\x85\U0001f600\U00010000"), max_size=40)
ENCODINGS = st.sampled_from(list(Encoding))


def document(text: str) -> object:
    return opened(types.TextDocumentItem("file:///a.md", "markdown", 1, text))


def between_the_ends_of_a_line(text: str, offset: int) -> bool:
    return text[offset - 1 : offset + 1] == "\r\n"


@given(TEXTS, ENCODINGS, st.data())
def test_an_offset_is_the_place_that_encoding_the_line_gives(
    text: str, encoding: Encoding, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    found = Units(Source(text), encoding).place(offset)
    if between_the_ends_of_a_line(text, offset):
        offset -= 1  # the place before the line end stands for both
    expected = place(text, offset, encoding)
    assert found == (expected.line, expected.character)
    assert Units(Source(text), encoding).offset(found) == offset


@given(TEXTS, ENCODINGS, st.integers(-1, 50), st.integers(-1, 60))
def test_any_place_is_an_offset(text: str, encoding: Encoding, line: int, character: int) -> None:
    offset = Units(Source(text), encoding).offset(Place(line, character))
    assert 0 <= offset <= len(text)


def test_a_place_inside_a_character_is_its_beginning() -> None:
    assert Units(Source("a\U0001f600b"), Encoding.UTF16).offset(Place(0, 2)) == 1
    assert [Units(Source("\u20acx"), Encoding.UTF8).offset(Place(0, n)) for n in range(6)] == [
        0,
        0,
        0,
        1,
        2,
        2,
    ]


def test_a_long_line_with_many_places_is_looked_through_once() -> None:
    text = "\U0001f600x" * 50_000
    found = Units(Source(text), Encoding.UTF16)
    assert [found.place(offset).character for offset in range(0, 100_000, 2)] == list(range(0, 150_000, 3))
    assert found.place(100_000).character == units(text, "utf-16")


@given(TEXTS, TEXTS, ENCODINGS, st.data())
def test_a_change_replaces_what_its_range_names(
    text: str, new: str, encoding: Encoding, data: st.DataObject
) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    start -= between_the_ends_of_a_line(text, start)
    end -= between_the_ends_of_a_line(text, end)
    one = opened(types.TextDocumentItem("file:///a.md", "markdown", 1, text))
    wanted = types.Range(place(text, start, encoding), place(text, end, encoding))
    change(one, 2, [types.TextDocumentContentChangePartial(range=wanted, text=new)], encoding)
    assert one.source.text == text[:start] + new + text[end:]
    assert (one.version, one.serial) == (2, 1)


def test_changes_of_one_message_are_made_one_after_another() -> None:
    one = opened(types.TextDocumentItem("file:///a.md", "markdown", 1, "abc"))
    at = range_of(Units(Source("abc"), Encoding.UTF16), 1, 2)
    changes = [types.TextDocumentContentChangePartial(range=at, text=text) for text in ("1\r\n2", "x")]
    change(one, 2, changes, Encoding.UTF16)
    assert one.source.text == "ax\r\n2c"


def test_half_a_surrogate_pair_is_replaced() -> None:
    one = opened(types.TextDocumentItem("file:///a.md", "markdown", 1, "a\ud83db"))
    assert one.source.text == "a\ufffdb"


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("file:///docs/a%20b.md", "plaintext", "a b.md"),
        ("untitled:Untitled-1", "markdown", "untitled.md"),
        ("untitled:Untitled-1", "mdx", "untitled.mdx"),
        ("untitled:Untitled-1", "python", None),
        ("git:/docs/a.md", "markdown", None),
    ],
)
def test_what_has_a_path(uri: str, language: str, name: str | None) -> None:
    found = opened(types.TextDocumentItem(uri, language, 1, "")).path
    assert (None if found is None else Path(found).name) == name
