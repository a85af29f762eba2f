"""Credentials that a scheme or an option announces, without a name: ``Bearer ...``, ``curl -u user:...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.anchors import USER_OPTIONS
from draftproof.checks.credentials.assignments import Candidate
from draftproof.checks.credentials.model import Position
from draftproof.checks.credentials.names import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEARER = re.compile(r"[ \t]{1,4}((?:[0-9]{1,8}\|)?[A-Za-z0-9._~+/=-]{12,4096})")
_USER = re.compile(
    r"(?:-u|--user|--proxy-user)(?:[ \t]{1,4}|=)([\"']?)([^\s:/\"'|]{0,128}):(?!//)([^\s\"'|]{1,256})"
)


def announced_values(text: str, lowered: str) -> Iterator[Candidate]:
    """Bearer tokens wherever they stand, and the passwords of ``-u`` and ``--user``."""
    at = lowered.find("bearer")
    while at >= 0:
        match = _BEARER.match(text, at + 6)
        if match:
            start, end = match.span(1)
            end = start + len(match[1].rstrip("."))
            yield Candidate(start, end, "Authorization", NameKind.HEADER, Position.HEADER, scheme="bearer")
        at = lowered.find("bearer", at + 6)
    for option in USER_OPTIONS:
        at = text.find(option)
        while at >= 0:
            match = _USER.match(text, at + len(option) - len(option.lstrip()))
            if match:
                start, end = match.span(3)
                yield Candidate(start, end, "password", NameKind.PASSWORD, Position.OPTION, match[1])
            at = text.find(option, at + len(option))
