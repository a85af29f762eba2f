"""Finding the credentials of a part: in code of every language, prose, tables, configuration and outputs.

The part's raw text is searched, so a span is exact by construction. Three kinds of evidence are brought
together: a vendor's shape (``shapes``), a name that the value is given to (``assignments``), and a scheme or
a URL that holds it (``schemes``, ``urls``). Where several speak of one value, the shape decides what it is
and the name where it is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from draftproof.checks.credentials.assignments import named_values
from draftproof.checks.credentials.model import Credential, Position, Setting, Verdict
from draftproof.checks.credentials.names import NameKind
from draftproof.checks.credentials.schemes import announced_values
from draftproof.checks.credentials.shapes import shaped_values
from draftproof.checks.credentials.urls import url_values
from draftproof.checks.credentials.values import decode, judge_value
from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind, PartRole
from draftproof.text.secret import Secret
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.checks.credentials.assignments import Candidate
    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.checks.credentials.shapes import Shaped
    from draftproof.reading.document import Part

_SETTINGS = {
    BlockKind.CODE: Setting.CODE,
    BlockKind.HTML: Setting.HTML,
    BlockKind.SCRIPT: Setting.HTML,
    BlockKind.COMMENT: Setting.COMMENT,
    BlockKind.TABLE_CELL: Setting.TABLE,
    BlockKind.FRONT_MATTER: Setting.FRONT_MATTER,
}
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


_QUOTES = ('\\"', "\\'", '"', "'", "`")
_IN_URL_REACH = 300
_LINE_REACH = 2000


def find_credentials(part: Part, patterns: Patterns) -> tuple[Credential, ...]:
    """The credentials of a part and what stands in for them, in order, none overlapping another."""
    text = part.source.text
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text.translate(_ASCII_LOWER)
    shaped = _apart(shaped_values(text, patterns))
    named = _apart(_given(text, lowered, patterns))
    if not shaped and not named:
        return ()
    places = _Places(part)
    found = [c for s in shaped if (c := _from_shape(places, s, _around(s, named)))]
    found += [_from_name(places, given, patterns) for given in named if not _around(given, shaped)]
    return tuple(sorted(found, key=lambda credential: credential.span))


@dataclass(frozen=True, slots=True)
class _Given:
    """A candidate with the host of its URL."""

    candidate: Candidate
    host: str
    rank: int

    @property
    def start(self) -> int:
        return self.candidate.start

    @property
    def end(self) -> int:
        return self.candidate.end


_Ranged = TypeVar("_Ranged", "Shaped", _Given)


def _given(text: str, lowered: str, patterns: Patterns) -> list[_Given]:
    """All candidates; where two begin together, a URL knows more than a name, a name more than a scheme."""
    found = [_Given(candidate, host, 0) for candidate, host in url_values(text, patterns.names)]
    found += [_Given(candidate, "", 1) for candidate in named_values(text, lowered, patterns.names)]
    found += [_Given(candidate, "", 2) for candidate in announced_values(text, lowered)]
    found.sort(key=lambda given: (given.start, given.rank))
    return found


def _apart(ranges: Iterable[_Ranged]) -> list[_Ranged]:
    """The ranges in order, without those that overlap an earlier one."""
    kept: list[_Ranged] = []
    for each in sorted(ranges, key=lambda item: item.start):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _around(of: Shaped | _Given, ranges: list[_Ranged]) -> _Ranged | None:
    """The first of the ranges (in order, apart) that shares a character with one, None where none does."""
    index = bisect_right(ranges, of.start, key=lambda item: item.end)
    return ranges[index] if index < len(ranges) and ranges[index].start < of.end else None


class _Places:
    """Where in a part an offset stands: its block, kind of text and quotes."""

    def __init__(self, part: Part) -> None:
        self.text = part.source.text
        self._part = part
        order = sorted(range(len(part.blocks)), key=lambda index: part.blocks[index].span)
        self._order = order
        self._starts = [part.blocks[index].span.start for index in order]

    def block(self, offset: int) -> int | None:
        """The index of the innermost block around an offset."""
        at = bisect_right(self._starts, offset) - 1
        for back in range(at, max(at - 8, -1), -1):
            if offset < self._part.blocks[self._order[back]].span.end:
                return self._order[back]
        return None

    def setting(self, block: int | None, offset: int) -> tuple[Setting, str]:
        """The kind of text and, for code, its language."""
        if self._part.role is PartRole.OUTPUT:
            return Setting.OUTPUT, ""
        if block is None:
            return (Setting.CODE, "python") if self._part.role is PartRole.CODE else (Setting.PROSE, "")
        found = self._part.blocks[block]
        setting = _SETTINGS.get(found.kind, Setting.PROSE)
        if setting in {Setting.PROSE, Setting.TABLE}:
            lowest = max(found.span.start, offset - _LINE_REACH)
            line = self.text[max(self.text.rfind("\n", lowest, offset) + 1, lowest) : offset]
            return (Setting.INLINE_CODE if line.count("`") % 2 else setting), ""
        return setting, found.language.lower()

    def quote(self, start: int, end: int) -> str:
        """The quotes directly around a range."""
        for quote in _QUOTES:
            if self.text.endswith(quote, 0, start) and self.text.startswith(quote, end):
                return quote
        return ""

    def position(self, start: int) -> Position:
        """What can be seen before a value that no name was found for."""
        before = self.text[max(0, start - _IN_URL_REACH) : start]
        piece = before[max(map(before.rfind, " \t\n\"'`<>(")) + 1 :]
        if "://" not in piece:
            return Position.BARE
        return Position.QUERY if "?" in piece else Position.BARE

    def credential(self, start: int, end: int, prefix: str, verdict: Verdict, **more: object) -> Credential:
        """A credential at a range."""
        block = self.block(start)
        setting, language = self.setting(block, start)
        return Credential(
            span=Span(start, end),
            value=Secret(self.text[start:end], prefix),
            verdict=verdict,
            setting=setting,
            language=language,
            block=block,
            **more,  # type: ignore[arg-type]
        )


def _from_shape(places: _Places, shaped: Shaped, given: _Given | None) -> Credential | None:
    """A credential with a vendor's shape; what only begins like one and has no name is left out."""
    if given is None and not shaped.verdict.is_literal:
        return None
    if given is None:
        position, name, host = places.position(shaped.start), "", ""
    else:
        position, name, host = given.candidate.position, given.candidate.name, given.host
    quote = places.quote(shaped.start, shaped.end) or (given.candidate.quote if given else "")
    return places.credential(
        shaped.start,
        shaped.end,
        shaped.prefix,
        shaped.verdict,
        position=position,
        name=name,
        host=host,
        shape=shaped.shape,
        quote=quote,
    )


def _from_name(places: _Places, given: _Given, patterns: Patterns) -> Credential:
    """A credential that its place makes one."""
    candidate = given.candidate
    value = places.text[candidate.start : candidate.end]
    verdict = _verdict(value, candidate, patterns)
    return places.credential(
        candidate.start,
        candidate.end,
        "",
        verdict,
        position=candidate.position,
        name=candidate.name,
        host=given.host,
        quote=candidate.quote,
    )


def _verdict(value: str, candidate: Candidate, patterns: Patterns) -> Verdict:
    """The verdict on a named value; basic authentication is judged by the password that it encodes."""
    if candidate.scheme == "basic":
        plain = decode(value)
        if plain is not None:
            return judge_value(plain.partition(":")[2] or plain, NameKind.PASSWORD, patterns)
    kind = NameKind.SECRET if candidate.kind is NameKind.HEADER else candidate.kind
    return judge_value(value, kind, patterns, quoted=bool(candidate.quote) or candidate.position.in_url)
