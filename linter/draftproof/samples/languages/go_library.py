"""How Go spells what other languages have in their grammar.

Go has no keyword arguments, no exceptions and no getters: functional options (``option.WithAPIKey(key)``), a
context as the first argument, results that are decoded into a variable and functions of ``strings`` that take
what they look at first stand for them. Here they become what the other languages have.
"""

from __future__ import annotations

import re
from typing import Final

from draftproof.samples.knowledge import snake
from draftproof.samples.languages.formatting import formatted
from draftproof.samples.languages.literals import named
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Bool,
    Call,
    Compare,
    Entry,
    Expression,
    Mapping,
    Name,
    String,
    Unknown,
)
from draftproof.text.source import Span

__all__ = ["decoded", "spelt"]

_PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    "http.NewRequest": ("method", "url", "body"),
    "http.NewRequestWithContext": ("context", "method", "url", "body"),
    "http.Post": ("url", "content_type", "body"),
    "http.Get": ("url",),
}
"""The names of the parameters of ``net/http`` (https://pkg.go.dev/net/http)."""

_METHODS: Final = {
    "HasPrefix": "starts_with",
    "HasSuffix": "endswith",
    "Contains": "includes",
    "TrimPrefix": "removeprefix",
    "CutPrefix": "removeprefix",
    "TrimSuffix": "rstrip",
    "TrimSpace": "strip",
    "Trim": "strip",
    "TrimLeft": "lstrip",
    "TrimRight": "rstrip",
    "ToLower": "lower",
    "Split": "split",
    "SplitN": "split",
    "ReplaceAll": "replace",
}
"""Functions of ``strings`` and ``bytes`` whose first argument is what they look at."""

_EQUALS: Final = frozenset({"Equal", "EqualFold"})
_TEXT_PACKAGES: Final = frozenset({"bytes", "strings"})
_WRAPPERS: Final = frozenset(
    {"String", "Int", "Float", "Bool", "F", "NewOpt", "Opt", "Ptr", "Raw", "ChatModel", "ResponsesModel"}
)
"""Functions that only wrap a value for a field that may be left out, and types of one."""
_CONTEXT: Final = re.compile(r"(?:\w{0,40}[cC]tx\w{0,40}|context)\Z")
_OPTION: Final = re.compile(r"With[A-Z]")
_DECODERS: Final = frozenset({"Unmarshal", "Decode"})


def spelt(call: Call) -> Expression:
    """A call as other languages would spell it."""
    function = call.function
    if not isinstance(function, Attribute):
        return call
    package = function.base.text if isinstance(function.base, Name) else ""
    values = [argument.value for argument in call.arguments]
    if package in _TEXT_PACKAGES and len(values) > 1 and function.name in _EQUALS:
        return Compare(call.span, "==", values[0], values[1])
    if package in _TEXT_PACKAGES and values and function.name in _METHODS:
        method = Attribute(call.span, values[0], _METHODS[function.name], _nowhere(call))
        return Call(call.span, method, call.arguments[1:])
    if package == "fmt" and function.name == "Sprintf" and values and isinstance(values[0], String):
        return formatted(call.span, values[0], values[1:])
    if package and len(values) == 1 and function.name in _WRAPPERS:
        return values[0]
    names = _PARAMETERS.get(f"{package}.{function.name}")
    if names is not None and len(values) <= len(names):
        arguments = tuple(named(value.span, name, value) for value, name in zip(values, names, strict=False))
        return Call(call.span, function, arguments, call.new)
    return Call(call.span, function, _named(call.arguments), call.new)


def _named(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Arguments with the context and the functional options under their names."""
    found: list[Argument] = []
    for index, argument in enumerate(arguments):
        value = argument.value
        if index == 0 and _is_context(value):
            found.append(named(argument.span, "context", value))
        else:
            found.append(_option(value) or argument)
    return tuple(found)


def _is_context(value: Expression) -> bool:
    if isinstance(value, Name):
        return _CONTEXT.match(value.text) is not None
    if not isinstance(value, Call) or not isinstance(value.function, Attribute):
        return False
    base = value.function.base
    return value.function.name == "Context" or (isinstance(base, Name) and base.text == "context")


def _option(value: Expression) -> Argument | None:
    """``option.WithAPIKey(key)`` as the argument ``api_key``, ``WithHeader(name, value)`` as headers."""
    if not isinstance(value, Call) or not isinstance(value.function, Attribute):
        return None
    function = value.function
    if (
        not isinstance(function.base, Name)
        or not _OPTION.match(function.name)
        or function.name == "WithContext"
    ):
        return None
    values = [argument.value for argument in value.arguments]
    name = snake(function.name.removeprefix("With"))
    given: Expression = values[0] if values else Bool(value.span, value=True)
    if name == "header" and len(values) == 2 and isinstance(values[0], String):
        entry = Entry(value.span, values[0].value, values[0], values[0].content, values[1])
        return named(value.span, "headers", Mapping(value.span, (entry,), open=True))
    return named(value.span, name, given)


def decoded(call: Call) -> tuple[Expression, Call] | None:
    """The variable that a call decodes JSON into, and the call that would give it; None for other calls."""
    function = call.function
    if not isinstance(function, Attribute) or function.name not in _DECODERS or not call.arguments:
        return None
    target = call.arguments[-1].value
    if not isinstance(target, Name | Attribute):
        return None
    if function.name == "Unmarshal" and len(call.arguments) == 2:
        return target, Call(call.span, function, call.arguments[:1])
    reader = function.base
    if (
        function.name == "Decode"
        and len(call.arguments) == 1
        and isinstance(reader, Call)
        and reader.arguments
    ):
        nowhere = _nowhere(call)
        unmarshal = Attribute(function.span, Unknown(nowhere), "unmarshal", nowhere)
        return target, Call(call.span, unmarshal, reader.arguments[:1])
    return None


def _nowhere(call: Call) -> Span:
    """The place of a name that the sample does not spell."""
    return Span(call.span.start, call.span.start)
