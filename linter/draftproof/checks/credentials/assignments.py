"""Values that are given to a name: assignments, fields, headers, arguments, options, in whatever language.

The name is found first (a word such as ``key`` or ``token`` inside an identifier), then what connects it
to a value. Nothing is parsed: tutorials hold fragments of every language, and the same few connections serve
them all. Every look-ahead is bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.checks.credentials.anchors import STEMS, TAILS
from draftproof.checks.credentials.model import Position
from draftproof.checks.credentials.names import NameKind
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.checks.credentials.names import Names

_NAME_REST = re.compile(r"[\w.-]{0,120}")
_NAME_REACH = 80
_MAX_VALUE = 4096
_MAX_ESCAPES = 32

_SPACE = r"[ \t]{0,40}"
_BREAK = rf"{_SPACE}(?:\r?\n{_SPACE})?"
_CLOSE = r"\\?[\"'`]?\]?"
_TYPE = rf"(?:{_SPACE}:{_SPACE}[A-Za-z_][\w.<>\[\]|?, ]{{0,40}}?(?={_SPACE}=[^=]))?"
_ASSIGN = re.compile(
    rf"{_CLOSE}\)?(?:\*\*)?{_TYPE}{_SPACE}(?P<op>:=|=>|\+?=(?![=>])|\?=|:(?!:))"
    rf"(?:\*\*(?=[ \t]))?(?P<gap>{_BREAK})"
)
_CALL = re.compile(rf"(?:\.of|\.from|::new|\.new)?\({_BREAK}(?=\\?[\"'`]|[rbuf@$][\"'])")
_NEXT_ARGUMENT = re.compile(rf"\\?[\"'`]{_SPACE},{_BREAK}(?=\\?[\"'`]|[rbuf@$][\"'])")
_NAMED_VALUE = re.compile(
    rf"\\?[\"'`]?{_SPACE}[,;{{]?{_BREAK}-?{_SPACE}\\?[\"']?(?:value|default|defaultValue|content|Value)\\?[\"']?{_SPACE}[:=]{_SPACE}"
)
_FALLBACK = re.compile(rf"{_CLOSE}\)?{_SPACE}(?:\|\||\?\?|\?:|or\b){_SPACE}(?=\\?[\"'`])")
"""``process.env.KEY || "..."``: what stands in where a look-up gives nothing."""
_ELEMENT = re.compile(r">(?=[^<>\s])")
_OPTION = re.compile(r"[ \t]{1,8}(?=[^\s\-|>&;])")
_CELL = re.compile(r"\*{0,2}`?\*{0,2}[ \t]{0,40}\|[ \t]{0,40}(?=[`A-Za-z0-9])")
_PROSE = re.compile(r"[`*_]{0,3}:?[`*_]{0,3}[ \t]{1,3}(?:(?:is|was|of|like|be|e\.g\.)[ \t]{1,3})?\(?(?=`)")
_SQL = re.compile(r"[ \t]{1,4}(?=')")
_SPELT_BEFORE = re.compile(r"([A-Za-z]{2,20})[ \t]$")
_SET = re.compile(r"(?:setx|ENV|SetEnv|secret set|configure set|config set)[ \t]{1,4}$")

_LITERAL_PREFIX = re.compile(r"(?:[rbufRBUF]{1,2}|[@$]{1,2})(?=[\"'])")
_QUOTE = re.compile(r"\\?(?:\"\"\"|'''|[\"'`])")
_BARE = re.compile(r"[0-9]{1,8}\|[A-Za-z0-9]{40,128}|<[^<>\r\n]{1,80}>|[^\s\"'`<>,;(){}\[\]|&\\]{1,4096}")
_SCHEME = re.compile(
    r"(?:Bearer|Token|Basic|Api-?Key|Key|token|bearer|basic|DeepL-Auth-Key|SSWS|GenieKey|Bot|ApiToken)[ \t]+"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value with what it is given to. ``scheme`` is ``basic`` where it encodes a user and a password."""

    start: int
    end: int
    name: str
    kind: NameKind
    position: Position
    quote: str = ""
    scheme: str = ""


def named_values(text: str, lowered: str, names: Names) -> Iterator[Candidate]:
    """The values of all credential names of a text; ``lowered`` is the text in lower case, as long."""
    done = 0
    for place in _name_places(lowered):
        if place < done:
            continue
        start, end = _name_span(text, place, done)
        done = end
        candidate = _value_of(text, start, end, names)
        if candidate is not None:
            looked_up = candidate.quote == "" and _FALLBACK.match(text, candidate.end) is not None
            done = end if candidate.quote or looked_up else candidate.end
            yield candidate


def _name_places(lowered: str) -> list[int]:
    """Where the stems of credential names stand, in order."""
    places: list[int] = []
    for stem in (*STEMS, *TAILS):
        at = lowered.find(stem)
        while at >= 0:
            places.append(at)
            at = lowered.find(stem, at + len(stem))
    places.sort()
    return places


def _name_span(text: str, place: int, floor: int) -> tuple[int, int]:
    """The identifier around a stem: letters, digits, ``_``, ``-`` and dots."""
    start = place
    lowest = max(floor, place - _NAME_REACH)
    while start > lowest and (text[start - 1].isalnum() or text[start - 1] in "_.-"):
        start -= 1
    rest = _NAME_REST.match(text, place)
    return start, rest.end() if rest else place


def _value_of(text: str, start: int, end: int, names: Names) -> Candidate | None:
    raw = text[start:end].rstrip(".-")
    end = start + len(raw)
    name = raw.lstrip("-.").rpartition(".")[2] or raw
    connection = _connection(text, start, end, raw)
    if connection is None:
        return None
    at, position, needs_quote = connection
    kind = names.kind(name)
    if kind is NameKind.KEY and name.lower() == "key":
        name, kind = _spelt_out(text, start, name, names)
    if kind is NameKind.NONE:
        return None
    if kind is NameKind.CALL:
        found = read_value(text, at, name, NameKind.SECRET, position, needs_quote=needs_quote)
        return found if found and _is_only_argument(text, end, found) else None
    return read_value(text, at, name, kind, position, needs_quote=needs_quote)


def _is_only_argument(text: str, end: int, found: Candidate) -> bool:
    """True for ``Credential("...")``, not for one that takes a tenant and a client before its secret."""
    closing = found.end + len(found.quote)
    return text[end : end + 1] == "(" and text[closing : closing + 1] == ")"


def _spelt_out(text: str, start: int, name: str, names: Names) -> tuple[str, NameKind]:
    """``API key`` for ``key``, where the word before makes it a credential."""
    before = _SPELT_BEFORE.search(text, max(0, start - 24), start)
    if before:
        kind = names.kind(f"{before[1]}_{name}")
        if kind is not NameKind.KEY:
            return f"{before[1]} {name}", kind
    return name, NameKind.KEY


def _connection(text: str, start: int, end: int, raw: str) -> tuple[int, Position, bool] | None:
    """Where the value of a name begins, how it is given, and whether only a quoted literal counts."""
    match = _ASSIGN.match(text, end)
    if match:
        return match.end(), _assigned(text, start, end, raw, match["op"]), "\n" in match["gap"]
    match = _NAMED_VALUE.match(text, end)
    if match:
        return match.end(), Position.FIELD, False
    match = _NEXT_ARGUMENT.match(text, end)
    if match:
        return match.end(), Position.HEADER if "-" in raw else Position.ARGUMENT, True
    match = _CALL.match(text, end)
    if match:
        return match.end(), Position.ARGUMENT, True
    match = _FALLBACK.match(text, end)
    if match:
        return match.end(), Position.ASSIGNMENT, True
    if raw.startswith("-"):
        match = _OPTION.match(text, end)
        return (match.end(), Position.OPTION, False) if match else None
    if text[start - 1 : start] == "<":
        match = _ELEMENT.match(text, end)
        return (match.end(), Position.FIELD, False) if match else None
    match = _CELL.match(text, end)
    if match:
        return match.end(), Position.FIELD, False
    match = _PROSE.match(text, end)
    if match is None and raw.lower() == "password":
        match = _SQL.match(text, end)
    if match:
        return match.end(), Position.FIELD, True
    if _SET.search(text, max(0, start - 16), start):
        match = _OPTION.match(text, end)
        return (match.end(), Position.ENVIRONMENT, False) if match else None
    return None


def _assigned(text: str, start: int, end: int, raw: str, operator: str) -> Position:
    """What an operator after a name says about the name."""
    if raw.startswith("--"):
        return Position.OPTION
    quoted = text[end : end + 1] in {'"', "'", "`", "\\"}
    if quoted and text[end : end + 3].rstrip("=: ").endswith("]"):
        return Position.ENVIRONMENT
    if operator in {":", "=>"}:
        hyphenated = "-" in raw or raw.lower() == "authorization"
        return Position.HEADER if hyphenated else Position.FIELD
    if raw.isupper():
        return Position.ENVIRONMENT
    return Position.ARGUMENT if text[start - 1 : start] in {"(", ","} else Position.ASSIGNMENT


def read_value(
    text: str, at: int, name: str, kind: NameKind, position: Position, *, needs_quote: bool
) -> Candidate | None:
    """The literal that begins at ``at``, its quotes and its scheme left out."""
    prefix = _LITERAL_PREFIX.match(text, at)
    start = prefix.end() if prefix else at
    opening = _QUOTE.match(text, start)
    quote = opening[0] if opening else ""
    if opening:
        start = opening.end()
        end = _closing(text, start, quote)
        if end < 0:
            return None
    elif needs_quote:
        return None
    scheme = _SCHEME.match(text, start)
    word = ""
    if scheme and (not opening or scheme.end() < end):
        start, word = scheme.end(), scheme[0].strip().lower()
    if not opening:
        bare = _BARE.match(text, start)
        if not bare:
            return None
        end = bare.end() if bare[0][0] == "<" else start + len(bare[0].rstrip(".:"))
    if end <= start:
        return None
    return Candidate(start, end, name, kind, position, quote, word)


def _closing(text: str, start: int, quote: str) -> int:
    """The offset of the closing quote on the same line, -1 where there is none in reach."""
    limit = min(len(text), start + _MAX_VALUE)
    line_end = text.find("\n", start, limit)
    limit = limit if line_end < 0 else line_end
    end = text.find(quote, start, limit)
    if len(quote) == 1 and quote != "`":
        for _ in range(_MAX_ESCAPES):
            if end <= start or text[end - 1] != "\\" or text[end - 2] == "\\":
                break
            end = text.find(quote, end + 1, limit)
    return end
