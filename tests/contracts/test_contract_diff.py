"""A contract against a description: what is new, gone or required, and what a person has to settle."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from openapi_files import CONTRACT, EVENTS, FIELDS, notes

from draftproof.contracts.diff import Comparison, compare
from draftproof.contracts.openapi import described
from draftproof.text.yaml_nodes import load, plain


def compared(
    data: dict[str, Any], provider: str = "example", elsewhere: frozenset[str] = frozenset(), **changes: Any
) -> Comparison:
    contract = {**plain(load(CONTRACT)), **changes}
    before = copy.deepcopy(contract)
    comparison = compare(contract, described(data), provider, elsewhere)
    assert contract == before
    assert comparison is not None
    return comparison


def said(comparison: Comparison) -> list[str]:
    return [
        f"{'+' if c.added else '-'} {c.kind} {c.name}{f' ({c.provider})' if c.provider else ''}"
        for c in comparison.changes
    ]


def test_nothing_differs() -> None:
    comparison = compared(notes(required=["body"]))
    assert comparison.changes == ()
    assert comparison.same
    assert (comparison.family, comparison.read, comparison.endpoint) == (
        "notes",
        "2026-01-31",
        "POST /v1/notes",
    )


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        (notes({**FIELDS, "width": {}, "align": {}}, ["body"]), ["+ field align", "+ field width"]),
        (notes({"body": {}, "title": {}, "pinned": {}, "zone": {}}, ["body"]), ["- field color"]),
        (notes({**FIELDS, "heading": {}}, ["body"]), []),
        (notes(required=["body", "title"]), ["+ required title (example)"]),
        (notes(), ["- required body (example)"]),
        (notes(required=["body"], events=[*EVENTS, "note.shared"]), ["+ event note.shared"]),
        (notes(required=["body"], events=EVENTS[:3]), ["- event note.removed"]),
        (notes(required=["body"], events=[]), []),
        (
            notes(required=["body"], **{"/notes/{id}/share": {"post": {}}, "/notebooks": {"post": {}}}),
            ["+ endpoint POST /v1/notes/{id}/share"],
        ),
    ],
)
def test_changes(data: dict[str, Any], changes: list[str]) -> None:
    assert said(compared(data)) == changes


def test_an_endpoint_that_is_gone() -> None:
    data = notes(required=["body"])
    del data["paths"]["/notes/{note_id}"]
    # `/v1/a` is another part of the API, and no description can have a socket.
    assert said(compared(data)) == ["- endpoint GET /v1/notes/{id}"]


def test_endpoints_of_other_contracts_are_theirs() -> None:
    data = notes(required=["body"], **{"/notes/{id}/files": {"post": {}}})
    elsewhere = frozenset({"POST /v1/notes/{note}/files"})
    assert compared(data, elsewhere=elsewhere).same


def test_events_that_are_settled_are_no_difference() -> None:
    stream = {"events": EVENTS[:3], "aliases": ["note.removed"]}
    assert compared(notes(required=["body"]), stream=stream).same
    assert compared(notes(required=["body"], events=EVENTS[:3]), stream=stream).same


def test_what_cannot_be_seen_is_not_gone() -> None:
    data = notes({"body": {}}, [])
    schema = data["paths"]["/notes"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schema["allOf"] = [{"$ref": "common.yaml#/Note"}]
    comparison = compared(data)
    assert comparison.same
    assert "parts of the request's schema lie elsewhere, so nothing is said to be gone" in comparison.notes


def test_requirements_need_to_know_whose_description_it_is() -> None:
    comparison = compared(notes(), provider="")
    assert comparison.same
    assert any("--provider" in note for note in comparison.notes)


def test_further_endpoints_may_take_the_same_kind_of_request() -> None:
    body = {"content": {"application/json": {"schema": {"properties": {"mask": {}}}}}}
    data = notes(required=["body"], **{"/memos": {"post": {"requestBody": body}}})
    assert said(compared(data, also=["POST /v1/memos"])) == ["+ field mask"]


def test_a_package_has_no_description() -> None:
    contract = {key: value for key, value in plain(load(CONTRACT)).items() if key != "create"}
    contract["packages"] = ["notes"]
    assert compare(contract, described(notes()), "example", frozenset()) is None


def test_siblings_take_the_same_kind_of_request() -> None:
    body = {"content": {"multipart/form-data": {"schema": {"properties": {"mask": {}}}}}}
    edits = {"/pictures/edits": {"post": {"requestBody": body}}, "/pictures/{id}/more": {"post": {}}}
    data = notes(required=["body"], **edits)
    data["paths"]["/pictures/new"] = data["paths"].pop("/notes")
    comparison = compared(
        data, create="POST /v1/pictures/new", endpoints=["POST /v1/pictures/new", "POST /v1/pictures/edits"]
    )
    assert said(comparison) == ["+ field mask"]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (notes({**FIELDS, "input": {}}), "`foreign` lists input, which is a field now"),
        (notes({**FIELDS, "title": {"deprecated": True}}), "deprecated in the description: title"),
        (notes(events=[*EVENTS, "note.over"]), "`stream.never` lists note.over, which is an event now"),
        (
            notes(events=["note.added"]),
            "`stream.terminal` lists note.done, which the description does not have",
        ),
        (
            notes({**FIELDS, "blocks": {"type": "array", "items": {"oneOf": [
                {"properties": {"type": {"const": "list"}, "bullets": {}}}, {"properties": {"text": {}}}]}}}),
            "`shapes` calls bullets at blocks another family's, and the description has it",
        ),
        (
            notes({**FIELDS, "blocks": {"items": {"properties": {"type": {"enum": ["bullet", "list"]}}}}}),
            "`shapes` calls bullet at blocks another family's, and the description has it",
        ),
    ],
)  # fmt: skip
def test_notes_for_the_author(data: dict[str, Any], note: str) -> None:
    assert note in compared(data).notes
    assert note not in compared(notes(required=["body"])).notes


def test_a_shape_of_another_branch_is_no_contradiction() -> None:
    branches = [{"properties": {"type": {"const": "other"}, "bullets": {}}}]
    comparison = compared(notes({**FIELDS, "blocks": {"items": {"oneOf": branches}}}))
    assert not any("shapes" in note for note in comparison.notes)


def test_events_without_a_stream_are_left_to_the_author() -> None:
    comparison = compared(notes(required=["body"]), stream={})
    assert said(comparison) == [f"+ event {name}" for name in EVENTS]
    assert any("say by hand how it ends" in note for note in comparison.notes)


def test_an_endpoint_that_is_not_described_is_not_compared() -> None:
    contract = {**plain(load(CONTRACT)), "create": "POST /v1/other"}
    assert compare(contract, described(notes()), "example", frozenset()) is None
