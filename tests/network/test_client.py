"""Requests against a real server on this machine, well-behaved and not."""

from __future__ import annotations

import gzip
import json
import time
import traceback
from typing import TYPE_CHECKING

import pytest

from draftproof.network.addresses import AddressError, checked
from draftproof.network.client import Limits, NetworkError, get_json
from draftproof.text.secret import Secret
from drafts import key
from loopback import answer, closed_port, serving

if TYPE_CHECKING:
    import socket

QUICK = Limits(total=1.0, idle=0.5, max_bytes=20_000)


def sentence(url: str, headers: dict[str, str | Secret] | None = None, limits: Limits = QUICK) -> str:
    with pytest.raises(NetworkError) as caught:
        get_json(url, headers or {}, limits)
    return caught.value.sentence


def test_json_is_returned_and_the_request_is_plain() -> None:
    heads: list[bytes] = []

    def script(connection: socket.socket, head: bytes) -> None:
        heads.append(head)
        answer(b'{"data": [1]}')(connection, head)

    with serving(script) as base:
        assert get_json(f"{base}/v1/models", {"X-Test": "yes"}, QUICK) == {"data": [1]}
    head = heads[0].decode().lower()
    assert head.startswith("get /v1/models http/1.1\r\n")
    assert "accept-encoding: identity\r\n" in head
    assert "x-test: yes\r\n" in head
    assert "cookie" not in head


def test_a_secret_header_is_sent() -> None:
    heads: list[bytes] = []
    value = key()

    def script(connection: socket.socket, head: bytes) -> None:
        heads.append(head)
        answer(b"[]")(connection, head)

    with serving(script) as base:
        get_json(base, {"Authorization": Secret(f"Bearer {value}")}, QUICK)
    assert f"Bearer {value}".encode() in heads[0]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_proxies_of_the_environment_are_not_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    with serving(answer(b"[]")) as base:
        assert get_json(base, {}, QUICK) == []
        assert get_json(base, {}, QUICK, use_proxies=True) == []  # this machine is never behind a proxy


def test_a_drip_ends_at_the_deadline() -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)

    with serving(script) as base:
        begun = time.monotonic()
        said = sentence(base, limits=Limits(total=0.4, idle=0.3))
    assert time.monotonic() - begun < 2
    assert said == "no complete answer within 0.4 seconds"


def test_a_dripping_head_ends_at_the_deadline() -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    with serving(script) as base:
        assert "within 0.4 seconds" in sentence(base, limits=Limits(total=0.4, idle=0.3))


def test_silence_ends() -> None:
    with serving(lambda *_: time.sleep(0.8)) as base:
        said = sentence(base, limits=Limits(total=5, idle=0.2))
    assert said == f"{base} was silent for 0.2 seconds"


def test_an_endless_body_is_cut() -> None:
    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"1000\r\n" + b"[" * 4096 + b"\r\n")

    with serving(script) as base:
        assert sentence(base, limits=Limits(total=10, idle=5, max_bytes=20_000)).endswith(
            "longer than 20,000 bytes"
        )


def test_a_huge_body_is_cut() -> None:
    with serving(answer(b" " * 30_000)) as base:
        assert sentence(base) == "the answer is longer than 20,000 bytes"


def test_a_redirect_is_not_followed() -> None:
    asked: list[bytes] = []
    with serving(lambda _, head: asked.append(head)) as other:
        where = f"Location: {other}/secret-path?x=1"
        with serving(answer(b"", "301 Moved", "text/html", where)) as base:
            said = sentence(base)
    assert asked == []
    assert said == "the server answered 301, a redirect to 127.0.0.1; none is followed"


@pytest.mark.parametrize("location", ["", "Location:", "Location: http://[", "Location: \xff\xfe"])
def test_a_broken_redirect_is_a_redirect(location: str) -> None:
    with serving(lambda c, _: c.sendall(f"HTTP/1.1 302 F\r\n{location}\r\n\r\n".encode("latin-1"))) as base:
        assert "302" in sentence(base) or "does not speak HTTP" in sentence(base)


@pytest.mark.parametrize(
    ("body", "kind", "wanted"),
    [
        (b"<!doctype html><p>Hello", "text/html", "the answer is HTML (23 bytes, sent as text/html)"),
        (b"  <html>", "application/json", "the answer is HTML (8 bytes, sent as application/json)"),
        (b'{"data": [', "application/json", "the answer is not JSON (10 bytes, sent as application/json)"),
        (b"", "application/json", "the answer is not JSON (0 bytes, sent as application/json)"),
        (b"\xff\xfe\x00", "application/json", "the answer is not JSON (3 bytes, sent as application/json)"),
        (
            b"[" * 15_000,
            "application/json",
            "the answer is not JSON (15,000 bytes, sent as application/json)",
        ),
        (
            b"1" * 15_000,
            "application/json",
            "the answer is not JSON (15,000 bytes, sent as application/json)",
        ),
    ],
)
def test_what_is_no_json(body: bytes, kind: str, wanted: str) -> None:
    with serving(answer(body, kind=kind)) as base:
        assert sentence(base) == wanted


def test_a_compressed_answer_is_refused() -> None:
    with serving(
        answer(gzip.compress(b"[]"), "200 OK", "application/json", "Content-Encoding: gzip")
    ) as base:
        assert "compressed (gzip)" in sentence(base)


@pytest.mark.parametrize(
    "body", [b"", b"this is no HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n["]
)
def test_a_connection_that_breaks_off(body: bytes) -> None:
    with serving(lambda connection, _: connection.sendall(body)) as base:
        assert sentence(base) == f"{base} broke off, or does not speak HTTP"


def test_nobody_listens() -> None:
    port = closed_port()
    assert sentence(f"http://127.0.0.1:{port}") == f"no connection to http://127.0.0.1:{port}"


@pytest.mark.parametrize("how", ["body", "header", "location", "reason", "encoding"])
def test_a_key_that_the_server_echoes_is_not_said(how: str) -> None:
    value = key()
    echo = f"not accepted: {value}"
    scripts = {
        "body": answer(json.dumps({"error": {"message": echo}}).encode(), "401 Unauthorized"),
        "header": answer(b"x", "200 OK", f"text/plain; {value}"),
        "location": answer(
            b"", "302 Found", "text/html", f"Location: https://{value.replace('_', '-')}.{value}/"
        ),
        "reason": answer(b"", f"401 {echo}"),
        "encoding": answer(b"x", "200 OK", "text/plain", f"Content-Encoding: {value}"),
    }
    with serving(scripts[how]) as base, pytest.raises(NetworkError) as caught:
        get_json(base, {"Authorization": Secret(f"Bearer {value}")}, QUICK)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
    assert value not in shown
    assert value.lower() not in shown.lower()


def test_control_characters_of_a_server_do_not_reach_a_terminal() -> None:
    with serving(answer(b"x", kind="text/\x1b[31mred")) as base:
        assert "\x1b" not in sentence(base)


@pytest.mark.parametrize("bad", ["\nX: y", "\x00", "ü", ""])
def test_a_header_that_cannot_be_sent_is_refused_without_its_value(bad: str) -> None:
    value = key()
    with pytest.raises(NetworkError) as caught:
        get_json("http://127.0.0.1:1", {"Authorization": Secret(value + bad if bad else "")}, QUICK)
    assert "Authorization" in caught.value.sentence
    assert value not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://example.com/v1", "this machine only"),
        ("http://10.0.0.1/", "this machine only"),
        ("http://127.0.0.1.example.com/", "this machine only"),
        ("https://user:word@example.com/", "user name"),
        ("https://user@example.com/", "user name"),
        ("ftp://example.com/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://", "https://"),
        ("https://example.com/#x", "fragment"),
        ("https://exa mple.com/", "characters"),
        ("https://example.com\n/", "characters"),
        ("https://example.com\\@other.com/", "characters"),
        ("https://example.com:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("", "empty"),
        ("https://example.com/" + "x" * 3000, "too long"),
    ],
)
def test_addresses_that_are_not_asked(url: str, word: str) -> None:
    with pytest.raises(AddressError) as caught:
        checked(url)
    assert word in str(caught.value)
    assert "word@" not in str(caught.value)
    assert word in sentence(url)


@pytest.mark.parametrize(
    "url", ["https://api.example.com/v1/models?x=1", "http://localhost:1/", "http://[::1]:80/"]
)
def test_addresses_that_may_be_asked(url: str) -> None:
    assert checked(url).url == url
    assert "?" not in checked(url).shown
