"""Shell samples (bash, sh, zsh) and console sessions as the small tree.

A command is a call whose arguments are its words in order. What a shell adds is spelt like this:

- ``--name=value`` is an argument named ``name``; every other word has no name.
- A redirection is an argument named by its operator (``>``, ``>>``, ``<``, ``2>``), a heredoc one named
  ``<<``, a here-string one named ``<<<``.
- ``a | b`` is ``a`` with ``piped_into``; a pipe into ``while read x`` is a loop over ``a`` with the target
  ``x``.
- ``[ a = b ]``, ``[[ a == b* ]]``, ``test`` and the patterns of ``case`` are comparisons; a pattern with
  stars at its ends becomes ``startswith``, ``endswith`` or ``in``.
- ``$(command)`` is the call itself; several commands in it are an ``Unknown`` with the calls as children.

In a console session only the lines behind a prompt are commands; what is printed between them is skipped. A
line that begins with an option of curl continues the command above it although the backslash was forgotten.
"""

from __future__ import annotations

import re
from dataclasses import replace

from draftproof.samples.languages.shell_commands import read_target
from draftproof.samples.languages.shell_reserved import ReservedReader
from draftproof.samples.languages.shell_tests import case_pattern
from draftproof.samples.languages.shell_words import MAX_DEPTH
from draftproof.samples.tree import (
    Assign,
    Branch,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Join,
    Loop,
    Module,
    Name,
    Scope,
    Sequence,
    Statement,
    String,
    Unknown,
)  # fmt: skip
from draftproof.text.source import Span

__all__ = ["parse"]

_MAX_PIPE = 40
_DEFINITION = re.compile(
    r"([A-Za-z_][\w-]*+)[ \t]*+\([ \t]*\)\s*+(?=[{(])"
    r"|function[ \t]++([\w-]++)[ \t]*+(?:\([ \t]*\))?\s*+(?=[{(])"
)
_FOR = re.compile(r"(?:for|select)[ \t]+([A-Za-z_]\w*)(?:\s+in(?=[\s;]))?")
_FOR_ARITHMETIC = re.compile(r"for[ \t]*\(\(([^\n]{0,200}?)\)\)")


def parse(text: str) -> Module:
    """The tree of a shell script or a console session."""
    parser = _Parser(text)
    body = parser.statements()
    return Module("shell", text, tuple(body), tuple(parser.words.unparsed))


class _Parser(ReservedReader):
    """Reads statements from left to right; every method leaves ``pos`` behind what it read."""

    def __init__(self, text: str) -> None:
        super().__init__(text, self._substitution)

    # -- lists ---------------------------------------------------------------------------------------------

    def statements(self) -> list[Statement]:
        """All statements up to the end or to a word that closes the construct around them."""
        words = self.words
        found: list[Statement] = []
        while True:
            self.to_command()
            if words.pos >= words.end:
                return found
            if self.closer():
                if self.nesting:
                    return found
                words.pos += len(self.closer())
                continue
            before = words.pos
            found.extend(self._and_or())
            if words.pos == before:
                words.unparsed.append(Span(before, before + 1))
                words.pos += 1

    def _block(self) -> tuple[Statement, ...]:
        """The statements inside a compound command."""
        self.nesting += 1
        body = self.statements()
        self.nesting -= 1
        return tuple(body)

    # -- and, or, pipes ------------------------------------------------------------------------------------

    def _and_or(self) -> list[Statement]:
        found = self._pipeline()
        operator = self._operator()
        last = found[-1] if found else None
        if not operator or not isinstance(last, ExpressionStatement) or not isinstance(last.value, Compare):
            return found
        start, condition = last.span.start, last.value
        body = tuple(self._pipeline())
        other: tuple[Statement, ...] = ()
        if operator == "||":
            body, other = (), body
        elif self._operator() == "||":
            other = tuple(self._pipeline())
        end = max([last.span.end, *(item.span.end for item in (*body, *other))])
        branches = [Branch(Span(start, end), condition, body)]
        if other:
            branches.append(Branch(Span(other[0].span.start, other[-1].span.end), None, other))
        return [*found[:-1], If(Span(start, end), tuple(branches))]

    def _operator(self) -> str:
        """``&&`` or ``||``, read together with the line ends after it."""
        words = self.words
        words.skip_blanks()
        operator = self.text[words.pos : min(words.pos + 2, words.end)]
        if operator not in {"&&", "||"}:
            return ""
        words.pos += 2
        self.to_command()
        return operator

    def _pipeline(self) -> list[Statement]:
        words = self.words
        stages: list[list[Statement]] = [self._command()]
        while len(stages) < _MAX_PIPE:
            words.skip_blanks()
            if words.peek() != "|" or self.text.startswith("||", words.pos):
                break
            words.pos += 2 if self.text.startswith("|&", words.pos) else 1
            self.to_command()
            before = words.pos
            stages.append(self._command())
            if words.pos == before:
                break
        return self._linked(stages)

    def _linked(self, stages: list[list[Statement]]) -> list[Statement]:
        """One list of statements out of the stages of a pipe, from the last to the first."""
        found: list[Statement] = []
        for stage in reversed(stages):
            last = stage[-1] if stage else None
            if not isinstance(last, ExpressionStatement) or not isinstance(last.value, Call) or not found:
                found = [*stage, *found]
                continue
            call, following = last.value, found[0]
            if isinstance(following, ExpressionStatement) and isinstance(following.value, Call):
                call = replace(call, piped_into=following.value)
                found[0] = ExpressionStatement(Span(last.span.start, following.span.end), call)
            elif isinstance(following, Loop) and following.iterable is None:
                found[0] = replace(following, span=Span(last.span.start, following.span.end), iterable=call)
            else:
                found.insert(0, last)
            found = [*stage[:-1], *found]
        return found

    # -- commands ------------------------------------------------------------------------------------------

    def _command(self) -> list[Statement]:
        """One command, simple or compound, without what follows it in a pipe."""
        words = self.words
        words.skip_blanks()
        start = words.pos
        if self.nesting + words.depth >= MAX_DEPTH:
            return self.simple()
        definition = _DEFINITION.match(self.text, start, words.end)
        if definition:
            words.pos = definition.end()
            inner = self._command()
            body = inner[0].body if inner and isinstance(inner[0], Scope) else tuple(inner)
            return [Function(Span(start, words.pos), definition[1] or definition[2], (), body)]
        if words.peek() == "(":
            words.pos += 1
            return self._compound(start, self._group(start, ")"))
        match self.keyword():
            case "{":
                words.pos += 1
                return self._compound(start, self._group(start, "}"))
            case "if":
                return self._compound(start, self._if(start))
            case "while" | "until":
                return self._compound(start, self._while(start))
            case "for" | "select":
                return self._compound(start, self._for(start))
            case "case":
                return self._compound(start, self._case(start))
            case "!" | "time" as word:
                words.pos += len(word)
                return self._command()
            case _:
                return self.simple()

    def _compound(self, start: int, statement: Statement) -> list[Statement]:
        """A compound command with the redirections behind it; what is read from a process feeds a loop."""
        words = self.words
        while True:
            words.skip_blanks()
            argument = self._redirection()
            if argument is None:
                break
            if (
                isinstance(statement, Loop)
                and statement.iterable is None
                and argument.name in {"<", "<<", "<<<"}
            ):
                statement = replace(statement, iterable=argument.value)
        return [replace(statement, span=Span(start, max(words.pos, start)))]

    def _group(self, start: int, close: str) -> Scope:
        body = self._block()
        self.expect(close)
        return Scope(Span(start, self.words.pos), "block", body)

    def _condition(self) -> tuple[list[Statement], Expression | None]:
        """What stands between ``if`` and ``then``: what runs before, and the condition itself."""
        before: list[Statement] = []
        self.nesting += 1
        found = self.statements()
        self.nesting -= 1
        condition: Expression | None = None
        if found:
            *before, last = found
            if isinstance(last, ExpressionStatement):
                condition = last.value
            elif isinstance(last, If) and last.branches[0].condition is not None:
                condition = _joined(last)
            else:
                before.append(last)
        return before, condition

    def _if(self, start: int) -> If:
        words = self.words
        branches: list[Branch] = []
        word = "if"
        while word:
            at = words.pos
            words.pos += len(word)
            condition: Expression | None = None
            before: list[Statement] = []
            if word != "else":
                before, condition = self._condition()
                self.expect("then")
                condition = condition or Unknown(Span(at, words.pos))
            body = (*before, *self._block())
            branches.append(Branch(Span(at, words.pos), condition, body))
            closer = self.closer()
            word = closer if closer in {"elif", "else"} else ""
        self.expect("fi")
        return If(Span(start, words.pos), tuple(branches))

    def _while(self, start: int) -> Loop:
        words = self.words
        until = self.text.startswith("until", words.pos)
        words.pos += 5
        before, condition = self._condition()
        self.expect("do")
        body = (*before, *self._block())
        self.expect("done")
        target: Expression | None = None
        forever = False
        if isinstance(condition, Call) and isinstance(condition.function, Name):
            name = condition.function.text
            forever = name == ("false" if until else "true") or (name == ":" and not until)
            if name == "read":
                target = read_target(condition)
                body = tuple(item for item in body if not _is_separator(item))
        return Loop(
            Span(start, words.pos), body, target, condition=None if forever else condition, forever=forever
        )

    def _for(self, start: int) -> Loop:
        words = self.words
        target: Expression | None = None
        iterable: Expression | None = None
        forever = False
        if found := _FOR_ARITHMETIC.match(self.text, words.pos, words.end):
            forever = not found[1].replace(";", "").strip()
            words.pos = found.end()
        elif found := _FOR.match(self.text, words.pos, words.end):
            target = Name(Span(*found.span(1)), found[1])
            words.pos = found.end()
            items = self.items()
            at = items[0].span.start if items else words.pos
            iterable = items[0] if len(items) == 1 and not isinstance(items[0], String) else None
            iterable = iterable or Sequence(Span(at, words.pos), tuple(items))
        else:
            words.pos += 3
        self.expect("do")
        body = self._block()
        self.expect("done")
        return Loop(Span(start, words.pos), body, target, iterable, forever=forever)

    def _case(self, start: int) -> If:
        words = self.words
        words.pos += len("case")
        words.skip_blanks()
        subject = words.word() or Unknown(Span(words.pos, words.pos), "syntax")
        self.to_command()
        if self.text.startswith("in", words.pos):
            words.pos += 2
        branches: list[Branch] = []
        while words.pos < words.end:
            self.to_command()
            if words.pos >= words.end or self.closer() == "esac":
                break
            at = words.pos
            patterns = self._patterns()
            body = self._block()
            if self.text.startswith(";;", words.pos):
                words.pos += 2
                words.pos += words.peek() in {"&", ";"}
            branches.append(Branch(Span(at, words.pos), case_pattern(subject, patterns), body))
            if words.pos == at:
                words.pos += 1
        self.expect("esac")
        return If(Span(start, words.pos), tuple(branches))

    def _patterns(self) -> list[Expression]:
        words = self.words
        words.pos += words.peek() == "("
        patterns: list[Expression] = []
        while words.pos < words.end:
            words.skip_blanks()
            pattern = words.word()
            if pattern is not None:
                patterns.append(pattern)
            elif words.peek() == "|":
                words.pos += 1
            else:
                words.pos += words.peek() == ")"
                break
        return patterns

    def _substitution(self, start: int) -> Expression:
        """The commands inside ``$(...)``, backticks or ``<(...)``; ``pos`` stands on the first of them."""
        words = self.words
        words.depth += 1
        body = self._block()
        words.depth -= 1
        words.pos += words.peek() == ")"
        span = Span(start, words.pos)
        only = body[0] if len(body) == 1 else None
        if isinstance(only, ExpressionStatement):
            return only.value
        return Unknown(
            span, "other", tuple(item.value for item in body if isinstance(item, ExpressionStatement))
        )


def _joined(chain: If) -> Expression:
    """``[ a ] && b`` in the place of a condition."""
    first = chain.branches[0]
    operator, body = ("and", first.body) if first.body else ("or", chain.branches[-1].body)
    operands = [first.condition] if first.condition is not None else []
    for item in body:
        if isinstance(item, ExpressionStatement):
            operands.append(item.value)
        elif isinstance(item, If):
            operands.append(_joined(item))
    return Join(chain.span, operator, tuple(operands))


def _is_separator(statement: Statement) -> bool:
    return (
        isinstance(statement, Assign)
        and isinstance(statement.target, Name)
        and statement.target.text == "IFS"
    )
