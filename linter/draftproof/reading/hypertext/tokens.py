"""The tokens of HTML with their exact places, as the standard cuts them (WHATWG HTML, 13.2.5).

Every page has tokens: what is malformed ends where browsers end it. Time is linear in the page, also where
quotes, comments and tags are never closed.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from draftproof.reading.inline_marks import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.reading.inline_marks import Atom

TEXT, OPEN, CLOSE, COMMENT = range(4)
RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose inside is no markup."""
RAW_WITH_REFERENCES = frozenset({"title", "textarea"})
"""Elements whose inside is text with character references and nothing else."""

_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAME = re.compile(r"[A-Za-z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)(?P<one>\"?)|'(?P<single>[^']*+)(?P<two>'?)|(?P<bare>[^\s>]++))?)?)"
)
_COMMENT_END = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_MAX_ATTRIBUTES = 100
_MAX_NAME = 80


class Token(NamedTuple):
    """A token: its sort, its stretch of the page, and for a tag its name and the stretches of its values.

    For a comment ``inside`` is what stands between its marks.
    """

    sort: int
    start: int
    end: int
    name: str = ""
    attributes: dict[str, tuple[int, int]] | None = None
    inside: tuple[int, int] = (0, 0)
    empty: bool = False
    """The tag ends in ``/>``."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a page in order; together they cover all of it but the ends of raw text elements."""
    position = 0
    while True:
        found = _MARKUP.search(text, position)
        if found is None:
            break
        at = found.start()
        token = _markup(text, at)
        if token is None:
            # "</>" and the like: nothing, or text.
            end = at + 3 if text.startswith("</>", at) else at + 1
            if end == at + 1:
                yield Token(TEXT, position, end)
            elif at > position:
                yield Token(TEXT, position, at)
            position = end
            continue
        if at > position:
            yield Token(TEXT, position, at)
        yield token
        position = token.end
        if token.sort == OPEN and (token.name in RAW_TEXT or token.name in RAW_WITH_REFERENCES):
            end = _raw_end(text, position, token.name)
            if token.name in RAW_WITH_REFERENCES and end > position:
                yield Token(TEXT, position, end)
            position = end
    if position < len(text):
        yield Token(TEXT, position, len(text))


def _markup(text: str, at: int) -> Token | None:
    following = text[at + 1 : at + 2]
    if following == "!" and text.startswith("<!--", at):
        return _comment(text, at)
    if following in "!?":
        end = _after(text, ">", at + 2)
        return Token(COMMENT, at, end, inside=(end, end))
    closing = following == "/"
    name = _NAME.match(text, at + 1 + closing)
    if name is None:
        if closing and at + 2 < len(text) and text[at + 2] != ">":
            end = _after(text, ">", at + 2)
            return Token(COMMENT, at, end, inside=(end, end))
        return None
    if len(name[0]) > _MAX_NAME:
        return None
    return _tag(text, at, name.end(), name[0].lower(), closing=closing)


def _comment(text: str, at: int) -> Token:
    for empty in ("<!-->", "<!--->"):
        if text.startswith(empty, at):
            end = at + len(empty)
            return Token(COMMENT, at, end, inside=(end, end))
    close = _COMMENT_END.search(text, at + 4)
    if close is None:
        return Token(COMMENT, at, len(text), inside=(at + 4, len(text)))
    return Token(COMMENT, at, close.end(), inside=(at + 4, close.start()))


def _tag(text: str, at: int, position: int, name: str, *, closing: bool) -> Token:
    attributes: dict[str, tuple[int, int]] = {}
    while True:
        match = _ATTRIBUTE.match(text, position)
        if match is None or match.end() == position:
            # Only blanks and slashes are left, or a quote that is never closed: the rest belongs to the tag.
            return Token(COMMENT, at, len(text), inside=(len(text), len(text)))
        position = match.end()
        if match["end"] is not None:
            break
        if "" in (match["one"], match["two"]):
            return Token(COMMENT, at, len(text), inside=(len(text), len(text)))
        if len(attributes) < _MAX_ATTRIBUTES:
            group = next((g for g in ("double", "single", "bare") if match[g] is not None), "")
            value = match.span(group) if group else (position, position)
            attributes.setdefault(match["name"].lower(), value)
    empty = text.startswith("/", position - 2)
    return Token(CLOSE if closing else OPEN, at, position, name, attributes, empty=empty)


def _raw_end(text: str, position: int, name: str) -> int:
    """Where the closing tag of a raw text element begins."""
    match = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, position)
    return len(text) if match is None else match.start()


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def decoded(text: str, start: int, end: int, *, in_attribute: bool = False) -> Iterator[Atom]:
    """A stretch of text with its character references resolved, each standing for its stretch."""
    at = start
    for match in _REFERENCE.finditer(text, start, end):
        character = _resolved(match[0], text[match.end() : match.end() + 1], in_attribute=in_attribute)
        if character is None:
            continue
        if match.start() > at:
            yield from seen(text[at : match.start()], at, match.start())
        yield from seen(character, match.start(), match.end())
        at = match.end()
    if end > at:
        yield from seen(text[at:end], at, end)


def _resolved(reference: str, after: str, *, in_attribute: bool) -> str | None:
    """What a reference stands for, None where it is none: ``&copy=1`` in an address is text."""
    if not reference.endswith(";") and (in_attribute and (after == "=" or after.isalnum())):
        return None
    character = html.unescape(reference)
    return None if character == reference else character


def plain(text: str, start: int, end: int) -> str:
    """The decoded text of an attribute's value."""
    value = text[start:end]
    if "&" not in value:
        return value
    return "".join(atom.text for atom in decoded(text, start, end, in_attribute=True))
