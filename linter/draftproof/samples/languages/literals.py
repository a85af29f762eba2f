"""Decoding of string and number literals, with the origin of every decoded character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from draftproof.samples.tree import Argument, Number, String, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.samples.tree import Expression

__all__ = [
    "JAVASCRIPT", "JAVASCRIPT_ESCAPE", "PYTHON", "PYTHON_ESCAPE", "RAW", "RAW_ESCAPE", "Escapes", "decode",
    "decoded", "joined", "literal", "meant", "named", "number", "text_of_javascript_escape",
    "text_of_python_escape",
]  # fmt: skip

PYTHON_ESCAPE: Final = re.compile(
    r"\\(?:\r\n|N\{[^}\n]{1,100}\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)|\r\n?",
    re.DOTALL,
)
JAVASCRIPT_ESCAPE: Final = re.compile(
    r"\\(?:\r\n|x[0-9a-fA-F]{2}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|[0-7]{1,3}|.)|\r\n?",
    re.DOTALL,
)
RAW_ESCAPE: Final = re.compile(r"\r\n?")

_SIMPLE: Final = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "\n": "", "\r": "", "\r\n": "",
}  # fmt: skip
_LARGEST_CODE_POINT: Final = 0x10FFFF


class Escapes(NamedTuple):
    """How literals of a kind spell what they cannot hold as it is: a pattern, and what a match stands for."""

    pattern: re.Pattern[str]
    meaning: Callable[[str], str]


def decode(
    text: str, span: Span, pattern: re.Pattern[str], replacement: Callable[[str], str]
) -> tuple[str, tuple[int, ...] | None]:
    """The value of a literal's content, and its origins where they differ from a plain count."""
    raw = text[span.start : span.end]
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for match in pattern.finditer(raw):
        start, end = match.span()
        pieces.append(raw[position:start])
        origins.extend(range(span.start + position, span.start + start))
        new = replacement(match[0])
        pieces.append(new)
        if new == match[0]:
            origins.extend(range(span.start + start, span.start + end))
        else:
            origins.extend([span.start + start] * len(new))
        position = end
    if not pieces:
        return raw, None
    pieces.append(raw[position:])
    origins.extend(range(span.start + position, span.end))
    return "".join(pieces), tuple(origins)


def decoded(text: str, span: Span, content: Span, escapes: Escapes) -> String:
    """The literal at ``span``, whose text stands at ``content``."""
    value, origins = decode(text, content, *escapes)
    return String(span, content, value, (), origins)


def text_of_python_escape(escape: str) -> str:
    """What an escape sequence of a Python string stands for; itself where Python keeps it."""
    if escape[0] != "\\":
        return "\n"
    body = escape[1:]
    if body in _SIMPLE:
        return _SIMPLE[body]
    if body[0] == "N" and len(body) > 1:
        import unicodedata  # noqa: PLC0415 - rarely needed

        try:
            return unicodedata.lookup(body[2:-1])
        except KeyError:
            return escape
    if body[0] in "xuU" and len(body) > 1:
        return _character(body[1:], 16, escape)
    if body[0] in "01234567":
        return _character(body, 8, escape)
    return escape


def text_of_javascript_escape(escape: str) -> str:
    """What an escape sequence of a JavaScript string stands for."""
    if escape[0] != "\\":
        return "\n"
    body = escape[1:]
    if body[0] in "ux" and len(body) > 1:
        if len(body) == 11:
            high, low = int(body[1:5], 16), int(body[7:], 16)
            return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        return _character(body[1:].strip("{}"), 16, escape)
    if body[0] in "01234567":
        return _character(body, 8, escape)
    return body if body == "a" else _SIMPLE.get(body, body)


PYTHON: Final = Escapes(PYTHON_ESCAPE, text_of_python_escape)
JAVASCRIPT: Final = Escapes(JAVASCRIPT_ESCAPE, text_of_javascript_escape)
RAW: Final = Escapes(RAW_ESCAPE, lambda _: "\n")


def _character(digits: str, base: int, escape: str) -> str:
    code = int(digits, base)
    return chr(code) if code <= _LARGEST_CODE_POINT else escape


def literal(span: Span, text: str) -> String:
    """A string for text that stands without quotes and escapes: a key, a keyword, JSX text."""
    return String(span, span, text)


def meant(span: Span, text: str) -> String:
    """A string for what stands at a place in other words: the name of a header for a constant."""
    return String(span, span, text, (Unknown(span),))


def named(span: Span, name: str, value: Expression) -> Argument:
    """An argument under a name that the sample does not spell as an argument's."""
    return Argument(span, value, name, Span(span.start, span.start))


def joined(span: Span, strings: tuple[String, ...]) -> String:
    """Adjacent literals as the one string that they make; the literals stay as its parts."""
    content = Span(strings[0].content.start, strings[-1].content.end)
    is_bytes = strings[0].is_bytes
    values = [string.value for string in strings if string.value is not None]
    if len(values) < len(strings):
        parts = tuple(part for string in strings for part in (string.parts or (string,)))
        return String(span, content, None, parts, is_bytes=is_bytes)
    origins: list[int] = []
    for string, value in zip(strings, values, strict=True):
        origins.extend(string.origins or range(string.content.start, string.content.start + len(value)))
    return String(span, content, "".join(values), strings, tuple(origins), is_bytes)


def number(span: Span, text: str) -> Number:
    """A number literal of Python or JavaScript; complex and malformed ones have no value."""
    plain = text.replace("_", "")
    try:
        return Number(span, int(plain.removesuffix("n"), 0))
    except ValueError:
        pass
    try:
        return Number(span, float(plain))
    except ValueError:
        return Number(span, None)
