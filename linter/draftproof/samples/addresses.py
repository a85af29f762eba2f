"""URLs as samples write them, taken apart as far as they are known."""

from __future__ import annotations

import re

from draftproof.dataclass import dataclass
from draftproof.samples.texts import HOLE

_URL = re.compile(r"^(?:(https?|wss?)://)([^/?#\s]*)([^?#\s]*)", re.IGNORECASE)
_PORT = re.compile(r":(\d+)$")
_LOOPBACK = re.compile(
    r"(?:[\w.-]+\.)?localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart. ``host`` is "" where it is not known, ``port`` where none is written."""

    host: str
    path: str
    port: str = ""


def address_of(text: str) -> Address:
    """The parts of a URL whose unknown parts are ``HOLE``; an unknown beginning has no host."""
    match = _URL.match(text)
    if match:
        authority = match[2].rpartition("@")[2].lower()
        host, port = _PORT.sub("", authority), _PORT.search(authority)
        return Address("" if HOLE in host else host, match[3], port[1] if port else "")
    path = re.split(r"[?#\s]", text, maxsplit=1)[0]
    if not path.startswith("/"):
        # What is unknown in front is the base URL; what is unknown further on stands for a part of the path.
        path = path[path.find(HOLE) + 1 :].lstrip(HOLE)
    return Address("", path)


def is_own_machine(host: str) -> bool:
    """True for a server on the reader's own machine, also as a container reaches it."""
    return _LOOPBACK.fullmatch(host) is not None
