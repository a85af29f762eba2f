"""Lists of models as providers send them, and things that are none."""

from __future__ import annotations

import datetime
import time

import pytest

from draftproof.catalogs.known import known_models, nearest
from draftproof.catalogs.lockfile import Entry
from draftproof.catalogs.shapes import ShapeError, listing_of, listing_of_text
from draftproof.rulebook.loading import builtin_rulebook


def test_the_shape_of_cometapi() -> None:
    data = {
        "success": True,
        "page": 0,
        "page_size": 0,
        "total": 3,
        "data": [
            {"id": "a", "model_type": "text", "features": ["text-to-text"]},
            {"id": "b", "model_type": "image", "features": ["text-to-image"]},
            {"id": "c", "model_type": "image", "features": ["text-to-image", "image-to-text"]},
        ],
    }
    assert listing_of(data).models == {"a": Entry("text"), "b": Entry("image"), "c": Entry()}


def test_the_shape_of_openai_and_openrouter() -> None:
    data = {
        "object": "list",
        "data": [
            {"id": "a", "object": "model", "owned_by": "x"},
            {"id": "v/b", "architecture": {"output_modalities": ["text"]}, "expiration_date": "2026-03-01"},
            {"id": "v/c", "architecture": {"output_modalities": ["image", "text"]}, "expiration_date": None},
            {"id": "v/d", "architecture": {"output_modalities": ["embeddings"]}},
        ],
    }
    assert listing_of(data).models == {
        "a": Entry(),
        "v/b": Entry("text", datetime.date(2026, 3, 1)),
        "v/c": Entry("text"),
        "v/d": Entry("embedding"),
    }


def test_a_page_names_the_next() -> None:
    page = listing_of({"data": [{"id": "a", "type": "model"}], "has_more": True, "last_id": "a"})
    assert page.after == "a"
    assert page.models == {"a": Entry()}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (None, "no list"),
        (1, "no list"),
        ("gpt", "no list"),
        ({}, "no list"),
        ({"data": {}}, "no list"),
        ({"data": []}, "lists no model"),
        ([], "lists no model"),
        ({"data": [{"name": "a"}]}, "lists no model"),
        ({"data": [1]}, "neither an id nor"),
        ({"error": {"message": "no"}}, "an error"),
        ({"success": False, "data": [{"id": "a"}]}, "an error"),
        ({"data": [{"id": "a"}], "total": 301}, "1 of 301"),
        ({"data": [{"id": "a"}], "has_more": True}, "does not say where"),
        ([{"id": f"m{n}"} for n in range(50_001)], "more than 50,000"),
    ],
)
def test_what_is_no_whole_list(data: object, word: str) -> None:
    with pytest.raises(ShapeError) as caught:
        listing_of(data)
    assert word in str(caught.value)


def test_ids_that_no_file_could_hold_are_left_out_and_counted() -> None:
    bad = ["", "a b", "x\n", "\x1b[31m", "é", "y" * 201, 7, None]
    listing = listing_of({"data": [{"id": each} for each in bad] + [{"id": "good"}]})
    assert list(listing.models) == ["good"]
    assert listing.left_out == len(bad)


def test_hostile_fields_are_ignored() -> None:
    record = {
        "id": "a",
        "architecture": {"output_modalities": [[], {}, 3]},
        "model_type": ["x"],
        "features": 5,
    }
    assert listing_of([record | {"expiration_date": "2026-99-99" + "9" * 10}]).models == {"a": Entry()}


def test_files() -> None:
    assert list(listing_of_text("# mine\na\n\n  b  \nc # why\n").models) == ["a", "b", "c"]
    assert list(listing_of_text('["a", "b"]').models) == ["a", "b"]
    assert list(listing_of_text(' {"data": [{"id": "a"}]}').models) == ["a"]
    for text, word in (
        ("", "lists no model"),
        ("a\nb c\n", "line 2"),
        ("{", "none that can be read"),
        ("[" * 100_000, "none that can be read"),
        ('{"data": [{"id": "a"}], "has_more": true, "last_id": "a"}', "one page"),
    ):
        with pytest.raises(ShapeError) as caught:
            listing_of_text(text)
        assert word in str(caught.value)


@pytest.mark.parametrize("text", ["null", "true", '"error"', "404\n", ' "a" '])
def test_what_is_left_of_an_answer_is_no_list(text: str) -> None:
    with pytest.raises(ShapeError, match="a single JSON value"):
        listing_of_text(text)


def test_the_shipped_spellings() -> None:
    known = known_models(builtin_rulebook().vocabularies["known-models"])
    assert known.kinds["gpt-4o"] == "text"
    assert known.kinds["text-embedding-3-small"] == "embedding"
    assert known.kinds["dall-e-3"] == "image"
    assert known.kinds["gemini-2.5-flash-image"] == "mixed"
    assert len(known.kinds) > 1000
    assert all(isinstance(day, datetime.date) for day in known.retired.values())


def test_a_near_id_is_found_and_a_far_one_is_not() -> None:
    ids = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "MiniMax-M2"]
    assert nearest("gpt-4o-minii", ids) == "gpt-4o-mini"
    assert nearest("minimax-m2", ids) == "MiniMax-M2"
    assert nearest("claude-sonet-4-5", ids) == "claude-sonnet-4-5"
    assert nearest("claude-sonnet-4-6", ids) == "claude-sonnet-4-5"
    assert nearest("claude-sonnet-4-6", ids, same_version=True) == ""
    assert nearest("claude-sonet-4-5", ids, same_version=True) == "claude-sonnet-4-5"
    assert nearest("llama-3", ids) == ""
    assert nearest("x" * 10_000, ids) == ""


def test_looking_for_a_near_id_is_bounded() -> None:
    begun = time.monotonic()
    nearest("a" * 200, (f"{'a' * 195}{n}" for n in range(50_000)))
    assert time.monotonic() - begun < 5
