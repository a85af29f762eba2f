"""What is read from an OpenAPI description: fields, what is required, events, endpoints; also if hostile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openapi_files import description, notes, ref, saved

from draftproof.contracts.openapi import DescriptionError, described
from draftproof.contracts.reading import read_description
from draftproof.contracts.schemas import TooLargeError

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.contracts.openapi import Operation


def thing(schema: Any, stream: Any = None, **components: Any) -> Operation:
    operation = description(schema, stream, **components).operation("POST", "/v1/things")
    assert operation is not None
    return operation


A = {"properties": {"a": {}}, "required": ["a"]}
B = {"properties": {"b": {}}, "required": ["b"]}


@pytest.mark.parametrize(
    ("schema", "fields", "required"),
    [
        (A, "a", "a"),
        ({"allOf": [A, B]}, "ab", "ab"),
        ({"anyOf": [A, B]}, "ab", ""),
        ({"oneOf": [A, {"allOf": [A, B]}]}, "ab", "a"),
        ({"oneOf": [A, {"type": "null"}]}, "a", "a"),
        (ref("A"), "a", "a"),
        ({"allOf": [ref("A"), {"properties": {"c": {}}}], "required": ["c"]}, "ac", "ac"),
        (ref("Itself"), "xy", "y"),
        ({"properties": {"a": {"readOnly": True}, "b": {"properties": {"c": {}}}}}, "b", ""),
        ({"properties": {"a": {}}, "required": ["elsewhere", 7]}, "a", ""),
        (True, "", ""),
        ({"properties": ["a"], "allOf": {"properties": {"a": {}}}, "required": "a"}, "a", ""),
    ],
)
def test_request(schema: Any, fields: str, required: str) -> None:
    itself = {"properties": {"x": ref("Itself")}, "allOf": [ref("Other"), ref("Itself")]}
    other = {"anyOf": [ref("Itself")], "properties": {"y": {}}, "required": ["y"]}
    operation = thing(schema, A=A, Itself=itself, Other=other)
    assert operation.fields == frozenset(fields)
    assert operation.required == frozenset(required)
    assert operation.complete


def test_deprecated_fields_are_named_also_through_a_reference() -> None:
    fields = {"old": {"deprecated": True}, "older": ref("Old"), "new": {"deprecated": False}}
    operation = thing({"properties": fields}, Old={"deprecated": True})
    assert operation.deprecated == {"old", "older"}


@pytest.mark.parametrize(
    "reference", ["other.yaml#/Thing", "#/components/schemas/Missing", "#/a~1b/%zz", "#"]
)
def test_a_reference_that_leads_nowhere_makes_the_request_incomplete(reference: str) -> None:
    operation = thing({"allOf": [A, {"$ref": reference}]})
    assert operation.fields == {"a"}
    assert operation.complete is (reference == "#")


def event(name: str, member: str = "type") -> dict[str, Any]:
    return {"type": "object", "properties": {member: {"const": name}, "data": {}}}


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ({"anyOf": [event("x.a"), event("x.b")]}, {"x.a", "x.b"}),
        ({"oneOf": [ref("One"), {"anyOf": [ref("One"), event("x.b")]}]}, {"x.one", "x.b"}),
        ({"anyOf": [{"properties": {"type": {"enum": ["x.a", "x.b"]}}}]}, {"x.a", "x.b"}),
        ({"anyOf": [event("x.a", "event")]}, {"x.a"}),
        ({"anyOf": [{"allOf": [event("x.a"), {"properties": {"more": {}}}]}]}, {"x.a"}),
        ({"discriminator": {"propertyName": "kind"}, "oneOf": [event("x.a", "kind")]}, {"x.a"}),
        ({"discriminator": {"propertyName": "kind", "mapping": {"x.m": "#/x"}}}, {"x.m"}),
        (event("x.only"), {"x.only"}),
        ({"properties": {"object": {"const": "chunk"}, "choices": {}}}, set()),
        ({"properties": {"type": {"type": "string"}}}, set()),
    ],
)
def test_events(schema: Any, names: set[str]) -> None:
    assert thing(A, schema, One=event("x.one")).events == names


def test_events_are_those_of_a_stream_that_succeeds() -> None:
    data = notes()
    responses = data["paths"]["/notes"]["post"]["responses"]
    responses["2XX"] = {"content": {"text/event-stream; charset=utf-8": {"itemSchema": event("x.late")}}}
    responses["500"] = {"content": {"text/event-stream": {"schema": event("x.fault")}}}
    responses["201"] = {"content": {"application/json": {"schema": event("x.json")}}}
    operation = described(data).operation("POST", "/v1/notes")
    assert operation is not None
    assert operation.events == {"note.added", "note.done", "note.edited", "note.removed", "x.late"}


@pytest.mark.parametrize(
    ("server", "path"),
    [
        ("https://api.example.com/v1", "/things"),
        ("https://api.example.com", "/v1/things"),
        ("https://api.example.com", "/api/v1/things"),
        ("/v1", "/things/"),
        ("https://[broken", "/v1/things"),
    ],
)
def test_paths_are_found_however_the_base_is_written(server: str, path: str) -> None:
    found = described({"openapi": "3.0.4", "servers": [{"url": server}], "paths": {path: {"post": {}}}})
    assert found.has("POST", "/v1/things")
    assert not found.has("GET", "/v1/things")
    assert found.below("/v1/things") == (("POST", "/v1/things"),)


def test_parameters_may_have_other_names() -> None:
    found = described({"openapi": "3.0.4", "paths": {"/things/{thing_id}:run": {"post": {}}}})
    assert found.has("POST", "/v1/things/{id}:run")
    assert not found.has("POST", "/v1/things/{id}")


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Things, version: 1.5}\npaths:\n  /things:\n    post:\n"
        "      requestBody: {content: {application/json: {schema: {properties: {a: {}, on: {}}}}}}\n"
        "      responses:\n        200:\n          content:\n"
        "            text/event-stream: {schema: {anyOf: [{properties: {type: {const: x.a}}}]}}\n"
    )
    as_yaml = read_description(tmp_path / "a.yaml").description
    operation = as_yaml.operation("POST", "/v1/things")
    assert operation is not None
    assert (as_yaml.title, as_yaml.version) == ("Things", "1.5")
    assert (operation.fields, operation.events) == ({"a", "on"}, {"x.a"})
    file = read_description(saved(tmp_path, notes()))
    assert (file.name, len(file.digest), file.description.version) == ("openapi.json", 64, "2")


def bomb(levels: int) -> dict[str, Any]:
    """Every schema holds the next one twice."""
    return {f"S{at}": {"allOf": [ref(f"S{at + 1}"), ref(f"S{at + 1}")]} for at in range(levels)}


def chain(levels: int) -> dict[str, Any]:
    return {f"S{at}": ref(f"S{at + 1}") for at in range(levels)} | {f"S{levels}": A}


def nested(levels: int) -> dict[str, Any]:
    """Schemas within schemas, each required by the one around it, without a reference."""
    schema: dict[str, Any] = A
    for _ in range(levels):
        schema = {"allOf": [schema]}
    return schema


@pytest.mark.parametrize(
    ("schema", "components", "fields"),
    [
        (ref("S0"), bomb(60) | {"S60": A}, {"a"}),
        (ref("S0"), chain(5_000), {"a"}),
        (nested(5_000), {}, {"a"}),
        (ref("S0"), {"S0": ref("S1"), "S1": ref("S0")}, set()),
        (
            {"anyOf": [{"properties": {"a\x1b[31m": {}, "b c": {}, "x" * 200: {}, "": {}, "ok": {}}}]},
            {},
            {"ok"},
        ),
    ],
)
def test_schemas_that_never_end(schema: Any, components: dict[str, Any], fields: set[str]) -> None:
    assert thing(schema, schema, **components).fields == fields


def test_too_much_is_refused() -> None:
    wide = {"properties": {f"f{at}": {} for at in range(3_000)}}
    with pytest.raises(DescriptionError, match="2,000 names"):
        thing(wide)
    events = {"anyOf": [{"allOf": [ref("Wide"), event(f"x.e{at}")]} for at in range(1_000)]}
    with pytest.raises(TooLargeError):
        thing(A, events, Wide=wide)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no OpenAPI description"),
        (b"[]", "no OpenAPI description"),
        (b'{"swagger": "2.0", "paths": {}}', 'it is "swagger" 2'),
        (b'{"openapi": "2.9.9"}', "it says 2.9.9"),
        (b'{"openapi": "3.1.0"}', "no paths"),
        (b'{"openapi": "3.1.0", "paths": ["/a"]}', "no paths"),
        (b'{"openapi": "3.1.0",\n "paths": }', "line 2, column 11: not valid JSON"),
        (b'{"a": ' * 50_000, "nested too deep"),
        (b"- " * 5_000, "nested more than"),
        (b"a: &a [1,1,1,1,1,1,1,1,1]\n" + b"".join(
            b"%c: &%c [%s]\n" % (ord("a") + at, ord("a") + at, b",".join([b"*%c" % (ord("a") + at - 1)] * 9))
            for at in range(1, 9)
        ), "values, uses of aliases counted"),
        (b"a: !!python/object/apply:os.getcwd []\n", "unknown tag"),
        (b"a: [1\n", "line 1"),
        (b"a: 1\na: 2\n", "duplicate key"),
        (b"\xff\xfea\x00", "UTF-16"),
        (b"\x00\x01\xff", "not text"),
        (b"x" * 32_000_001, "longer than 32,000,000 bytes"),
        (b'{"openapi": "3.1", "paths": {%s}}' % b",".join(b'"/%d":1' % at for at in range(6_000)), "5,000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "openapi"
    path.write_bytes(content)
    with pytest.raises(DescriptionError) as error:
        read_description(path)
    assert said in str(error.value)
    assert path.as_posix() in str(error.value)
    assert len(str(error.value)) < 400


def test_numbers_of_any_length_are_skipped(tmp_path: Path) -> None:
    text = json.dumps(notes()).replace('"title": {}', '"title": {"maxLength": ' + "9" * 100_000 + "}")
    path = tmp_path / "openapi.json"
    path.write_text(text)
    operation = read_description(path).description.operation("POST", "/v1/notes")
    assert operation is not None
    assert "title" in operation.fields


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(DescriptionError, match="cannot be read"):
            read_description(path)
