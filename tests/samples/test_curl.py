from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draftproof.samples.languages.curl import requests_in
from draftproof.samples.languages.httpcall import HttpCall, lead
from draftproof.samples.languages.shell import parse
from draftproof.samples.tree import Join, Mapping, Name, String, Unknown

URL = "https://api.example.com/v1/responses"


def requests(text: str) -> tuple[HttpCall, ...]:
    return requests_in(parse(text).body)


def request(text: str) -> HttpCall:
    found = requests(text)
    assert len(found) == 1, found
    return found[0]


def keys(call: HttpCall) -> list[str | None]:
    body = call.json_body()
    assert isinstance(body, Mapping), body
    return [entry.name for entry in body.entries]


JSON = '{"model": "m", "stream": true}'


@pytest.mark.parametrize(
    "text",
    [
        f"curl {URL} -H 'X-A: b' -d '{JSON}'",
        f"curl -H 'X-A: b' -d '{JSON}' {URL}",
        f"curl --url {URL} --header 'X-A: b' --data-raw '{JSON}'",
        f"curl -XPOST {URL} -H'X-A: b' -d'{JSON}'",
        f"curl -sSfL -X POST {URL} --header='X-A: b' --json '{JSON}'",
        f"curl -sSd '{JSON}' -H \"X-A:b\" '{URL}'",
        f"curl -N --location --request POST '{URL}' \\\n--header 'X-A: b' \\\n--data '{JSON}'",
        f"curl {URL} \\  \n  -H 'X-A: b' \\ # note\n  -d '{JSON}'",
        f"curl -X POST {URL}\n  -H 'X-A: b'\n  -d '{JSON}'",
        f'curl {URL} ^\n  -H "X-A: b" ^\n  -d "{{\\"model\\": \\"m\\", \\"stream\\": true}}"',
        f"curl {URL} -H 'X-A: b' -d @- <<EOF\n{JSON}\nEOF\n",
        f"curl {URL} -H 'X-A: b' -d @- <<'EOF' | jq .\n{JSON}\nEOF\n",
        f"curl {URL} -H 'X-A: b' -d \"$(cat <<EOF\n{JSON}\nEOF\n)\"",
        f"curl {URL} -H 'X-A: b' -d @- <<< '{JSON}'",
        f"echo '{JSON}' | curl {URL} -H 'X-A: b' -d @-",
        f"cat <<EOF | curl {URL} -H 'X-A: b' --data-binary @-\n{JSON}\nEOF\n",
        f"cat > body.json <<EOF\n{JSON}\nEOF\ncurl {URL} -H 'X-A: b' -d @body.json\n",
        f"echo '{JSON}' > ./body.json\ncurl {URL} -H 'X-A: b' -d @body.json\n",
        f"RESULT=$(curl -s {URL} -H 'X-A: b' -d '{JSON}')",
        f"$ curl {URL} -H 'X-A: b' -d '{JSON}'\n{{\"id\": 1}}\n",
        f"timeout 30 curl {URL} -H 'X-A: b' -d '{JSON}'",
        f"if curl -s {URL} -H 'X-A: b' -d '{JSON}'; then echo ok; fi",
        f"curl.exe {URL} -H 'X-A: b' -D '{JSON}'",
        f"wget -qO- --header='X-A: b' --post-data='{JSON}' {URL}",
        f"wget --header 'X-A: b' --post-data '{JSON}' -O - {URL}",
        f"http POST {URL} X-A:b model=m stream:=true",
        f"http --stream {URL} X-A:b model=m stream:=true",
        f"https --raw='{JSON}' POST {URL} X-A:b",
    ],
)
def test_the_same_request_in_many_spellings(text: str) -> None:
    call = request(text)
    assert call.method == "POST"
    assert isinstance(call.url, String)
    assert call.url.value == URL
    header = call.header("x-a")
    assert header is not None
    assert text[header.name_span.start : header.name_span.end] == "X-A"
    assert text[header.value.span.start : header.value.span.end] == "b"
    assert keys(call) == ["model", "stream"]
    body = call.json_body()
    assert isinstance(body, Mapping)
    model = body.entries[0].value
    assert isinstance(model, String)
    assert model.value == "m"
    assert text[model.content.start : model.content.end] == "m"
    assert call.complete


def test_variables_keep_their_places() -> None:
    text = 'curl "$BASE/v1/responses" -H "Authorization: Bearer ${KEY:-none}" -H "X: $B" -d "$BODY"'
    call = request(text)
    assert isinstance(call.url, String)
    assert isinstance(call.url.parts[0], Name)
    authorization = call.header("authorization")
    assert authorization is not None
    assert isinstance(authorization.value, String)
    assert lead(authorization.value) == "Bearer "
    assert isinstance(authorization.value.parts[1], Join)
    other = call.header("X")
    assert other is not None
    assert isinstance(other.value, Name)
    assert call.body == Name(call.body.span, "BODY") if call.body else False
    assert call.json_body() is None


@pytest.mark.parametrize(
    ("text", "method"),
    [("curl x.com", "GET"), ("curl -I x.com", "HEAD"), ("curl -T f x.com", "PUT"), ("curl -F a=b x.com",
    "POST"),
     ("curl -X delete x.com", "DELETE"), ("curl -G -d a=b x.com", "GET"), ("curl -X $M x.com", None),
     ("wget x.com/a", "GET"), ("http x.com", "GET")],
)  # fmt: skip
def test_methods(text: str, method: str | None) -> None:
    assert request(text).method == method


def test_forms_and_queries() -> None:
    form = request("curl x.com/v1/files -F purpose=batch -F 'file=@a b.jsonl'")
    assert form.body_kind == "multipart"
    assert [(pair.name, lead(pair.value)) for pair in form.form] == [
        ("purpose", "batch"),
        ("file", "@a b.jsonl"),
    ]
    query = request("curl -G x.com --data-urlencode 'q=a b' -d n=1")
    assert [pair.name for pair in query.query] == ["q", "n"]
    assert query.body is None
    assert request("curl x.com -d a=1 -d b=2").body_kind == "form"


def test_unknown_bodies_are_unknown() -> None:
    call = request("curl x.com -d @body.json")
    assert isinstance(call.body, Unknown)
    assert call.body_kind == "file"
    assert call.json_body() is None


def test_options() -> None:
    call = request("curl -sN --max-time 30 --connect-timeout 5 --retry 3 -u user:pw x.com")
    assert {"silent", "no-buffer", "max-time", "connect-timeout", "retry", "user"} == {
        o.name for o in call.options
    }
    limit = call.option("max-time")
    assert limit is not None
    assert limit.value is not None
    assert lead(limit.value) == "30"


@pytest.mark.parametrize(
    "text", ["curl x.com -H @headers.txt", 'curl x.com "${ARGS[@]}"', "curl x.com -K conf"]
)
def test_what_the_sample_does_not_show_makes_it_incomplete(text: str) -> None:
    assert not request(text).complete


def test_several_requests_in_order() -> None:
    text = "f() { curl a.com/1; }\nfor i in 1 2; do curl a.com/2 | jq .; done\ncurl a.com/3 && curl a.com/4\n"
    assert [lead(call.url)[-1] for call in requests(text) if call.url] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "text",
    [
        "echo curl x.com",
        "http is a protocol",
        "curl -Uri https://x.com -Method Post",
        "brew install curl",
        "# curl x",
    ],
)
def test_no_request(text: str) -> None:
    assert requests(text) == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["curl", "-H", "-d", "'a: b'", "@-", "-X", "$x", "--json", "{", "-sS",
"http", "x==y",
                                 "a:=1", "a:b", "|", "\n", "<<A", "-F", "--url", "-", "--", "wget", "$(",
                                 ")"]),
                max_size=30))  # fmt: skip
def test_any_call_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for call in requests(text):
        assert 0 <= call.span.start <= call.span.end <= len(text)
        call.json_body()
