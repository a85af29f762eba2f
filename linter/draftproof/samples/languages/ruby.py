"""The Ruby front-end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.preparing import prepare_ruby
from draftproof.samples.languages.ruby_statements import RUBY, RubyStatements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_KEYWORD: Final = re.compile(r"""\s*(?:\*\*\w|[A-Za-z_]\w*:(?!:)|["'][^"'\n]{0,200}["']\s*(?:=>|:))""")
_CLAUSE: Final = re.compile(r"\s*(?:(?P<when>when|in)|(?P<rescue>rescue|ensure)|(?P<arm>elsif|else))\b")
_CHAIN: Final = re.compile(r"\s*&?\.[A-Za-z]")
_OPENINGS: Final = {"when": "case _\n", "rescue": "begin\n", "arm": "if _\n"}


def _prepared(text: str) -> Draft | None:
    plain = prepare_ruby(text)
    clause = _CLAUSE.match(plain.masked)
    if clause is None:
        return plain
    # ``when`` at the beginning parses as a call of that name.
    return replace(plain, prefix=_OPENINGS[clause.lastgroup or "arm"], suffix="\nend")


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and the inside of a hash in its braces."""
    yield complete
    yield complete.framed(after="\nend")
    if _KEYWORD.match(side.masked):
        yield complete.framed("_(", "\n)")
    elif _CHAIN.match(side.masked):
        yield complete.framed("_")


parse: Final = FrontEnd("ruby", _prepared, "ruby", _ways, RubyStatements, RUBY).parse
