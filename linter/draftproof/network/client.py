"""Requests with bounds. Only this package imports httpx.

Every wait ends: a deadline over the whole exchange acts from outside the reading, so that a server that
sends a byte now and then gains nothing, and a cap bounds what is kept. Redirects are not followed, proxies
are not used unless asked, and no sentence that leaves this module holds the value of a header that was
sent.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
from contextlib import asynccontextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

import httpx

from draftproof import __version__
from draftproof.dataclass import dataclass
from draftproof.network.addresses import Address, AddressError, checked
from draftproof.network.running import run
from draftproof.text.guarding import MASK, Guard
from draftproof.text.secret import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_LONGEST_QUOTE = 80

Failure = Literal["answer", "unsent", "no-address", "tls", "no-connection", "silence", "broken"]
"""Where an exchange broke: an answer that cannot be used, nothing sent at all, no DNS address, no trusted
encryption, no connection, a silence longer than allowed, a connection that broke off or spoke no HTTP."""


class NetworkError(Exception):
    """What was seen instead of an answer that can be used: one sentence, no credential in it.

    ``status`` is the HTTP status where there was one.
    """

    def __init__(self, sentence: str, status: int | None = None, failure: Failure = "answer") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.failure: Failure = failure


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
    plain: bool = False
    """HTTP to other machines too: for what is public and asked without a credential."""
    connect_to: str = ""
    """The IP address to connect to, where the caller has looked up the host of the URL and checked it. The
    host's name is still the one that the request and the encryption are for.
    """


def get_json(
    url: str,
    headers: Mapping[str, str | Secret],
    limits: Limits,
    *,
    use_proxies: bool = False,
) -> Any:
    """The JSON that a GET of the URL answers with. Raises NetworkError for everything else."""
    outgoing = Outgoing(url, {"Accept": "application/json", **headers}, use_proxies=use_proxies)
    return run(_json_of(outgoing, limits))


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
        address = checked(outgoing.url, plain=outgoing.plain)
        url = httpx.URL(address.url)
    except AddressError as error:
        raise NetworkError(str(error), failure="unsent") from None
    except (httpx.InvalidURL, UnicodeError):
        raise NetworkError("the URL cannot be used", failure="unsent") from None
    headers = _headers(outgoing.headers)
    timeout = httpx.Timeout(limits.idle, connect=min(limits.idle, limits.total))
    proxies = outgoing.use_proxies and not address.loopback
    client = _client(address, timeout, proxies=proxies)
    extensions: dict[str, Any] = {}
    if outgoing.connect_to:
        headers["Host"] = url.netloc.decode("ascii")
        extensions["sni_hostname"] = url.host
        url = url.copy_with(host=outgoing.connect_to)
    try:
        async with (
            client,
            client.stream(
                outgoing.method, url, headers=headers, content=outgoing.body, extensions=extensions
            ) as response,
        ):
            yield response
    except httpx.TimeoutException:
        raise NetworkError(
            f"{address.shown} was silent for {limits.idle:g} seconds", failure="silence"
        ) from None
    except httpx.HTTPError as error:
        raise _transport_error(error, address) from None
    except (httpx.InvalidURL, UnicodeError):
        # The library reads where a redirect leads to, though it does not go there.
        raise NetworkError(f"{address.shown} names a URL that cannot be read", failure="broken") from None


def _client(address: Address, timeout: httpx.Timeout, *, proxies: bool) -> httpx.AsyncClient:
    """A client for one exchange. What the environment can break is refused here, in words of our own."""
    try:
        # A certificate store that the environment names is honoured; its proxies and its .netrc are not.
        verify = False if address.url.startswith("http:") else httpx.create_ssl_context(trust_env=True)
    except OSError:
        raise NetworkError(
            "the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read", failure="unsent"
        ) from None
    try:
        return httpx.AsyncClient(trust_env=proxies, follow_redirects=False, timeout=timeout, verify=verify)
    except (ImportError, ValueError, httpx.InvalidURL):
        raise NetworkError(
            "the proxy that the environment names cannot be used: its URL must begin with http:// or https://",
            failure="unsent",
        ) from None


def _headers(given: Mapping[str, str | Secret]) -> dict[str, str]:
    """The headers as they are sent. A value that no header may hold is refused here: the library would
    quote it.
    """
    sent = {"User-Agent": f"draftproof/{__version__}", "Accept-Encoding": "identity"}
    for name, value in given.items():
        plain = value.reveal() if isinstance(value, Secret) else value
        if not _HEADER_NAME.fullmatch(name):
            raise NetworkError("a header has a name that no header may have", failure="unsent")
        if not plain or not plain.isascii() or not plain.isprintable() or plain != plain.strip():
            raise NetworkError(
                f"the value for the header {name} is empty or holds characters that no header may hold",
                failure="unsent",
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
    host = target_host(response)
    return f" to {conceal(host)}" if host else ""


def target_host(response: httpx.Response) -> str:
    """The host that a redirect leads to, "" for none; its path and query are nobody's business."""
    try:
        return httpx.URL(response.headers.get("location", "")).host
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if size > limits.max_bytes:
            raise NetworkError(f"the answer is longer than {limits.max_bytes:,} bytes", response.status_code)
        pieces.append(piece)
    return b"".join(pieces)


def _transport_error(error: httpx.HTTPError, address: Address) -> NetworkError:
    """What went wrong on the wire, in our words: the library's may quote what was sent."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NetworkError(f"{address.shown} has no certificate that can be trusted", failure="tls")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return NetworkError(f"no encrypted connection (TLS) to {address.shown}", failure="tls")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NetworkError(f"{address.shown} has no address (DNS)", failure="no-address")
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return NetworkError(f"no connection to {address.shown}", failure="no-connection")
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return NetworkError(f"{address.shown} broke off, or does not speak HTTP", failure="broken")
    return NetworkError(
        f"the exchange with {address.shown} failed ({type(error).__name__})", failure="broken"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, a bounded stretch of the chain."""
    current: BaseException | None = error
    for _ in range(10):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


class Concealer:
    """Makes text that a server sent fit for a message: without what was sent as a secret, one short plain
    line.
    """

    def __init__(self, headers: Mapping[str, str | Secret]) -> None:
        self._guard = Guard(value for value in headers.values() if isinstance(value, Secret))

    def __call__(self, text: str) -> str:
        """The text, masked first and cut afterwards, so that no half of a value stays. Nothing of it where a
        value stands in it in disguise.
        """
        text = self._guard(text)
        if self.finds_in(text):
            return MASK
        shown = "".join(ch if ch.isprintable() else "?" for ch in text[: _LONGEST_QUOTE + 1])
        return f"{shown[:_LONGEST_QUOTE]}..." if len(shown) > _LONGEST_QUOTE else shown

    def finds_in(self, text: str) -> bool:
        """True if a value, or a piece of one, stands in a short text, however disguised."""
        return self._guard.suspects(text)
