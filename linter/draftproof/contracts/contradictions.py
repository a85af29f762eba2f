"""What a contract calls another family's nesting (``shapes``) and a description now allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.contracts.openapi import Description, Operation
    from draftproof.contracts.schemas import Schemas


def contradictions(
    contract: Mapping[str, Any], description: Description, operation: Operation
) -> Iterator[str]:
    """A sentence for each entry of ``shapes`` that the description contradicts, sorted by the contract."""
    schemas = description.schemas
    shapes = contract.get("shapes")
    for entry in shapes if isinstance(shapes, list) else ():
        # Entries with further conditions hold for some roles or some forms only; a schema cannot tell them.
        if not isinstance(entry, Mapping) or not entry.keys().isdisjoint(
            {"missing", "nested", "unless-role"}
        ):
            continue
        path = str(entry.get("at", "")).split(".")
        branches = [branch for schema in operation.requests for branch in schemas.at(schema, path)]
        names = dict.fromkeys(name for branch in branches for name in _allowed(schemas, branch, entry))
        for name in names:
            yield f"`shapes` calls {name} at {'.'.join(path)} another family's, and the description has it"


def _allowed(schemas: Schemas, branch: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[str]:
    """What a branch allows of what the entry forbids."""
    members = schemas.members(branch).schemas

    def texts(name: str) -> frozenset[str]:
        return frozenset(text for value in members.get(name, ()) for text in schemas.constants(value))

    item = entry.get("item")
    for name, value in item.items() if isinstance(item, Mapping) else ():
        if value not in texts(str(name)):
            return
    if "value-of" in entry:
        values = entry.get("values")
        yield from sorted(
            texts(str(entry["value-of"])) & frozenset(map(str, values if isinstance(values, list) else ()))
        )
    elif (key := str(entry.get("key"))) in members:
        yield key
