"""The PHP front-end.

The grammar is that of the code between ``<?php`` and ``?>``; what stands outside is blanked out before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of, read_module
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.php_statements import PHP, PhpStatements
from draftproof.samples.languages.preparing import is_too_nested, prepare_php
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_PAIR: Final = re.compile(r"""\s*(?:["'][^"'\n]{0,200}["']|[A-Z_][\w:]{0,80})\s*=>""")
_NAMED: Final = re.compile(r"\s*[A-Za-z_]\w{0,80}\s*:(?!:)")
_CHAIN: Final = re.compile(r"\s*\??->")
_CLAUSE: Final = re.compile(r"\s*(?:\}\s*)?(?:(?P<arm>else)|(?P<tried>catch|finally))\b")
_CASE: Final = re.compile(r"\s*(?:case\b|default\s*:)")
_MEMBER: Final = re.compile(
    r"\s*(?:#\[[^\n]{0,200}\]\s*)?(?:abstract|final|private|protected|public|readonly|const)\b"
)


def parse(text: str) -> Module:
    """What a PHP sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("php", text, best, PhpStatements, PHP)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    # The last statement may lack its semicolon.
    plain = replace(prepare_php(text), suffix="\n;")
    if is_too_nested(plain.masked):
        return None
    return best_of("php", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the inside of an array, of a call, of a class."""
    for base in sides_of(plain):
        if base is not plain:
            yield replace(base, suffix=plain.suffix)
        complete = completed(base, "php")
        yield complete.framed(after="\n;")
        if _PAIR.match(base.masked):
            yield complete.framed("$_ = [", "\n];")
        elif _CASE.match(base.masked):
            yield complete.framed("switch (_) {", "\n;}")
        elif _NAMED.match(base.masked):
            yield complete.framed("_(", "\n);")
        elif _CHAIN.match(base.masked):
            yield complete.framed("$_", "\n;")
        elif _MEMBER.match(base.masked):
            yield complete.framed("class _ {", "\n}")
        clause = _CLAUSE.match(base.masked)
        if clause is not None:
            start = "if (_) {" if clause["arm"] else "try {"
            start += "" if base.masked.lstrip().startswith("}") else "}"
            yield replace(complete, prefix=start, suffix=complete.suffix + "\n;")
