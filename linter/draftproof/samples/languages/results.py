"""Bodies whose last expression is what they give, as Ruby and Rust have them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from draftproof.samples.tree import ExpressionStatement, If, Return, Statement, Try

__all__ = ["with_result"]

_MAX_TAIL: Final = 20


def with_result(body: tuple[Statement, ...], depth: int = 0) -> tuple[Statement, ...]:
    """The body of a function whose last expression is what it returns."""
    if not body or depth > _MAX_TAIL:
        return body
    last = body[-1]
    if isinstance(last, ExpressionStatement):
        last = Return(last.span, "return", last.value)
    elif isinstance(last, If):
        arms = (replace(arm, body=with_result(arm.body, depth + 1)) for arm in last.branches)
        last = replace(last, branches=tuple(arms))
    elif isinstance(last, Try):
        handlers = tuple((names, with_result(inside, depth + 1)) for names, inside in last.handlers)
        last = replace(last, body=with_result(last.body, depth + 1), handlers=handlers)
    return (*body[:-1], last)
