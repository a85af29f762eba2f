"""Words of a shell command: quotes, expansions and line continuations.

Written by hand and not on a grammar, because samples in articles are broken in ways that a grammar answers
with one large error: a blank after the backslash, a comment after it, an apostrophe in a single-quoted JSON
body, a ``<placeholder>`` without quotes. What the author meant is taken where it is plain; each such place is
named below.

Every scan either consumes what it looks at or gives up once for the whole text (``_unclosed``), so the time
is linear in the length of the text. Command substitutions nest to a limit; beyond it they are skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples.languages.shell_json_quotes import closing_quote, end_of_brackets, is_apostrophe
from draftproof.samples.languages.shell_pieces import Piece, Text, assemble
from draftproof.samples.tree import Expression, Join, Name, Spread, String, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_DEPTH", "PLACEHOLDER", "WordReader"]

MAX_DEPTH = 24

_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u200b\ufeff]+")
# `\`, cmd's `^` or PowerShell's backtick at the end of a line; blanks and a comment may follow by mistake.
_CONTINUATION = re.compile(r"[\\^`][ \t\r\u00a0]*(?:(?<=[ \t])#[^\n]*)?(?:\n[ \t\r\u00a0]*|\Z)")
_SESSION_CONTINUATION = re.compile(r"(?:>|\.\.\.) ?")
_PLAIN = re.compile(r"""[^\s\u00a0'"$`\\;|&<>()]+""")
_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_IN_ANSI = re.compile(r"[^'\\]+")
PLACEHOLDER = re.compile(r"<[A-Za-z][\w.:/-]{0,60}(?: [\w.:/-]{1,40}){0,6}>")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,200}\}\}")
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*|[0-9@*#?$!-])")
_BRACED = re.compile(r"\$\{(\w+|[@*#?$!-])\}")
_ARRAY = re.compile(r"\$\{(\w+)\[[@*]\]\}")
_DEFAULT = re.compile(r"\$\{(\w+)(:?[-=?+])([^{}\n]{0,300})\}")
_OTHER_BRACED = re.compile(r"\$\{[#!]?(\w+)[^{}\n]{0,300}\}")
_ARITHMETIC = re.compile(r"\$\(\([^()\n]{0,200}\)\)")
_PARENTHESES = re.compile(r"[()]")
_JSON_START = re.compile(r"\s{0,80}[{\[]")
_NEXT_COMMAND = re.compile(r"\n[ \t]{0,8}(?:\$ )?curl[ \t]")
_ANSI_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_ANSI_CODE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3}))")


class WordReader:
    """Reads the words of one sample from left to right.

    ``pos`` is where reading stands and ``end`` where it stops. ``substitution`` reads the commands of
    ``$(...)`` from ``pos`` up to the closing parenthesis and returns what they are as an expression.
    """

    def __init__(self, text: str, substitution: Callable[[int], Expression]) -> None:
        self.text = text
        self.pos = 0
        self.end = len(text)
        self.depth = 0
        self.session = False
        self.unparsed: list[Span] = []
        self._substitution = substitution
        self._unclosed: set[str] = set()
        # Where a word is a JSON body in single quotes: whether its text so far ends inside a JSON string.
        self._in_json_string: bool | None = None

    def peek(self) -> str:
        """The character at ``pos``, empty at the end."""
        return self.text[self.pos] if self.pos < self.end else ""

    def skip_blanks(self) -> None:
        """Skip blanks and line continuations."""
        while self.pos < self.end:
            found = _BLANKS.match(self.text, self.pos, self.end)
            if found:
                self.pos = found.end()
            if not self._skip_continuation():
                return

    def _skip_continuation(self) -> bool:
        if self.peek() not in {"\\", "^", "`"}:
            return False
        found = _CONTINUATION.match(self.text, self.pos, self.end)
        if not found:
            return False
        self.pos = found.end()
        if self.session:
            prompt = _SESSION_CONTINUATION.match(self.text, self.pos, self.end)
            self.pos = prompt.end() if prompt else self.pos
        return True

    def line_end(self, start: int) -> int:
        """The end of the line that ``start`` stands in."""
        found = self.text.find("\n", start, self.end)
        return self.end if found < 0 else found

    def word(self) -> Expression | None:
        """The word at ``pos``, None where none begins."""
        start = self.pos
        pieces: list[Piece] = []
        outer, self._in_json_string = self._in_json_string, None
        while self.pos < self.end and self._piece(pieces):
            pass
        self._in_json_string = outer
        if self.pos == start:
            return None
        span = Span(start, self.pos)
        quoted = (
            self.pos - start > 1 and self.text[start] in "'\"" and self.text[self.pos - 1] == self.text[start]
        )
        return assemble(pieces, span, Span(start + 1, self.pos - 1) if quoted else span)

    def _piece(self, pieces: list[Piece]) -> bool:
        """Read one piece of a word; False at its end."""
        char = self.text[self.pos]
        if char == "'":
            return self._single(pieces)
        if char == '"':
            return self._double(pieces)
        if char == "$":
            self._dollar(pieces)
            return True
        if char in "\\^`" and _CONTINUATION.match(self.text, self.pos, self.end):
            return False
        if char == "`":
            return self._backtick(pieces)
        if char == "\\":
            stop = min(self.pos + 2, self.end)
            value = self.text[self.pos + 1 : stop]
            pieces.append(Text(value, self.pos, stop, (self.pos,) * len(value)))
            self.pos = stop
            return True
        if char in "<&{" and self._lenient(pieces):
            return True
        found = _PLAIN.match(self.text, self.pos, self.end)
        if not found:
            return False
        # A template hole with blanks in it is one word with what stands before it.
        hole = self.text.find("{{", found.start(), found.end())
        stop = hole if hole > found.start() and _TEMPLATE.match(self.text, hole, self.end) else found.end()
        self.take(pieces, stop)
        return True

    def take(self, pieces: list[Piece], stop: int) -> None:
        """Add the text up to ``stop`` as it stands."""
        pieces.append(Text(self.text[self.pos : stop], self.pos, stop))
        self.pos = stop

    def _lenient(self, pieces: list[Piece]) -> bool:
        """What a shell reads otherwise: ``<your-resource>``, ``{{ key }}``, ``?a=1&b=2`` without quotes."""
        char = self.text[self.pos]
        if char == "&":
            first = pieces[0] if pieces else None
            url = isinstance(first, Text) and ("://" in first.value[:24] or "?" in first.value[-200:])
            following = self.text[self.pos + 1 : min(self.pos + 2, self.end)]
            if not (url and (following.isalnum() or following == "<")):
                return False
            self.take(pieces, self.pos + 1)
            return True
        found = (PLACEHOLDER if char == "<" else _TEMPLATE).match(self.text, self.pos, self.end)
        if not found:
            return False
        self.take(pieces, found.end())
        return True

    def _single(self, pieces: list[Piece]) -> bool:
        start = self.pos + 1
        if not pieces and _JSON_START.match(self.text, start, self.end):
            self._in_json_string = False
        looks_json = self._in_json_string is not None
        if "'" in self._unclosed:
            close = -1
        elif self._in_json_string is not None:
            close, self._in_json_string = closing_quote(
                self.text, start, self.end, inside=self._in_json_string
            )
        else:
            close = self.text.find("'", start, self.end)
        if close < 0:
            self._unclosed.add("'")
        elif looks_json:
            other = _NEXT_COMMAND.search(self.text, start, close)
            if other:
                self._unfinished(pieces, start, other.start())
                return True
        elif pieces and is_apostrophe(self.text, self.pos, self.end) and self._breaks(start, close):
            self.take(pieces, start)
            return True
        if close < 0:
            stop = end_of_brackets(self.text, start, self.end) if looks_json else self.line_end(start)
            self._unfinished(pieces, start, stop)
            return True
        pieces.append(Text(self.text[start:close], start, close))
        self.pos = close + 1
        return True

    def _unfinished(self, pieces: list[Piece], start: int, stop: int) -> None:
        """A quote that is never closed: what stands there is kept, the place is noted."""
        self.unparsed.append(Span(start - 1, stop))
        pieces.append(Text(self.text[start:stop], start, stop))
        self.pos = stop

    def _breaks(self, start: int, stop: int) -> bool:
        return self.text.find("\n", start, stop) >= 0

    def _double(self, pieces: list[Piece]) -> bool:
        start = self.pos
        if '"' in self._unclosed:
            close = self.text.find('"', start + 1, self.end)
            if close < 0 or self._breaks(start, close):
                self.take(pieces, start + 1)
                return True
            pieces.append(Text(self.text[start + 1 : close], start + 1, close))
            self.pos = close + 1
            return True
        self.pos += 1
        inner: list[Piece] = []
        self.expanded(inner, '"')
        if self.peek() == '"':
            pieces.extend(inner or [Text("", start + 1, start + 1)])
            self.pos += 1
            return True
        self._unclosed.add('"')
        self._unfinished(pieces, start + 1, self.line_end(start))
        return True

    def expanded(self, pieces: list[Piece], close: str) -> None:
        """Text with expansions, up to ``close`` (a heredoc has none and ends at ``end``)."""
        while self.pos < self.end:
            found = _IN_DOUBLE.match(self.text, self.pos, self.end)
            if found:
                self.take(pieces, found.end())
                continue
            char = self.text[self.pos]
            if char == close:
                return
            if char == "$":
                self._dollar(pieces, quoted=True)
            elif char == "`":
                self._backtick(pieces)
            elif char == "\\":
                self._escape(pieces, close)
            else:
                self.take(pieces, self.pos + 1)

    def _escape(self, pieces: list[Piece], close: str) -> None:
        following = self.text[self.pos + 1 : min(self.pos + 2, self.end)]
        if following == "\n":
            self.pos += 2
        elif following and following in "$`\\" + close:
            pieces.append(Text(following, self.pos, self.pos + 2, (self.pos,)))
            self.pos += 2
        else:
            self.take(pieces, self.pos + 1)

    def _dollar(self, pieces: list[Piece], *, quoted: bool = False) -> None:
        following = self.text[self.pos + 1 : min(self.pos + 2, self.end)]
        if following == "(":
            pieces.append(self._command())
        elif following == "{":
            self._braced(pieces)
        elif following == "'" and not quoted:
            self._ansi(pieces)
        elif following == '"' and not quoted:
            self.pos += 1
            self._double(pieces)
        else:
            found = _VARIABLE.match(self.text, self.pos, self.end)
            if found:
                pieces.append(Name(Span(*found.span()), found[1]))
                self.pos = found.end()
            else:
                self.take(pieces, self.pos + 1)

    def _braced(self, pieces: list[Piece]) -> None:
        span = None
        if found := _BRACED.match(self.text, self.pos, self.end):
            span = Span(*found.span())
            pieces.append(Name(span, found[1]))
        elif found := _ARRAY.match(self.text, self.pos, self.end):
            span = Span(*found.span())
            pieces.append(Spread(span, Name(span, found[1])))
        elif found := _DEFAULT.match(self.text, self.pos, self.end):
            span = Span(*found.span())
            name = Name(span, found[1])
            content = Span(*found.span(3))
            given = found[3]
            if len(given) > 1 and given[0] == given[-1] and given[0] in "'\"":
                content, given = Span(content.start + 1, content.end - 1), given[1:-1]
            if found[2] in {"-", ":-", "=", ":="}:
                fallback = String(Span(*found.span(3)), content, given)
                pieces.append(Join(span, "or", (name, fallback)))
            else:
                pieces.append(name if "?" in found[2] else Unknown(span, "other", (name,)))
        elif found := _OTHER_BRACED.match(self.text, self.pos, self.end):
            span = Span(*found.span())
            pieces.append(Unknown(span, "other", (Name(span, found[1]),)))
        if span is None:
            self.take(pieces, self.pos + 2)
        else:
            self.pos = span.end

    def _ansi(self, pieces: list[Piece]) -> None:
        start = self.pos
        self.pos += 2
        inner: list[Piece] = []
        while self.pos < self.end and self.peek() != "'" and "'" not in self._unclosed:
            found = _IN_ANSI.match(self.text, self.pos, self.end)
            if found:
                self.take(inner, found.end())
                continue
            code = _ANSI_CODE.match(self.text, self.pos, self.end)
            stop = code.end() if code else min(self.pos + 2, self.end)
            following = self.text[self.pos + 1 : stop]
            value = _ansi_character(code) if code else _ANSI_ESCAPES.get(following, following)
            inner.append(Text(value, self.pos, stop, (self.pos,) * len(value)))
            self.pos = stop
        if self.peek() == "'" and "'" not in self._unclosed:
            pieces.extend(inner or [Text("", start + 2, start + 2)])
            self.pos += 1
        else:
            self._unclosed.add("'")
            self._unfinished(pieces, start + 2, self.line_end(start))

    def _command(self) -> Expression:
        start = self.pos
        if found := _ARITHMETIC.match(self.text, self.pos, self.end):
            self.pos = found.end()
            return Unknown(Span(start, self.pos))
        self.pos += 2
        return self.inside_parentheses(start)

    def inside_parentheses(self, start: int) -> Expression:
        """What stands from the parenthesis just read to its partner; ``start`` is where the whole begins."""
        if self.depth >= MAX_DEPTH:
            level = 1
            for found in _PARENTHESES.finditer(self.text, self.pos, self.end):
                level += 1 if found.group() == "(" else -1
                if not level:
                    self.pos = found.end()
                    return Unknown(Span(start, self.pos))
            self.pos = self.end
            return Unknown(Span(start, self.end), "syntax")
        return self._substitution(start)

    def _backtick(self, pieces: list[Piece]) -> bool:
        start = self.pos
        close = self.text.find("`", start + 1, self.end)
        if close < 0:
            self.take(pieces, start + 1)
            return True
        outer, self.end = self.end, close
        self.pos = start + 1
        pieces.append(self.inside_parentheses(start))
        self.end, self.pos = outer, close + 1
        return True


def _ansi_character(code: re.Match[str]) -> str:
    number = int(code[4], 8) if code[4] else int(code[1] or code[2] or code[3], 16)
    return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
