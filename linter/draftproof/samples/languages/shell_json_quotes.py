r"""Where a JSON body in single quotes ends, as its author meant it.

A shell ends it at the apostrophe of ``"what's new"``; the author did not mean that, and no shell join
(``'\''``, ``'"$X"'``, ``'$X'``) has a letter on both sides of the quote.
"""

from __future__ import annotations

import re

__all__ = ["closing_quote", "end_of_brackets", "is_apostrophe"]

_JSON_QUOTES = re.compile(r"""\\.|["']""", re.DOTALL)
_JSON_MARKS = re.compile(r"""\\.|["']|(?<=[\s,])(?:\#|//)[^\n]*""", re.DOTALL)
_JSON_BRACKETS = re.compile(r"""\\.|["{}\[\]]""", re.DOTALL)


def closing_quote(text: str, start: int, end: int, *, inside: bool) -> tuple[int, bool]:
    """The quote that ends a body, -1 where none does, and whether a JSON string goes on behind the quote.

    ``inside`` says so of ``start``.
    """
    before = inside
    at = start
    while found := (_JSON_QUOTES if inside else _JSON_MARKS).search(text, at, end):
        token = found.group()
        at = found.end()
        if token[0] in "#/":
            # A remark may quote a word; an odd quote in it ends the body.
            if token.count("'") % 2:
                return found.start() + token.rindex("'"), before
        elif token == '"':
            inside = not inside
        elif token == "'":
            if not (inside and is_apostrophe(text, found.start(), end)):
                return found.start(), inside
        elif token == "\\'" and not (inside and _letter(text, found.end(), end)):
            return found.start() + 1, inside
    return -1, before


def end_of_brackets(text: str, start: int, end: int) -> int:
    """Where the brackets of a body are closed again; ``end`` where they never are."""
    level, inside = 0, False
    for found in _JSON_BRACKETS.finditer(text, start, end):
        token = found.group()
        if token == '"':
            inside = not inside
        elif not inside and len(token) == 1:
            level += 1 if token in "{[" else -1
            if not level:
                return found.end()
    return end


def is_apostrophe(text: str, index: int, end: int) -> bool:
    """True for a quote between two letters."""
    return _letter(text, index + 1, end) and text[index - 1].isalpha()


def _letter(text: str, index: int, end: int) -> bool:
    return text[index : min(index + 1, end)].isalpha()
