"""The Go front-end.

tree-sitter reads statements outside functions as well, so fragments need no frame around them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.go_statements import GO, GoStatements
from draftproof.samples.languages.preparing import is_too_nested, prepare_javascript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_MEMBER: Final = re.compile(r"""\s*(?:[A-Z]\w{0,80}|"[^"\n]{0,200}")\s*:(?!=)""")


def _prepared(text: str) -> Draft | None:
    # A statement ends with its line, the last one too.
    plain = replace(prepare_javascript(text), suffix="\n")
    return None if is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and the members of a struct in its braces."""
    if _MEMBER.match(side.masked):
        yield complete.framed("_ = _{", "\n}")
    yield complete


parse: Final = FrontEnd("go", _prepared, "curly", _ways, GoStatements, GO).parse
