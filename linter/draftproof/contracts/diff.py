"""A contract against a description: what each has that the other has not. Pure; nothing is read or written.

Names are compared with everything that the contract lists: a field under ``accepted`` and an event under
``aliases`` are settled, whether or not the description has gone on without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from draftproof.contracts.contradictions import contradictions
from draftproof.contracts.openapi import nameless
from draftproof.dataclass import dataclass
from draftproof.samples.knowledge_data import compile_knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from draftproof.contracts.openapi import Description, Operation

Kind = Literal["endpoint", "field", "required", "event"]

DESCRIBED_METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"})
"""What a contract writes otherwise, ``GET(ws)``, no description can have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One name that the description has and the contract has not (``added``), or the other way round.

    ``provider`` is whose requirement changed, "" for every other kind.
    """

    kind: Kind
    name: str
    added: bool
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one contract. ``notes`` are sentences about what only its author can settle."""

    family: str
    title: str
    read: str
    endpoint: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True where nothing differs."""
        return not self.changes


def strings(value: Any) -> tuple[str, ...]:
    """The texts of a list in a contract."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def mapping(value: Any) -> Mapping[str, Any]:
    """A mapping in a contract; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def compare(
    contract: Mapping[str, Any], description: Description, provider: str, elsewhere: frozenset[str]
) -> Comparison | None:
    """A contract, as it stands in its file, against a description. None where that lacks its endpoint, and
    for the contract of a wrapper, which has none.

    ``provider`` is whose description it is, "" where nobody knows; ``elsewhere`` are endpoints of the other
    contracts, ``POST /v1/embeddings``. Raises DescriptionError and TooLargeError for a description that no
    API has.
    """
    known = compile_knowledge({"contracts": {"": contract}}).contracts.get(str(contract.get("family")))
    operation = description.operation(*known.create) if known is not None else None
    if known is None or operation is None:
        return None
    method, path = known.create
    taking = map(description.operation, *zip(*known.creating, strict=True))
    operations = [each for each in taking if each is not None]
    changes = (
        *_endpoints(contract, description, path, elsewhere),
        *_fields(contract, operations),
        *_required(contract, operation, provider),
        *_events(contract, operations),
    )
    return Comparison(
        family=str(contract.get("family", "")),
        title=str(contract.get("title", contract.get("family", ""))),
        read=str(contract.get("read", "")),
        endpoint=f"{method} {path}",
        changes=changes,
        notes=(*_notes(contract, operations, provider), *contradictions(contract, description, operation)),
    )


def _endpoint(text: str) -> tuple[str, str]:
    method, _, path = text.partition(" ")
    return method, path


def _endpoints(
    contract: Mapping[str, Any], description: Description, path: str, elsewhere: frozenset[str]
) -> Iterator[Change]:
    listed = [_endpoint(text) for text in strings(contract.get("endpoints"))]
    known = {nameless(f"{method} {where}") for method, where in listed}
    others = {nameless(text) for text in elsewhere}
    for method, where in description.below(path):
        text = f"{method} {where}"
        if _is_below(where, path) and nameless(text) not in known | others:
            yield Change("endpoint", text, added=True)
    for method, where in listed:
        # Others, like the list of models, belong to other parts of the API, and a description may be a part.
        if _is_below(where, path) and method in DESCRIBED_METHODS and not description.has(method, where):
            yield Change("endpoint", f"{method} {where}", added=False)


def _is_below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent}/")


def _fields(contract: Mapping[str, Any], operations: list[Operation]) -> Iterator[Change]:
    described = frozenset[str]().union(*(each.fields for each in operations))
    listed, accepted = strings(contract.get("fields")), strings(contract.get("accepted"))
    yield from _added("field", described - {*listed, *accepted})
    if all(each.complete for each in operations):
        yield from _gone("field", listed, described | {*accepted})


def _required(contract: Mapping[str, Any], operation: Operation, provider: str) -> Iterator[Change]:
    if not provider or not operation.complete:
        return
    listed = strings(mapping(contract.get("required")).get(provider))
    yield from _added("required", operation.required - {*listed}, provider)
    yield from _gone("required", listed, operation.required, provider)


def _events(contract: Mapping[str, Any], operations: list[Operation]) -> Iterator[Change]:
    described = frozenset[str]().union(*(each.events for each in operations))
    stream = mapping(contract.get("stream"))
    listed = strings(stream.get("events"))
    settled = {*strings(stream.get("aliases")), *strings(stream.get("shared"))}
    yield from _added("event", described - {*listed, *settled})
    if described:  # a description that names no events says nothing about them
        yield from _gone("event", listed, described | settled)


def _added(kind: Kind, names: Iterable[str], provider: str = "") -> Iterator[Change]:
    return (Change(kind, name, added=True, provider=provider) for name in sorted(names))


def _gone(kind: Kind, listed: Iterable[str], kept: Iterable[str], provider: str = "") -> Iterator[Change]:
    still = frozenset(kept)
    gone = dict.fromkeys(name for name in listed if name not in still)
    return (Change(kind, name, added=False, provider=provider) for name in gone)


def _notes(contract: Mapping[str, Any], operations: list[Operation], provider: str) -> Iterator[str]:
    if not provider:
        yield "whose description it is is not known, so what is required was not compared; see --provider"
    if any(each.requests and not each.complete for each in operations):
        yield "parts of the request's schema lie elsewhere, so nothing is said to be gone"
    if deprecated := sorted(frozenset[str]().union(*(each.deprecated for each in operations))):
        yield f"deprecated in the description: {', '.join(deprecated)}"
    described = frozenset[str]().union(*(each.fields for each in operations))
    for name in sorted(described & mapping(contract.get("foreign")).keys()):
        yield f"`foreign` lists {name}, which is a field now"
    events = frozenset[str]().union(*(each.events for each in operations))
    stream = mapping(contract.get("stream"))
    if events and not stream:
        yield "the description names events, and the contract has no `stream`: say by hand how it ends"
    for key in ("never", "elsewhere"):
        for name in sorted(events & {*strings(stream.get(key)), *mapping(stream.get(key))}):
            yield f"`stream.{key}` lists {name}, which is an event now"
    for name in strings(stream.get("terminal")):
        if events and name not in events and name in strings(stream.get("events")):
            yield f"`stream.terminal` lists {name}, which the description does not have"
