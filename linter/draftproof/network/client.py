"""Requests with bounds. The only module that imports httpx.

Every wait ends: a deadline over the whole exchange acts from outside the reading, so that a server that
sends a byte now and then gains nothing, and a cap bounds what is kept. Redirects are not followed, proxies
are not used unless asked, and no sentence that leaves this module holds the value of a header that was
sent.
"""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from draftproof import __version__
from draftproof.network.addresses import Address, AddressError, checked
from draftproof.text.secret import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_LONGEST_QUOTE = 80
_SHORTEST_MASKED = 4


class NetworkError(Exception):
    """What was seen instead of an answer that can be used: one sentence, no credential in it.

    ``status`` is the HTTP status where there was one.
    """

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one exchange: seconds for all of it and for each silence, bytes of the answer's body."""

    total: float = 60.0
    idle: float = 20.0
    max_bytes: int = 16_000_000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request to send. A header that holds a credential holds it as a ``Secret``."""

    url: str
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    method: str = "GET"
    body: bytes | None = None
    use_proxies: bool = False
    """Use the proxies that the environment names; never for this machine itself."""


def get_json(
    url: str,
    headers: Mapping[str, str | Secret],
    limits: Limits,
    *,
    use_proxies: bool = False,
) -> Any:
    """The JSON that a GET of the URL answers with. Raises NetworkError for everything else."""
    outgoing = Outgoing(url, {"Accept": "application/json", **headers}, use_proxies=use_proxies)
    return asyncio.run(_json_of(outgoing, limits))


async def _json_of(outgoing: Outgoing, limits: Limits) -> Any:
    conceal = Concealer(outgoing.headers)
    try:
        async with asyncio.timeout(limits.total):
            async with opened(outgoing, limits) as response:
                _refuse_status(response, conceal)
                data = await _body(response, limits)
                kind = response.headers.get("content-type", "")
    except TimeoutError:
        raise NetworkError(f"no complete answer within {limits.total:g} seconds") from None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        what = "HTML" if data.lstrip()[:1] == b"<" or "html" in kind.lower() else "not JSON"
        said = f", sent as {conceal(kind)}" if kind else ""
        raise NetworkError(
            f"the answer is {what} ({len(data):,} bytes{said})", response.status_code
        ) from None


@asynccontextmanager
async def opened(outgoing: Outgoing, limits: Limits) -> AsyncIterator[httpx.Response]:
    """The response of a request, its head read and its body not: the seam for streams.

    The caller sets the deadline over the whole of it (``asyncio.timeout``), reads ``aiter_raw`` and counts
    bytes. Raises NetworkError, also for faults in the block that are the transport's.
    """
    try:
        address = checked(outgoing.url)
    except AddressError as error:
        raise NetworkError(str(error)) from None
    headers = _headers(outgoing.headers)
    timeout = httpx.Timeout(limits.idle, connect=min(limits.idle, limits.total))
    proxies = outgoing.use_proxies and not address.loopback
    # A certificate store that the environment names is honoured; its proxies and its .netrc are not.
    verify = False if address.url.startswith("http:") else httpx.create_ssl_context(trust_env=True)
    try:
        async with (
            httpx.AsyncClient(
                trust_env=proxies, follow_redirects=False, timeout=timeout, verify=verify
            ) as client,
            client.stream(outgoing.method, address.url, headers=headers, content=outgoing.body) as response,
        ):
            yield response
    except httpx.TimeoutException:
        raise NetworkError(f"{address.shown} was silent for {limits.idle:g} seconds") from None
    except httpx.HTTPError as error:
        raise NetworkError(_transport_sentence(error, address)) from None
    except (httpx.InvalidURL, UnicodeError):
        raise NetworkError("the URL cannot be used") from None


def _headers(given: Mapping[str, str | Secret]) -> dict[str, str]:
    """The headers as they are sent. A value that no header may hold is refused here: the library would
    quote it.
    """
    sent = {"User-Agent": f"draftproof/{__version__}", "Accept-Encoding": "identity"}
    for name, value in given.items():
        plain = value.reveal() if isinstance(value, Secret) else value
        if not _HEADER_NAME.fullmatch(name):
            raise NetworkError("a header has a name that no header may have")
        if not plain or not plain.isascii() or not plain.isprintable() or plain != plain.strip():
            raise NetworkError(
                f"the value for the header {name} is empty or holds characters that no header may hold"
            )
        sent[name] = plain
    return sent


def _refuse_status(response: httpx.Response, conceal: Concealer) -> None:
    status = response.status_code
    if 200 <= status < 300:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("", "identity"):
            raise NetworkError(
                f"the answer is compressed ({conceal(encoding)}), which was not asked for", status
            )
        return
    if 300 <= status < 400:
        where = _target(response, conceal)
        raise NetworkError(f"the server answered {status}, a redirect{where}; none is followed", status)
    meaning = {401: ": the key is missing or not accepted", 403: ": refused", 404: ": nothing there"}.get(
        status, ""
    )
    raise NetworkError(f"the server answered {status}{meaning}", status)


def _target(response: httpx.Response, conceal: Concealer) -> str:
    """The host that a redirect leads to; its path and query are nobody's business."""
    try:
        host = httpx.URL(response.headers.get("location", "")).host
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""
    return f" to {conceal(host)}" if host else ""


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if size > limits.max_bytes:
            raise NetworkError(f"the answer is longer than {limits.max_bytes:,} bytes", response.status_code)
        pieces.append(piece)
    return b"".join(pieces)


def _transport_sentence(error: httpx.HTTPError, address: Address) -> str:
    """What went wrong on the wire, in our words: the library's may quote what was sent."""
    cause = f"{error} {error.__cause__ or ''}".lower()
    if "certificate" in cause or "ssl" in cause:
        return f"{address.shown} has no certificate that can be trusted"
    if isinstance(error, httpx.ConnectError):
        if any(
            word in cause
            for word in ("name or service", "nodename", "getaddrinfo", "name resolution", "no address")
        ):
            return f"{address.shown} has no address (DNS)"
        return f"no connection to {address.shown}"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return f"{address.shown} broke off, or does not speak HTTP"
    return f"the exchange with {address.shown} failed ({type(error).__name__})"


class Concealer:
    """Makes text that a server sent fit for a message: what was sent as a secret is masked, one short plain
    line.
    """

    def __init__(self, headers: Mapping[str, str | Secret]) -> None:
        values = {value.reveal() for value in headers.values() if isinstance(value, Secret)}
        words = {
            word for value in values for word in (value, *value.split()) if len(word) >= _SHORTEST_MASKED
        }
        self._values = sorted(words - {"Bearer"}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text, masked first and cut afterwards, so that no half of a value stays."""
        # Hosts come back in small letters, so case does not save a value.
        for value in self._values:
            text = re.sub(re.escape(value), "*" * 8, text, flags=re.IGNORECASE)
        shown = "".join(ch if ch.isprintable() else "?" for ch in text[: _LONGEST_QUOTE + 1])
        return f"{shown[:_LONGEST_QUOTE]}..." if len(shown) > _LONGEST_QUOTE else shown
