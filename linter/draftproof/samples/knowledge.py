"""Contracts and providers as the program uses them: data from ``rules/``, compiled once per rulebook."""

from __future__ import annotations

import re
from dataclasses import field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VERSION = re.compile(r"\A/v\d\w*")
_VERSIONED = re.compile(r"(?:\A|/)v\d\w*/")
_PARAMETER = re.compile(r"\\\{\w+\\\}")
_MAX_HOSTS = 2000
_MAX_PATH = 2000
"""Characters of a URL's path that are looked at, from its end."""


def snake(name: str) -> str:
    """``finalResponse``, ``FinalResponse`` and ``final_response`` are one name."""
    return _HUMP.sub("_", name).lower()


@dataclass(frozen=True)
class Contract:
    """What an API family accepts and returns. ``read`` is the ISO date on which its sources were read."""

    family: str
    title: str
    read: str
    endpoints: tuple[tuple[str, str], ...]
    create: tuple[str, str]
    create_calls: tuple[tuple[str, ...], ...]
    stream_calls: tuple[tuple[str, ...], ...]
    passthrough: tuple[tuple[str, ...], ...]
    answer_calls: tuple[tuple[str, ...], ...]
    typed_calls: tuple[tuple[str, ...], ...]
    fields: frozenset[str]
    required: Mapping[str, Any]
    foreign: Mapping[str, Mapping[str, Any]]
    shapes: tuple[Mapping[str, Any], ...]
    results: Mapping[str, Any]
    stream: Mapping[str, Any]
    also: tuple[tuple[str, str], ...] = ()
    """Further endpoints that take a request of this contract."""
    generic: bool = False
    """Other services have the same paths and calls: they count below a known client or a known host."""
    anchored: bool = False
    """A version or nothing stands before its paths, or they are another service's."""
    styles: frozenset[str] = frozenset()
    """Clients below which its calls count, by their style; empty for any."""
    packages: frozenset[str] = frozenset()
    """Packages, or what makes a client in packages, whose own calls these are: a wrapper's contract, not an
    API's. ``*`` stands for any characters.
    """

    @cached_property
    def creating(self) -> tuple[tuple[str, str], ...]:
        """The endpoints that take a request of this contract: the one that creates, and its siblings."""
        parent = self.create[1].rpartition("/")[0]
        siblings = (e for e in self.endpoints if parent != "/v1" and e[1].rpartition("/")[0] == parent)
        posted = (e for e in siblings if e[0] == "POST" and "{" not in e[1])
        return tuple(dict.fromkeys((self.create, *self.also, *posted)))

    @cached_property
    def streaming(self) -> frozenset[str]:
        """Paths that answer with a stream whatever the body says."""
        return frozenset(self.stream.get("paths", ()))

    @cached_property
    def events(self) -> frozenset[str]:
        """Names of the events of its stream."""
        return frozenset(self.stream.get("events", ()))

    @cached_property
    def known_events(self) -> frozenset[str]:
        """Names that a reader of its stream may look for: also those of SDK helpers, of other servers, and
        those that another family has as well.
        """
        names = ("helper-events", "aliases", "shared")
        return self.events.union(*(self.stream.get(name, ()) for name in names))

    @cached_property
    def terminal(self) -> frozenset[str]:
        """Events that end its stream."""
        return frozenset(self.stream.get("terminal", ()))

    @cached_property
    def helpers(self) -> frozenset[str]:
        """Members of an SDK's stream that lead to its end, in snake case."""
        return frozenset(self.stream.get("helpers", ()))

    @cached_property
    def telling(self) -> tuple[tuple[str, ...], ...]:
        """Paths of its answers that name the family."""
        return tuple(tuple(path.split(".")) for path in self.results.get("telling", ()))


@dataclass(frozen=True)
class Provider:
    """Who serves an API."""

    name: str
    title: str
    hosts: frozenset[str]
    host_suffixes: tuple[str, ...]
    host_patterns: tuple[str, ...]
    base: Mapping[str, tuple[str, ...]]
    """Base URLs by the style of the client that is given them; the first is the one to recommend."""
    env: frozenset[str]
    sdks: tuple[Mapping[str, Any], ...]
    families: frozenset[str]
    prefixes: tuple[str, ...]
    """What stands before the endpoints instead of ``/v1``; the first is the one to recommend."""
    auth: Mapping[str, tuple[str, ...]]
    extras: Mapping[str, frozenset[str]]
    catalog: Mapping[str, str]
    deployments: bool = False
    strict: bool = False
    """Takes the fields of the contract and no others."""
    docs: Mapping[str, str] = field(default_factory=dict)
    """Addresses of its documentation, by family; also of ``models`` and ``help``."""
    docs_hosts: frozenset[str] = frozenset()
    ports: frozenset[str] = frozenset()
    """Ports at which its server listens on the reader's own machine."""
    variants: tuple[str, ...] = ()
    """Endings after a colon that it makes of every id and does not list; ``*`` stands for any."""

    def serves(self, host: str) -> bool:
        """True for a host of this provider."""
        return (
            host in self.hosts
            or any(host.endswith(suffix) for suffix in self.host_suffixes)
            or any(fnmatchcase(host, pattern) for pattern in self.host_patterns)
        )


@dataclass(frozen=True)
class Sdk:
    """A client class of a package. ``provider`` is None for packages that serve several."""

    style: str
    provider: str | None
    dialect: str = "wire"
    """``wire``, ``drop-in`` (same shapes, own fields), ``typed`` (own names, same events), ``wrapper``."""
    hosted: bool = False
    """Reaches the models through another cloud."""
    package: str = ""
    """The class or function with its package, for wrappers: ``langchain_openai.ChatOpenAI``."""


@dataclass(frozen=True)
class Knowledge:
    """All contracts, providers and SDKs."""

    contracts: Mapping[str, Contract]
    providers: Mapping[str, Provider]
    dialects: Mapping[str, Contract] = field(default_factory=dict)
    """Contracts of wrappers' own calls, by family."""
    wrappers: frozenset[str] = frozenset()
    drop_ins: frozenset[str] = frozenset()
    model_names: tuple[str, ...] = ()
    _sdks: Mapping[tuple[str, str], Sdk] = field(default_factory=dict)

    def contract_of(self, family: str | None) -> Contract | None:
        """The contract of a family or of a wrapper's calls."""
        return self.contracts.get(family or "") or self.dialects.get(family or "")

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Every field of a request that some contract has, or knows as another's."""
        return frozenset(
            name for contract in self.contracts.values() for name in (*contract.fields, *contract.foreign)
        )

    @cached_property
    def passthrough(self) -> frozenset[tuple[str, ...]]:
        """Calls of wrappers that keep the shapes of the wire."""
        return frozenset(path for contract in self.contracts.values() for path in contract.passthrough)

    @cached_property
    def typed_calls(self) -> frozenset[tuple[str, ...]]:
        """Calls of SDKs with names of their own for all that is sent; they are known without a client."""
        return frozenset(path for contract in self.contracts.values() for path in contract.typed_calls)

    @cached_property
    def answer_calls(self) -> Mapping[tuple[str, ...], str]:
        """Calls that give an answer of a family without a request of it -> family."""
        return {
            path: contract.family for contract in self.contracts.values() for path in contract.answer_calls
        }

    @cached_property
    def body_arguments(self) -> Mapping[str, frozenset[str]]:
        """Last steps of calls whose body is one of their arguments -> its names: ``chat(parameters)``."""
        found: dict[str, frozenset[str]] = {}
        for path in self.calls:
            name, _, argument = path[-1].rstrip(")").partition("(")
            if argument:
                found[name] = found.get(name, frozenset()) | {argument}
        return found

    @cached_property
    def calls(self) -> Mapping[tuple[str, ...], tuple[str, bool]]:
        """Call path (snake case) -> family and whether the call itself streams."""
        found: dict[tuple[str, ...], tuple[str, bool]] = {}
        for contract in self.contracts.values():
            found.update(dict.fromkeys(contract.create_calls, (contract.family, False)))
            found.update(dict.fromkeys(contract.stream_calls, (contract.family, True)))
            found.update(dict.fromkeys(contract.passthrough, (contract.family, False)))
        return found

    @cached_property
    def _model_pattern(self) -> re.Pattern[str]:
        names = "|".join(sorted(map(re.escape, self.model_names), key=len, reverse=True))
        return re.compile(
            rf"(?:[\w.@-]+[/:])*(?:(?:us|eu|apac|global|meta|cohere|mistral|ai21)\.)?(?:{names})[\w.:@-]*",
            re.IGNORECASE,
        )

    def looks_like_model(self, text: str) -> bool:
        """True for a text that begins like a public model id, with or without a vendor in front."""
        return bool(self.model_names) and len(text) < 120 and self._model_pattern.fullmatch(text) is not None

    def wrapper_call(self, module: str, path: tuple[str, ...]) -> tuple[str, bool] | None:
        """The family of a wrapper's call and whether it streams, None where no contract knows the call.

        ``module`` is the package, or a class of the package.
        """
        for contract in self.dialects.values():
            if any(fnmatchcase(module, package) for package in contract.packages):
                if path in contract.create_calls:
                    return contract.family, False
                if path in contract.stream_calls:
                    return contract.family, True
        return None

    def known_sdk(self, module: str, name: str) -> Sdk | None:
        """The client class ``name`` of a package that a provider names, None for any other."""
        return self._sdks.get((module, name))

    def sdk(self, module: str, name: str) -> Sdk | None:
        """The client class ``name`` of a package, None for anything else."""
        if known := self._sdks.get((module, name)):
            return known
        dialect = self.dialect_of(module)
        package = f"{module}.{name}"
        if dialect == "wire" or not (name[:1].isupper() or self._makes_clients(package)):
            return None
        return Sdk("openai", None, dialect, package=package)

    def _makes_clients(self, function: str) -> bool:
        """True for a function that a wrapper's contract names: ``instructor.from_openai``."""
        packages = (package for contract in self.dialects.values() for package in contract.packages)
        return any("." in package and fnmatchcase(function, package) for package in packages)

    def sdk_of_class(self, name: str, package: str = "") -> Sdk | None:
        """The client class of that name in a package that is known well and has ``package`` in its name."""
        return next((sdk for module, sdk in self._sdks_by_class.get(name, ()) if package in module), None)

    @cached_property
    def _sdks_by_class(self) -> Mapping[str, Sequence[tuple[str, Sdk]]]:
        found: dict[str, list[tuple[str, Sdk]]] = {}
        for (module, name), sdk in self._sdks.items():
            found.setdefault(name, []).append((module, sdk))
        return found

    def dialect_of(self, module: str) -> str:
        """``wrapper``, ``drop-in`` or ``wire``, by the package or a package above it."""
        parts = re.split(r"[./]", module) if not module.startswith("@") else [module]
        for length in range(len(parts), 0, -1):
            name = ".".join(parts[:length])
            if name in self.drop_ins:
                return "drop-in"
            if name in self.wrappers or name.startswith(
                ("langchain", "@langchain", "llama_index", "@ai-sdk")
            ):
                return "wrapper"
        return "wire"

    def provider_of_host(self, host: str) -> Provider | None:
        """The provider that serves a host."""
        known = self._hosts
        if host not in known:
            if len(known) >= _MAX_HOSTS:
                known.clear()
            known[host] = next((p for p in self.providers.values() if p.serves(host)), None)
        return known[host]

    @cached_property
    def _hosts(self) -> dict[str, Provider | None]:
        """Hosts that were asked for: a corpus names few, again and again."""
        return {}

    def provider_of_env(self, name: str) -> Provider | None:
        """The provider whose key variable has this name."""
        return next((p for p in self.providers.values() if name in p.env), None)

    def provider_of_port(self, port: str) -> Provider | None:
        """The provider whose server listens at a port of the reader's own machine."""
        return next((p for p in self.providers.values() if port and port in p.ports), None)

    @cached_property
    def _tails(self) -> tuple[tuple[re.Pattern[str], int, str, Contract], ...]:
        """What paths of creating endpoints end with, the length of that, the method, the contract."""
        found = []
        for contract in self.contracts.values():
            for method, endpoint in contract.creating:
                tail = _VERSION.sub("", endpoint)
                before = r"(?:\A|/)"
                if tail != endpoint and (contract.generic or contract.anchored):
                    before = r"(?:\A/?|(?:\A|/)v\d[\w.]*/)"
                pattern = _PARAMETER.sub(r"[^/:]+", re.escape(tail.lstrip("/")))
                found.append((re.compile(rf"{before}{pattern}\Z"), len(tail), method, contract))
        return tuple(found)

    def family_of_path(self, path: str, method: str = "POST", host: str = "") -> str | None:
        """The family whose creating endpoint a URL path ends with; of several the most exact."""
        cleaned = path.rstrip("/")[-_MAX_PATH:]
        somebodys = (
            self.provider_of_host(host) is not None if host else _VERSIONED.search(cleaned) is not None
        )
        best: tuple[int, str] = (0, "")
        for pattern, length, wanted, contract in self._tails:
            judged = wanted == method and length > best[0] and (somebodys or not contract.generic)
            if judged and pattern.search(cleaned):
                best = length, contract.family
        return best[1] or None

    def streams_by_path(self, family: str | None, path: str) -> bool:
        """True for a path that answers with a stream whatever the body says."""
        contract = self.contracts.get(family or "")
        return contract is not None and any(path.endswith(end) for end in contract.streaming)
