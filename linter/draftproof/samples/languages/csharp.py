"""The C# front-end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.csharp_statements import CSHARP, CSharpStatements
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.preparing import has_many_open_types, prepare_csharp
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_NAMED: Final = re.compile(r"\s*[A-Za-z_]\w*\s*:(?!:)")
_MEMBER: Final = re.compile(r"""\s*(?:[A-Za-z_]\w*\s*=(?![=>])|\["[^"\n]{0,200}"\]\s*=)""")
_CHAIN: Final = re.compile(r"\s*\??\.[A-Za-z]")
_CASE: Final = re.compile(r"\s*(?:case\b|default\s*:)")
_CLAUSE: Final = re.compile(r"\s*(?:(?P<arm>else)|(?:catch|finally))\b")
_OBJECT: Final = "new _ {"


def parse(text: str) -> Module:
    """What a C# sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("csharp", text, best, CSharpStatements, CSHARP)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    plain = prepare_csharp(text)
    if has_many_open_types(plain.masked):
        return None
    return best_of("csharp", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the inside of a call, of an object, of a class."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        yield complete
        yield complete.framed(after=";")
        if _NAMED.match(base.masked):
            yield complete.framed("_(", "\n);")
        elif _MEMBER.match(base.masked):
            yield complete.framed(_OBJECT, "\n};")
        elif _CHAIN.match(base.masked):
            yield complete.framed("_", ";")
        elif _CASE.match(base.masked):
            yield complete.framed("switch (_) {", "\n}")
        clause = _CLAUSE.match(base.masked)
        if clause is not None:
            start = "if (_) {} " if clause["arm"] else "try {} "
            yield complete.framed(start)
        yield complete.framed("class _ {", "\n}")
