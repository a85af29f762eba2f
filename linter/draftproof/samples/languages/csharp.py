"""The C# front-end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import FrontEnd
from draftproof.samples.languages.csharp_statements import CSHARP, CSharpStatements
from draftproof.samples.languages.preparing import has_many_open_types, prepare_csharp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.languages.treesitter import Draft


__all__ = ["parse"]

_NAMED: Final = re.compile(r"\s*[A-Za-z_]\w*\s*:(?!:)")
_MEMBER: Final = re.compile(r"""\s*(?:[A-Za-z_]\w*\s*=(?![=>])|\["[^"\n]{0,200}"\]\s*=)""")
_CHAIN: Final = re.compile(r"\s*\??\.[A-Za-z]")
_CASE: Final = re.compile(r"\s*(?:case\b|default\s*:)")
_CLAUSE: Final = re.compile(r"\s*(?:(?P<arm>else)|(?:catch|finally))\b")
_OBJECT: Final = "new _ {"


def _prepared(text: str) -> Draft | None:
    plain = prepare_csharp(text)
    return None if has_many_open_types(plain.masked) else plain


def _ways(side: Draft, complete: Draft) -> Iterator[Draft]:
    """As completed, and the inside of a call, of an object, of a class."""
    yield complete
    yield complete.framed(after=";")
    if _NAMED.match(side.masked):
        yield complete.framed("_(", "\n);")
    elif _MEMBER.match(side.masked):
        yield complete.framed(_OBJECT, "\n};")
    elif _CHAIN.match(side.masked):
        yield complete.framed("_", ";")
    elif _CASE.match(side.masked):
        yield complete.framed("switch (_) {", "\n}")
    clause = _CLAUSE.match(side.masked)
    if clause is not None:
        start = "if (_) {} " if clause["arm"] else "try {} "
        yield complete.framed(start)
    yield complete.framed("class _ {", "\n}")


parse: Final = FrontEnd("csharp", _prepared, "curly", _ways, CSharpStatements, CSHARP).parse
