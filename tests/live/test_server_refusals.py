"""What the embedded server refuses, and where it can be reached."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from server_support import BODY, post, root

from draftproof.live.keys import INVALID_KEY
from draftproof.live.server import app
from draftproof.live.server.access import Access
from draftproof.live.server.embedded import ServerError, running
from draftproof.live.server.faults import Fault
from draftproof.live.server.replies import Wait, stream_reply
from draftproof.live.server.validation import MAX_BODY, Problem, parsed, problem_of
from draftproof.rulebook.loading import builtin_rulebook
from draftproof.text.secret import Secret
from drafts import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.live.server.replies import Reply, Step
    from draftproof.live.server.stream import Answer

CONTRACT = builtin_rulebook().knowledge.contracts["responses"]
GOOD: dict[str, Any] = {"model": "m", "input": "x"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with root() as address:
        yield address


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        {"model": "m", "input": [], "stream": False, "tools": []},
        {"model": "m", "previous_response_id": "resp_1"},
        {"prompt": {"id": "p"}},
        {"model": "m", "conversation": "c"},
        {"model": "m", "input": "x", "stream": None, "max_output_tokens": None, "metadata": None},
    ],
)
def test_a_good_body(body: dict[str, Any]) -> None:
    assert problem_of(body, CONTRACT) is None


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({}, "missing_required_parameter", "model"),
        ({"model": "m"}, "missing_required_parameter", "input"),
        ({"model": "m", "input": None}, "missing_required_parameter", "input"),
        ({"input": "x"}, "missing_required_parameter", "model"),
        (GOOD | {"messages": []}, "unknown_parameter", "messages"),
        ({"model": "m", "messages": []}, "unknown_parameter", "messages"),
        (GOOD | {"max_completion_tokens": 9}, "unknown_parameter", "max_completion_tokens"),
        (GOOD | {"response_format": {}}, "unknown_parameter", "response_format"),
        (GOOD | {"\x1b[31m": 1}, "unknown_parameter", "(no plain name)"),
        (GOOD | {"x" * 500: 1}, "unknown_parameter", "(no plain name)"),
        ({"model": 5, "input": "x"}, "invalid_type", "model"),
        ({"model": "m", "input": {"a": 1}}, "invalid_type", "input"),
        (GOOD | {"stream": "true"}, "invalid_type", "stream"),
        (GOOD | {"max_output_tokens": True}, "invalid_type", "max_output_tokens"),
        (GOOD | {"max_output_tokens": 256.0}, "invalid_type", "max_output_tokens"),
        (GOOD | {"max_output_tokens": 15}, "integer_below_min_value", "max_output_tokens"),
        (GOOD | {"max_output_tokens": -(10**30)}, "integer_below_min_value", "max_output_tokens"),
        (GOOD | {"tools": {}}, "invalid_type", "tools"),
    ],
)
def test_a_wrong_body(body: dict[str, Any], code: str, param: str) -> None:
    problem = problem_of(body, CONTRACT)
    assert problem is not None
    assert (problem.status, problem.code, problem.param) == (400, code, param)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 200_000, b'{"a":' * 200_000, b'{"model": NaN}', b"1" * 5000],
)
def test_what_is_no_json_object(data: bytes) -> None:
    problem = parsed(data)
    assert isinstance(problem, Problem)
    assert problem.status == 400


@pytest.mark.parametrize(
    ("authorization", "own", "any_of_them"),
    [
        ("", False, False),
        ("Bearer", False, False),
        ("Bearer ", False, False),
        ("Bearer own", True, True),
        ("bearer  own ", True, True),
        ("own", False, False),
        ("Basic own", False, False),
        ("Bearer another", False, True),
        ("Bearer <YOUR_KEY>", False, False),
        (f"Bearer {INVALID_KEY}", False, False),
    ],
)
def test_who_is_let_in(authorization: str, own: bool, any_of_them: bool) -> None:
    assert Access(Secret("own")).accepts(authorization) is own
    assert Access().accepts(authorization) is any_of_them
    assert Access(anything=True).accepts(authorization)


def test_the_invalid_key_is_never_the_right_one() -> None:
    assert not Access(Secret(INVALID_KEY)).accepts(f"Bearer {INVALID_KEY}")


@pytest.mark.parametrize(
    ("method", "path", "wanted"),
    [
        ("GET", "/health", 200),
        ("GET", "/v1/models", 200),
        ("GET", "/v1/responses", 405),
        ("POST", "/v1/models", 405),
        ("POST", "/v1/chat/completions", 404),
        ("POST", "/v1/responses/", 404),
        ("POST", "/responses", 404),
        ("GET", "/", 404),
    ],
)
def test_paths_and_methods(server: str, method: str, path: str, wanted: int) -> None:
    answer = httpx.request(method, f"{server}{path}", headers={"authorization": "Bearer x"})
    assert answer.status_code == wanted
    assert answer.headers["content-type"] == "application/json"
    if wanted >= 400:
        assert answer.json()["error"].keys() == {"message", "type", "param", "code"}
        assert path not in ("/", "/responses") or "POST /v1/responses" in answer.text


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
def test_media_types(server: str, kind: str, wanted: int) -> None:
    assert post(f"{server}/v1/responses", headers={"content-type": kind}).status == wanted


def test_a_body_that_is_too_long(server: str) -> None:
    fitting = json.dumps(BODY).encode()
    assert (
        post(f"{server}/v1/responses", fitting + b" " * (MAX_BODY - len(fitting)), seconds=20).status == 200
    )
    assert post(f"{server}/v1/responses", b" " * (MAX_BODY + 1), seconds=20).status == 413
    assert post(f"{server}/v1/responses", b" " * (8 * MAX_BODY), seconds=20).status == 413


def test_the_key_is_looked_at_before_the_body(server: str) -> None:
    assert post(f"{server}/v1/responses", b"{", key=None).status == 401
    assert httpx.get(f"{server}/v1/models").status_code == 401
    assert httpx.get(f"{server}/faults/any-key/v1/models").status_code == 200


def test_any_key_for_the_whole_server() -> None:
    with root(any_key=True) as address:
        for given in (None, "", INVALID_KEY, "<KEY>"):
            assert post(f"{address}/v1/responses", key=given or None).verdict == "completes"


def test_nothing_of_the_key_comes_back(server: str) -> None:
    value = key()
    for path in ("v1/responses", "faults/html/v1/responses", "v1/nothing", "faults/status-401/v1/responses"):
        for body in (None, b"{", {"model": "m"}):
            answer = post(f"{server}/{path}", body, key=value)
            assert value.encode() not in answer.body


def test_a_body_that_never_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "READ_SECONDS", 0.1)
    head = (
        "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n"
        "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
    )
    with root() as address, _connected(address) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("host", ["example.com", "example.com:80", "127.0.0.1.example.com", "[::1]"])
def test_another_name_for_this_machine_is_refused(server: str, host: str) -> None:
    assert httpx.get(f"{server}/health", headers={"host": host}).status_code == 400
    assert httpx.get(f"{server}/health", headers={"host": "localhost:1"}).status_code == 200


def test_it_listens_on_the_loopback_address_only(server: str) -> None:
    port = int(server.rpartition(":")[2])
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), 2):  # noqa: PT011
        pass


def test_a_client_that_leaves_ends_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def reply(_answer: Answer) -> Reply:
        def steps() -> Iterator[Step]:
            try:
                while True:
                    yield b": here\n\n"
                    yield Wait(0.01)
            finally:
                ended.set()

        return stream_reply(steps())

    fault = Fault("for-ever", "limit", "never ends", reply)
    monkeypatch.setattr(app, "find", lambda _name: fault)
    with root(fault="for-ever") as address:
        assert post(f"{address}/v1/responses", seconds=0.2).body.startswith(b": here")
        assert ended.wait(10)


def test_a_stream_that_never_ends_does_not_keep_the_server() -> None:
    with root(fault="silence-after-events") as address, _connected(address) as connection:
        connection.sendall(_request())
        assert connection.recv(10)
    # Its thread is gone: the port is free again.
    with running(port=int(address.rpartition(":")[2])) as again:
        assert again.startswith(address)


def test_the_port_is_taken(server: str) -> None:
    port = server.rpartition(":")[2]
    with pytest.raises(ServerError, match=f"port {port} cannot be used"), running(port=int(port)):
        pass


def test_the_fault_is_unknown() -> None:
    with pytest.raises(ServerError, match='there is no fault "drop"'), running(fault="drop"):
        pass


def _connected(address: str) -> socket.socket:
    host, _, port = address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), 10)


def _request() -> bytes:
    body = json.dumps(BODY).encode()
    head = (
        "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
