"""The Kotlin front-end.

A file of Kotlin takes statements as a script does, so fragments need no frame around them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.kotlin_statements import KOTLIN, KotlinStatements
from draftproof.samples.languages.preparing import (
    has_many_open_types,
    is_too_nested,
    prepare_javascript,
    with_closed_comments,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Attempt, Draft
    from draftproof.samples.tree import Module

__all__ = ["parse"]

_MAX_SIZE: Final = 40_000
"""Characters. What does not parse costs this grammar more time than others."""
_CHAIN: Final = re.compile(r"\s*\??\.[A-Za-z]")
_MEMBER: Final = re.compile(r"\s*[a-z]\w{0,80}\s*=(?!=)[^\n]{0,300},\s*(?:\n|\Z)")


def parse(text: str) -> Module:
    """What a Kotlin sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= _MAX_SIZE else None
    return read_module("kotlin", text, best, KotlinStatements, KOTLIN)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    plain = with_closed_comments(prepare_javascript(text, has_expansions=True))
    if has_many_open_types(plain.masked) or is_too_nested(plain.masked):
        return None
    return best_of("kotlin", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, a call around arguments, a base before a chain."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        if _CHAIN.match(base.masked):
            yield complete.framed("_")
        if _MEMBER.match(base.masked):
            yield complete.framed("_(", "\n)")
        yield complete
