"""JSON as it stands in articles, read from left to right.

A tokenizer of anchored patterns and a parser with a stack of its own: linear in the length of the text.
Containers deeper than ``MAX_DEPTH`` become ``Unknown``.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Literal

from draftproof.dataclass import dataclass
from draftproof.samples.languages.jsontokens import Input, Scanner, Token, number
from draftproof.samples.tree import (
    Bool,
    Entry,
    Expression,
    Mapping,
    Name,
    Null,
    Number,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

__all__ = ["MAX_DEPTH", "JsonReader"]

MAX_DEPTH = 100

_PROSE = re.compile(r"[^\n{]*")
_OTHER_CLOSER = {"}": re.compile(r"\s*\]"), "]": re.compile(r"\s*\}")}
_ELIDING_COMMENT = re.compile(
    r"\.{3}|…|\b(?:the rest|remaining|etc)\b"
    r"|\b(?:more|other) (?:fields|parameters|params|options|arguments|keys)\b",
    re.IGNORECASE,
)
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"null", "None", "nil", "undefined", "NULL"})


@dataclass(slots=True)
class _Frame:
    """A container that is being read; the outermost one collects documents."""

    kind: Literal["top", "{", "["]
    start: int
    items: list[Expression] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    key: Expression | None = None
    colon: bool = False
    open: bool = False


class JsonReader(Scanner):
    """Reads one input from left to right."""

    def __init__(self, source: Input) -> None:
        super().__init__(source)
        self.unparsed: list[Span] = []
        self._expansions = frozenset(id(value) for value in source.holes.values())
        self._stack: list[_Frame] = [_Frame("top", 0)]
        self._documents: list[Expression] = []
        # True from a complete value to the comma, the line end or the bracket after it.
        self._complete = False

    def read(self) -> list[Expression]:
        """All documents of the input."""
        while self.pos < len(self.text):
            token = self.next_token()
            match token.kind:
                case "blank":
                    pass
                case "line":
                    self._line_end()
                case "comment":
                    self._comment(token)
                case "punctuation":
                    self._punctuation(token)
                case "elision":
                    self._value(Unknown(self.source.span(token.start, token.end), "elision"))
                case _ if self._complete:
                    self._after_value(token)
                case "junk":
                    self._junk(token)
                case _:
                    self._value(self._scalar(token))
        while len(self._stack) > 1:
            self._stack[-1].open = True
            self._close(len(self.text))
        self._finish_top()
        return self._documents

    # -- values --------------------------------------------------------------------------------------------

    def _scalar(self, token: Token) -> Expression:
        span = self.source.span(token.start, token.end)
        written = self.text[token.start : token.end]
        match token.kind:
            case "quote":
                found = self._string(token)
                formatted = written[0] in "fF" and self.text.find("{", token.end, self.pos) >= 0
                return Unknown(found.span, "placeholder") if formatted else found
            case "number":
                value = number(written)
                return Unknown(span, "syntax") if value is None else Number(span, value)
            case "hole" if token.start in self.source.holes:
                return self.source.holes[token.start]
            case "word" if written in _WORDS:
                return Bool(span, _WORDS[written])
            case "word" if written in _NULLS:
                return Null(span)
            case "word":
                return Name(span, written)
            case _:
                return Unknown(span, "placeholder")

    def _string(self, token: Token) -> String:
        found, closed = self.string(token)
        if not closed:
            self._stack[-1].open = True
            self.unparsed.append(found.span)
        return found

    def _value(self, value: Expression) -> None:
        frame = self._stack[-1]
        if frame.kind == "{" or (frame.kind == "top" and frame.key is not None):
            if frame.key is None:
                frame.key = value
                frame.colon = False
                if isinstance(value, Unknown):
                    frame.key, frame.open = None, True
                return
            if not frame.colon:
                # Two values with no colon between them: the first one was no key.
                frame.open = True
                frame.key = value
                return
            self._entry(frame, value)
        elif frame.kind == "top":
            if isinstance(value, Name):
                self._top_prose(value.span.start)
            else:
                frame.key, frame.colon = value, False
            return
        elif isinstance(value, Unknown) and value.reason == "elision":
            frame.open = True
        else:
            frame.items.append(self._settled(value))
        self._complete = True

    def _settled(self, value: Expression) -> Expression:
        """A bare word is no variable of the sample's: the reader puts a value in its place."""
        if isinstance(value, Name) and id(value) not in self._expansions:
            return Unknown(value.span, "placeholder")
        return value

    def _entry(self, frame: _Frame, value: Expression) -> None:
        key = frame.key
        value = self._settled(value)
        if key is None:  # pragma: no cover - the caller has looked
            return
        name: str | None = None
        if isinstance(key, String):
            name = key.value
        elif isinstance(key, Name):
            name = key.text
        key_span = key.content if isinstance(key, String) else key.span
        frame.entries.append(
            Entry(Span(key.span.start, max(key.span.end, value.span.end)), name, key, key_span, value)
        )
        frame.key, frame.colon = None, False

    # -- what stands between values ------------------------------------------------------------------------

    def _punctuation(self, token: Token) -> None:
        char = self.text[token.start]
        frame = self._stack[-1]
        if char in "{[":
            self._open(char, token)
        elif char in "}]":
            self._closing(char, token)
        elif char == ":":
            if frame.key is not None and not frame.colon and not self._complete:
                frame.colon = True
            else:
                self._junk(token)
        else:
            self._end_of_member(frame)

    def _end_of_member(self, frame: _Frame) -> None:
        if frame.key is not None and frame.kind != "top":
            frame.open = True
        if frame.kind == "top":
            self._top_document(frame)
        frame.key, frame.colon = None, False
        self._complete = False

    def _line_end(self) -> None:
        frame = self._stack[-1]
        self._complete = False
        if frame.kind == "top" and frame.key is not None and not frame.colon:
            self._top_document(frame)

    def _top_document(self, frame: _Frame) -> None:
        """A value outside of all containers that turned out to be no key."""
        key, frame.key = frame.key, None
        if key is None:
            return
        if isinstance(key, Name | Unknown) or frame.colon:
            self.unparsed.append(key.span)
        else:
            self._documents.append(key)

    def _comment(self, token: Token) -> None:
        end = token.end
        if self.text.startswith("/*", token.start):
            close = -1 if "/*" in self.unclosed else self.text.find("*/", end)
            if close < 0:
                self.unclosed.add("/*")
                line = self.text.find("\n", end)
                close = (len(self.text) if line < 0 else line) - 2
            end = self.pos = close + 2
        if _ELIDING_COMMENT.search(self.text, token.start, end):
            self._stack[-1].open = True

    def _junk(self, token: Token) -> None:
        """A character that belongs to nothing: what stands around it may not be complete."""
        frame = self._stack[-1]
        if frame.kind == "top":
            if self.text[token.start] not in ",;":
                self._top_prose(self.source.at(token.start))
            return
        frame.open = True
        if frame.colon and self.text[token.start] in "([<\"'`+|$%@":
            at = self.source.span(token.start, token.end)
            self._skip_member()
            self._value(Unknown(Span(at.start, max(at.end, self.source.at(self.pos))), "syntax"))

    def _top_prose(self, at: int) -> None:
        """Text outside of all containers that is no JSON, to the end of its line or a brace."""
        frame = self._stack[-1]
        frame.key, frame.colon = None, False
        found = _PROSE.match(self.text, self.pos)
        self.pos = found.end() if found else self.pos
        self.unparsed.append(Span(at, max(at, self.source.at(self.pos))))

    def _after_value(self, token: Token) -> None:
        """Something between a value and its comma: an operator makes the value unknown, a remark does not."""
        frame = self._stack[-1]
        written = self.text[token.start]
        if token.kind == "quote" or (token.kind == "word" and frame.kind == "{"):
            # A comma was forgotten; in a mapping the next key begins here.
            self._complete = False
            self._value(self._scalar(token))
            return
        if written in "|+*/%?&=.(" or token.kind in {"hole", "placeholder"}:
            self._skip_member()
            self._unknown_last(frame)
        else:
            self._skip_member()

    def _unknown_last(self, frame: _Frame) -> None:
        end = self.source.at(self.pos)
        if frame.kind == "{" and frame.entries:
            last = frame.entries[-1]
            span = Span(last.value.span.start, max(last.value.span.end, end))
            value = Unknown(span, "other", (last.value,))
            frame.entries[-1] = Entry(
                Span(last.span.start, span.end), last.name, last.key, last.key_span, value
            )
        elif frame.items:
            item = frame.items[-1]
            frame.items[-1] = Unknown(Span(item.span.start, max(item.span.end, end)), "other", (item,))

    def _skip_member(self) -> None:
        """Move to the comma, the bracket or the line end after the member that ``pos`` stands in."""
        level = 0
        while self.pos < len(self.text):
            token = self.next_token()
            char = self.text[token.start]
            if token.kind == "quote":
                self._string(token)
            elif token.kind == "punctuation" and char in "{[":
                level += 1
            elif token.kind == "punctuation" and char in "}]" and level:
                level -= 1
            elif (token.kind == "line" or (token.kind == "punctuation" and char in "}],")) and not level:
                self.pos = token.start
                return

    # -- containers ----------------------------------------------------------------------------------------

    def _open(self, char: str, token: Token) -> None:
        frame = self._stack[-1]
        if frame.kind == "top" and not frame.colon:
            self._top_document(frame)
        if self._complete and char == "[" and frame.kind != "top" and self._last_is_word(frame):
            self.pos = token.start
            self._after_value(Token("junk", token.start, token.end))
            self._unknown_last(frame)
            return
        if len(self._stack) > MAX_DEPTH:
            self._too_deep(token)
            return
        if frame.kind == "{" and not frame.colon:
            # A value where a key should stand, as in a list of objects without its brackets.
            frame.key, frame.open = None, True
        self._complete = False
        kind: Literal["{", "["] = "{" if char == "{" else "["
        self._stack.append(_Frame(kind, token.start))

    def _last_is_word(self, frame: _Frame) -> bool:
        last = frame.entries[-1].value if frame.kind == "{" and frame.entries else None
        value = last or (frame.items[-1] if frame.items else None)
        return isinstance(value, Unknown) and value.reason == "placeholder"

    def _too_deep(self, token: Token) -> None:
        level = 1
        while level and self.pos < len(self.text):
            following = self.next_token()
            char = self.text[following.start]
            if following.kind == "quote":
                self._string(following)
            elif following.kind == "punctuation" and char in "{}[]":
                level += 1 if char in "{[" else -1
        span = self.source.span(token.start, self.pos)
        self.unparsed.append(span)
        self._value(Unknown(span, "syntax"))

    def _closing(self, char: str, token: Token) -> None:
        opener = "{" if char == "}" else "["
        top = self._stack[-1]
        partner = any(frame.kind == opener for frame in self._stack[-3:])
        if not partner or (top.kind != opener and _OTHER_CLOSER[char].match(self.text, token.end)):
            # A bracket too many; deeper partners are not looked for.
            top.open = top.kind != "top"
            return
        while self._stack[-1].kind != opener:
            self._stack[-1].open = True
            self._close(token.start)
        self._close(token.end)

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        if frame.key is not None:
            frame.open = True
            if frame.colon:
                at = self.source.at(end)
                self._entry(frame, Unknown(Span(frame.key.span.end, max(frame.key.span.end, at)), "syntax"))
        span = self.source.span(frame.start, end)
        value: Expression
        if frame.kind == "{":
            value = Mapping(span, tuple(frame.entries), open=frame.open)
        else:
            value = Sequence(span, tuple(frame.items), open=frame.open)
        outer = self._stack[-1]
        if outer.kind == "top" and outer.key is None:
            self._documents.append(value)
            return
        if outer.kind == "{" and not outer.colon:
            outer.open = True
            self._complete = True
            return
        self._value(value)

    def _finish_top(self) -> None:
        top = self._stack[0]
        self._top_document(top)
        if top.entries:
            # ``"model": "x", "stream": true`` without braces: a part of an object.
            span = Span(top.entries[0].span.start, top.entries[-1].span.end)
            self._documents.append(Mapping(span, tuple(top.entries), open=True))
