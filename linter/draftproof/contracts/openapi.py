"""An OpenAPI description as far as contracts need it: its hosts, its endpoints, what they take and stream.

Sources: OpenAPI Specification 3.0 and 3.1 ("Server Object", "Path Item Object", "Media Type Object"), and
``itemSchema`` of 3.2 (https://spec.openapis.org/oas/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from draftproof.contracts.schemas import Schemas
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_PATHS = 5_000
MAX_PATH = 300
MAX_SERVERS = 8
MAX_NAMES = 2_000
"""Fields or events of one endpoint; more are not a description of an API."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.$-]{0,99}")
_PATH = re.compile(r"/[A-Za-z0-9_.:{}@/-]{0,199}")
_PARAMETER = re.compile(r"\{[^{}]*\}")
_EVENT_STREAM = "text/event-stream"
_EVENT_MEMBERS = ("type", "event")


class DescriptionError(ValueError):
    """A file that is no OpenAPI description that can be used: one sentence."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What an endpoint takes and streams.

    ``complete`` is False where a part of the request's schema could not be found, or there is none: then no
    field is known to be gone. ``events`` are empty for a stream whose events carry no name.
    """

    fields: frozenset[str]
    required: frozenset[str]
    deprecated: frozenset[str]
    events: frozenset[str]
    complete: bool
    requests: tuple[Any, ...] = field(repr=False)
    """The schemas of its request, one a content type."""


@dataclass(frozen=True, slots=True)
class Description:
    """An OpenAPI description. ``endpoints`` are spelt as contracts spell them, ``/v1`` in front."""

    title: str
    version: str
    hosts: tuple[str, ...]
    schemas: Schemas = field(repr=False)
    _operations: Mapping[tuple[str, str], tuple[str, Any]] = field(repr=False)
    """(Method, path without the names of parameters) -> path as written, the operation."""

    def has(self, method: str, path: str) -> bool:
        """True for an endpoint that is described, whatever its parameters are called."""
        return (method, nameless(path)) in self._operations

    def below(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """The endpoints whose path begins with ``prefix``, sorted."""
        found = {
            (method, path)
            for (method, _), (path, _) in self._operations.items()
            if path.startswith(prefix) and _PATH.fullmatch(path)
        }
        return tuple(sorted(found, key=lambda each: (each[1], each[0])))

    def operation(self, method: str, path: str) -> Operation | None:
        """What an endpoint takes and streams, None where it is not described."""
        entry = self._operations.get((method, nameless(path)))
        if entry is None:
            return None
        requests = tuple(_contents(self.schemas.target(_mapping(entry[1]).get("requestBody"))))
        fields: dict[str, list[Any]] = {}
        complete = bool(requests)
        for _, schema in requests:
            members = self.schemas.members(schema)
            complete = complete and members.complete
            for name, values in members.schemas.items():
                fields.setdefault(name, []).extend(values)
        names = {name for name, values in fields.items() if not self._any(values, "readOnly")}
        required = [self.schemas.required(schema) for _, schema in requests]
        usable = _usable(names)
        return Operation(
            fields=usable,
            required=(frozenset.intersection(*required) if required else frozenset()) & usable,
            deprecated=frozenset(name for name in usable if self._any(fields[name], "deprecated")),
            events=_usable(self._events(entry[1])),
            complete=complete,
            requests=tuple(schema for _, schema in requests),
        )

    def _any(self, values: Sequence[Any], key: str) -> bool:
        return any(
            _mapping(each).get(key) is True
            for value in values
            for each in (value, self.schemas.target(value))
        )

    def _events(self, operation: Any) -> Iterator[str]:
        """The names of the events that an operation streams."""
        responses = _mapping(_mapping(operation).get("responses"))
        for status, response in responses.items():
            if str(status) != "default" and not str(status).startswith("2"):
                continue
            for kind, schema in _contents(self.schemas.target(response)):
                if kind == _EVENT_STREAM:
                    yield from self._names(schema)

    def _names(self, schema: Any) -> Iterator[str]:
        telling, mapped = self.schemas.discriminators(schema)
        yield from mapped
        for branch in self.schemas.branches(schema):
            members = self.schemas.members(branch).schemas
            for member in dict.fromkeys((*telling, *_EVENT_MEMBERS)):
                constants = [
                    name for value in members.get(member, ()) for name in self.schemas.constants(value)
                ]
                if constants:
                    yield from constants
                    break


def described(data: Any) -> Description:
    """The description in the plain data of a file. Raises DescriptionError where it is none."""
    root = _mapping(data)
    version = str(root.get("openapi", ""))
    if not version.startswith("3."):
        said = f"it says {_line(version, 20)}" if version else 'it has no "openapi"'
        said = 'it is "swagger" 2' if "swagger" in root else said
        raise DescriptionError(f"this is no OpenAPI description of version 3: {said}")
    paths = _mapping(root.get("paths"))
    if not paths:
        raise DescriptionError("the description has no paths")
    if len(paths) > MAX_PATHS:
        raise DescriptionError(f"the description has more than {MAX_PATHS:,} paths")
    info = _mapping(root.get("info"))
    hosts, prefixes = _servers(root.get("servers"))
    schemas = Schemas(root)
    return Description(
        _line(info.get("title"), 80), _line(info.get("version"), 40), hosts, schemas,
        dict(_operations(paths, prefixes, schemas)),
    )  # fmt: skip


def _operations(
    paths: Mapping[str, Any], prefixes: Sequence[str], schemas: Schemas
) -> Iterator[tuple[tuple[str, str], tuple[str, Any]]]:
    """Every operation under each way in which a contract could spell its path; the written one comes last."""
    for given, item in paths.items():
        if len(given) > MAX_PATH:
            continue
        path = given.rstrip("/")
        members = _mapping(schemas.target(item))
        for method in METHODS:
            if isinstance(members.get(method), Mapping):
                spellings = [f"{prefix}{path}" for prefix in prefixes]
                if (place := path.find("/v1/")) > 0:
                    spellings.append(path[place:])
                for spelling in (*spellings, path):
                    yield (method.upper(), nameless(spelling)), (spelling, members[method])


def _servers(value: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts of a description's servers, and what may stand before its paths."""
    hosts: dict[str, None] = {}
    prefixes = {"/v1": None}
    for server in value[:MAX_SERVERS] if isinstance(value, list) else ():
        try:
            parts = urlsplit(str(_mapping(server).get("url", ""))[:500])
            host = parts.hostname
        except ValueError:
            continue
        if host:
            hosts[host] = None
        prefixes[parts.path.rstrip("/")] = None
    return tuple(hosts), tuple(prefixes)


def _contents(body: Any) -> Iterator[tuple[str, Any]]:
    """Content type and schema of what a request or response holds; ``itemSchema`` is that of a stream."""
    for kind, media in _mapping(_mapping(body).get("content")).items():
        schema = _mapping(media).get("itemSchema", _mapping(media).get("schema"))
        if schema is not None:
            yield str(kind).partition(";")[0].strip().lower(), schema


def nameless(path: str) -> str:
    """A path, or an endpoint, without the names of its parameters."""
    return _PARAMETER.sub("{}", path)


def _usable(names: Any) -> frozenset[str]:
    """The names that a contract can hold: plain, and not more of them than any API has."""
    found = sorted(name for name in set(names) if _NAME.fullmatch(name))
    if len(found) > MAX_NAMES:
        raise DescriptionError(f"the description has more than {MAX_NAMES:,} names for one endpoint")
    return frozenset(found)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _line(value: Any, longest: int) -> str:
    """A text as one printable line."""
    text = value if isinstance(value, str) else str(value or "") if isinstance(value, int | float) else ""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text[:500]).split())[:longest]
