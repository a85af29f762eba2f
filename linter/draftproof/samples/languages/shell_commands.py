"""Simple shell commands: words in order, assignments, redirections and heredocs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples.languages.shell_heredocs import HeredocReader, given
from draftproof.samples.languages.shell_tests import comparison
from draftproof.samples.languages.shell_words import PLACEHOLDER
from draftproof.samples.tree import (
    Argument,
    Assign,
    Break,
    Call,
    Expression,
    ExpressionStatement,
    Index,
    Name,
    Return,
    Sequence,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence as Many

    from draftproof.samples.languages.shell_heredocs import Heredoc

__all__ = ["GAP", "CommandReader", "read_target"]

GAP = re.compile(r"[ \t\r\f\v\u00a0\u200b\ufeff]+|#[^\n]*")
_ASSIGN = re.compile(r"([A-Za-z_]\w*)(\[[^\]\s]{0,80}\])?(\+?=)")
_REDIRECT = re.compile(r"(?:\d|&)?(?:>>|>\||>&|<>|<&|>|<)|&>>?")
_FORGOTTEN = re.compile(
    r"(?:[ \t\r]*(?:#[^\n]*)?\n){1,3}[ \t]*"
    r"(?=-(?:[HdXFuNkT](?=[ '\"$])"
    r"|-(?:header|data|request|url|form|json|location|no-buffer|max-time|user)\b))"
)
_FORGOTTEN_URL = re.compile(r"[ \t\r]*\n[ \t]*(?=[\"']?https?://)")
_HTTP_TOOLS = frozenset({"curl", "curl.exe", "wget", "http", "https"})
_DECLARE = frozenset({"export", "declare", "local", "readonly", "typeset"})
_OPTION = re.compile(r"--([A-Za-z][\w.-]*)=")


class CommandReader:
    """Reads one simple command after the other; ``substitution`` as in ``WordReader``."""

    def __init__(self, text: str, substitution: Callable[[int], Expression]) -> None:
        self.text = text
        self.words = HeredocReader(text, substitution)
        # Where reading goes on behind the heredocs of a line, by the offset of its end.
        self.after_heredocs: dict[int, int] = {}
        self._line_end = -1

    def simple(self) -> list[Statement]:
        """The command at ``pos`` with the assignments before it; nothing where no word begins."""
        words = self.words
        found: list[Statement] = []
        start = words.pos
        words.pos += words.peek() == "!"
        found.extend(self._assignments(exported=False))
        at = words.pos
        function = words.word()
        if function is None:
            return found
        name = function.value if isinstance(function, String) else None
        if found and name:
            found = [replace(item, exported=True) if isinstance(item, Assign) else item for item in found]
        if name in _DECLARE:
            return [*found, *self._declaration(name, start)]
        callee: Expression = Name(function.span, name) if name is not None else function
        arguments = self._arguments(name or "", test=name == "[[")
        end = max([function.span.end, *(max(item.span.end, item.value.span.end) for item in arguments)])
        span = Span(at, end)
        if name in {"[", "[[", "test"}:
            return [*found, ExpressionStatement(span, comparison(span, name, arguments))]
        if name in {"break", "continue"}:
            return [*found, Break(span, "break" if name == "break" else "continue")]
        if name == "return":
            return [*found, Return(span, "return", arguments[0].value if arguments else None)]
        call = Call(span, callee, tuple(arguments))
        if name == "read" and (held := given(call)) is not None and (target := read_target(call)) is not None:
            return [*found, Assign(span, target, held)]
        return [*found, ExpressionStatement(span, call)]

    def _assignments(self, *, exported: bool) -> list[Statement]:
        words = self.words
        found: list[Statement] = []
        while assign := _ASSIGN.match(self.text, words.pos, words.end):
            start = words.pos
            words.pos = assign.end()
            target: Expression = Name(Span(*assign.span(1)), assign[1])
            if assign[2]:
                target = Index(Span(start, assign.end(2)), target, Unknown(Span(*assign.span(2))))
            if words.peek() == "(":
                words.pos += 1
                items = self.items(")")
                words.pos += words.peek() == ")"
                value: Expression = Sequence(Span(assign.end(), words.pos), tuple(items))
            else:
                value = words.word() or String(Span(words.pos, words.pos), Span(words.pos, words.pos), "")
            found.append(Assign(Span(start, words.pos), target, value, assign[3], exported))
            words.skip_blanks()
        return found

    def _declaration(self, name: str, start: int) -> list[Statement]:
        """``export A=1 B=2`` and its like; names without a value have no node."""
        words = self.words
        found: list[Statement] = []
        exported = name == "export"
        while words.pos < words.end:
            words.skip_blanks()
            before = words.pos
            found.extend(self._assignments(exported=exported))
            if words.pos == before and (words.peek() == "#" or words.word() is None):
                break
        self._end_of_line(name)
        return [replace(found[0], span=Span(start, found[0].span.end)), *found[1:]] if found else []

    def _arguments(self, command: str, *, test: bool) -> list[Argument]:
        """The words and redirections of a command, in order, up to its end."""
        words = self.words
        found: list[Argument] = []
        while words.pos < words.end:
            words.skip_blanks()
            if words.peek() in {"", "\n", "#"}:
                if words.peek() and self._end_of_line(command, found):
                    continue
                break
            before = words.pos
            argument = self._test_word() if test else self._redirection() or self._word_argument()
            if argument is None:
                break
            found.append(argument)
            if test and self.text[before : words.pos] == "]]":
                break
        return found

    def _word_argument(self) -> Argument | None:
        words = self.words
        start = words.pos
        option = _OPTION.match(self.text, start, words.end)
        if option and option.end() < words.end and self.text[option.end()] not in " \t\n":
            words.pos = option.end()
            value = words.word()
            if value is not None:
                return Argument(Span(start, words.pos), value, option[1], Span(*option.span(1)))
            words.pos = start
        value = words.word()
        return None if value is None else Argument(value.span, value)

    def _test_word(self) -> Argument | None:
        """A word inside ``[[ ]]``, where ``<``, ``&&`` and ``(`` are words as well."""
        words = self.words
        start = words.pos
        value = words.word()
        if value is None:
            length = 2 if self.text[start : start + 2] in {"&&", "||"} else 1
            if words.peek() in {";", "\n"}:
                return None
            words.pos = min(start + length, words.end)
            span = Span(start, words.pos)
            value = String(span, span, self.text[start : words.pos])
        return Argument(value.span, value)

    def _redirection(self) -> Argument | None:
        words = self.words
        start = words.pos
        if self.text.startswith("<<<", start):
            words.pos += 3
            words.skip_blanks()
            value = words.word()
            return (
                None
                if value is None
                else Argument(Span(start, words.pos), value, "<<<", Span(start, start + 3))
            )
        if self.text.startswith("<<", start):
            words.pos += 2
            heredoc = words.heredoc_start()
            if heredoc is None:
                words.pos = start
                return None
            span = Span(start, words.pos)
            return Argument(span, self._heredoc(heredoc), "<<", Span(start, start + 2))
        found = _REDIRECT.match(self.text, start, words.end)
        if not found or PLACEHOLDER.match(self.text, start, words.end):
            return None
        words.pos = found.end()
        if self.text.startswith("(", words.pos) and found.group() in {"<", ">"}:
            words.pos += 1
            value = words.inside_parentheses(start)
            return Argument(Span(start, words.pos), value, found.group(), Span(*found.span()))
        words.skip_blanks()
        if found.group() == "<" and words.peek() == "<":
            return self._redirection()
        value = words.word()
        if value is None:
            words.pos = start
            return None
        return Argument(Span(start, words.pos), value, found.group(), Span(*found.span()))

    def _end_of_line(self, command: str, found: Many[Argument] = ()) -> bool:
        """At the end of a line: True where the command goes on below although nothing says so."""
        words = self.words
        if words.peek() == "#":
            words.pos = words.line_end(words.pos)
        if words.pos in self.after_heredocs:
            return False
        if command not in _HTTP_TOOLS:
            return False
        forgotten = _FORGOTTEN.match(self.text, words.pos, words.end)
        if not forgotten and not any(_mentions_url(argument.value) for argument in found):
            forgotten = _FORGOTTEN_URL.match(self.text, words.pos, words.end)
        if forgotten:
            words.pos = forgotten.end()
        return forgotten is not None

    def _heredoc(self, heredoc: Heredoc) -> Expression:
        """The body of a heredoc, which begins on the next line; the rest of this line is still to be read."""
        words = self.words
        resume = words.pos
        if not resume <= self._line_end < words.end:
            self._line_end = words.line_end(resume)
        at = self._line_end
        words.pos = min(self.after_heredocs.get(at, at + 1), words.end)
        body = words.heredoc_body(heredoc)
        self.after_heredocs[at] = words.pos
        self._line_end = at
        words.pos = resume
        return body

    def items(self, close: str = "") -> list[Expression]:
        """Words up to the end of the line, or over several lines up to ``close``."""
        words = self.words
        items: list[Expression] = []
        while words.pos < words.end:
            words.skip_blanks()
            gap = GAP.match(self.text, words.pos, words.end)
            if gap or (close and words.peek() == "\n"):
                words.pos = gap.end() if gap else words.pos + 1
                continue
            item = words.word()
            if item is None:
                break
            items.append(item)
        return items


def read_target(call: Call) -> Expression | None:
    """The variable that ``read`` fills: the last word that is no option."""
    for argument in reversed(call.arguments):
        value = argument.value
        if argument.name is None and isinstance(value, String) and value.value and value.value[0] != "-":
            return Name(value.span, value.value)
    return None


def _mentions_url(value: Expression) -> bool:
    if isinstance(value, String):
        return "://" in (value.value or "")[:40] or any(_is_url_part(part) for part in value.parts)
    return isinstance(value, Name)


def _is_url_part(part: Expression) -> bool:
    return isinstance(part, String) and ("/" in (part.value or "")[:200])
