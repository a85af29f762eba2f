"""How the libraries of Kotlin spell what other languages have in their grammar.

Objects are made by constructors with named arguments, maps and lists by functions, requests and JSON by
blocks whose calls and assignments say what is in them. Here they become mappings, sequences and keyword
arguments.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages import jvm_library
from draftproof.samples.languages.building import named_members
from draftproof.samples.languages.literals import named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Entry,
    Expression,
    ExpressionStatement,
    Function,
    Mapping,
    Name,
    Return,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["spelt"]

_LISTS: Final = frozenset({"arrayOf", "listOf", "listOfNotNull", "mutableListOf", "setOf", "arrayListOf"})
_MAPS: Final = frozenset({"hashMapOf", "linkedMapOf", "mapOf", "mutableMapOf"})
_BLOCK_MAPS: Final = re.compile(r"buildJsonObject|buildMap|addJsonObject|[a-z]\w*Request\Z")
_BLOCK_LISTS: Final = frozenset({"buildJsonArray", "buildList"})
_WRAPPED: Final = frozenset({"JsonPrimitive", "Model", "ModelId", "ChatModel"})
_VERBS: Final = {"post": "post", "preparePost": "post", "get": "get", "prepareGet": "get", "put": "put"}
_TIMES: Final = frozenset({"requestTimeoutMillis", "socketTimeoutMillis", "requestTimeout", "socketTimeout"})
_DEPTH: Final = 4


def spelt(call: Call) -> Expression:
    """A call as other languages would spell it."""
    function = call.function
    block = _block(call)
    if isinstance(function, Name):
        return _of_name(call, function, block)
    if isinstance(function, Attribute):
        if (
            function.name == "Builder"
            and isinstance(function.base, Name)
            and function.base.text[:1].isupper()
        ):
            return jvm_library.constructed(call.span, f"{function.base.text}.Builder", call)
        if block is not None and function.name in _VERBS:
            return _request(call, function, block)
    return jvm_library.spelt(call)


def _block(call: Call) -> Function | None:
    """The block that stands behind a call."""
    values = (argument.value for argument in reversed(call.arguments) if argument.name is None)
    return next((value for value in values if isinstance(value, Function)), None)


def _of_name(call: Call, function: Name, block: Function | None) -> Expression:
    values = [argument.value for argument in call.arguments]
    name = function.text
    if name in _LISTS:
        return Sequence(call.span, tuple(values), any(isinstance(value, Unknown) for value in values))
    if name in _MAPS:
        return _pairs(call.span, values)
    if block is not None and name in _BLOCK_LISTS:
        return Sequence(call.span, tuple(_items(block)), open=True)
    if block is not None and len(values) == 1 and _BLOCK_MAPS.fullmatch(name):
        return _filled(call.span, block)
    if name in _WRAPPED and len(values) == 1:
        return values[0]
    if name[:1].isupper() and _is_named(call):
        if jvm_library.is_client(name) or name == "OpenAI":
            return replace(call, arguments=tuple(map(_host, call.arguments)))
        return _constructed(call, name)
    if block is not None and name[:1].isupper() and (limit := _limit(block, _DEPTH)) is not None:
        return replace(call, arguments=(*call.arguments, limit))
    return call


def _is_named(call: Call) -> bool:
    """True for a call whose arguments are named, what is left out not counted."""
    known = [
        argument for argument in call.arguments if not isinstance(argument.value, Unknown) or argument.name
    ]
    return bool(known) and all(argument.name for argument in known)


def _host(argument: Argument) -> Argument:
    """``host = OpenAIHost(baseUrl = "...")`` as the base URL that it holds."""
    value = argument.value
    if argument.name == "host" and isinstance(value, Mapping) and len(value.entries) == 1:
        return named(argument.span, "base_url", value.entries[0].value)
    return argument


def _constructed(call: Call, name: str) -> Mapping:
    """A constructor with named arguments: an object that holds them."""
    entries = named_members(call)
    is_open = len(entries) < len(call.arguments)
    return Mapping(call.span, entries, open=is_open, type_name=name)


def _pairs(span: Span, values: list[Expression]) -> Mapping:
    """``"a" to 1, "b" to 2`` as a mapping."""
    entries: list[Entry] = []
    is_open = False
    for value in values:
        if isinstance(value, Sequence) and len(value.items) == 2:
            key = value.items[0]
            known = key.value if isinstance(key, String) else None
            place = key.content if isinstance(key, String) else key.span
            entries.append(Entry(value.span, known, key, place, value.items[1]))
            is_open = is_open or known is None
        else:
            is_open = True
    return Mapping(span, tuple(entries), open=is_open)


def _calls(block: Function) -> Iterator[tuple[str, Call]]:
    """The calls of plain names in a block, in order."""
    for statement in block.body:
        value = statement.value if isinstance(statement, ExpressionStatement | Return | Assign) else None
        if isinstance(value, Call) and isinstance(value.function, Name):
            yield value.function.text, value


def _filled(span: Span, block: Function) -> Mapping:
    """A block that puts members into an object."""
    entries: list[Entry] = []
    for statement in block.body:
        if isinstance(statement, Assign) and isinstance(statement.target, Name):
            place = statement.target.span
            entries.append(
                Entry(statement.span, snake(statement.target.text), Unknown(place), place, statement.value)
            )
    for _, call in _calls(block):
        values = [argument.value for argument in call.arguments]
        if len(values) == 2 and isinstance(values[0], String):
            place = values[0].content
            value = _inner(call, values[1])
            entries.append(Entry(call.span, values[0].value, values[0], place, value))
        elif len(values) == 1 and isinstance(values[0], Function) and isinstance(call.function, Name):
            place = call.function.span
            entries.append(
                Entry(call.span, snake(call.function.text), Unknown(place), place, Unknown(values[0].span))
            )
    return Mapping(span, tuple(entries), open=len(entries) < len(block.body))


def _inner(call: Call, value: Expression) -> Expression:
    """What ``putJsonArray`` and ``putJsonObject`` put; any other value as it is."""
    if not isinstance(value, Function) or not isinstance(call.function, Name):
        return value
    if call.function.text == "putJsonArray":
        return Sequence(value.span, tuple(_items(value)))
    return _filled(value.span, value)


def _items(block: Function) -> Iterator[Expression]:
    for statement in block.body:
        value = getattr(statement, "value", None)
        if isinstance(value, Mapping):
            yield value
        elif isinstance(value, Call) and len(value.arguments) == 1:
            yield value.arguments[0].value


def _request(call: Call, function: Attribute, block: Function) -> Expression:
    """``client.post(url) { header(...); setBody(...) }`` with keyword arguments."""
    arguments = [argument for argument in call.arguments if argument.value is not block]
    headers: list[Entry] = []
    for name, inner in (*_calls(block), *_headers(block)):
        values = [argument.value for argument in inner.arguments]
        if name in ("header", "append") and len(values) == 2 and isinstance(values[0], String):
            headers.append(Entry(inner.span, values[0].value, values[0], values[0].content, values[1]))
        elif name == "setBody" and len(values) == 1:
            arguments.append(named(inner.span, "body", values[0]))
        elif name == "bearerAuth" and len(values) == 1:
            arguments.append(named(inner.span, "auth", values[0]))
        elif name == "url" and len(values) == 1 and not isinstance(values[0], Function):
            arguments.append(named(inner.span, "url", values[0]))
    if headers:
        place = Span(min(entry.span.start for entry in headers), max(entry.span.end for entry in headers))
        arguments.append(named(place, "headers", Mapping(place, tuple(headers))))
    limit = _limit(block, _DEPTH)
    if limit is not None:
        arguments.append(limit)
    verb = _VERBS[function.name]
    nowhere = Span(function.name_span.start, function.name_span.start)
    place = function.name_span if verb == function.name else nowhere
    return Call(call.span, replace(function, name=verb, name_span=place), tuple(arguments))


def _headers(block: Function) -> Iterator[tuple[str, Call]]:
    """The calls in ``headers { ... }``."""
    for name, call in _calls(block):
        inner = _block(call)
        if name == "headers" and inner is not None:
            yield from _calls(inner)


def _limit(block: Function, depth: int) -> Argument | None:
    """A limit in time that is set somewhere in a block."""
    for statement in block.body:
        if (
            isinstance(statement, Assign)
            and isinstance(statement.target, Name)
            and statement.target.text in _TIMES
        ):
            return named(statement.span, "timeout", statement.value)
    for _, call in _calls(block):
        inner = _block(call)
        found = _limit(inner, depth - 1) if inner is not None and depth else None
        if found is not None:
            return found
    return None
