"""Requests of Rust that are put together in a chain: ``client.post(url).header(...).json(&body).send()``.

A chain becomes a request object with keyword arguments, its end the call that sends such an object through
the client of which the chain was made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from draftproof.samples.languages.building import dotted
from draftproof.samples.languages.literals import literal, meant, named
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Call,
    Entry,
    Expression,
    Join,
    Mapping,
    String,
    Unknown,
)
from draftproof.text.source import Span

__all__ = [
    "begun_request", "header_name", "is_request", "may_be_url", "read_as_events", "request_step",
]  # fmt: skip

_SENDERS: Final = frozenset({"send", "eventsource", "call", "execute"})
_EVENT_SOURCES: Final = frozenset({"EventSource::new", "eventsource"})
_BODIES: Final = {"json": "body", "body": "body", "send_json": "body", "send_string": "body", "form": "body"}
_HEADER_NAMES: Final = {
    "ACCEPT": "Accept",
    "AUTHORIZATION": "Authorization",
    "CONTENT_TYPE": "Content-Type",
}
_PASSING: Final = frozenset({"error_for_status", "map_err", "query", "try_clone", "unwrap", "version"})
"""Steps that change nothing that is looked at."""


def may_be_url(verb: str, base: Expression, value: Expression) -> bool:
    """True where a method with the name of a verb is more likely a request than a look-up."""
    if verb != "get":
        return True
    if isinstance(value, String):
        return "://" in (value.value or "://")
    return isinstance(base, Call) and base.new


def begun_request(call: Call, function: Attribute, url: Expression) -> Call:
    """``client.post(url)``: a request object that knows its client."""
    nowhere = Span(call.span.start, call.span.start)
    method = literal(function.name_span, function.name)
    arguments = (
        named(url.span, "url", url),
        named(function.name_span, "method", method),
        named(function.base.span, "sender", function.base),
    )
    return Call(call.span, Attribute(nowhere, Unknown(nowhere), "http_request", nowhere), arguments, new=True)


def is_request(call: Call) -> bool:
    """True for a request object that is still put together."""
    return call.new and isinstance(call.function, Attribute) and call.function.name == "http_request"


def request_step(call: Call, base: Call, function: Attribute, values: list[Expression]) -> Expression | None:
    """A method of a request that is put together, and the sending of it."""
    if not is_request(base):
        return None
    name = function.name
    if name in _EVENT_SOURCES and not values:
        return read_as_events(call, base)
    if name in _SENDERS and not values:
        return _sent(call, base)
    if name in _BODIES and values:
        more = replace(
            base, span=call.span, arguments=(*base.arguments, named(values[0].span, "body", values[0]))
        )
        return _sent(call, more) if name.startswith("send") else more
    if name == "bearer_auth" and values:
        start = Span(values[0].span.start, values[0].span.start)
        value = Join(values[0].span, "+", (meant(start, "Bearer "), values[0]))
        return _with_header(call, base, meant(function.name_span, "Authorization"), value)
    if name in ("header", "set") and len(values) == 2:
        return _with_header(call, base, header_name(values[0]), values[1])
    if name in ("headers", "timeout") and values:
        return replace(
            base, span=call.span, arguments=(*base.arguments, named(values[0].span, name, values[0]))
        )
    if name == "build" and not values:
        return replace(base, span=call.span)
    return replace(base, span=call.span) if name in _PASSING else None


def _sent(call: Call, request: Call) -> Call:
    """The sending of a request through the client of which it was made."""
    sender = next(
        (a.value for a in request.arguments if a.name == "sender"),
        Unknown(Span(call.span.start, call.span.start)),
    )
    rest = tuple(argument for argument in request.arguments if argument.name != "sender")
    end = Span(sender.span.end, sender.span.end)
    function = Attribute(sender.span, sender, "send", end)
    return Call(call.span, function, (Argument(request.span, replace(request, arguments=rest)),))


def read_as_events(call: Call, request: Expression) -> Call:
    """A request that is sent and read as events."""
    place = Span(call.span.start, call.span.start)
    sending = Attribute(place, Unknown(place), "send", place)
    sent = Call(request.span, replace(sending, span=request.span), (Argument(request.span, request),))
    if isinstance(request, Call) and is_request(request):
        sent = _sent(replace(call, span=request.span), request)
    return Call(
        call.span, Attribute(place, Unknown(place), "event_source", place), (Argument(sent.span, sent),)
    )


def header_name(value: Expression) -> Expression:
    """The name of a header, of a constant that stands for one."""
    last = dotted(value, "::").rpartition("::")[2]
    return meant(value.span, _HEADER_NAMES[last]) if last in _HEADER_NAMES else value


def _with_header(call: Call, base: Call, key: Expression, value: Expression) -> Call:
    name = key.value if isinstance(key, String) else None
    place = key.content if isinstance(key, String) else key.span
    entry = Entry(
        Span(min(key.span.start, value.span.start), max(key.span.end, value.span.end)),
        name,
        key,
        place,
        value,
    )
    headers = named(call.span, "headers", Mapping(call.span, (entry,), open=name is None))
    return replace(base, span=call.span, arguments=(*base.arguments, headers))
