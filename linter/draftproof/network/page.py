"""One page over the network: bounded, without credentials or cookies, nothing in it run.

Redirects are followed a few times, and every hop is held to the rules that the first address is held to.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urljoin, urlsplit

import httpx

from draftproof import __version__
from draftproof.dataclass import dataclass
from draftproof.network.addresses import AddressError, checked
from draftproof.network.bounded import Decoding, UndecodableError
from draftproof.network.client import Concealer, Limits, NetworkError, Outgoing, opened

if TYPE_CHECKING:
    from collections.abc import Collection

    from draftproof.network.page_limits import PageLimits
    from draftproof.network.resolving import Reach

Media = Literal["html", "markdown", "rst", "text", "xml", "gzip", "none"]
"""The media types that are told apart; ``none`` is an answer that does not say."""

AGENT: Final = f"draftproof/{__version__} (+https://github.com/draftproof/draftproof)"
_MEDIA: Final[dict[str, Media]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/x-rst": "rst",
    "text/prs.fallenstein.rst": "rst",
    "text/plain": "text",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/gzip": "gzip",
    "application/x-gzip": "gzip",
    "application/octet-stream": "gzip",
    "": "none",
}
_HEADERS: Final = {
    "Accept": "text/html, application/xhtml+xml, text/markdown;q=0.8, text/plain;q=0.8, */*;q=0.1",
    "Accept-Encoding": "gzip, identity;q=0.5",
    "User-Agent": AGENT,
}
_MEANINGS: Final = {
    401: ": it wants credentials, and none are sent",
    403: ": refused",
    404: ": nothing there",
    410: ": no longer there",
    429: ": too many requests",
}
_conceal = Concealer({})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came. ``url`` was asked for, ``final`` answered; ``charset`` is what the answer names, in
    small letters, "" where it names none.
    """

    url: str
    final: str
    data: bytes
    media: Media
    charset: str = ""


def normal(url: str) -> str:
    """A URL as it is sent: international host names and other characters encoded, no fragment.

    Raises AddressError for what is no URL of HTTP or holds a user name.
    """
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        raise AddressError("the URL cannot be read") from None
    return checked(str(parsed).removesuffix("#"), plain=True).url


async def fetch(url: str, wanted: Collection[Media], limits: PageLimits, reach: Reach) -> Page:
    """The page at a ``normal`` URL, if its media type is wanted. Raises NetworkError for everything else."""
    try:
        async with asyncio.timeout(limits.total):
            return await _followed(url, wanted, limits, reach)
    except TimeoutError:
        raise NetworkError(f"no whole page within {limits.total:g} seconds", failure="silence") from None


async def _followed(url: str, wanted: Collection[Media], limits: PageLimits, reach: Reach) -> Page:
    seen = [url]
    while True:
        answer = await _asked(seen[-1], wanted, limits, reach)
        if isinstance(answer, Page):
            return replace(answer, url=url)
        if answer in seen:
            raise NetworkError("its redirects go round in a circle")
        if len(seen) > limits.redirects:
            raise NetworkError(f"it redirects more than {limits.redirects} times")
        seen.append(answer)


async def _asked(url: str, wanted: Collection[Media], limits: PageLimits, reach: Reach) -> Page | str:
    """The page, or where the answer redirects to."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = await reach.addresses(parts.hostname or "", port)
    for number, address in enumerate(addresses, 1):
        outgoing = Outgoing(url, _HEADERS, plain=True, connect_to=address)
        try:
            return await _answered(outgoing, wanted, limits)
        except NetworkError as error:
            if error.failure != "no-connection" or number == len(addresses):
                raise
    raise AssertionError("a host has at least one address")


async def _answered(outgoing: Outgoing, wanted: Collection[Media], limits: PageLimits) -> Page | str:
    async with opened(outgoing, Limits(limits.total, limits.idle, limits.max_bytes)) as response:
        status = response.status_code
        if 300 <= status < 400 and "location" in response.headers:
            return _redirected(outgoing.url, response)
        if not 200 <= status < 300:
            raise NetworkError(f"the server answered {status}{_MEANINGS.get(status, '')}", status)
        media, charset = _kind(response.headers.get("content-type", ""), wanted)
        data = await _body(response, limits)
    if not data.strip():
        raise NetworkError("the page is empty", status)
    return Page(outgoing.url, outgoing.url, data, media, charset)


def _redirected(url: str, response: httpx.Response) -> str:
    try:
        return normal(urljoin(url, response.headers["location"]))
    except (AddressError, ValueError) as error:
        reason = str(error) if isinstance(error, AddressError) else "the URL cannot be read"
        raise NetworkError(
            f"the server answered {response.status_code}, a redirect that is not followed: {reason}"
        ) from None


def _kind(header: str, wanted: Collection[Media]) -> tuple[Media, str]:
    """The media type and the charset that a Content-Type names (RFC 9110, 8.3). Raises NetworkError for a
    type that is not wanted.
    """
    name, _, parameters = header.partition(";")
    media = _MEDIA.get(name.strip().lower())
    if media is None or media not in wanted:
        shown = _conceal(name.strip()) or "of no type"
        raise NetworkError(f"it is {shown}; HTML, Markdown and plain text are read")
    charset = ""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    return media, charset


async def _body(response: httpx.Response, limits: PageLimits) -> bytes:
    """The decoded body. What a small body unpacks to is bounded as well, and unpacked step by step."""
    too_long = NetworkError(f"it is longer than {limits.max_bytes:,} bytes", response.status_code)
    announced = response.headers.get("content-length", "")
    if re.fullmatch(r"[0-9]{1,18}", announced) and int(announced) > limits.max_bytes:
        raise too_long
    pieces: list[bytes] = []
    size = received = 0
    try:
        decoding = Decoding(response.headers.get("content-encoding", ""))
        async for chunk in response.aiter_raw():
            received += len(chunk)
            if received > limits.max_bytes:
                raise too_long  # also for what unpacks to nothing
            for piece in decoding.steps(chunk):
                size += len(piece)
                if size > limits.max_bytes:
                    raise too_long
                pieces.append(piece)
                # Much can come out of one chunk: the deadline acts in between.
                await asyncio.sleep(0)
    except UndecodableError:
        raise NetworkError("it is compressed in a way that is not read", response.status_code) from None
    if not decoding.whole:
        raise NetworkError("the compressed page was cut off", response.status_code, failure="broken")
    return b"".join(pieces)
