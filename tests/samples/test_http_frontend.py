from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.http import parse, request_of
from draftproof.samples.tree import Assign, Call, ExpressionStatement, Mapping, Name, Number, Sequence, String

if TYPE_CHECKING:
    from draftproof.samples.languages.httpcall import HttpCall


def calls(text: str) -> list[Call]:
    found = [item.value for item in parse(text).body if isinstance(item, ExpressionStatement)]
    return [value for value in found if isinstance(value, Call)]


def names(text: str) -> list[str]:
    return [call.function.text for call in calls(text) if isinstance(call.function, Name)]


def request(text: str) -> HttpCall:
    found = [request for call in calls(text) if (request := request_of(call)) is not None]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("version", [" HTTP/1.1", "", " HTTP/2"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("target", ["/v1/responses", "https://x.com/v1/responses", "{{host}}/v1/responses"])
def test_a_request(version: str, end: str, target: str) -> None:
    lines = [f"POST {target}{version}", "Host: x.com", "X-A:  b ", "", '{"model": "m"}', ""]
    text = end.join(lines)
    call = request(text)
    assert call.method == "POST"
    assert isinstance(call.url, String)
    assert call.url.value == target
    header = call.header("x-a")
    assert header is not None
    assert text[header.value.span.start : header.value.span.end] == "b"
    body = call.json_body()
    assert isinstance(body, Mapping)
    model = body.entries[0].value
    assert isinstance(model, String)
    assert text[model.content.start : model.content.end] == "m"


def test_a_body_without_the_blank_line() -> None:
    assert isinstance(request('POST /v1/x\nA: b\n{"a": 1}').json_body(), Mapping)


def test_a_request_file() -> None:
    text = (
        "@key = abc\n\n### one\nGET https://x.com/a\n    ?b=c\n    &d=e\nA: {{key}}\n\n"
        "### two\n# note\nPOST /b\n\n< ./f\n"
    )
    module = parse(text)
    assert isinstance(module.body[0], Assign)
    first, second = (request_of(call) for call in calls(text))
    assert first is not None
    assert isinstance(first.url, String)
    assert first.url.value == "https://x.com/a?b=c&d=e"
    assert text[first.url.offset(15)] == "?"
    assert second is not None
    assert second.body_kind == "file"
    assert module.unparsed == ()


def test_a_request_and_its_response() -> None:
    text = (
        'GET /v1/models HTTP/1.1\nHost: x\n\nHTTP/1.1 401 Unauthorized\nContent-Type: a/b\n\n{"error": {}}\n'
    )
    assert names(text) == ["http", "http-response"]
    status = calls(text)[1].arguments[0].value
    assert isinstance(status, Number)
    assert status.value == 401


def test_an_event_stream_is_no_request() -> None:
    text = 'event: response.created\ndata: {"a": 1}\n\nevent: response.completed\ndata: {}\n\ndata: [DONE]\n'
    (call,) = calls(text)
    assert request_of(call) is None
    events = call.arguments[0].value
    assert isinstance(events, Sequence)
    assert len(events.items) == 3
    first = events.items[0]
    assert isinstance(first, Mapping)
    name = first.entries[0].value
    assert isinstance(name, String)
    assert text[name.span.start : name.span.end] == name.value == "response.created"


def test_a_streamed_response() -> None:
    assert names("HTTP/1.1 200 OK\n\nevent: a\ndata: {}\n\n") == ["http-response", "sse"]


def test_holes_in_an_address() -> None:
    text = "PUT /api/{mapping ID}/status?x={{ y z }} HTTP/1.1\n"
    url = request(text).url
    assert isinstance(url, String)
    assert url.value == "/api/{mapping ID}/status?x={{ y z }}"
    assert calls("GET /" + "{{a}}" * 5000 + " x y z\n") == []


def test_prose_is_not_parsed() -> None:
    module = parse("This is a text.\nAnd more\n")
    assert module.body == ()
    assert len(module.unparsed) == 2


LINES = st.sampled_from(
    ["GET /a", "POST https://x HTTP/1.1", "A: b", "", "{", "}", "event: a", "data: {}", "###", "@a = b",
    "HTTP/1.1 200",
     "  ?a=b", "# x", "prose", "https://x.com", "< f", ": ping", "\r"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=20).map("\n".join))
def test_every_text_is_read(text: str) -> None:
    module = parse(text)
    for statement in module.body:
        assert 0 <= statement.span.start <= statement.span.end <= len(text)
    for call in calls(text):
        found = request_of(call)
        if found is not None:
            found.json_body()
