"""The Python front-end.

tree-sitter alone, without ``ast``: samples are fragments, and one mechanism then serves whole and broken code
alike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.attempts import MAX_REPAIR, improved, read_module, sides
from draftproof.samples.languages.preparing import prepare_python
from draftproof.samples.languages.python_statements import PYTHON, PythonStatements
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft, attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.tree import Module

__all__ = ["parse"]

_KEYWORD: Final = re.compile(r"\s*(?:\*\*)?[A-Za-z_]\w*\s*=(?!=)")
_MEMBER: Final = re.compile(r"""\s*(?:\*\*\w|["'][^"'\n]{0,200}["']\s*:)""")
_CLAUSE: Final = re.compile(r"\s*(?:(?P<arm>elif|else)|except|finally)\b")
_SIGNATURE: Final = re.compile(r"\s*(?:async[ \t]+def|def|class)\b")
_CONTINUED: Final = re.compile(r",\s*(?:#[^\n]*)?$", re.MULTILINE)


def parse(text: str) -> Module:
    """What a Python sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text) if len(text) <= MAX_SIZE else None
    return read_module("python", text, best, PythonStatements, PYTHON)


def _best_attempt(text: str) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does."""
    best = attempt("python", prepare_python(text))
    if best is None or len(text) > MAX_REPAIR:
        return best
    if best.cost == 0:
        return _as_keywords(best) or best
    return improved(best, (("python", draft) for draft in _other_drafts(best.draft)))


def _other_drafts(draft: Draft) -> Iterator[Draft]:
    for side, complete in sides(draft, "python"):
        if side is not draft:
            yield side
        yield complete
        clause = _CLAUSE.match(side.masked)
        if clause is not None:
            start = "if _: _\n" if clause["arm"] else "try: _\n"
            yield replace(complete, prefix=_indent(side.masked) + start)
        if _SIGNATURE.match(side.masked) and side.masked.rstrip()[-1:] != ":":
            yield complete.framed(after=": _")
        if _KEYWORD.match(side.masked):
            yield complete.framed("_(", "\n)")
        elif _MEMBER.match(side.masked):
            yield complete.framed("{", "\n}")


def _indent(masked: str) -> str:
    """The white space before the first word."""
    first = masked.lstrip("\r\n").split("\n", 1)[0]
    return first[: len(first) - len(first.lstrip())]


def _as_keywords(plain: Attempt) -> Attempt | None:
    """``model="x",`` line by line parses as assignments of tuples, but it is the inside of a call."""
    masked = plain.draft.masked
    if not _KEYWORD.match(masked) or not _CONTINUED.search(masked):
        return None
    has_tuple = False
    for child in plain.tree.root_node.named_children:
        inner = child.named_children[0] if child.type == "expression_statement" else child
        if inner.type != "assignment":
            if child.type == "comment":
                continue
            return None
        right = inner.child_by_field_name("right")
        has_tuple = has_tuple or (right is not None and right.type == "expression_list")
    if not has_tuple:
        return None
    other = attempt("python", replace(plain.draft, prefix="_(", suffix="\n)"))
    return other if other is not None and other.cost == 0 else None
