"""Where a request goes and how it says who it is: undocumented addresses (API007), headers (API008)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import hit_at
from draftproof.finding import Remedy, Replacement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit
    from draftproof.samples.facts import Data, Request
    from draftproof.samples.knowledge import Knowledge, Provider

_HOLE = "\ufffc"
_DOUBLED = re.compile(r"/v1/v1(?=/|$)")
_VERSION = re.compile(r"/v\d[\w.]*(?=/|$)")


def wrong_endpoint(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A path or a base URL that the provider, shown by its host, does not document."""
    for request in facts.requests:
        provider = facts.knowledge.providers.get(request.provider.name)
        if provider is None or request.provider.evidence != "host" or request.dialect == "wrapper":
            continue
        if request.transport == "sdk" and request.base_url is not None and request.dialect == "wire":
            yield from _base(provider, request, request.base_url)
        elif (
            request.transport == "http" and request.url is not None and request.method in ("POST", "GET", "")
        ):
            yield from _path(facts.knowledge, provider, request, request.url)


def _base(provider: Provider, request: Request, base: Data) -> Iterator[Hit]:
    documented = provider.base.get(request.base_style or "openai", ())
    if not documented or not base.literal or base.inner is None or not base.text.startswith("http"):
        return
    given, paths = base.text.rstrip("/"), {_path_of(url) for url in documented}
    path = _path_of(given)
    # A base URL that is cut short, the one of another provider, or the whole endpoint.
    wrong = (
        path in ("/v1", "/v1/v1")
        or any(wanted.startswith(f"{path}/") for wanted in paths)
        or path.endswith(("/chat/completions", "/responses", "/messages", "/embeddings"))
    )
    if wrong and path not in paths:
        wanted = documented[0]
        values = {"given": given, "wanted": wanted, "provider": provider.title}
        remedy = Remedy("unsafe", (Replacement(base.inner.span, wanted),))
        yield hit_at(base.inner, values, message="base", remedy=remedy)


def _path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")


def _path(knowledge: Knowledge, provider: Provider, request: Request, url: Data) -> Iterator[Hit]:
    if not provider.strict or _HOLE in request.path or provider.deployments:
        return
    path = request.path.rstrip("/")
    endpoints = {endpoint for c in knowledge.contracts.values() for _, endpoint in c.endpoints}
    known = {_below(prefix, endpoint) for endpoint in endpoints for prefix in provider.prefixes}
    if path in known or (request.family is None and not _DOUBLED.search(path)):
        return
    contract = knowledge.contracts.get(request.family or "")
    documented = contract is not None and contract.family in provider.families
    prefix = provider.prefixes[0]
    wanted = _DOUBLED.sub("/v1", path)
    if documented and path in endpoints:
        wanted = _below(prefix, path)
    elif contract is not None and documented:
        wanted = _below(prefix, contract.create[1])
    if _DOUBLED.search(path) or not _VERSION.search(path) or (documented and path in endpoints):
        place = url.inner or url.place
        remedy = None
        if url.literal and url.inner is not None and path in url.text:
            text = url.text.replace(path, wanted, 1)
            remedy = Remedy("unsafe", (Replacement(url.inner.span, text),)) if len(text) < 500 else None
        yield hit_at(place, {"given": path, "wanted": wanted, "provider": provider.title}, remedy=remedy)


def _below(prefix: str, endpoint: str) -> str:
    """An endpoint as a provider has it; those of other versions than the first are its own."""
    return prefix + endpoint.removeprefix("/v1") if endpoint.startswith("/v1/") else endpoint


def wrong_auth(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A header that the provider, shown by its host, does not take for this family."""
    for request in facts.requests:
        provider = facts.knowledge.providers.get(request.provider.name)
        if (
            provider is None
            or request.provider.evidence != "host"
            or request.transport != "http"
            or request.family is None
        ):
            continue
        ways = provider.auth.get(request.family, provider.auth.get("default", ()))
        for header in request.headers:
            name = header.name.lower()
            values = {"header": header.name, "provider": provider.title, "wanted": _wanted(ways)}
            if name in ("x-api-key", "api-key", "x-goog-api-key") and ways and name not in ways:
                if not any(other.name.lower() == "authorization" for other in request.headers):
                    yield hit_at(header.key, values)
            elif name == "authorization" and "bearer" in ways:
                text = header.value.text.strip()
                if (
                    header.value.kind == "string"
                    and text
                    and not re.match(rf"(?i)bearer\b|basic\b|{_HOLE}$|[<{{$]", text)
                ):
                    yield hit_at(header.value.inner or header.value.place, values, message="scheme")


def _wanted(ways: tuple[str, ...]) -> str:
    spelt = ["`Authorization: Bearer <key>`" if way == "bearer" else f"`{way}: <key>`" for way in ways]
    return " or ".join(spelt)
