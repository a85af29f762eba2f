"""Answers read the way another family is read (API003), streams waited for by foreign events (API004)."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import hit_at, judged, title_of
from draftproof.finding import Confidence, Remedy, Replacement
from draftproof.samples.knowledge import snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.finding import Hit
    from draftproof.samples.facts import EventTest, Read, Request
    from draftproof.samples.knowledge import Contract

_SENTINEL = re.compile(r"^(?:data:\s*)?\[DONE\]$")
_NEAR = 0.85
_NOT_EVENTS = frozenset(
    {"data", "error", "close", "end", "message", "event", "abort", "connect", "readable", "open", "done"}
)
"""Names that callbacks of every emitter have."""


def foreign_accessor(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A path that only another family's answers have; the first of its kind speaks for all."""
    for request, contract in judged(facts, wire=False):
        told: set[tuple[str, str]] = set()
        if request.guarded:
            continue
        for read in sorted(request.reads, key=lambda read: (read.place.part, read.place.span)):
            other = _owner(facts, request, contract, read)
            if other is not None and (other.family, read.path[0]) not in told:
                told.add((other.family, read.path[0]))
                instead = (
                    contract.stream.get("instead")
                    if read.form == "event"
                    else contract.results.get("instead")
                )
                values = {
                    "path": ".".join(read.path),
                    "family": contract.title,
                    "other": other.title,
                    "instead": str(instead or "the members that its reference lists"),
                    "read": contract.read,
                }
                yield hit_at(read.place, values)


def _owner(facts: Facts, request: Request, contract: Contract, read: Read) -> Contract | None:
    path = tuple(snake(step) for step in read.path)
    if not contract.results:
        return None  # its answer is whatever the sample asks for
    if read.form == "event":
        return _event_owner(facts, request, contract, path)
    if request.dialect == "typed" and path[0] in contract.results.get("typed", ()):
        return None
    roots = contract.results.get("roots", ())

    def speaks(other: Contract, telling: tuple[str, ...]) -> bool:
        # A member that this family has as well says nothing; a member of it does (usage.prompt_tokens).
        del other
        return telling[0] not in roots if len(telling) == 1 else _contradicts(contract, telling)

    tellings = {each.family: each.telling for each in (*facts.knowledge.contracts.values(), contract)}
    return _most_exact(_likeliest(facts, request), contract, path, tellings, speaks)


def _likeliest(facts: Facts, request: Request) -> Sequence[Contract]:
    """All families, first those whose events the sample waits for: of several that tell a path it means
    theirs.
    """
    names = {test.name for test in request.tests}
    return sorted(facts.knowledge.contracts.values(), key=lambda each: names.isdisjoint(each.known_events))


def _most_exact(
    families: Iterable[Contract], contract: Contract, path: tuple[str, ...],
    tellings: Mapping[str, tuple[tuple[str, ...], ...]],
    speaks: Callable[[Contract, tuple[str, ...]], bool],
) -> Contract | None:  # fmt: skip
    """The family that tells most of a path; None where that is the contract's own, or none tells anything."""
    own = (len(telling) for telling in tellings[contract.family] if path[: len(telling)] == telling)
    longest, found = max(own, default=0), None
    for other in families:
        if other.family == contract.family:
            continue
        for telling in tellings[other.family]:
            if len(telling) > longest and path[: len(telling)] == telling and speaks(other, telling):
                longest, found = len(telling), other
    return found


def _contradicts(contract: Contract, telling: tuple[str, ...]) -> bool:
    """True when this family has no such member, or has it with other members."""
    roots = contract.results.get("roots", ())
    return telling[0] not in roots or any(own[0] == telling[0] for own in contract.telling)


def _event_owner(
    facts: Facts, request: Request, contract: Contract, path: tuple[str, ...]
) -> Contract | None:
    if not request.stream or not contract.stream:
        return None
    typed = contract.stream.get("typed")
    if not typed and any(test.on == "class" or test.name in contract.known_events for test in request.tests):
        return None

    def speaks(other: Contract, telling: tuple[str, ...]) -> bool:
        # `event.delta` and `event.response` stand in several typed streams.
        return len(telling) > 1 or not typed or not other.stream.get("typed")

    tellings = {
        each.family: tuple(tuple(entry.split(".")) for entry in each.stream.get("telling", ()))
        for each in (*facts.knowledge.contracts.values(), contract)
    }
    return _most_exact(_likeliest(facts, request), contract, path, tellings, speaks)


def foreign_event(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """An event or sentinel of another family, a misspelt event, or a sentinel that never comes."""
    for request, contract in judged(facts, wire=False):
        if not contract.stream or not contract.results:
            continue
        for test in request.tests:
            if _SENTINEL.match(test.name.strip()):
                yield from _sentinel(request, contract, test)
            elif test.on in ("type", "handler", "data") and not test.prefix:
                yield from _event(facts, contract, test)


def _sentinel(request: Request, contract: Contract, test: EventTest) -> Iterator[Hit]:
    values = {"family": contract.title, "ends": _ends(contract), "read": contract.read, "event": "[DONE]"}
    if request.transport == "sdk" and test.on in ("object", "type"):
        yield hit_at(test.place, values, message="sdk-sentinel")
        return
    ends = any(other.name in contract.terminal for other in request.tests)
    helped = any(use.helper for use in request.streams)
    if contract.stream.get("sentinel") in ("tolerated", "none") and not ends and not helped:
        yield hit_at(test.place, values, message="sentinel")


def _ends(contract: Contract) -> str:
    names = [f"`{name}`" for name in contract.stream.get("terminal", ())]
    return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else "".join(names)


def _event(facts: Facts, contract: Contract, test: EventTest) -> Iterator[Hit]:
    name = re.sub(r"^event:\s*", "", test.name.strip())
    if name in contract.known_events or name in _NOT_EVENTS:
        return
    values = {"event": name, "family": contract.title, "read": contract.read}
    elsewhere: Mapping[str, Any] = contract.stream.get("elsewhere", {})
    if entry := elsewhere.get(name):
        values |= {"other": title_of(facts, str(entry["of"])), "use": str(entry["use"])}
        yield hit_at(test.place, values, remedy=_replace(facts, test, name, str(entry.get("rename", ""))))
        return
    owners = [
        c for c in facts.knowledge.contracts.values() if name in c.events and c.family != contract.family
    ]
    if owners:
        instead = str(contract.stream.get("instead", "its own events"))
        yield hit_at(test.place, {**values, "other": owners[0].title, "use": instead})
        return
    if test.on == "data" and not test.name.strip().startswith("event:"):
        return
    near = _near(name, contract)
    never = name in contract.stream.get("never", ())
    if near or never:
        hint = f"; did you mean `{near}`?" if near else ""
        remedy = _replace(facts, test, name, near)
        yield hit_at(
            test.place,
            {**values, "hint": hint},
            message="misspelt",
            remedy=remedy,
            confidence=None if never else Confidence.MEDIUM,
        )


def _near(name: str, contract: Contract) -> str:
    flat = {re.sub(r"[._-]", "", event): event for event in sorted(contract.events)}
    same = flat.get(re.sub(r"[._-]", "", name))
    if same:
        return same
    if "." not in name and "_" not in name:
        return ""
    near = difflib.get_close_matches(name, sorted(contract.events), 1, _NEAR)
    return near[0] if near else ""


def _replace(facts: Facts, test: EventTest, old: str, new: str) -> Remedy | None:
    text = facts.document.parts[test.place.part].source.slice(test.place.span)
    if not new or old not in text:
        return None
    return Remedy("unsafe", (Replacement(test.place.span, text.replace(old, new)),))
