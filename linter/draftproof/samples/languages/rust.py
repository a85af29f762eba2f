"""The Rust front-end.

tree-sitter reads statements outside functions as well, so fragments need no frame around them. Macros that
are called like functions are read as functions.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.preparing import is_too_nested, prepare_rust
from draftproof.samples.languages.rust_statements import RUST, RustStatements
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]")
_FIELD: Final = re.compile(r"\s*(?:r#)?[a-z_]\w{0,80}\s*:(?!:)")
_ARM: Final = re.compile(
    r"\s*[\w:]{1,120}(?:\([^()\n]{0,120}(?:\([^()\n]{0,80}\))?\)|\s*\{[^{}\n]{0,120}\})?\s*=>"
)


def parse(text: str) -> Module:
    """What a Rust sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("rust", text, best, RustStatements, RUST)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    # The last statement may lack its semicolon.
    plain = replace(prepare_rust(text), suffix="\n;")
    if is_too_nested(plain.masked):
        return None
    return best_of("rust", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, a base before a chain, fields and arms in braces."""
    for base in sides_of(plain):
        if base is not plain:
            yield replace(base, suffix=plain.suffix)
        complete = completed(base, "rust")
        yield complete.framed(after="\n;")
        if _CHAIN.match(base.masked):
            yield complete.framed("_", "\n;")
        elif _ARM.match(base.masked):
            yield complete.framed("match _ {", "\n}")
        elif _FIELD.match(base.masked):
            yield complete.framed("_ = _ {", "\n};")
