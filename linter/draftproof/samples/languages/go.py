"""The Go front-end.

tree-sitter reads statements outside functions as well, so fragments need no frame around them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.go_statements import GO, GoStatements
from draftproof.samples.languages.preparing import is_too_nested, prepare_javascript
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_MEMBER: Final = re.compile(r"""\s*(?:[A-Z]\w{0,80}|"[^"\n]{0,200}")\s*:(?!=)""")


def parse(text: str) -> Module:
    """What a Go sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("go", text, best, GoStatements, GO)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    # A statement ends with its line, the last one too.
    plain = replace(prepare_javascript(text), suffix="\n")
    if is_too_nested(plain.masked):
        return None
    return best_of("go", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the members of a struct in its braces."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "curly")
        if _MEMBER.match(base.masked):
            yield complete.framed("_ = _{", "\n}")
        yield complete
