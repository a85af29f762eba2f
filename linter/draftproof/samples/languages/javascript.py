"""The JavaScript and TypeScript front-end, JSX and TSX included.

A parameter that is a pattern has its own text as its name, and the body begins with the assignment that takes
it apart. A default inside a pattern is a ``Join`` by ``??``. A JSX element is a call of its name with its
attributes as a mapping. Types are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from draftproof.samples.languages.attempts import MAX_REPAIR, improved, read_module, sides
from draftproof.samples.languages.javascript_statements import JAVASCRIPT, JavaScriptStatements
from draftproof.samples.languages.preparing import has_many_open_types, prepare_javascript
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft, Grammar, attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from draftproof.samples.tree import Module

__all__ = ["Dialect", "parse"]

Dialect = Literal["javascript", "typescript", "tsx", "jsx"]

_GRAMMARS: Final[dict[Dialect, tuple[Grammar, ...]]] = {
    "javascript": ("javascript", "typescript"),
    "jsx": ("javascript", "tsx"),
    "typescript": ("typescript", "tsx"),
    "tsx": ("tsx", "typescript"),
}
_MEMBER: Final = re.compile(
    r"""\s*(?:\.\.\.[\w$]|(?:[\w$]{1,100}|"[^"\n]{0,200}"|'[^'\n]{0,200}')\s*:|[\w$]{1,100}\s*,)"""
)
_CHAIN: Final = re.compile(r"\s*\??\.[A-Za-z]")


def parse(text: str, dialect: Dialect = "javascript") -> Module:
    """What a sample says, as far as it can be read. Never raises."""
    best = _best_attempt(text, dialect) if len(text) <= MAX_SIZE else None
    return read_module(dialect, text, best, JavaScriptStatements, JAVASCRIPT)


def _best_attempt(text: str, dialect: Dialect) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does.

    Documentation says ``js`` of what is TypeScript, and ``ts`` of what has JSX in it.
    """
    first, second = _GRAMMARS[dialect]
    plain = prepare_javascript(text)
    if has_many_open_types(plain.masked):
        # Arguments of types that never close make the TypeScript grammars quadratic.
        first = second = "javascript"
    best = attempt(first, plain)
    if best is None or len(text) > MAX_REPAIR:
        return best
    if best.cost == 0:
        return _as_object(best, first) or best
    return improved(best, _other_tries(first, second, plain))


def _other_tries(first: Grammar, second: Grammar, plain: Draft) -> Iterator[tuple[Grammar, Draft]]:
    if second != first:
        yield second, plain
    for draft in _other_drafts(plain):
        yield first, draft
        if second != first:
            yield second, draft


def _other_drafts(plain: Draft) -> Iterator[Draft]:
    """Diff signs taken off, missing brackets added, the inside of an object in its braces."""
    for side, complete in sides(plain, "javascript"):
        if side is not plain:
            yield side
        yield complete.framed("_") if _CHAIN.match(side.masked) else complete
        if _MEMBER.match(side.masked):
            yield complete.framed("({", "\n})")
        elif side.masked.lstrip()[:1] in {"{", "["}:
            yield complete.framed("(", "\n)")


def _as_object(plain: Attempt, grammar: Grammar) -> Attempt | None:
    """``stream: true`` parses as a label, braces around it as a block, but it is a member of an object."""
    statements = [child for child in plain.tree.root_node.named_children if child.type != "comment"]
    if not statements:
        return None
    if all(_is_member(child) for child in statements):
        draft = replace(plain.draft, prefix="({", suffix="\n})")
    elif len(statements) == 1 and statements[0].type == "statement_block":
        inside = [child for child in statements[0].named_children if child.type != "comment"]
        if not inside or not all(_is_member(child) for child in inside):
            return None
        draft = replace(plain.draft, prefix="(", suffix="\n)")
    else:
        return None
    other = attempt(grammar, draft)
    return other if other is not None and other.cost == 0 else None


def _is_member(node: Node) -> bool:
    body = node.child_by_field_name("body") if node.type == "labeled_statement" else None
    return body is not None and body.type == "expression_statement"
