"""Tokens and strings of JSON as it stands in articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from draftproof.dataclass import dataclass
from draftproof.samples.tree import Expression, String
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping as Table
    from collections.abc import Sequence as Many

__all__ = ["HOLE", "Input", "Scanner", "Token", "number"]

HOLE = "\ufffc"
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\f\v\u00a0\u200b\ufeff]+)
    |(?P<line>\n)
    |(?P<comment>//[^\n]*|\#[^\n]*|/\*)
    |(?P<placeholder>\{\{[^{}\n"':]{1,200}\}\}|\{%[^{}\n]{0,200}%\}|<%[^<>\n]{0,200}%>
       |<[A-Za-z_][^<>\n"]{0,120}>|\$\{[^{}\n]{1,200}\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%)
    |(?P<elision>\.{2,}|…)
    |(?P<punctuation>[{}\[\],:])
    |(?P<quote>[fFrRbBuU]?["'])
    |(?P<number>[-+]?\.?\d[\w.]*(?:(?<=[eE])[-+]\d+)?)
    |(?P<word>[^\W\d][\w$-]*(?:\.[\w$-]+)*)
    |(?P<hole>\ufffc)
    |(?P<junk>.)""",
    re.VERBOSE,
)
_IN_STRING = {quote: re.compile(rf"[^\\\n{quote}]+|\\.|\n|{quote}", re.DOTALL) for quote in "\"'"}
_AFTER_STRING = re.compile(r"[ \t\r]*(?:[,:\]}\n|+]|//|#|/\*|\Z)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class Token(NamedTuple):
    """A token: the name of its alternative and where it stands."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Input:
    """The text, and how its offsets lead to the sample; ``holes`` has the expansions by their place."""

    text: str
    origins: Many[int] | None
    end: int
    holes: Table[int, Expression]

    def at(self, index: int) -> int:
        """Where a character stands in the sample."""
        if self.origins is None:
            return index + self.end - len(self.text)
        return self.origins[index] if index < len(self.origins) else self.end

    def span(self, start: int, end: int) -> Span:
        """The span in the sample of a range of the text."""
        first = self.at(start)
        return Span(first, max(first, self.at(end)))


class Scanner:
    """Reads the tokens of one input from left to right."""

    def __init__(self, source: Input) -> None:
        self.source = source
        self.text = source.text
        self.pos = 0
        self.unclosed: set[str] = set()
        # Before this offset strings are taken to end on their line: a look further on has failed once.
        self._one_line_until = 0

    def next_token(self) -> Token:
        """The token at ``pos``."""
        found = _TOKEN.match(self.text, self.pos)
        if found is None:  # pragma: no cover - the last alternative takes any character
            raise AssertionError(self.pos)
        self.pos = found.end()
        return Token(found.lastgroup or "junk", found.start(), found.end())

    def string(self, token: Token) -> tuple[String, bool]:
        """The string whose quote is ``token``; False with it where the closing quote was forgotten."""
        quote = self.text[token.end - 1]
        start = self.pos
        end, first_line = start, -1
        close = -1
        for found in _IN_STRING[quote].finditer(self.text, start):
            written = found.group()
            if written == quote:
                close = found.start()
                break
            if written == "\n":
                first_line = found.start() if first_line < 0 else first_line
                if quote in self.unclosed or start < self._one_line_until:
                    break
        else:
            self.unclosed.add(quote)
        if close >= 0 and (first_line < 0 or _AFTER_STRING.match(self.text, close + 1)):
            end, self.pos = close, close + 1
        else:
            # No end on its line, and what a later quote ends is no string: it was forgotten here.
            self._one_line_until = max(self._one_line_until, close)
            end = self.pos = first_line if first_line >= 0 else len(self.text)
        return self._decoded(token.start, start, end), end < self.pos

    def _decoded(self, begin: int, start: int, end: int) -> String:
        source = self.source
        raw = self.text[start:end]
        span, content = source.span(begin, self.pos), source.span(start, end)
        if HOLE in raw and any(start + i in source.holes for i, char in enumerate(raw) if char == HOLE):
            return String(span, content, None, parts=tuple(self._parts(start, end)))
        value, origins = self._unescaped(start, end)
        return String(span, content, value, origins=origins)

    def _parts(self, start: int, end: int) -> list[Expression]:
        parts: list[Expression] = []
        at = start
        for index in range(start, end + 1):
            if index < end and index not in self.source.holes:
                continue
            if index > at:
                value, origins = self._unescaped(at, index)
                span = self.source.span(at, index)
                parts.append(String(span, span, value, origins=origins))
            if index < end:
                parts.append(self.source.holes[index])
            at = index + 1
        return parts

    def _unescaped(self, start: int, end: int) -> tuple[str, tuple[int, ...] | None]:
        raw = self.text[start:end]
        source = self.source
        if "\\" not in raw:
            if source.origins is None:
                return raw, None
            found = tuple(source.origins[start:end])
            linear = not found or (found[-1] - found[0] == len(found) - 1)
            return raw, None if linear else found
        values: list[str] = []
        origins: list[int] = []
        index = start
        while index < end:
            char, length = _unescape(self.text, index, end)
            values.append(char)
            origins.extend([source.at(index)] * len(char))
            index += length
        return "".join(values), tuple(origins)


def number(written: str) -> int | float | None:
    """The value of a number as written, None where it is none."""
    plain = written.replace("_", "")
    try:
        if plain.lower().lstrip("+-").startswith("0x"):
            return int(plain, 16) if len(plain) < 40 else None
        if plain.lstrip("+-").isdigit():
            return int(plain) if len(plain) < 400 else None
        return float(plain) if len(plain) < 400 else None
    except ValueError:
        return None


def _unescape(text: str, index: int, end: int) -> tuple[str, int]:
    """The character at ``index`` and how many characters it takes in the text."""
    char = text[index]
    if char != "\\" or index + 1 >= end:
        return char, 1
    following = text[index + 1]
    if following == "u" and index + 6 <= end:
        try:
            code = int(text[index + 2 : index + 6], 16)
        except ValueError:
            return following, 2
        if 0xD800 <= code < 0xDC00 and text[index + 6 : index + 8] == "\\u" and index + 12 <= end:
            try:
                low = int(text[index + 8 : index + 12], 16)
            except ValueError:
                low = 0
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 12
        return chr(code) if not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}", 6
    return _ESCAPES.get(following, following), 2
