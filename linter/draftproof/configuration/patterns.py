"""Patterns as git writes them in ``.gitignore``, matched in bounded time.

Translating such patterns to regular expressions is simpler and hangs on ``*a*a*a*a*b``; a hostile tree brings
its own ``.gitignore``. Here a wildcard keeps one place to go back to, so a segment costs at most its length
times the length of the name, and ``**`` works the same way on whole segments. Characters are code points, not
bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_MAX_PATTERN = 1000
"""Characters of one pattern; a longer one is not a pattern that anybody wrote."""


@dataclass(frozen=True, slots=True)
class _Class:
    """A bracket expression: ranges of characters, maybe negated."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool

    def __contains__(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges) != self.negated


_STAR = None
_ANY = _Class((), negated=True)
_Token = str | _Class | None
"""A literal character, a class of characters, or ``*``."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """One part of a pattern between slashes; ``literal`` and ``suffix`` are short cuts for common forms."""

    tokens: tuple[_Token, ...]
    literal: str | None
    suffix: str | None

    def matches(self, name: str) -> bool:
        if self.literal is not None:
            return name == self.literal
        if self.suffix is not None:
            return name.endswith(self.suffix)
        return _wildcard(self.tokens, name, _token_matches)


_DEEP = None
"""``**`` as a whole segment: any number of folders."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of an ignore file, taken apart."""

    segments: tuple[_Segment | None, ...]
    negated: bool
    folders_only: bool
    anchored: bool

    def matches(self, parts: Sequence[str], *, folder: bool) -> bool:
        """True when the pattern names this very path; ``parts`` are relative to the pattern's folder."""
        if self.folders_only and not folder:
            return False
        if not self.anchored:
            return _segment_matches(self.segments[0], parts[-1])
        return _wildcard(self.segments, parts, _segment_matches)


@dataclass(frozen=True, slots=True)
class PatternSet:
    """Patterns in order; the last one that matches decides."""

    patterns: tuple[Pattern, ...] = ()

    def verdict(self, parts: Sequence[str], *, folder: bool) -> bool | None:
        """What the patterns say of this very path: True matched, False taken back by ``!``, None nothing."""
        for pattern in reversed(self.patterns):
            if pattern.matches(parts, folder=folder):
                return not pattern.negated
        return None

    def covers(self, parts: Sequence[str], *, folder: bool) -> bool:
        """True when the path or a folder above it is matched; what lies in a matched folder stays matched."""
        if not self.patterns:
            return False
        last = len(parts)
        return any(
            self.verdict(parts[:end], folder=folder or end < last) is True for end in range(1, last + 1)
        )


NO_PATTERNS = PatternSet()


def pattern_set(lines: Iterable[str]) -> PatternSet:
    """The patterns of an ignore file or of a configured list; comments, blanks and nonsense are left out."""
    return PatternSet(tuple(pattern for pattern in map(parse, lines) if pattern is not None))


def parse(line: str) -> Pattern | None:
    """One line taken apart; None for a blank line, a comment and a pattern that can never match."""
    text = _without_trailing_spaces(line.rstrip("\r\n"))
    if text.startswith("#") or len(text) > _MAX_PATTERN:
        return None
    negated = text.startswith("!")
    text = text[1:] if negated else text
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    anchored = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    names = text.split("/")
    segments: list[_Segment | None] = []
    for index, name in enumerate(names):
        if name == "**" and anchored:
            segments.append(_DEEP)
            if index < len(names) - 1:
                continue
            name = "*"  # noqa: PLW2901  # a trailing ** is everything inside, not the folder itself
        segment = _segment(name)
        if segment is None:
            return None
        segments.append(segment)
    return Pattern(tuple(segments), negated, folders_only, anchored)


def _without_trailing_spaces(text: str) -> str:
    stripped = text.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if backslashes % 2 and len(stripped) < len(text) else stripped


def _segment(text: str) -> _Segment | None:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "*":
            if not tokens or tokens[-1] is not _STAR:
                tokens.append(_STAR)
        elif character == "?":
            tokens.append(_ANY)
        elif character == "[":
            bracket = _bracket(text, at)
            if bracket is None:
                return None
            tokens.append(bracket[0])
            at = bracket[1]
        elif character == "\\":
            if at == len(text):
                return None
            tokens.append(text[at])
            at += 1
        else:
            tokens.append(character)
    literal = _joined(tokens)
    suffix = _joined(tokens[1:]) if tokens and tokens[0] is _STAR else None
    return _Segment(tuple(tokens), literal, suffix)


def _joined(tokens: Sequence[_Token]) -> str | None:
    """The text of tokens that are all plain characters."""
    characters = [token for token in tokens if isinstance(token, str)]
    return "".join(characters) if len(characters) == len(tokens) else None


_NAMED_CLASSES: dict[str, tuple[tuple[str, str], ...]] = {
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "alpha": (("A", "Z"), ("a", "z")),
    "blank": ((" ", " "), ("\t", "\t")),
    "cntrl": (("\0", "\x1f"), ("\x7f", "\x7f")),
    "digit": (("0", "9"),),
    "graph": (("!", "~"),),
    "lower": (("a", "z"),),
    "print": ((" ", "~"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": ((" ", " "), ("\t", "\r")),
    "upper": (("A", "Z"),),
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
}


def _bracket(text: str, at: int) -> tuple[_Class, int] | None:
    """The class that begins after a ``[``, and where it ends; None where it is broken."""
    negated = text[at : at + 1] in {"!", "^"}
    at += negated
    ranges: list[tuple[str, str]] = []
    first = True
    low: str | None = None
    while at < len(text) and (first or text[at] != "]"):
        first = False
        character = text[at]
        if text.startswith("[:", at):
            end = text.find("]", at + 2)
            if end == -1:
                return None
            if end > at + 2 and text[end - 1] == ":":
                named = _NAMED_CLASSES.get(text[at + 2 : end - 1])
                if named is None:
                    return None
                ranges.extend(named)
                low, at = None, end + 1
                continue
        if character == "-" and low is not None and text[at + 1 : at + 2] not in {"", "]"}:
            at += 1
            high, at = _unescaped(text, at)
            if high is None:
                return None
            ranges.append((low, high))
            low = None
            continue
        low, at = _unescaped(text, at)
        if low is None:
            return None
        ranges.append((low, low))
    return (_Class(tuple(ranges), negated), at + 1) if at < len(text) else None


def _unescaped(text: str, at: int) -> tuple[str | None, int]:
    """The character at a place in a class, and the place after it."""
    if text[at] != "\\":
        return text[at], at + 1
    return (text[at + 1], at + 2) if at + 1 < len(text) else (None, at + 1)


_P = TypeVar("_P")


def _wildcard(pattern: Sequence[_P], subject: Sequence[str], matches: Callable[[_P, str], bool]) -> bool:
    """Match with None as "any number of parts", going back to the last one only: product of the lengths."""
    p = s = back_s = 0
    back_p = -1
    while s < len(subject):
        if p < len(pattern) and pattern[p] is None:
            back_p, back_s = p, s
            p += 1
        elif p < len(pattern) and matches(pattern[p], subject[s]):
            p += 1
            s += 1
        elif back_p >= 0:
            back_s += 1
            p, s = back_p + 1, back_s
        else:
            return False
    return all(part is None for part in pattern[p:])


def _token_matches(token: _Token, character: str) -> bool:
    return token == character if isinstance(token, str) else token is not None and character in token


def _segment_matches(segment: _Segment | None, name: str) -> bool:
    return segment is not None and segment.matches(name)
