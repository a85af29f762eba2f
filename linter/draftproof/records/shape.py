"""The shape of a request as a hash: the same while a tutorial is reworded, another when the request changes.

What counts: family, method, path, streaming, the model, and the tree of the body's fields with their values;
what does not: prose (prompts, instructions, descriptions), credentials, headers, and where the sample stands.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.checks.credentials.model import Credential
    from draftproof.samples.facts import Data, Place, Request, Understanding
    from draftproof.samples.knowledge import Knowledge

FAMILY: Final = "responses"
DIGITS: Final = 20
"""Hexadecimal digits kept: 80 bits tell the requests of one article apart many times over."""
_LONGEST_WORD = 64
_PROSE = frozenset({"input", "instructions", "content", "text", "prompt", "output", "description", "title"})
"""Members whose text is prose, however short: a greeting is no setting."""
_TEXT, _UNKNOWN, _CREDENTIAL = "text", "unknown", "credential"


def responses_requests(understanding: Understanding, knowledge: Knowledge) -> tuple[Request, ...]:
    """The requests that count as Responses samples, in the order of the document.

    Those are POST requests to the endpoint that creates a response, through an SDK or over HTTP, streaming
    or not. Reading, cancelling, counting and compacting create none; what a wrapper of several providers
    sends is its own affair, and a line of a batch is not sent by itself.
    """
    contract = knowledge.contracts.get(FAMILY)
    if contract is None:
        return ()
    method, endpoint = contract.create
    tail = endpoint.removeprefix("/v1")
    return tuple(
        request
        for request in understanding.requests
        if request.family == FAMILY
        and request.dialect != "wrapper"
        and request.transport != "batch"
        and request.method == method
        and request.path.partition("?")[0].rstrip("/").endswith(tail)
    )


def shape_of(request: Request, credentials: Sequence[Sequence[Credential]]) -> str:
    """``sha256:`` and the first hexadecimal digits of the digest of a request's shape.

    ``credentials`` are those of the document's parts, in order and apart. Numbers, booleans and short words
    are taken by value, other text only as text, and a credential only as such: a hash can be searched for.
    """
    tree = _Shaper(credentials).of_request(request)
    canonical = json.dumps(tree, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()[:DIGITS]}"


class _Shaper:
    """Turns values into plain data, credentials left out."""

    def __init__(self, credentials: Sequence[Sequence[Credential]]) -> None:
        self._credentials = credentials

    def of_request(self, request: Request) -> dict[str, Any]:
        url = request.url
        hidden = url is not None and self._is_credential(url.place)
        return {
            "family": request.family,
            "method": request.method,
            "path": _CREDENTIAL if hidden else request.path.partition("?")[0].rstrip("/"),
            "stream": request.stream is True,
            "fields": [
                [self._name(field.name, field.key), self._of(field.value, field.name)]
                for field in sorted(request.fields, key=lambda each: each.name)
            ],
        }

    def _name(self, name: str, place: Place) -> str:
        return _CREDENTIAL if self._is_credential(place) else name

    def _of(self, data: Data, name: str) -> Any:
        if data.kind == "mapping":
            members = sorted(data.members, key=lambda each: each.name)
            found = [[self._name(each.name, each.key), self._of(each.value, each.name)] for each in members]
            return {"mapping": found}
        if data.kind == "sequence":
            return {"sequence": [self._of(item, name) for item in data.items]}
        if data.kind == "unknown":
            return _UNKNOWN
        if data.kind == "string" and name in _PROSE:
            return _TEXT
        if self._is_credential(data.place):
            return _CREDENTIAL
        if data.kind == "string" and not _is_word(data):
            return _TEXT
        return [data.kind, data.text[:_LONGEST_WORD]]

    def _is_credential(self, place: Place) -> bool:
        if place.part >= len(self._credentials):
            return False
        start, end = place.span
        known = self._credentials[place.part]
        index = bisect_right(known, start, key=lambda each: each.span.end)
        return index < len(known) and known[index].span.start < end


def _is_word(data: Data) -> bool:
    """True for ids, names and settings: a literal without white space, not long."""
    return (
        data.literal
        and len(data.text) <= _LONGEST_WORD
        and not any(character.isspace() for character in data.text)
    )
