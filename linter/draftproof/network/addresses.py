"""Which addresses may be asked: HTTPS, or HTTP on this machine; nothing hidden in them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from draftproof.dataclass import dataclass

MAX_URL = 2000


class AddressError(ValueError):
    """An address that is not asked, and why, in one sentence that does not repeat it."""


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address. ``shown`` is what a message may say: scheme, host and port."""

    url: str
    shown: str
    loopback: bool


def checked(url: str) -> Address:
    """The address, if it may be asked. Raises AddressError."""
    if (
        not url
        or len(url) > MAX_URL
        or not url.isascii()
        or not url.isprintable()
        or " " in url
        or "\\" in url
    ):
        raise AddressError("the URL is empty, too long, or holds characters that no URL may hold")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("the URL cannot be read") from None
    if parts.scheme not in ("http", "https") or not host:
        raise AddressError("the URL must begin with https:// and a host")
    if "@" in parts.netloc:
        raise AddressError("the URL holds a user name or a password; take it out")
    if parts.fragment:
        raise AddressError("the URL holds a fragment (#); take it out")
    loopback = is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise AddressError(f"http:// is for this machine only; ask {host[:100]} by https://")
    name = f"[{host}]" if ":" in host else host
    shown = f"{parts.scheme}://{name[:100]}" + (f":{port}" if port is not None else "")
    return Address(url, shown, loopback)


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and for loopback addresses written as such."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
