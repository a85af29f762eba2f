"""Offsets, lines and columns; extracts and where their characters came from."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftproof.text.extract import Extract, ExtractBuilder
from draftproof.text.json_nodes import MAX_DEPTH, JsonError, concatenate, parse
from draftproof.text.source import Position, Source, Span

TEXT = st.text(alphabet=st.sampled_from(list("ab\r\n\t\u2028\x0b\x0c\x85é🧪")), max_size=30)


@given(TEXT)
def test_lines_end_at_lf_crlf_and_cr_only(text: str) -> None:
    source = Source(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [source.line_text(number) for number in range(1, source.line_count() + 1)] == lines


@given(TEXT)
def test_offsets_and_positions_are_each_others_inverse(text: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        inside = column - 1 <= len(source.line_text(line))
        assert source.offset(line, column) == offset or not inside
        assert source.line_starts[line - 1] + column - 1 == offset


def test_positions_by_hand() -> None:
    source = Source("a\r\nbc\rd\n")
    assert [source.position(offset) for offset in (0, 1, 3, 5, 6, 8)] == [
        Position(1, 1), Position(1, 2), Position(2, 1), Position(2, 3), Position(3, 1), Position(4, 1)
    ]  # fmt: skip
    assert source.offset(2, 99) == 5
    with pytest.raises(IndexError, match="has no line 5"):
        source.line_span(5)


@given(st.text(alphabet="abc\n", max_size=30), st.data())
def test_a_builder_keeps_the_origin_of_what_it_takes(text: str, data: st.DataObject) -> None:
    base = Extract.whole(text)
    builder = ExtractBuilder(base)
    wanted: list[tuple[str, int, int]] = []
    position = 0
    while position < len(text):
        end = data.draw(st.integers(position + 1, len(text)))
        action = data.draw(st.sampled_from(["take", "skip", "replace"]))
        if action == "take":
            builder.take(position, end)
            wanted += [(text[at], at, at + 1) for at in range(position, end)]
        elif action == "replace":
            shown = "xyz"[: 1 + (end - position == 1)]
            builder.replace(shown, position, end)
            linear = len(shown) == end - position
            wanted += [
                (c, position + n * linear, position + n + 1 if linear else end) for n, c in enumerate(shown)
            ]
        position = end
    built = builder.build()
    assert built.text == "".join(character for character, _, _ in wanted)
    for at, (_, start, end) in enumerate(wanted):
        assert built.span(at, at + 1) == Span(start, end)
        assert built.origin(at) == start
    for low in range(len(wanted)):
        part = built.slice(low, len(wanted))
        assert part.span(0, len(part)) == Span(wanted[low][1], wanted[-1][2])
        covered = built.pieces(low, len(wanted))
        assert (covered[0].start, covered[-1].end) == (wanted[low][1], wanted[-1][2])


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_json_nodes_hold_the_values_that_the_standard_library_reads(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    root = parse(text)
    assert root.value() == value

    def walk(node: object, found: object) -> None:
        assert node.value() == found  # type: ignore[attr-defined]
        if isinstance(found, list):
            for item, inner in zip(node.items, found, strict=True):  # type: ignore[attr-defined]
                walk(item, inner)
        elif isinstance(found, dict):
            assert list(node.members) == list(found)  # type: ignore[attr-defined]
            for name, inner in found.items():
                walk(node.members[name], inner)  # type: ignore[attr-defined]
                start, end = node.keys[name]  # type: ignore[attr-defined]
                assert json.loads(text[start:end]) == name
        elif isinstance(found, str):
            assert node.extract().text == found  # type: ignore[attr-defined]

    walk(root, value)


def test_surrogate_pairs_are_one_character_with_one_place() -> None:
    text = '["\\ud83e\\uddea \\u00e9"]'
    extract = parse(text).items[0].extract()
    assert extract.text == "🧪 é"
    assert [text[slice(*extract.span(at, at + 1))] for at in range(3)] == ["\\ud83e\\uddea", " ", "\\u00e9"]


@pytest.mark.parametrize(
    ("text", "offset"), [("", 0), ("[1,]", 3), ("{", 1), ('{"a" 1}', 5), ("[1] 2", 4), ('"a', 0), ("nope", 0)]
)
def test_a_fault_in_json_has_its_offset(text: str, offset: int) -> None:
    with pytest.raises(JsonError, match="not valid JSON") as caught:
        parse(text)
    assert caught.value.offset == offset


@pytest.mark.parametrize("text", ["[" * 600 + "]" * 600, "[" * 200_000, '{"a":' * 600 + "1" + "}" * 600])
def test_deep_json_is_refused(text: str) -> None:
    with pytest.raises(JsonError, match=rf"deeper than {MAX_DEPTH} levels|not valid JSON"):
        parse(text)


def test_joined_extracts_keep_their_places() -> None:
    root = parse('["ab", "c\\n"]')
    joined = concatenate([item.extract() for item in root.items])
    assert joined.text == "abc\n"
    assert [joined.origin(at) for at in range(4)] == [2, 3, 8, 9]
