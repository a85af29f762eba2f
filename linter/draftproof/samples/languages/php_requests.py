"""Requests of PHP that are put together by settings: curl handles, contexts of streams, WordPress.

A handle becomes a request object whose parts are assigned, sending it the call that sends such an object.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.literals import meant, named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Bool,
    Call,
    Entry,
    Expression,
    Function,
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

__all__ = ["context_request", "sent", "settings"]

_PARTS: Final = {
    "CURLOPT_URL": "url",
    "CURLOPT_CUSTOMREQUEST": "method",
    "CURLOPT_POST": "method",
    "CURLOPT_POSTFIELDS": "body",
    "CURLOPT_HTTPHEADER": "headers",
    "CURLOPT_TIMEOUT": "timeout",
    "CURLOPT_TIMEOUT_MS": "timeout",
    "CURLOPT_LOW_SPEED_TIME": "read_timeout",
    "CURLOPT_WRITEFUNCTION": "on_data",
}
"""Options of curl (https://www.php.net/manual/en/curl.constants.php) and the parts of a request."""
_CONTEXT: Final = {
    "method": "method",
    "header": "headers",
    "content": "body",
    "timeout": "timeout",
}
"""Options of a stream context (https://www.php.net/manual/en/context.http.php)."""
_HEADER: Final = re.compile(r"\s*([A-Za-z][\w-]{0,60})\s*:\s*")
_LINES: Final = re.compile(r"[^\r\n]+")
_SENDERS: Final = frozenset({"curl_exec"})
_OPENERS: Final = {"file_get_contents": 2, "fopen": 3}
"""Functions that open a URL, and where their context stands."""


def context_request(call: Call, name: str) -> Call | None:
    """``curl_init($url)`` and ``stream_context_create([...])`` as request objects."""
    values = [argument.value for argument in call.arguments]
    if name == "curl_init":
        return _request(call, tuple(named(value.span, "url", value) for value in values[:1]))
    if name != "stream_context_create" or not values or not isinstance(values[0], Mapping):
        return None
    options = next((entry.value for entry in values[0].entries if entry.name in ("http", "https")), None)
    if not isinstance(options, Mapping):
        return None
    arguments: list[Argument] = []
    for entry in options.entries:
        part = _CONTEXT.get(entry.name or "")
        if part is not None:
            value = _headers(entry.value) if part == "headers" else entry.value
            arguments.append(named(entry.span, part, value))
    return _request(call, tuple(arguments))


def _request(call: Call, arguments: tuple[Argument, ...]) -> Call:
    nowhere = Span(call.span.start, call.span.start)
    return Call(call.span, Attribute(nowhere, Unknown(nowhere), "http_request", nowhere), arguments, new=True)


def sent(call: Call, name: str) -> Expression | None:
    """``curl_exec($handle)``: the sending of a request."""
    if name not in _SENDERS or not call.arguments:
        return None
    return _sending(call, call.arguments[0].value)


def _sending(call: Call, request: Expression) -> Call:
    nowhere = Span(call.span.start, call.span.start)
    function = Attribute(call.span, Unknown(nowhere), "send", nowhere)
    return Call(call.span, function, (Argument(request.span, request),))


def settings(
    call: Call, name: str, values: list[Expression], arrays: Table[str, Mapping]
) -> tuple[list[Assign], Expression] | None:
    """What ``curl_setopt`` and its like assign to a handle, what an opened URL adds to its context."""
    if name == "stream_context_create" and values and isinstance(values[0], Name):
        return _context_of_variable(call, arrays.get(values[0].text))
    if name == "curl_setopt" and len(values) == 3 and isinstance(values[1], Name):
        return _set(call.span, values[0], [(values[1].text, values[2])]), Unknown(call.span)
    if name == "curl_setopt_array" and len(values) == 2:
        options = arrays.get(values[1].text) if isinstance(values[1], Name) else values[1]
        if not isinstance(options, Mapping):
            return None
        span = Span(min(call.span.start, options.span.start), max(call.span.end, options.span.end))
        given = [(entry.name or "", entry.value) for entry in options.entries]
        return _set(span, values[0], given), Unknown(call.span)
    position = _OPENERS.get(name, len(values))
    if position >= len(values):
        return None
    context = values[position]
    answer: Expression = _sending(call, context)
    if isinstance(context, Name):
        url = Assign(call.span, _part(context, "url"), values[0])
        return [url], _body(call, answer) if name == "fopen" else answer
    if isinstance(context, Call) and isinstance(context.function, Attribute) and context.new:
        whole = replace(context, arguments=(named(values[0].span, "url", values[0]), *context.arguments))
        answer = _sending(call, whole)
        return [], _body(call, answer) if name == "fopen" else answer
    return None


def _context_of_variable(call: Call, options: Mapping | None) -> tuple[list[Assign], Expression] | None:
    """A context whose options are kept in a variable."""
    if options is None:
        return None
    span = Span(min(call.span.start, options.span.start), max(call.span.end, options.span.end))
    whole = replace(call, span=span, arguments=(Argument(options.span, options),))
    made = context_request(whole, "stream_context_create")
    return ([], made) if made is not None else None


def _body(call: Call, answer: Expression) -> Attribute:
    """What is read piece by piece of an answer."""
    return Attribute(call.span, answer, "body", Span(call.span.start, call.span.start))


def _part(handle: Expression, name: str) -> Attribute:
    end = handle.span.end
    return Attribute(handle.span, handle, name, Span(end, end))


def _set(span: Span, handle: Expression, given: list[tuple[str, Expression]]) -> list[Assign]:
    """The assignments of the parts that some options set."""
    parts = ((option, _PARTS.get(option), value) for option, value in given)
    return [
        Assign(span, _part(handle, part), _meant(option, part, value))
        for option, part, value in parts
        if part is not None and not (isinstance(value, Bool) and not value.value)
    ]


def _meant(option: str, part: str, value: Expression) -> Expression:
    """The value of an option as that of a part of a request."""
    if option == "CURLOPT_POST":
        return meant(value.span, "POST")
    if part == "headers":
        return _headers(value)
    if part == "on_data" and isinstance(value, Function):
        # The first parameter is the handle.
        return replace(value, parameters=value.parameters[1:])
    return value


def _headers(value: Expression) -> Expression:
    """``["Name: value", ...]`` and a text of such lines as a mapping."""
    lines: list[list[Expression]] = []
    if isinstance(value, Sequence):
        lines = [_pieces(item) for item in value.items]
    elif isinstance(value, String | Join):
        lines = _split(_pieces(value))
    else:
        return value
    entries = tuple(entry for line in lines if (entry := _entry(line)) is not None)
    return Mapping(value.span, entries, open=len(entries) < len(lines))


def _pieces(value: Expression) -> list[Expression]:
    """The parts of a text in order."""
    if isinstance(value, Join) and value.operator == "+":
        return [piece for operand in value.operands for piece in _pieces(operand)]
    if isinstance(value, String) and value.value is None:
        return list(value.parts)
    return [value]


def _split(pieces: list[Expression]) -> list[list[Expression]]:
    """The parts of several lines, line by line."""
    lines: list[list[Expression]] = [[]]
    for piece in pieces:
        if not isinstance(piece, String) or piece.value is None:
            lines[-1].append(piece)
            continue
        text = piece.value
        end = 0
        for match in _LINES.finditer(text):
            if "\n" in text[end : match.start()] or "\r" in text[end : match.start()]:
                lines.append([])
            lines[-1].append(piece.cut(*match.span()))
            end = match.end()
        if end < len(text):
            lines.append([])
    return [line for line in lines if line]


def _entry(pieces: list[Expression]) -> Entry | None:
    """``"Name: value"`` as a member."""
    first = pieces[0] if pieces else None
    if not isinstance(first, String) or first.value is None:
        return None
    match = _HEADER.match(first.value)
    if match is None:
        return None
    key = first.cut(*match.span(1))
    rest = [first.cut(match.end(), len(first.value)), *pieces[1:]]
    if len(rest) > 1 and isinstance(rest[0], String) and not rest[0].value:
        rest = rest[1:]
    span = Span(first.span.start, max(piece.span.end for piece in pieces))
    value = rest[0] if len(rest) == 1 else Join(span, "+", tuple(rest))
    return Entry(span, match[1], key, key.content, value)
