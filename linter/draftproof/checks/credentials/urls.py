"""Credentials inside URLs: ``https://user:password@host/`` and ``?api_key=...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.assignments import Candidate
from draftproof.checks.credentials.model import Position
from draftproof.checks.credentials.names import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.credentials.names import Names

_USERINFO = re.compile(r"([^\s/@:\"'`<>()\[\]|?#]{0,128}):([^\s/@\"'`<>|]{1,256})@([\w.\-\[\]:${}]{1,128})")
_HOST = re.compile(r"(?:[^\s/@\"'`<>|?#]{0,300}@)?([\w.\-]{1,128}|\[[0-9a-fA-F:.]{2,64}\])")
_PARAMETER = re.compile(r"[?&](?:amp;)?([A-Za-z][\w.-]{0,40})=([^\s&#\"'`<>()\[\]|,;\\]{1,4096})")
_URL_REACH = 512


def url_values(text: str, names: Names) -> Iterator[tuple[Candidate, str]]:
    """The passwords and credential parameters of the URLs of a text, each with the URL's host.

    What a signed link or a badge carries is given as of no kind, so that nobody takes it for more.
    """
    at = text.find("://")
    while at >= 0:
        userinfo = _USERINFO.match(text, at + 3)
        if userinfo:
            start, end = userinfo.span(2)
            name = userinfo[1] or "password"
            yield (
                Candidate(start, end, name, NameKind.PASSWORD, Position.USERINFO),
                userinfo[3].partition(":")[0],
            )
        at = text.find("://", at + 3)
    done = 0
    at = text.find("?")
    while at >= 0:
        if at >= done:
            done = at + 1
            parameters = _parameters(text, at)
            if parameters:
                done = parameters[-1].end()
                named = [p for p in parameters if p[1].lower() in names.query]
                signed = any(p[1].lower() in names.signed_link for p in parameters) or _is_badge(text, at)
                kind = NameKind.NONE if signed else NameKind.SECRET
                host = _host_before(text, at) if named else ""
                for parameter in named:
                    start, end = parameter.span(2)
                    yield Candidate(start, end, parameter[1], kind, Position.QUERY), host
        at = text.find("?", max(done, at + 1))


def _parameters(text: str, at: int) -> list[re.Match[str]]:
    """The parameters of the query string that begins at ``at``."""
    found: list[re.Match[str]] = []
    match = _PARAMETER.match(text, at)
    while match and len(found) < 64:
        found.append(match)
        match = _PARAMETER.match(text, match.end())
    return found


def _is_badge(text: str, at: int) -> bool:
    """True for the address of a status badge, whose token everybody may know."""
    return "badge" in text[max(0, at - 120) : at].rpartition("://")[2]


def _host_before(text: str, at: int) -> str:
    """The host of the URL that a query string belongs to, "" where it is written without one."""
    start = max(0, at - _URL_REACH)
    piece = re.split(r"[\s\"'`<>()]", text[start:at])[-1]
    _, separator, rest = piece.partition("://")
    host = _HOST.match(rest) if separator else None
    return host[1] if host else ""
