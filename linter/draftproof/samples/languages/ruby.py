"""The Ruby front-end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.preparing import prepare_ruby
from draftproof.samples.languages.ruby_statements import RUBY, RubyStatements
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_KEYWORD: Final = re.compile(r"""\s*(?:\*\*\w|[A-Za-z_]\w*:(?!:)|["'][^"'\n]{0,200}["']\s*(?:=>|:))""")
_CLAUSE: Final = re.compile(r"\s*(?:(?P<when>when|in)|(?P<rescue>rescue|ensure)|(?P<arm>elsif|else))\b")
_CHAIN: Final = re.compile(r"\s*&?\.[A-Za-z]")
_OPENINGS: Final = {"when": "case _\n", "rescue": "begin\n", "arm": "if _\n"}


def parse(text: str) -> Module:
    """What a Ruby sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("ruby", text, best, RubyStatements, RUBY)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    plain = prepare_ruby(text)
    clause = _CLAUSE.match(plain.masked)
    if clause is not None:
        # ``when`` at the beginning parses as a call of that name.
        opening = _OPENINGS[clause.lastgroup or "arm"]
        plain = replace(plain, prefix=opening, suffix="\nend")
    return best_of("ruby", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets and ends added, the inside of a hash in its braces."""
    for base in sides_of(plain):
        if base is not plain:
            yield base
        complete = completed(base, "ruby")
        yield complete
        yield complete.framed(after="\nend")
        if _KEYWORD.match(base.masked):
            yield complete.framed("_(", "\n)")
        elif _CHAIN.match(base.masked):
            yield complete.framed("_")
