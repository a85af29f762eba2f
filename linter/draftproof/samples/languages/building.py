"""Parts of the small tree that several languages make in the same way out of what they have read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples.knowledge import snake
from draftproof.samples.tree import (
    Argument,
    Attribute,
    Call,
    Entry,
    Expression,
    Function,
    Join,
    Name,
    Return,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.samples.tree import Statement

__all__ = ["any_of", "at_once", "dotted", "method_reference", "named_members"]


def at_once(span: Span, body: tuple[Statement, ...]) -> Call:
    """Statements where a value is wanted: a function without a name that is called at once."""
    return Call(span, Function(span, "", (), body), ())


def any_of(tests: Sequence[Expression]) -> Expression | None:
    """One test for all of them, None where there is none."""
    if len(tests) < 2:
        return tests[0] if tests else None
    return Join(Span(tests[0].span.start, tests[-1].span.end), "or", tuple(tests))


def dotted(node: Expression, sign: str = ".") -> str:
    """``a.b.C`` as text with a sign between the names, "" for anything else."""
    if isinstance(node, Name):
        return node.text
    if isinstance(node, Attribute):
        front = dotted(node.base, sign)
        return f"{front}{sign}{node.name}" if front else ""
    return ""


def named_members(call: Call) -> tuple[Entry, ...]:
    """The named arguments of a call as members of the object that it makes."""
    return tuple(
        Entry(
            argument.span,
            snake(argument.name),
            Unknown(argument.name_span),
            argument.name_span,
            argument.value,
        )
        for argument in call.arguments
        if argument.name is not None and argument.name_span is not None
    )


def method_reference(span: Span, base: Expression, method: str, place: Span) -> Function:
    """``object::method`` as a function; of a class, the method is one of what is handed in."""
    attribute = Attribute(span, base, method, place)
    if isinstance(base, Name) and base.text[:1].isupper():
        return Function(span, "", (base.text,), (Return(span, "return", Call(span, attribute, ())),))
    called = Call(span, attribute, (Argument(place, Name(place, method)),))
    return Function(span, "", (method,), (Return(span, "return", called),))
