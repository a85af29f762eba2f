"""The PHP front-end.

The grammar is that of the code between ``<?php`` and ``?>``; what stands outside is blanked out before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.php_statements import PHP, PhpStatements
from draftproof.samples.languages.preparing import is_too_nested, prepare_php

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_PAIR: Final = re.compile(r"""\s*(?:["'][^"'\n]{0,200}["']|[A-Z_][\w:]{0,80})\s*=>""")
_NAMED: Final = re.compile(r"\s*[A-Za-z_]\w{0,80}\s*:(?!:)")
_CHAIN: Final = re.compile(r"\s*\??->")
_CLAUSE: Final = re.compile(r"\s*(?:\}\s*)?(?:(?P<arm>else)|(?P<tried>catch|finally))\b")
_CASE: Final = re.compile(r"\s*(?:case\b|default\s*:)")
_MEMBER: Final = re.compile(
    r"\s*(?:#\[[^\n]{0,200}\]\s*)?(?:abstract|final|private|protected|public|readonly|const)\b"
)


def _prepared(text: str) -> Draft | None:
    # The last statement may lack its semicolon.
    plain = replace(prepare_php(text), suffix="\n;")
    return None if is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and the inside of an array, of a call, of a class."""
    yield complete.framed(after="\n;")
    if _PAIR.match(side.masked):
        yield complete.framed("$_ = [", "\n];")
    elif _CASE.match(side.masked):
        yield complete.framed("switch (_) {", "\n;}")
    elif _NAMED.match(side.masked):
        yield complete.framed("_(", "\n);")
    elif _CHAIN.match(side.masked):
        yield complete.framed("$_", "\n;")
    elif _MEMBER.match(side.masked):
        yield complete.framed("class _ {", "\n}")
    clause = _CLAUSE.match(side.masked)
    if clause is not None:
        start = "if (_) {" if clause["arm"] else "try {"
        start += "" if side.masked.lstrip().startswith("}") else "}"
        yield replace(complete, prefix=start, suffix=complete.suffix + "\n;")


parse: Final = FrontEnd("php", _prepared, "php", _ways, PhpStatements, PHP).parse
