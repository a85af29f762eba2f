"""The Swift front-end.

A file of Swift takes statements as a script does, so fragments need no frame around them but ``return``,
which stands in a function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.preparing import (
    has_many_open_types,
    is_too_nested,
    prepare_javascript,
    with_closed_comments,
)
from draftproof.samples.languages.swift_statements import SWIFT, SwiftStatements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft

__all__ = ["parse"]

_MAX_SIZE: Final = 40_000
"""Characters. What does not parse costs this grammar more time than others."""
_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]\w{0,80}[({]")
_RETURN: Final = re.compile(r"^[ \t]*return\b", re.MULTILINE)


def _prepared(text: str) -> Draft | None:
    plain = with_closed_comments(prepare_javascript(text))
    return None if has_many_open_types(plain.masked) or is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and with a function around it, a base before a chain."""
    yield complete
    if _CHAIN.match(side.masked):
        yield complete.framed("_")
    if _RETURN.search(side.masked):
        yield complete.framed("func _() {", "\n}")


parse: Final = FrontEnd("swift", _prepared, "curly", _ways, SwiftStatements, SWIFT, _MAX_SIZE).parse
