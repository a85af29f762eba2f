"""How the libraries of Swift spell what other languages have in their grammar.

Requests of Foundation are objects that are filled in, JSON goes through encoders and decoders, objects are
made by initialisers with labels, and cases of enumerations wrap values. Here they become what the other
languages have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.building import named_members
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Call,
    Expression,
    Function,
    Index,
    Mapping,
    Name,
    Number,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MEMBERS", "is_implicit", "renamed", "spelt"]

MEMBERS: Final = {
    "httpMethod": "method",
    "httpBody": "body",
    "timeoutInterval": "timeout",
    "timeoutIntervalForRequest": "timeout",
    "timeoutIntervalForResource": "timeout",
    "allHTTPHeaderFields": "headers",
    "httpAdditionalHeaders": "headers",
}
"""Members of ``URLRequest`` and of ``URLSessionConfiguration`` (https://developer.apple.com/documentation/foundation)
-> what other libraries call them."""

_HEADER_CALLS: Final = frozenset({"setValue", "addValue"})
_METHODS: Final = {
    "hasPrefix": "starts_with",
    "hasSuffix": "endswith",
    "dropFirst": "removeprefix",
    "trimmingCharacters": "strip",
    "replacingOccurrences": "replace",
}
_SENDING: Final = frozenset({"data", "bytes", "upload", "dataTask", "uploadTask", "dataTaskPublisher"})
"""Methods of ``URLSession`` that take a request."""
_PLAIN: Final = frozenset({"URL", "Data", "String", "URLComponents", "NSMutableURLRequest"})
_PLAIN_LABELS: Final = frozenset({"", "string", "data", "decoding"})
_CLIENTS: Final = frozenset({"OpenAI", "OpenAIAsync", "OpenAIServiceFactory"})
_OPTIONS: Final = {
    "api_token": "api_key",
    "token": "api_key",
    "timeout_interval": "timeout",
    "override_base_url": "uri_base",
    "host": "uri_base",
}
"""Labels of the initialisers of clients -> the names of other languages. MacPaw/OpenAI takes a host without a
scheme, jamesrochabrun/SwiftOpenAI a base URL; both add the version.
"""
_QUERIES: Final = ("Query", "Parameters", "Parameter")
"""What the classes of the clients' requests end with: all that they send is given to them."""


def is_implicit(value: Expression) -> bool:
    """True for what stands before ``.name`` where the type is left out."""
    return isinstance(value, Unknown) and value.span.start == value.span.end


def spelt(call: Call) -> Expression:
    """A call as other languages would spell it."""
    function = call.function
    if isinstance(function, Name):
        return _of_name(call, function.text)
    if isinstance(function, Attribute):
        if is_implicit(function.base):
            return _of_case(call)
        owner = function.base.text if isinstance(function.base, Name) else ""
        if owner in _CLIENTS and function.name == "service":
            return _client(call, function.base)
        if owner[:1].isupper() and function.name == "init":
            return _of_name(replace(call, function=function.base), owner)
        if owner in _CLIENTS and function.name[:1].isupper():
            return _of_name(call, function.name)
        rewrite = _REWRITES.get(function.name)
        if rewrite is not None:
            return rewrite(call, function)
        if function.name in _METHODS:
            return replace(call, function=renamed(function, _METHODS[function.name]))
    return call


def _given(call: Call, *labels: str) -> Expression | None:
    """The argument under the first of some labels that the call has; "" for an argument without one."""
    for label in labels:
        for argument in call.arguments:
            if (argument.name or "") == label and not isinstance(argument.value, Function):
                return argument.value
    return None


def _of_name(call: Call, name: str) -> Expression:
    first = call.arguments[0] if call.arguments else None
    if name == "URLRequest":
        return _request(call)
    if name == "URLSession":
        arguments = tuple(_renamed(argument, "options") for argument in call.arguments)
        return replace(call, arguments=arguments)
    if name in _PLAIN and first is not None and (first.name or "") in _PLAIN_LABELS:
        return first.value
    if name in _CLIENTS:
        return _client(call, call.function)
    unlabelled = (argument.value for argument in call.arguments if not argument.name)
    labelled = bool(first and first.name) and all(isinstance(value, Unknown) for value in unlabelled)
    if name[:1].isupper() and labelled and not name.endswith(("Client", "Service", "API", "Session")):
        return _constructed(call, name)
    return call


def _request(call: Call) -> Expression:
    """``URLRequest(url: url, timeoutInterval: 30)``."""
    arguments = tuple(
        _renamed(argument, MEMBERS.get(argument.name or "", argument.name)) for argument in call.arguments
    )
    return replace(call, arguments=arguments)


def _client(call: Call, made_by: Expression) -> Expression:
    """A client with the names that options have elsewhere, those of its configuration among them."""
    arguments: list[Argument] = []
    for argument in call.arguments:
        value = argument.value
        if argument.name == "configuration" and isinstance(value, Mapping):
            arguments += [
                _option(Argument(entry.span, entry.value, entry.name, entry.key_span))
                for entry in value.entries
            ]
        elif argument.name is not None:
            arguments.append(_option(argument))
    return replace(call, function=made_by, arguments=tuple(arguments))


def _nowhere(span: Span) -> Span:
    """The place of a name that the sample does not spell."""
    return Span(span.start, span.start)


def _renamed(argument: Argument, name: str | None) -> Argument:
    """An argument under another label."""
    place = argument.name_span
    if name == argument.name or place is None:
        return argument
    return replace(argument, name=name, name_span=_nowhere(place))


def renamed(member: Attribute, name: str) -> Attribute:
    """A member by the name that it has elsewhere."""
    if name == member.name:
        return member
    return replace(member, name=name, name_span=_nowhere(member.name_span))


def _option(argument: Argument) -> Argument:
    name = _OPTIONS.get(snake(argument.name or ""), argument.name)
    value = argument.value
    if name == "uri_base" and isinstance(value, String) and value.value and "://" not in value.value:
        value = replace(value, value=f"https://{value.value}", origins=None)
    return _renamed(replace(argument, value=value), name)


def _of_case(call: Call) -> Expression:
    """``.user(...)``, ``.init(...)``: an object whose type is left out, or the value that a case wraps."""
    if len(call.arguments) == 1 and call.arguments[0].name is None:
        return call.arguments[0].value
    made = _constructed(call, "")
    return replace(made, type_name=None, open=True) if isinstance(made, Mapping) else made


def _constructed(call: Call, name: str) -> Expression:
    """An initialiser with labels: an object that holds what it is given."""
    entries = named_members(call)
    whole = name.endswith(_QUERIES) and len(entries) == len(call.arguments)
    return Mapping(call.span, entries, open=not whole, type_name=name)


def _header(call: Call, function: Attribute) -> Expression:
    """``request.setValue(value, forHTTPHeaderField: name)``."""
    value, name = _given(call, ""), _given(call, "forHTTPHeaderField")
    if value is None or name is None:
        return call
    arguments = (Argument(name.span, name), Argument(value.span, value))
    return replace(call, function=renamed(function, "set_header"), arguments=arguments)


def _sent(call: Call, function: Attribute) -> Expression:
    """``session.data(for: request)``, ``session.dataTask(with: request) { ... }``, ``data(from: url)``."""
    request = _given(call, "for", "with")
    if request is not None:
        blocks = [argument for argument in call.arguments if isinstance(argument.value, Function)]
        arguments = (Argument(request.span, request), *blocks)
        return replace(call, function=renamed(function, "send"), arguments=arguments)
    url = _given(call, "from")
    if url is not None:
        plain = renamed(function, "get")
        return replace(call, function=plain, arguments=(Argument(url.span, url),))
    used = _given(call, "using")
    if function.name == "data" and used is not None:
        return function.base
    return _json(call, function)


def _json(call: Call, function: Attribute) -> Expression:
    """``JSONSerialization.data(withJSONObject: body)``: the object that is encoded."""
    return _given(call, "withJSONObject") or replace(call, function=function)


def _decoded(call: Call, function: Attribute) -> Expression:
    """``decoder.decode(Kind.self, from: data)``."""
    data = _given(call, "from")
    if data is None:
        return call
    return _loading(call, function, data)


def _loading(call: Call, function: Attribute, data: Expression) -> Call:
    place = _nowhere(function.name_span)
    loads = Attribute(function.span, Unknown(place), "loads", place)
    return replace(call, function=loads, arguments=(Argument(data.span, data),))


def _encoded(call: Call, _function: Attribute) -> Expression:
    """``encoder.encode(body)``: what is encoded."""
    value = _given(call, "")
    return value if value is not None and len(call.arguments) == 1 else call


def _loaded(call: Call, function: Attribute) -> Expression:
    """``JSONSerialization.jsonObject(with: data)``."""
    data = _given(call, "with")
    if data is None:
        return call
    return _loading(call, function, data)


def _first(call: Call, function: Attribute) -> Expression:
    """``items.first(where: ...)``, ``items.first()``: one of the items."""
    return Index(call.span, function.base, Number(Span(call.span.end, call.span.end), 0))


def _joined(call: Call, function: Attribute) -> Expression:
    """``texts.joined()``: what is read of the texts is read of the whole."""
    del call
    return function.base


_REWRITES: Final[dict[str, Callable[[Call, Attribute], Expression]]] = {
    **dict.fromkeys(_HEADER_CALLS, _header),
    **dict.fromkeys(_SENDING, _sent),
    "decode": _decoded,
    "encode": _encoded,
    "first": _first,
    "joined": _joined,
    "jsonObject": _loaded,
}
