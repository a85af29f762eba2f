"""The Java front-end.

tree-sitter reads statements and methods outside classes as well; fields and chains of methods get a frame.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.java_statements import JAVA, JavaStatements
from draftproof.samples.languages.preparing import has_many_open_types, is_too_nested, prepare_javascript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]")
_FIELD: Final = re.compile(
    r"\s*(?:(?:@\w+(?:\([^)\n]{0,200}\))?\s+)*(?:private|protected|public)\b)", re.MULTILINE
)


def _prepared(text: str) -> Draft | None:
    plain = prepare_javascript(text)
    return None if has_many_open_types(plain.masked) or is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and with a class around members, a base before a chain."""
    if _CHAIN.match(side.masked):
        yield complete.framed("_", ";")
    yield complete
    if side.masked.rstrip()[-1:] not in {";", "}"}:
        yield complete.framed(after=";")
    if _FIELD.match(side.masked):
        yield complete.framed("class _ {", "\n}")


parse: Final = FrontEnd("java", _prepared, "curly", _ways, JavaStatements, JAVA).parse
