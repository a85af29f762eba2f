"""How the libraries of Java and Kotlin spell what other languages have in their grammar.

Objects are put together by builders (``X.builder().model("m").build()``) and by methods that add a member;
maps and lists are made by functions; values stand in wrappers (``Input.ofText("x")``, ``URI.create("x")``).
Here they become mappings, sequences and the values themselves; what makes a client becomes a call with
keyword arguments.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.building import dotted
from draftproof.samples.languages.formatting import formatted
from draftproof.samples.languages.literals import literal, named
from draftproof.samples.tree import (
    Attribute,
    Bool,
    Call,
    Entry,
    Expression,
    Function,
    Mapping,
    Null,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

__all__ = ["constructed", "is_client", "spelt", "with_gap"]

_CLIENT: Final = re.compile(r"(?:Client|ClientAsync|Model|Service|Provider|Factory|Retrofit|Config)\Z")
_REQUESTS: Final = frozenset({"HttpRequest", "Request", "Request.Builder"})
"""Builders of requests: ``java.net.http`` and OkHttp."""
_BUILDERS: Final = frozenset({"builder", "newBuilder"})
_LISTS: Final = frozenset(
    {
        "List.of",
        "Arrays.asList",
        "Set.of",
        "Collections.singletonList",
        "ImmutableList.of",
        "Lists.newArrayList",
    }
)
_MAPS: Final = frozenset({"Map.of", "ImmutableMap.of", "Collections.singletonMap"})
_VALUES: Final = re.compile(r"\A(?:of[A-Z]\w*|of|from|create|parse|valueOf)\Z")
_NOT_A_VALUE: Final = frozenset(
    {"Stream", "Optional", "Paths", "Path", "Files", "Mono", "Flux", "Set", "List", "Map"}
)
_WRAPPED: Final = frozenset({"URI", "URL", "ModelId", "ChatModel", "HttpUrl", "JsonPrimitive", "Url"})
_MAPPINGS: Final = re.compile(r"(?:HashMap|TreeMap|JSONObject|JsonObject|ObjectNode)\Z")
_SEQUENCES: Final = frozenset({"JSONArray", "JsonArray"})
_PUTTING: Final = frozenset({"add", "addProperty", "put", "set"})
_OVERLOAD: Final = re.compile(r"(?<=[a-z])Of[A-Z]\w*+")
_MEDIA: Final = re.compile(r"[mM]edia_?[tT]ype|MEDIA_?TYPE|\AJSON\Z|\A[a-z]{1,20}/[a-z]")


def is_client(name: str) -> bool:
    """True for the name of a class whose objects act, unlike those that only hold values."""
    return _CLIENT.search(name) is not None


def spelt(call: Call) -> Expression:
    """A call of a method as other languages would spell it."""
    function = call.function
    if not isinstance(function, Attribute):
        return call
    base, name = function.base, function.name
    values = [argument.value for argument in call.arguments]
    owner = dotted(base)
    if name in _BUILDERS and owner[:1].isupper():
        return call if is_client(owner) else _begun(call, owner, values)
    if name == "fromEnv" and not values and is_client(owner):
        return Call(call.span, base, (), new=True)
    if isinstance(base, Call) and _is_builder(base):
        return _client_step(call, base, function, values)
    if name == "toBuilder" and not values:
        return Mapping(call.span, (), (base,), open=True, type_name="Params")
    if isinstance(base, Mapping) and base.type_name:
        return _step(call, base, function, values)
    if isinstance(base, Mapping) and name in _PUTTING and len(values) == 2 and isinstance(values[0], String):
        entry = _entry(call.span, values[0].value, values[0].content, values[1])
        return replace(base, span=call.span, entries=(*base.entries, entry))
    if isinstance(base, Sequence) and name in _PUTTING and len(values) == 1:
        return replace(base, span=call.span, items=(*base.items, values[0]))
    return _of_function(call, owner, name, values)


def _is_builder(call: Call) -> bool:
    """True for the builder of a client."""
    function = call.function
    return isinstance(function, Attribute) and function.name in _BUILDERS and is_client(dotted(function.base))


def _client_step(call: Call, begun: Call, function: Attribute, values: list[Expression]) -> Call:
    """A method of the builder of a client: its end, or one more keyword argument."""
    assert isinstance(begun.function, Attribute)
    if function.name == "build" and not values:
        return Call(call.span, begun.function.base, begun.arguments, new=True)
    value = values[0] if values else Bool(function.name_span, value=True)
    given = named(Span(function.name_span.start, call.span.end), snake(function.name), value)
    return Call(call.span, begun.function, (*begun.arguments, given))


def _of_function(call: Call, owner: str, name: str, values: list[Expression]) -> Expression:
    """Functions of classes: formats, lists, maps, wrapped values."""
    last = owner.rpartition(".")[2]
    path = f"{last}.{name}"
    if path in _LISTS:
        return Sequence(call.span, tuple(values), any(isinstance(value, Unknown) for value in values))
    if path in _MAPS:
        return _paired(call.span, values)
    if path == "String.format" and values and isinstance(values[0], String):
        return formatted(call.span, values[0], values[1:])
    function = call.function
    if name == "formatted" and isinstance(function, Attribute) and isinstance(function.base, String):
        return formatted(call.span, function.base, values)
    if path == "RequestBody.create" and len(values) == 2:
        return values[1] if _is_media(values[0]) else values[0]
    if last[:1].isupper() and len(values) == 1 and _VALUES.match(name) and last not in _NOT_A_VALUE:
        # What a class makes of one value is that value, where it is one.
        return values[0] if not isinstance(values[0], Function) else call
    return call


def _is_media(value: Expression) -> bool:
    """True for the type of a body, by its name or its text."""
    text = value.value or "" if isinstance(value, String) else dotted(value)
    return _MEDIA.search(text) is not None


def with_gap(base: Expression) -> Expression:
    """What a chain of calls begins with where some of its calls are left out."""
    return replace(base, open=True) if isinstance(base, Mapping) else base


def constructed(span: Span, kind: str, call: Call) -> Expression:
    """``new Kind(...)`` as what it makes: a mapping, a list, a wrapped value, a builder, or the call."""
    values = [argument.value for argument in call.arguments]
    last = kind.rpartition(".")[2]
    if _MAPPINGS.search(kind) and not values:
        return Mapping(span, ())
    if last in _SEQUENCES and not values:
        return Sequence(span, ())
    if last in _WRAPPED and len(values) == 1:
        return values[0]
    function = call.function
    if last == "Builder" and isinstance(function, Attribute):
        owner = kind.removesuffix(".Builder")
        if is_client(owner):
            nowhere = Span(span.start, span.start)
            return Call(span, Attribute(function.span, function.base, "builder", nowhere), ())
        return _begun(replace(call, span=span), owner, values)
    return call


def _begun(call: Call, owner: str, values: list[Expression]) -> Expression:
    """A builder without members; what it is given at once is the address of a request."""
    entries: tuple[Entry, ...] = ()
    if values and owner.rpartition(".")[2] in _REQUESTS:
        place = values[0].span
        entries = (_entry(place, "url", Span(place.start, place.start), values[0]),)
    return Mapping(call.span, entries, type_name=owner)


def _entry(span: Span, name: str | None, key: Span, value: Expression) -> Entry:
    place = Span(max(key.start, span.start), min(key.end, span.end))
    return Entry(span, name, Unknown(place), place, value)


def _step(call: Call, made: Mapping, function: Attribute, values: list[Expression]) -> Expression:
    """A method of a builder: its end, or one more member."""
    name = function.name
    if name == "build" and not values:
        return _built(call, replace(made, span=call.span))
    owner = (made.type_name or "").rpartition(".")[2]
    if owner in _REQUESTS:
        return _request_step(call, made, function, values)
    if name in ("putAdditionalBodyProperty", "putAdditionalProperty") and len(values) == 2:
        key = values[0]
        known = key.value if isinstance(key, String) else None
        return _with(call, made, _entry(call.span, known, key.span, values[1]))
    if len(values) != 1:
        given: Expression = Bool(function.name_span, value=True) if not values else values[0]
        if len(values) > 1 and ("Header" in name or "QueryParam" in name):
            return replace(made, span=call.span)
        return _with(call, made, _entry(call.span, _member_name(name), function.name_span, given))
    if name.startswith("add") and name[3:4].isupper():
        return _added(call, made, function, values[0])
    if name == "from":
        return replace(made, span=call.span, spreads=(*made.spreads, values[0]), open=True)
    return _with(call, made, _entry(call.span, _member_name(name), function.name_span, values[0]))


def _with(call: Call, made: Mapping, entry: Entry) -> Mapping:
    return replace(made, span=call.span, entries=(*made.entries, entry), open=made.open or entry.name is None)


def _member_name(method: str) -> str:
    """The name of a member on the wire by the method that sets it: ``stopOfString`` sets ``stop``."""
    return snake(_OVERLOAD.sub("", method))


def _added(call: Call, made: Mapping, function: Attribute, value: Expression) -> Mapping:
    """``addTool(tool)``: one more item of ``tools``; ``addUserMessage(text)``: one more of ``messages``."""
    word = function.name[3:]
    name = "messages" if word.endswith("Message") else _member_name(word[:1].lower() + word[1:])
    name = name if name.endswith("s") else f"{name}s"
    for index, entry in enumerate(made.entries):
        if entry.name == name and isinstance(entry.value, Sequence):
            items = Sequence(
                Span(entry.value.span.start, max(entry.value.span.end, value.span.end)),
                (*entry.value.items, value),
            )
            longer = replace(entry, span=Span(entry.span.start, call.span.end), value=items)
            return replace(
                made, span=call.span, entries=(*made.entries[:index], longer, *made.entries[index + 1 :])
            )
    return _with(call, made, _entry(call.span, name, function.name_span, Sequence(value.span, (value,))))


def _request_step(call: Call, made: Mapping, function: Attribute, values: list[Expression]) -> Mapping:
    """A method of a builder of requests."""
    name = function.name
    verb = name.upper()
    if name in ("url", "uri") and len(values) == 1:
        return _with(call, made, _entry(call.span, "url", function.name_span, values[0]))
    if verb == "METHOD" and len(values) == 2:
        method = _entry(call.span, "method", function.name_span, values[0])
        return _with(
            call, _with(call, made, method), _entry(call.span, "body", function.name_span, values[1])
        )
    if verb in {"POST", "PUT", "PATCH", "DELETE", "GET"}:
        method = _entry(call.span, "method", function.name_span, literal(function.name_span, name))
        made = _with(call, made, method)
        return _with(call, made, _entry(call.span, "body", function.name_span, values[0])) if values else made
    if "header" in name.lower() and len(values) > 1:
        pairs = _paired(call.span, values)
        for index, entry in enumerate(made.entries):
            if entry.name == "headers" and isinstance(entry.value, Mapping):
                known = entry.value
                more = replace(known, span=call.span, entries=(*known.entries, *pairs.entries))
                longer = replace(entry, span=call.span, value=more)
                return replace(
                    made, span=call.span, entries=(*made.entries[:index], longer, *made.entries[index + 1 :])
                )
        return _with(call, made, _entry(call.span, "headers", function.name_span, pairs))
    value: Expression = values[0] if values else Null(function.name_span)
    return _with(call, made, _entry(call.span, snake(name), function.name_span, value))


def _built(call: Call, made: Mapping) -> Expression:
    """What a builder makes: a request, or else a mapping."""
    if (made.type_name or "").rpartition(".")[2] not in _REQUESTS:
        return made
    arguments = tuple(named(entry.span, entry.name, entry.value) for entry in made.entries if entry.name)
    nowhere = Span(call.span.start, call.span.start)
    return Call(call.span, Attribute(nowhere, Unknown(nowhere), "http_request", nowhere), arguments, new=True)


def _paired(span: Span, values: list[Expression]) -> Mapping:
    """``key, value, key, value`` as the mapping that they make."""
    entries: list[Entry] = []
    for key, value in zip(values[::2], values[1::2], strict=False):
        known = key.value if isinstance(key, String) else None
        place = key.content if isinstance(key, String) else key.span
        entries.append(Entry(Span(key.span.start, value.span.end), known, key, place, value))
    return Mapping(span, tuple(entries), open=any(entry.name is None for entry in entries))
