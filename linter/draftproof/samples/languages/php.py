"""The PHP front-end.

The grammar is that of the code between ``<?php`` and ``?>``; what stands outside is blanked out before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import best_of
from draftproof.samples.languages.fragments import completed
from draftproof.samples.languages.php_statements import PHP, PhpStatements
from draftproof.samples.languages.preparing import (
    is_too_nested,
    looks_like_diff,
    prepare_php,
    without_diff_marks,
)
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft, unread_module
from draftproof.samples.tree import Module

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if best is None:
        return unread_module("php", text)
    reader = PhpStatements(text, best, PHP)
    body = reader.whole(best.tree.root_node)
    return Module("php", text, body, reader.unparsed())


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    # The last statement may lack its semicolon.
    plain = replace(prepare_php(text), suffix="\n;")
    if is_too_nested(plain.masked):
        return None
    return best_of("php", plain, _other_drafts)


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the inside of an array, of a call, of a class."""
    bases = [without_diff_marks(plain), plain] if looks_like_diff(plain.masked) else [plain]
    for base in bases:
        yield replace(base, suffix=plain.suffix)
        complete = completed(base, "php")
        closed = complete.suffix + "\n;"
        yield replace(complete, suffix=closed)
        if _PAIR.match(base.masked):
            yield replace(complete, prefix="$_ = [" + complete.prefix, suffix=complete.suffix + "\n];")
        elif _CASE.match(base.masked):
            yield replace(complete, prefix="switch (_) {" + complete.prefix, suffix=closed + "}")
        elif _NAMED.match(base.masked):
            yield replace(complete, prefix="_(" + complete.prefix, suffix=complete.suffix + "\n);")
        elif _CHAIN.match(base.masked):
            yield replace(complete, prefix="$_" + complete.prefix, suffix=closed)
        elif _MEMBER.match(base.masked):
            yield replace(complete, prefix="class _ {" + complete.prefix, suffix=complete.suffix + "\n}")
        clause = _CLAUSE.match(base.masked)
        if clause is not None:
            start = "if (_) {" if clause["arm"] else "try {"
            start += "" if base.masked.lstrip().startswith("}") else "}"
            yield replace(complete, prefix=start, suffix=complete.suffix + "\n;")
