"""JSON as it stands in articles: bodies of requests, JSON, JSONC, JSON5 and JSON Lines samples.

Taken as they come: comments, trailing and missing commas, single quotes, unquoted keys, Python's ``True`` and
``None``, several documents one after another, ``...`` for what was left out, ``{{template}}`` and
``<placeholder>`` values, expansions of the string that the body stands in, text after a value, an end that
was cut off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples.languages.jsonreader import JsonReader
from draftproof.samples.languages.jsontokens import HOLE, Input
from draftproof.samples.tree import (
    Expression,
    ExpressionStatement,
    Mapping,
    Module,
    Sequence,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence as Many

__all__ = ["parse", "parse_body"]

_ESCAPED_START = re.compile(r'\s*[{\[][\s{\[]*\\"')


def parse(text: str) -> Module:
    """The tree of a JSON sample: one expression statement a document."""
    reader = JsonReader(Input(text, None, len(text), {}))
    documents = reader.read()
    body = tuple(ExpressionStatement(item.span, item) for item in documents)
    return Module("json", text, body, tuple(reader.unparsed))


def parse_body(body: Expression) -> Expression:
    """The value that a string of the sample holds; expansions in it keep their places in the value."""
    if not isinstance(body, String):
        return Unknown(body.span, "other", (body,))
    if body.value is not None:
        given: tuple[str, Many[int] | None] = (body.value, body.origins)
        if _ESCAPED_START.match(body.value):
            given = _without_escapes(body)
        return _only(JsonReader(Input(*given, body.content.end, {})).read(), body.span)
    texts: list[str] = []
    origins: list[int] = []
    holes: dict[int, Expression] = {}
    for part in body.parts:
        if isinstance(part, String) and part.value is not None:
            texts.append(part.value)
            origins.extend(part.origins or range(part.content.start, part.content.start + len(part.value)))
        else:
            holes[len(origins)] = part
            texts.append(HOLE)
            origins.append(part.span.start)
    return _only(JsonReader(Input("".join(texts), origins, body.content.end, holes)).read(), body.span)


def _without_escapes(body: String) -> tuple[str, tuple[int, ...]]:
    r"""The text of ``'{\"a\": 1}'``, where the quotes are escaped as if for another shell."""
    values: list[str] = []
    origins: list[int] = []
    value = body.value or ""
    index = 0
    while index < len(value):
        escaped = value[index] == "\\" and index + 1 < len(value) and value[index + 1] in '"\\'
        values.append(value[index + escaped])
        origins.append(body.offset(index))
        index += 1 + escaped
    return "".join(values), tuple(origins)


def _only(documents: list[Expression], span: Span) -> Expression:
    if not documents:
        return Unknown(span, "syntax")
    first, last = documents[0], documents[-1]
    if len(documents) == 2 and isinstance(first, Mapping) and isinstance(last, Mapping) and last.open:
        # A bracket too many has closed the object early: what follows belongs to it.
        entries = (*first.entries, *last.entries)
        return Mapping(Span(first.span.start, last.span.end), entries, open=True)
    return first if len(documents) == 1 else Sequence(span, tuple(documents), open=True)
