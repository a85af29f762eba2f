"""The Java front-end.

tree-sitter reads statements and methods outside classes as well; fields and chains of methods get a frame.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.java_statements import JAVA, JavaStatements
from draftproof.samples.languages.preparing import has_many_open_types, is_too_nested, prepare_javascript
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]")
_FIELD: Final = re.compile(
    r"\s*(?:(?:@\w+(?:\([^)\n]{0,200}\))?\s+)*(?:private|protected|public)\b)", re.MULTILINE
)


def parse(text: str) -> Module:
    """What a Java sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("java", text, best, JavaStatements, JAVA)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    plain = prepare_javascript(text)
    if has_many_open_types(plain.masked) or is_too_nested(plain.masked):
        return None
    return best_of("java", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, a class around members, a base before a chain."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        if _CHAIN.match(base.masked):
            yield complete.framed("_", ";")
        yield complete
        if base.masked.rstrip()[-1:] not in {";", "}"}:
            yield complete.framed(after=";")
        if _FIELD.match(base.masked):
            yield complete.framed("class _ {", "\n}")
