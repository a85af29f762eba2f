"""Contracts and providers out of the plain data of ``rules/``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from draftproof.samples.knowledge import Contract, Knowledge, Provider, Sdk

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["compile_knowledge"]


def compile_knowledge(vocabularies: Mapping[str, Any]) -> Knowledge:
    """The knowledge in plain data: ``rules/contracts``, ``rules/providers`` and two vocabularies."""
    contracts, providers = vocabularies.get("contracts", {}), vocabularies.get("providers", {})
    wrappers = vocabularies.get("wrappers", {})
    made = {data["provider"]: _provider(data) for data in providers.values()}
    sdks: dict[tuple[str, str], Sdk] = {}
    for provider in made.values():
        for entry in provider.sdks:
            for module in entry["modules"]:
                for name in entry["classes"]:
                    sdks[module, name] = Sdk(
                        entry["style"],
                        provider.name,
                        entry.get("dialect", "wire"),
                        hosted=bool(entry.get("hosted")),
                    )
    read = [_contract(data) for data in contracts.values()]
    families = {contract.family: contract for contract in read if not contract.packages}
    dialects = {contract.family: _with_events(contract, families) for contract in read if contract.packages}
    return Knowledge(
        families, made, dialects,
        frozenset(wrappers.get("wrappers", ())), frozenset(wrappers.get("drop-in", ())),
        tuple(vocabularies.get("models", {}).get("names", ())), sdks,
    )  # fmt: skip


def _with_events(contract: Contract, families: Mapping[str, Contract]) -> Contract:
    """A wrapper's contract with the events of the family whose stream it hands on."""
    origin = families.get(contract.stream.get("events-of", ""))
    if origin is None:
        return contract
    return replace(contract, stream={**contract.stream, "events": origin.stream.get("events", ())})


def _endpoint(text: str) -> tuple[str, str]:
    method, _, path = text.partition(" ")
    return method, path


def _texts(entry: Any) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else tuple(entry)


def _paths(entries: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(path.split(".")) for path in entries or ())


def _contract(data: Mapping[str, Any]) -> Contract:
    calls = data.get("calls", {})
    return Contract(
        family=data["family"],
        title=data["title"],
        read=str(data["read"]),
        endpoints=tuple(_endpoint(text) for text in data.get("endpoints", ())),
        create=_endpoint(data.get("create", "")),
        create_calls=_paths(calls.get("create")),
        stream_calls=_paths(calls.get("stream")),
        passthrough=_paths(calls.get("passthrough")),
        answer_calls=_paths(calls.get("answers")),
        typed_calls=_paths(calls.get("typed")),
        fields=frozenset((*data["fields"], *data.get("accepted", ()))),
        required=data.get("required", {}),
        foreign=data.get("foreign", {}),
        shapes=tuple(data.get("shapes", ())),
        results=data.get("results", {}),
        stream=data.get("stream", {}),
        also=tuple(_endpoint(text) for text in data.get("also", ())),
        generic=bool(data.get("generic")),
        anchored=bool(data.get("anchored")),
        styles=frozenset(data.get("styles", ())),
        packages=frozenset(data.get("packages", ())),
    )


def _provider(data: Mapping[str, Any]) -> Provider:
    return Provider(
        name=data["provider"],
        title=data["title"],
        hosts=frozenset(data.get("hosts", ())),
        host_suffixes=tuple(data.get("host-suffixes", ())),
        host_patterns=tuple(data.get("host-patterns", ())),
        base={style: _texts(urls) for style, urls in data.get("base", {}).items()},
        env=frozenset(data.get("env", ())),
        sdks=tuple(data.get("sdk", ())),
        families=frozenset(data.get("families", ())),
        prefixes=_texts(data.get("prefix", "/v1")),
        auth={family: tuple(ways) for family, ways in data.get("auth", {}).items()},
        extras={family: frozenset(names) for family, names in data.get("extras", {}).items()},
        catalog=data.get("catalog", {}),
        deployments=data.get("models") == "deployments",
        strict=bool(data.get("strict")),
        docs=data.get("docs", {}),
        docs_hosts=frozenset(data.get("docs-hosts", ())),
        ports=frozenset(map(str, data.get("ports", ()))),
        variants=tuple(data.get("variants", ())),
    )
