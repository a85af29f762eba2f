"""A credential that a server echoes, however written, is in nothing that the check says."""

from __future__ import annotations

import base64
import json
import secrets
import string
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from stream_cases import status
from stream_support import (
    KEY,
    chunked,
    completed,
    event,
    failed,
    happy,
    head,
    opening,
    refused,
    saying,
    streaming,
)

from draftproof.network.client import Concealer
from draftproof.text.secret import Secret
from drafts import key
from loopback import answer, serving

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from draftproof.live.model import Verdict
    from loopback import Script

ALPHABETS = {
    "letters and digits": (string.ascii_letters + string.digits, 40),
    "base64": (string.ascii_letters + string.digits + "+/", 44),
    "small letters": (string.ascii_lowercase, 24),
    "digits": (string.digits, 24),
    "hexadecimal": ("0123456789abcdef", 32),
    "punctuation": ("!#$%&'()*+,-./:;<=>?@[]^_`{|}~", 24),
    "a short word": ("bcdfghjklmnpqrstvwxz", 7),
}
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent": lambda text: "".join(f"%{ord(each):02X}" for each in text),
    "quoted": lambda text: quote(text, safe=""),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64, shifted": lambda text: base64.b64encode(b"Bearer:" + text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "escaped": lambda text: "".join(f"\\u{ord(each):04x}" for each in text),
    "capitals": str.upper,
}


def made(alphabet: str) -> str:
    if alphabet == "a vendor's":
        return key(seed=secrets.token_hex(8))
    letters, length = ALPHABETS[alphabet]
    return "".join(secrets.choice(letters) for _ in range(length))


def body(status_line: str, text: str) -> Script:
    """A server that echoes in all members of an error; ``text`` is JSON already."""
    data = f'{{"error": {{"message": "{text}", "type": "{text}", "code": "{text}", "{text}": "{text}"}}}}'
    return answer(data.encode(), status_line, "application/json")


def in_events(text: str) -> Script:
    """A server that echoes in fields, types and members of events, and in comments."""
    made_up = f'{{"type": "{text}", "{text}": "{text}", "sequence_number": 4}}'
    error = f'{{"type": "error", "code": "{text}", "message": "{text}", "param": "{text}"}}'
    named = f"event: {text}\nid: {text}\ndata: {made_up}\n\ndata: {text}\n\n"
    return streaming(f": {text}\n\n{opening()}{named}data: {error}\n\n")


def in_head(text: str) -> Script:
    line = text.replace("\r", "").replace("\n", "")
    return saying(
        f"HTTP/1.1 302 {line}\r\nLocation: https://{line}.example/{line}?{line}\r\nX: {line}\r\n"
        f"Content-Type: text/{line}\r\nSet-Cookie: {line}={line}\r\nRetry-After: {line}\r\n\r\n"
    )


def in_media_type(text: str) -> Script:
    return saying(head(f"200 {text}", f"text/{text}", f"Content-Encoding: {text}"), text)


PLACES: dict[str, Callable[[str], Script]] = {
    "401": lambda text: body("401 No", text),
    "404": lambda text: body("404 No", text),
    "200": lambda text: body("200 OK", text),
    "events": in_events,
    "failed": lambda text: streaming(
        opening() + failed(code=text, message=text) + completed(id=text, status=text)
    ),
    "completed": lambda text: streaming(
        opening(text) + event("response.completed", 4, response={"status": text, "id": text})
    ),
    "head": in_head,
    "media type": in_media_type,
    "no HTTP": lambda text: saying(f"HTTP/1.1 {text}\r\n\r\n"),
    "broken length": lambda text: saying(f"HTTP/1.1 200 OK\r\nContent-Length: {text}\r\n\r\n"),
}


def assert_clean(verdict: Verdict, value: str) -> None:
    said = repr(verdict)
    assert value.lower() not in said.lower()
    assert json.dumps(value)[1:-1] not in said
    for form in FORMS.values():
        assert form(value).lower() not in said.lower()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("alphabet", [*ALPHABETS, "a vendor's"])
def test_an_echo_is_not_said(place: str, alphabet: str) -> None:
    value = made(alphabet)
    echoed: list[str] = []

    def script(connection: socket.socket, request: bytes) -> None:
        PLACES[place](echoed[-1])(connection, request)

    with serving(script) as base:
        for form in FORMS.values():
            echoed.append(form(value))
            verdict = happy(base, key=value)
            assert_clean(verdict, value)
            assert_clean(refused(base, verdict, key=value), value)


def test_an_echo_that_is_split_over_chunks_and_events_is_not_said() -> None:
    value = made("letters and digits")
    whole = (opening(value) + opening(*value) + failed(code=value)).encode()
    pieces = [whole[at : at + 3] for at in range(0, len(whole), 3)]
    with serving(lambda connection, _: chunked(connection, pieces)) as base:
        assert_clean(happy(base, key=value), value)


@pytest.mark.parametrize("form", ["plain", "base64", "base64, shifted", "hexadecimal", "capitals"])
def test_a_host_that_holds_the_credential_is_not_named(form: str) -> None:
    value = made("small letters")
    host = FORMS[form](value).replace("=", "").lower()
    for name in (f"{host}.example", f"a.{host[:9]}-{host[9:]}.example", f"x{host}x.example"):
        with serving(status("307 Moved", b"", f"Location: https://{name}/")) as base:
            verdict = happy(base, key=value)
        assert verdict.sentence == "the server answered 307, a redirect to another host; none is followed"


def test_values_are_found_however_written() -> None:
    value = made("letters and digits")
    concealer = Concealer({"Authorization": Secret(f"Bearer {value}")})
    for name in ("plain", "percent", "quoted", "base64", "base64, shifted", "hexadecimal", "capitals"):
        assert concealer.finds_in(f"x.{FORMS[name](value)}.y"), name
    assert not concealer.finds_in("www.example.com")
    assert not concealer.finds_in("bearer.example.com")


def test_the_body_of_an_answer_is_in_no_representation() -> None:
    from draftproof.network.streaming import Event, Exchange

    assert KEY not in repr(Event("", KEY)) + repr(Exchange("complete", body=KEY.encode()))
