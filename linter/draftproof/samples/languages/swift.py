"""The Swift front-end.

A file of Swift takes statements as a script does, so fragments need no frame around them but ``return``,
which stands in a function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.preparing import (
    has_many_open_types,
    is_too_nested,
    prepare_javascript,
    with_closed_comments,
)
from draftproof.samples.languages.swift_statements import SWIFT, SwiftStatements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Attempt, Draft
    from draftproof.samples.tree import Module

__all__ = ["parse"]

_MAX_SIZE: Final = 40_000
"""Characters. What does not parse costs this grammar more time than others."""
_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]\w{0,80}[({]")
_RETURN: Final = re.compile(r"^[ \t]*return\b", re.MULTILINE)


def parse(text: str) -> Module:
    """What a Swift sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= _MAX_SIZE else None
    return read_module("swift", text, best, SwiftStatements, SWIFT)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    plain = with_closed_comments(prepare_javascript(text))
    if has_many_open_types(plain.masked) or is_too_nested(plain.masked):
        return None
    return best_of("swift", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, a function around it, a base before a chain."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        yield complete
        if _CHAIN.match(base.masked):
            yield complete.framed("_")
        if _RETURN.search(base.masked):
            yield complete.framed("func _() {", "\n}")
