"""Which addresses may be asked: HTTPS, or HTTP on this machine; nothing hidden in them; what is public."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from draftproof.dataclass import dataclass

MAX_URL = 2000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: where a translator stands in for IPv4, the address is in the last four bytes."""
_NEVER_PUBLIC = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""Addresses of no public site that ``ipaddress`` takes for public, in some patch releases of Python or in
all: protocol assignments (RFC 6890), the relays of 6to4 that are gone (RFC 7526), and the host of every
virtual machine of Azure, which answers nobody else (Microsoft, "What is IP address 168.63.129.16?", read
2026-11-23).
"""
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


class AddressError(ValueError):
    """An address that is not asked, and why, in one sentence that does not repeat it."""


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address. ``shown`` is what a message may say: scheme, host and port."""

    url: str
    shown: str
    loopback: bool


def checked(url: str, *, plain: bool = False) -> Address:
    """The address, if it may be asked. Raises AddressError. ``plain`` permits HTTP to other machines, for
    what is asked without a credential.
    """
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
        raise AddressError(f"the URL must begin with {'http:// or ' if plain else ''}https:// and a host")
    if "@" in parts.netloc:
        raise AddressError("the URL holds a user name or a password; take it out")
    if parts.fragment:
        raise AddressError("the URL holds a fragment (#); take it out")
    loopback = is_loopback(host)
    if parts.scheme == "http" and not (loopback or plain):
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


def is_public(text: str) -> bool:
    """True for an IP address that belongs to the public internet.

    False for this machine, private networks, link-local, shared (RFC 6598), unique local, multicast and
    reserved addresses, and for IPv6 addresses that stand for such an IPv4 address (mapped, 6to4, NAT64).
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return _is_public_v4(address)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is not None:
        return _is_public_v4(inner)
    return address in _GLOBAL_UNICAST and address.is_global


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NEVER_PUBLIC)
    )
