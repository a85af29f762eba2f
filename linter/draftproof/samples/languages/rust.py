"""The Rust front-end.

tree-sitter reads statements outside functions as well, so fragments need no frame around them. Macros that
are called like functions are read as functions.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.preparing import is_too_nested, prepare_rust
from draftproof.samples.languages.rust_statements import RUST, RustStatements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_CHAIN: Final = re.compile(r"\s*\.[A-Za-z]")
_FIELD: Final = re.compile(r"\s*(?:r#)?[a-z_]\w{0,80}\s*:(?!:)")
_ARM: Final = re.compile(
    r"\s*[\w:]{1,120}(?:\([^()\n]{0,120}(?:\([^()\n]{0,80}\))?\)|\s*\{[^{}\n]{0,120}\})?\s*=>"
)


def _prepared(text: str) -> Draft | None:
    # The last statement may lack its semicolon.
    plain = replace(prepare_rust(text), suffix="\n;")
    return None if is_too_nested(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and with a base before a chain, fields and arms in braces."""
    yield complete.framed(after="\n;")
    if _CHAIN.match(side.masked):
        yield complete.framed("_", "\n;")
    elif _ARM.match(side.masked):
        yield complete.framed("match _ {", "\n}")
    elif _FIELD.match(side.masked):
        yield complete.framed("_ = _ {", "\n};")


parse: Final = FrontEnd("rust", _prepared, "rust", _ways, RustStatements, RUST).parse
