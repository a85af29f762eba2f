"""Host names to the IP addresses that may be connected to.

A name is looked up once, what comes back is checked, and the connection goes to a checked address: a name
that leads elsewhere a moment later leads nowhere.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from draftproof.network.addresses import is_public
from draftproof.network.client import NetworkError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Lookup = Callable[[str, int], Awaitable[list[str]]]

_MOST_ADDRESSES = 4
"""Addresses of one host that are tried."""


async def system_lookup(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system has them. Raises OSError or UnicodeError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _, _, _, _, address in found]


class Reach:
    """Which addresses are connected to: public ones, or all where ``allow_private``."""

    def __init__(self, *, allow_private: bool = False, lookup: Lookup = system_lookup) -> None:
        self._allow_private = allow_private
        self._lookup = lookup

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host that may be connected to, in the order of the system; at least one.

        Raises NetworkError where the host has none.
        """
        shown = host[:100]
        try:
            found = list(dict.fromkeys(await self._lookup(host, port)))
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise NetworkError(f"{shown} has no address (DNS)", failure="no-address")
        usable = [each for each in found if self._allow_private or is_public(each)]
        if not usable:
            raise NetworkError(
                f"{shown} is this machine or in a private network; --allow-private permits that",
                failure="unsent",
            )
        return tuple(usable[:_MOST_ADDRESSES])
