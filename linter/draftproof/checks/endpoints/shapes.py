"""Tools, content parts and schemas nested the way another family nests them (API005)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import hit_at, holds_for, judged, title_of
from draftproof.finding import Remedy, Replacement
from draftproof.samples.knowledge import snake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit
    from draftproof.samples.facts import Data, Place, Request

_MAX_HITS = 50


def foreign_shape(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """One hit for every member that stands as another family has it; the first fitting entry speaks."""
    for request, contract in judged(facts):
        told: set[Place] = set()
        for entry in contract.shapes:
            if not holds_for(facts, request, entry):
                continue
            for place, what, remedy in _matches(facts, request, entry):
                if place in told or len(told) > _MAX_HITS:
                    continue
                told.add(place)
                values = {
                    "what": what,
                    "where": str(entry["at"]),
                    "family": contract.title,
                    "other": title_of(facts, str(entry["of"])),
                    "use": str(entry["use"]),
                    "read": contract.read,
                }
                yield hit_at(place, values, remedy=remedy)


def _matches(
    facts: Facts, request: Request, entry: Mapping[str, Any]
) -> Iterator[tuple[Place, str, Remedy | None]]:
    for item, role in _items(request, str(entry["at"]).split(".")):
        if role and role in entry.get("unless-role", ()):
            continue
        if any(item.string(name) != value for name, value in entry.get("item", {}).items()):
            continue
        if "value-of" in entry:
            member = item.member(str(entry["value-of"]))
            if member is not None and member.value.literal and member.value.text in entry["values"]:
                place = member.value.inner or member.value.place
                yield (
                    place,
                    f'{member.name} "{member.value.text}"',
                    _rename(facts, place, member.value.text, entry),
                )
            continue
        if "missing" in entry and (item.open or item.member(str(entry["missing"])) is not None):
            continue
        member = item.member(str(entry["key"]))
        if member is not None and (not entry.get("nested") or member.value.kind == "mapping"):
            yield member.key, f"`{member.name}`", None


def _rename(facts: Facts, place: Place, text: str, entry: Mapping[str, Any]) -> Remedy | None:
    new = entry.get("rename", {}).get(text)
    if new is None or facts.document.parts[place.part].source.slice(place.span) != text:
        return None
    return Remedy("unsafe", (Replacement(place.span, str(new)),))


def _items(request: Request, path: list[str]) -> Iterator[tuple[Data, str]]:
    """The mappings at a path of fields, lists entered, each with the role of its message."""
    field = next(
        (f for f in request.fields if (snake(f.name) if request.transport == "sdk" else f.name) == path[0]),
        None,
    )
    if field is None:
        return
    pending = deque([(field.value, 1, "")])
    while pending:
        data, depth, role = pending.popleft()
        if data.kind == "sequence":
            pending.extend((item, depth, role) for item in data.items)
        elif data.kind == "mapping":
            here = data.string("role") or role
            if depth == len(path):
                yield data, here
            elif (member := data.member(path[depth])) is not None:
                pending.append((member.value, depth + 1, here))
