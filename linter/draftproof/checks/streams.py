"""How streams are read (STR001-STR003), endless retries (STR004), streams that are none (STR005)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from draftproof.checks.endpoints.common import judged
from draftproof.finding import Hit, Severity
from draftproof.reading.document import BlockKind
from draftproof.samples.knowledge import snake
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts
    from draftproof.samples.facts import Place, Request
    from draftproof.samples.knowledge import Contract

# An underscore ends a word: file names are made of words.
_ABOUT_STREAMS = re.compile(r"(?<![^\W_])stream(?:s|ing|ed)?(?![^\W_])", re.IGNORECASE)
_CLASS_END = re.compile(
    r"(?:(?<!call)(?:completed|failed|incomplete)|error|message_?stop|final"
    r"|(?<!text)(?<!item)(?<!part)(?<!content)(?<!refusal)(?<!arguments)(?<!call)(?<!delta)done)",
    re.IGNORECASE,
)
"""Classes of events that end a stream; a part that is done ends nothing."""


def presented_as_streaming(facts: Facts) -> bool:
    """True when title, first heading, file name or front matter present the document so."""
    document = facts.document
    texts = [
        document.path.rpartition("/")[2],
        *(
            value
            for name, (value, _) in document.front_matter.items()
            if name in ("title", "description", "sidebar_label")
        ),
    ]
    first = next(
        (b.content.text for part in document.parts for b in part.blocks if b.kind is BlockKind.HEADING), ""
    )
    return any(_ABOUT_STREAMS.search(text) for text in (*texts, first))


def _readers(facts: Facts) -> Iterator[tuple[Request, Contract, Place]]:
    """Streams that a sample reads, each with the place where it begins to.

    Wrappers are among them: whatever they add, a stream of theirs ends and has to be waited for.
    """
    for request in facts.requests:
        contract = _contract_of(facts, request)
        if contract is not None and request.stream and request.streams:
            first = min((use.place for use in request.streams), key=lambda place: (place.part, place.span))
            yield request, contract, first


def _contract_of(facts: Facts, request: Request) -> Contract | None:
    """What is known of a stream. Of a wrapper's own calls only where its contract hands on the field `stream`
    and the sample has it: helpers of a wrapper end in ways of their own.
    """
    contract = facts.knowledge.contract_of(request.family)
    if contract is None or not contract.packages:
        return contract
    return contract if contract.stream.get("asked-by-field") and request.field("stream") else None


def _level(facts: Facts) -> Severity:
    return Severity.WARNING if presented_as_streaming(facts) else Severity.ADVICE


def _hit(facts: Facts, place: Place, request: Request, contract: Contract, ends: str = "") -> Hit:
    """A hit of the rules for readers; a wrapper hides part of the stream, so it gets advice only."""
    values = {"family": contract.title, "ends": ends}
    level = Severity.ADVICE if request.dialect == "wrapper" else _level(facts)
    return Hit(place.part, place.span, values=values, severity=level)


def looks_at_type(request: Request, contract: Contract) -> bool:
    """True when the reader looks at the type of events, or keeps whole events; some streams have none."""
    if not contract.stream.get("typed"):
        return True
    if any(use.records_type for use in request.streams):
        return True
    if any(
        snake(read.path[0]) in ("type", "event") or read.path[-1] == "type"
        for read in request.reads
        if read.form == "event"
    ):
        return True
    return any(
        test.on in ("type", "handler", "class") or (test.on == "data" and test.name in contract.events)
        for test in request.tests
    )


def handles_end(request: Request, contract: Contract) -> bool:
    """True when the reader notices how the stream ends: any one way suffices."""
    if any(use.helper for use in request.streams):
        return True
    finish = set(contract.stream.get("finish", ()))
    if any(snake(step) in finish for read in request.reads for step in read.path):
        return True
    for test in request.tests:
        if test.name in contract.terminal or (test.on == "class" and _CLASS_END.search(test.name)):
            return True
        if (
            test.prefix
            and any(name.startswith(test.name) for name in contract.terminal)
            and len(test.name) > len("response.")
        ):
            return True
        if test.name.startswith(".") and any(name.endswith(test.name) for name in contract.terminal):
            return True
        if "[DONE]" in test.name and contract.stream.get("sentinel") == "ends":
            return True
    return False


def untyped_events(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A typed stream is read and the type of its events never looked at."""
    for request, contract, place in _readers(facts):
        if request.dialect != "wrapper" and not looks_at_type(request, contract):
            yield _hit(facts, place, request, contract)


def no_terminal_state(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A stream is read and how it ends never looked at."""
    for request, contract, place in _readers(facts):
        if not handles_end(request, contract):
            names = [f"`{name}`" for name in contract.stream.get("terminal", ())] or [
                f"`{name}`" for name in contract.stream.get("finish", ())
            ]
            yield _hit(facts, place, request, contract, ", ".join(names))


def unbounded_wait(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A stream is asked for and nothing limits the wait, whether its reader is shown or not."""
    read = {id(request): place for request, _, place in _readers(facts)}
    for request in facts.requests:
        contract = _contract_of(facts, request)
        if contract is None or not request.stream or request.bounded:
            continue
        if request.method == "POST" and not request.fields and not request.streams:
            continue  # a method is named, nothing is asked
        if facts.understanding.samples[request.sample].language == "http":
            continue  # a message on the wire; who sends it is not shown
        field = request.field("stream")
        place = read.get(id(request)) or (field.key if field else request.place)
        yield _hit(facts, place, request, contract)


def unbounded_retry(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A loop sends a request again until it succeeds, and nothing ends it."""
    told: set[Place] = set()
    for request in facts.requests:
        for place in request.retries:
            if request.family is not None and place not in told:
                told.add(place)
                text = facts.document.parts[place.part].source.slice(place.span)
                head = Span(place.span.start, place.span.start + len(text.partition("\n")[0].rstrip()))
                yield Hit(place.part, head)


def stream_mismatch(facts: Facts, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Iterates what is no stream, or asks for a stream and reads a whole object."""
    for request, contract in judged(facts, wire=False):
        if request.transport != "sdk" or not contract.stream or not contract.results:
            continue
        values = {"family": contract.title}
        if request.stream is False and request.streams and not request.open:
            if not any(read.form == "result" for read in request.reads):
                place = request.streams[0].place
                yield Hit(place.part, place.span, "not-a-stream", values)
        elif request.stream and not request.streams:
            whole = [
                r
                for r in request.reads
                if r.form == "result" and snake(r.path[0]) in contract.results.get("roots", ())
            ]
            if whole:
                yield Hit(whole[0].place.part, whole[0].place.span, values=values)
