"""Format strings of the ``printf`` kind, as Go, Java and Kotlin have them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.tree import Expression, String

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.text.source import Span

__all__ = ["formatted"]

_VERB: Final = re.compile(r"%(?:\d{1,2}\$)?[-+# 0,]{0,4}\d{0,4}(?:\.\d{0,4})?[a-zA-Z]|%%")


def formatted(span: Span, form: String, values: Sequence[Expression]) -> String:
    """The string that a format and its values make in a call at ``span``; a verb without a value stays."""
    text = form.value or ""
    given = list(values)
    parts: list[Expression] = []
    position = 0
    for match in _VERB.finditer(text):
        if match[0] == "%%" or not given:
            continue
        if match.start() > position:
            parts.append(form.cut(position, match.start()))
        parts.append(given.pop(0))
        position = match.end()
    if not parts:
        return replace(form, span=span)
    if position < len(text):
        parts.append(form.cut(position, len(text)))
    return String(span, form.content, None, tuple(parts))
