"""The Go front-end.

tree-sitter reads statements outside functions as well, so fragments need no frame around them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.go_statements import GO, GoStatements
from draftproof.samples.languages.preparing import (
    is_too_nested,
    looks_like_diff,
    prepare_javascript,
    without_diff_marks,
)
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft, unread_module
from draftproof.samples.tree import Module

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["parse"]

_MEMBER: Final = re.compile(r"""\s*(?:[A-Z]\w{0,80}|"[^"\n]{0,200}")\s*:(?!=)""")


def parse(text: str) -> Module:
    """What a Go sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    if best is None:
        return unread_module("go", text)
    reader = GoStatements(text, best, GO)
    body = reader.whole(best.tree.root_node)
    return Module("go", text, body, reader.unparsed())


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    # A statement ends with its line, the last one too.
    plain = replace(prepare_javascript(text), suffix="\n")
    if is_too_nested(plain.masked):
        return None
    return best_of("go", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the members of a struct in its braces."""
    drafts = [without_diff_marks(plain)] if looks_like_diff(plain.masked) else []
    for base in (*drafts, plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        if _MEMBER.match(base.masked):
            yield replace(complete, prefix="_ = _{" + complete.prefix, suffix=complete.suffix + "\n}")
        yield complete
