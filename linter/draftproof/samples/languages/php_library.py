"""How PHP and its libraries spell what other languages have in their grammar.

Functions of texts take what they look at as an argument; clients are made by factories; services are methods;
a facade is a client that is made out of sight. Here they become methods, constructors with keyword arguments
and attributes. Requests of curl, of streams and of WordPress are read in ``php_requests``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.formatting import formatted
from draftproof.samples.languages.literals import meant, named
from draftproof.samples.languages.php_requests import context_request, sent, settings
from draftproof.samples.languages.services import SERVICES, of_service
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Call,
    Entry,
    Expression,
    Index,
    Join,
    Mapping,
    Name,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

__all__ = ["performed", "spelt"]

_METHODS: Final[dict[str, tuple[int, str]]] = {
    "str_starts_with": (0, "starts_with"),
    "strncmp": (0, "starts_with"),
    "str_ends_with": (0, "ends_with"),
    "str_contains": (0, "includes"),
    "strpos": (0, "includes"),
    "stripos": (0, "includes"),
    "mb_strpos": (0, "includes"),
    "strstr": (0, "includes"),
    "in_array": (1, "includes"),
    "strcmp": (0, "equals"),
    "trim": (0, "trim"),
    "rtrim": (0, "trim"),
    "ltrim": (0, "trim"),
    "chop": (0, "trim"),
    "substr": (0, "substring"),
    "mb_substr": (0, "substring"),
    "explode": (1, "split"),
    "preg_split": (1, "split"),
    "str_replace": (2, "replace"),
    "preg_replace": (2, "replace"),
    "strtolower": (0, "lower"),
    "strtok": (0, "split"),
    "fgets": (0, "read_line"),
    "fread": (0, "read_line"),
    "stream_get_line": (0, "read_line"),
    "readLine": (0, "read_line"),
    "stream_get_contents": (0, "read"),
}
"""Functions of PHP by the position of what they look at, and the method that does the same elsewhere."""
_FACADES: Final = frozenset({"Anthropic", "OpenAI"})
_HTTP_STEPS: Final = {
    "withToken": "token",
    "withHeaders": "headers",
    "withHeader": "header",
    "timeout": "timeout",
    "baseUrl": "base_url",
    "withOptions": "options",
}
_VERBS: Final = frozenset({"delete", "get", "patch", "post", "put"})
_CLIENT_OPTIONS: Final = frozenset({"request_options"})


def spelt(call: Call) -> Expression:
    """A call as other languages would spell it."""
    function = call.function
    if isinstance(function, Name):
        return _of_name(call, function)
    if not isinstance(function, Attribute) or call.new:
        return call
    made = _client(call, function) or _of_http(call, function)
    if made is not None:
        return made
    if function.name == "readLine" and len(call.arguments) == 1:
        return _method(call, *_METHODS["readLine"])
    if function.name == "getBody" and not call.arguments:
        return replace(function, span=call.span, name="body", name_span=_nowhere(call))
    if function.name == "read" and len(call.arguments) == 1:
        return Call(call.span, replace(function, name="read_line", name_span=_nowhere(call)), ())
    if function.name == "object" and not call.arguments:
        return Call(call.span, replace(function, name="json", name_span=_nowhere(call)), ())
    if function.name == "json" and len(call.arguments) == 1:
        return _path(call)
    return replace(of_service(call), arguments=_options(call.arguments))


def _of_name(call: Call, function: Name) -> Expression:
    name = function.text
    values = [argument.value for argument in call.arguments]
    if name in _METHODS and len(values) > _METHODS[name][0]:
        return _method(call, *_METHODS[name])
    if name == "sprintf" and values and isinstance(values[0], String):
        return formatted(call.span, values[0], values[1:])
    if name == "array_merge" and values:
        entries = tuple(entry for value in values if isinstance(value, Mapping) for entry in value.entries)
        more = tuple(value for value in values if not isinstance(value, Mapping))
        return Mapping(call.span, entries, more, open=bool(more))
    if name == "implode" and len(values) == 2 and isinstance(values[1], Sequence):
        return _joined(call.span, values[0], values[1].items)
    return context_request(call, name) or sent(call, name) or call


def _joined(span: Span, glue: Expression, items: tuple[Expression, ...]) -> Expression:
    pieces: list[Expression] = []
    for item in items:
        pieces += [item] if not pieces else [glue, item]
    return Join(span, "+", tuple(pieces))


def _method(call: Call, position: int, name: str) -> Call:
    """A function as a method of what it looks at."""
    subject = call.arguments[position].value
    rest = (*call.arguments[:position], *call.arguments[position + 1 :])
    return Call(call.span, Attribute(call.span, subject, name, _nowhere(call)), rest)


def _client(call: Call, function: Attribute) -> Call | None:
    """``OpenAI::client($key)``, ``OpenAI::factory()->...->make()``, the client behind ``OpenAI::chat()``."""
    base, name = function.base, function.name
    if isinstance(base, Name) and base.text in _FACADES:
        if name == "client":
            names = ("api_key", "organization", "project")
            pairs = zip(call.arguments, names, strict=False)
            arguments = tuple(
                argument if argument.name else named(argument.span, key, argument.value)
                for argument, key in pairs
            )
            return Call(call.span, base, arguments, new=True)
        if name == "factory":
            return call
        if name in SERVICES:
            client = Call(base.span, base, (), new=True)
            return replace(call, function=replace(function, base=client))
        return None
    if not isinstance(base, Call) or not _is_factory(base):
        return None
    assert isinstance(base.function, Attribute)
    if name == "make":
        return Call(call.span, base.function.base, base.arguments, new=True)
    if len(call.arguments) != 1:
        return replace(base, span=call.span)
    value = call.arguments[0].value
    key = snake(name.removeprefix("with"))
    if key == "base_uri":
        value = _with_scheme(value)
    given = named(Span(function.name_span.start, call.span.end), key, value)
    return Call(call.span, base.function, (*base.arguments, given))


def _is_factory(call: Call) -> bool:
    function = call.function
    return (
        isinstance(function, Attribute)
        and function.name == "factory"
        and isinstance(function.base, Name)
        and function.base.text in _FACADES
    )


def _with_scheme(value: Expression) -> Expression:
    """A base URL of which the scheme may be left out."""
    if not isinstance(value, String) or "://" in (value.value or "://"):
        return value
    start = Span(value.span.start, value.span.start)
    return Join(value.span, "+", (meant(start, "https://"), value))


def _of_http(call: Call, function: Attribute) -> Call | None:
    """``Http::withToken($key)->timeout(60)->post($url, $data)``: the call with keyword arguments."""
    base = function.base
    begun = isinstance(base, Name) and base.text == "Http"
    if not begun and not (isinstance(base, Call) and _is_http(base)):
        return None
    given = base.arguments if isinstance(base, Call) else ()
    root = base.function if isinstance(base, Call) else base
    values = [argument.value for argument in call.arguments]
    if function.name in _VERBS and values:
        url = named(values[0].span, "url", _below(given, values[0]))
        body = tuple(named(value.span, "json", value) for value in values[1:2])
        rest = tuple(argument for argument in given if argument.name != "base_url")
        assert isinstance(root, Name)
        place = Attribute(Span(root.span.start, function.span.end), root, function.name, function.name_span)
        return Call(call.span, place, (url, *body, *_merged(rest)))
    name = _HTTP_STEPS.get(function.name)
    assert isinstance(root, Name)
    return Call(call.span, root, (*given, *(_http_step(name, call, values) if name and values else ())))


def _is_http(call: Call) -> bool:
    return isinstance(call.function, Name) and call.function.text == "Http" and not call.new


def _http_step(name: str, call: Call, values: list[Expression]) -> tuple[Argument, ...]:
    if name == "token":
        start = Span(values[0].span.start, values[0].span.start)
        value = Join(values[0].span, "+", (meant(start, "Bearer "), values[0]))
        key = meant(start, "Authorization")
        return (
            named(
                call.span,
                "headers",
                Mapping(values[0].span, (Entry(values[0].span, "Authorization", key, start, value),)),
            ),
        )
    if name == "header" and len(values) == 2 and isinstance(values[0], String):
        entry = Entry(call.span, values[0].value, values[0], values[0].content, values[1])
        return (named(call.span, "headers", Mapping(call.span, (entry,), open=values[0].value is None)),)
    return (named(values[0].span, name, values[0]),)


def _below(given: tuple[Argument, ...], url: Expression) -> Expression:
    """A URL below the base that was given."""
    base = next((argument.value for argument in given if argument.name == "base_url"), None)
    if base is None:
        return url
    slash = meant(Span(url.span.start, url.span.start), "/")
    return Join(url.span, "+", (base, slash, url))


def _merged(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Arguments with all headers in one."""
    headers = [argument.value for argument in arguments if argument.name == "headers"]
    rest = tuple(argument for argument in arguments if argument.name != "headers")
    if len(headers) < 2:
        return arguments
    entries = tuple(entry for value in headers if isinstance(value, Mapping) for entry in value.entries)
    more = tuple(value for value in headers if not isinstance(value, Mapping))
    span = Span(min(value.span.start for value in headers), max(value.span.end for value in headers))
    return (*rest, named(span, "headers", Mapping(span, entries, more, open=bool(more))))


def _path(call: Call) -> Expression:
    """``$response->json('choices.0.message')``: the members on the way."""
    value = call.arguments[0].value
    if not isinstance(value, String) or not value.value:
        return call
    found: Expression = Call(call.span, call.function, ())
    position = 0
    for step in value.value.split("."):
        place = Span(value.offset(position), value.offset(position + len(step)))
        key = value.cut(position, position + len(step)) if not step.isdigit() else Unknown(place)
        found = Index(call.span, found, key)
        position += len(step) + 1
    return found


def _options(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Arguments of a method: named ones are the members of what is sent, in the spelling of the wire."""
    members = [
        argument
        for argument in arguments
        if argument.name is not None
        and argument.name_span is not None
        and snake(argument.name) not in _CLIENT_OPTIONS
    ]
    if not any(argument.name != snake(argument.name or "") for argument in members):
        return arguments
    rest = tuple(argument for argument in arguments if argument not in members)
    entries = tuple(
        Entry(argument.span, snake(argument.name or ""), Unknown(place), place, argument.value)
        for argument in members
        if (place := argument.name_span) is not None
    )
    span = Span(entries[0].span.start, entries[-1].span.end)
    return (*rest, Argument(span, Mapping(span, entries)))


def performed(call: Call, arrays: Table[str, Mapping]) -> tuple[list[Assign], Expression] | None:
    """What a call assigns, and what it gives; None for a call that assigns nothing.

    ``arrays`` has the arrays that are kept in variables.
    """
    function = call.function
    if not isinstance(function, Name):
        return None
    values = [argument.value for argument in call.arguments]
    if function.text == "preg_match" and len(values) > 2:
        test = Unknown(call.span, "other", (values[1],))
        return [Assign(call.span, values[2], values[1])], test
    if function.text == "define" and len(values) > 1 and isinstance(values[0], String) and values[0].value:
        key = values[0]
        return [Assign(call.span, Name(key.content, key.value or ""), values[1])], Unknown(call.span)
    return settings(call, function.text, values, arrays)


def _nowhere(call: Call) -> Span:
    """The place of a name that the sample does not spell."""
    return Span(call.span.start, call.span.start)
