"""What the endpoint checks share: which requests are judged, by which contract, for which provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Confidence, Remedy
    from draftproof.samples.facts import Place, Request
    from draftproof.samples.knowledge import Contract


def judged(facts: Facts, *, wire: bool = True) -> Iterator[tuple[Request, Contract]]:
    """Requests whose family was concluded, with its contract.

    ``wire`` leaves out clients that have fields of their own. Calls of wrappers are judged by a contract that
    was written for them, or not at all.
    """
    for request in facts.requests:
        contract = facts.knowledge.contract_of(request.family)
        if contract is None:
            continue
        if contract.packages or (request.dialect == "wire" if wire else request.dialect != "wrapper"):
            yield request, contract


def provider_name(facts: Facts, request: Request) -> str:
    """The provider's name; "" for a host that nobody knows, the default where nothing is said."""
    if request.provider.name:
        return request.provider.name
    return "" if request.provider.host else facts.default_provider


def title_of(facts: Facts, family: str) -> str:
    """What a reader calls a family."""
    contract = facts.knowledge.contract_of(family)
    return contract.title if contract is not None else family.replace("_", " ").title()


def holds_for(facts: Facts, request: Request, entry: Mapping[str, object]) -> bool:
    """False where a table's entry speaks of certain providers only and this is none of them."""
    only = entry.get("only")
    return not isinstance(only, list | tuple) or provider_name(facts, request) in only


def hit_at(
    place: Place, values: Mapping[str, str], *, message: str = "message", remedy: Remedy | None = None,
    confidence: Confidence | None = None,
) -> Hit:  # fmt: skip
    """A hit at a place of a sample."""
    return Hit(place.part, place.span, message, values, confidence=confidence, remedy=remedy)
