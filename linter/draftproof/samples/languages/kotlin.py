"""The Kotlin front-end.

A file of Kotlin takes statements as a script does, so fragments need no frame around them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.kotlin_statements import KOTLIN, KotlinStatements
from draftproof.samples.languages.preparing import (
    has_many_open_types,
    is_too_nested,
    prepare_javascript,
    with_closed_comments,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft

__all__ = ["parse"]

_MAX_SIZE: Final = 40_000
"""Characters. What does not parse costs this grammar more time than others."""
_CHAIN: Final = re.compile(r"\s*\??\.[A-Za-z]")
_MEMBER: Final = re.compile(r"\s*[a-z]\w{0,80}\s*=(?!=)[^\n]{0,300},\s*(?:\n|\Z)")


def _prepared(text: str) -> Draft | None:
    plain = with_closed_comments(prepare_javascript(text, has_expansions=True))
    return None if has_many_open_types(plain.masked) or is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and with a call around arguments, a base before a chain."""
    if _CHAIN.match(side.masked):
        yield complete.framed("_")
    if _MEMBER.match(side.masked):
        yield complete.framed("_(", "\n)")
    yield complete


parse: Final = FrontEnd("kotlin", _prepared, "curly", _ways, KotlinStatements, KOTLIN, _MAX_SIZE).parse
