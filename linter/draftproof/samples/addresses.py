"""URLs as samples write them, taken apart as far as they are known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from draftproof.samples.texts import HOLE

_URL = re.compile(r"^(?:(https?|wss?)://)([^/?#\s]*)([^?#\s]*)", re.IGNORECASE)
_PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart. ``host`` is "" where it is not known."""

    host: str
    path: str


def address_of(text: str) -> Address:
    """The parts of a URL whose unknown parts are ``HOLE``; an unknown beginning has no host."""
    match = _URL.match(text)
    if match:
        host = _PORT.sub("", match[2].rpartition("@")[2].lower())
        return Address("" if HOLE in host else host, match[3])
    path = re.split(r"[?#\s]", text, maxsplit=1)[0]
    return Address("", path[path.rfind(HOLE) + 1 :] if HOLE in path else path)
