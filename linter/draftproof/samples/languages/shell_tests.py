"""Shell tests and case patterns as comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples.tree import Argument, Call, Compare, Expression, Join, Name, String
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["case_pattern", "comparison"]

_EQUAL = frozenset({"=", "==", "-eq"})
_OTHER = {
    "!=": "!=",
    "-ne": "!=",
    "=~": "=~",
    "<": "<",
    ">": ">",
    "-lt": "<",
    "-gt": ">",
    "-le": "<=",
    "-ge": ">=",
}
_MAX_JOIN = 50


def _word(argument: Argument) -> str | None:
    return argument.value.value if isinstance(argument.value, String) else None


def matches(subject: Expression, pattern: Expression, span: Span) -> Compare:
    """``subject`` against a pattern; stars at its ends say what kind of comparison it is."""
    if isinstance(pattern, String) and pattern.value and "*" in pattern.value:
        value = pattern.value
        first, last = int(value[0] == "*"), len(value) - int(value[-1] == "*" and len(value) > 1)
        inner = pattern.cut(first, max(first, last))
        if inner.value and "*" not in inner.value:
            if first and last < len(value):
                return Compare(span, "in", inner, subject)
            return Compare(span, "endswith" if first else "startswith", subject, inner)
    return Compare(span, "==", subject, pattern)


def case_pattern(subject: Expression, patterns: Sequence[Expression]) -> Expression | None:
    """The condition of one arm of a ``case``; None for the arm that takes everything."""
    if not patterns or any(isinstance(item, String) and item.value == "*" for item in patterns):
        return None
    found = [matches(subject, pattern, pattern.span) for pattern in patterns]
    if len(found) == 1:
        return found[0]
    return Join(Span(patterns[0].span.start, patterns[-1].span.end), "or", tuple(found))


def comparison(span: Span, name: str, arguments: Sequence[Argument]) -> Expression:
    """``[ ... ]``, ``[[ ... ]]`` or ``test ...``: a comparison, several joined, or the call itself."""
    words = [item for item in arguments if _word(item) not in {"]", "]]", "(", ")"}]
    groups: list[list[Argument]] = [[]]
    operators: list[str] = []
    for item in words:
        word = _word(item)
        if word in {"&&", "||", "-a", "-o"} and len(groups) < _MAX_JOIN:
            operators.append("and" if word in {"&&", "-a"} else "or")
            groups.append([])
        else:
            groups[-1].append(item)
    found = [_single(span, name, group) for group in groups if group]
    if len(found) == 1:
        return found[0]
    if not found:
        return Call(span, Name(Span(span.start, span.start + len(name)), name), ())
    return Join(span, "or" if "or" in operators else "and", tuple(found))


def _single(span: Span, name: str, words: list[Argument]) -> Expression:
    whole = Span(words[0].span.start, words[-1].span.end)
    negated = _word(words[0]) == "!" and len(words) > 1
    words = words[1:] if negated else words
    operator = _word(words[1]) if len(words) == 3 else None
    if operator in _EQUAL:
        found = matches(words[0].value, words[2].value, whole)
        return Compare(whole, "!=", found.left, found.right) if negated or name == "!" else found
    if operator in _OTHER:
        return Compare(whole, _OTHER[operator], words[0].value, words[2].value)
    return Call(span, Name(Span(span.start, span.start + len(name)), name), tuple(words))
