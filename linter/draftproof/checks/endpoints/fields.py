"""Fields of a request: those of another family (API001), missing ones (API002), misspelt ones (API009)."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import hit_at, holds_for, judged, provider_name, title_of
from draftproof.checks.endpoints.renames import Renames
from draftproof.finding import Confidence
from draftproof.samples.knowledge import snake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit
    from draftproof.samples.facts import Field, Request
    from draftproof.samples.knowledge import Contract

_NEAR = 0.84


def foreign_fields(
    facts: Facts, request: Request, contract: Contract
) -> list[tuple[Field, Mapping[str, Any]]]:
    """The fields of a request that its family does not take and another does."""
    provider = facts.knowledge.providers.get(provider_name(facts, request))
    extras = provider.extras.get(contract.family, frozenset()) if provider else frozenset()
    found: list[tuple[Field, Mapping[str, Any]]] = []
    for field in request.fields:
        name = snake(field.name) if request.transport == "sdk" else field.name
        entry = contract.foreign.get(name)
        if (
            entry is not None
            and name not in contract.fields
            and name not in extras
            and holds_for(facts, request, entry)
        ):
            found.append((field, entry))
    return found


def foreign_field(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field of another family in a request."""
    renames = Renames(facts)
    for request, contract in judged(facts, wire=False):
        for field, entry in foreign_fields(facts, request, contract):
            own = request.dialect == "wire" or contract.packages
            if not own and not _replaces_required(request, contract, entry):
                continue
            values = {
                "field": field.name,
                "family": contract.title,
                "other": title_of(facts, str(entry["of"])),
                "use": str(entry["use"]),
                "read": contract.read,
            }
            yield hit_at(field.key, values, remedy=renames.remedy(request, contract, field, entry))


def _replaces_required(request: Request, contract: Contract, entry: Mapping[str, Any]) -> bool:
    """True where a field stands in the place of one that every client of this family needs."""
    own = str(entry.get("rename", ""))
    return own in contract.required.get("advised", ()) and own != "max_tokens" and request.field(own) is None


def missing_field(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A required field that a closed request lacks. Silent beside a foreign field: that one is the cause."""
    for request, contract in judged(facts):
        if request.open or not request.provider.shown or request.method != contract.create[0]:
            continue
        provider = provider_name(facts, request)
        required = contract.required.get(provider, ())
        names = {snake(field.name) for field in request.fields}
        if names & set(contract.required.get("unless", ())) or foreign_fields(facts, request, contract):
            continue
        missing = [name for name in required if name not in names]
        if missing and names:
            known = facts.knowledge.providers[provider]
            values = {
                "fields": " and ".join(f"`{name}`" for name in missing),
                "family": contract.title,
                "provider": known.title,
                "read": contract.read,
            }
            yield hit_at(request.place, values)


def unknown_field(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A field that no contract has and that is nearly one of this family's."""
    everywhere = facts.knowledge.field_names
    for request, contract in judged(facts):
        if contract.packages:
            continue  # what a wrapper does not know it hands on
        provider = facts.knowledge.providers.get(provider_name(facts, request))
        known = everywhere | (provider.extras.get(contract.family, frozenset()) if provider else frozenset())
        taken = {snake(field.name) for field in request.fields}
        for field in request.fields:
            near = _near(request, contract, field.name, known, taken)
            # A host that nobody knows may well want camel case.
            if near and near != field.name and (provider is not None or snake(field.name) == field.name):
                yield hit_at(
                    field.key, _unknown_values(field.name, near, contract), confidence=Confidence.MEDIUM
                )


def _near(request: Request, contract: Contract, given: str, known: frozenset[str], taken: set[str]) -> str:
    """The field that is meant by one that nobody knows, "" where it is known or nothing is near."""
    name = snake(given)
    if given in known:
        return ""
    if name in known:
        # SDKs turn camel case into snake case where they want it; a body goes as it is written.
        return name if request.transport != "sdk" and name in contract.fields else ""
    near = difflib.get_close_matches(name, sorted(contract.fields - taken), 1, _NEAR)
    return near[0] if near else ""


def _unknown_values(name: str, near: str, contract: Contract) -> dict[str, str]:
    return {"field": name, "near": near, "family": contract.title, "read": contract.read}
