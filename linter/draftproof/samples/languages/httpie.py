"""wget and httpie calls as HTTP requests."""

from __future__ import annotations

import re

from draftproof.samples.languages.httpcall import BodyKind, HttpCall, Option, Pair, lead, split_at
from draftproof.samples.languages.httpdraft import (
    Draft,
    add_header,
    body_of,
    finished,
    is_redirection,
    kind_of,
    path_of,
    word_of,
)
from draftproof.samples.languages.jsonlike import parse_body
from draftproof.samples.tree import Argument, Entry, Expression, Mapping, String, Unknown
from draftproof.text.source import Span

__all__ = ["httpie", "wget"]

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_ITEM = re.compile(r"([A-Za-z_][\w.\[\]-]{0,80})(:=@|=@|:=|==|=|:|@)")
_WGET_BODY = frozenset({"post-data", "body-data"})


def wget(draft: Draft) -> HttpCall:
    """The request of a wget call."""
    arguments = iter([item for item in draft.call.arguments if not is_redirection(item)])
    for argument in arguments:
        text = lead(argument.value)
        name = argument.name or (text[2:] if text.startswith("--") else "")
        value: Expression | None = argument.value if argument.name else None
        takes = name in {
            "header",
            "method",
            "timeout",
            "user",
            "password",
            *_WGET_BODY,
            "post-file",
            "body-file",
        }
        takes = takes or text in {"-O", "-o", "-P", "-T", "-t", "-U"}
        if value is None and takes:
            following = next(arguments, None)
            value = following.value if following else None
        if name == "header" and value is not None:
            add_header(draft, argument.span, value)
        elif name in _WGET_BODY and value is not None:
            draft.data.append(value)
        elif name in {"post-file", "body-file"} and value is not None:
            draft.data.append(
                draft.files.get(path_of(word_of(value) or "")) or Unknown(value.span, "other", (value,))
            )
        if name or text.startswith("-"):
            draft.options.append(Option(argument.span, name or text[1:], value))
        else:
            draft.words.append(argument.value)
    body = body_of(draft)
    return finished(draft, "wget", body, draft.named("method"), "POST" if body is not None else "GET")


def httpie(draft: Draft) -> HttpCall | None:
    """The request of an httpie call; None where ``http`` is only a word."""
    entries: list[Entry] = []
    method: String | None = None
    url: Expression | None = None
    form = False
    for argument in draft.call.arguments:
        value = argument.value
        text = lead(value)
        if is_redirection(argument):
            continue
        if argument.name is not None or text.startswith("-"):
            name = argument.name or text.lstrip("-")
            form = form or name in {"form", "f", "multipart"}
            draft.options.append(Option(argument.span, name, value if argument.name else None))
        elif url is None and method is None and text in _METHODS and isinstance(value, String):
            method = value
        elif url is None:
            url = value
        else:
            _item(draft, entries, argument)
    raw = draft.named("raw")
    if url is None or not (method or "://" in lead(url) or lead(url)[:1] in {":", "/"} or "." in lead(url)):
        return None
    body = raw.value if raw and raw.value else draft.stdin
    data = None
    if entries and not form:
        data = Mapping(Span(entries[0].span.start, entries[-1].span.end), tuple(entries))
    fields = tuple(Pair(e.span, e.name or "", e.key_span, e.value) for e in entries) if form else ()
    kind: BodyKind = "json" if data else "form" if fields else kind_of(body) if body else "none"
    return HttpCall(
        span=draft.call.span,
        tool="httpie",
        method=method.value if method else ("GET" if kind == "none" else "POST"),
        method_span=method.span if method else None,
        url=url,
        headers=tuple(draft.headers),
        body=body,
        body_kind=kind,
        data=data,
        form=fields,
        query=tuple(draft.query),
        options=tuple(draft.options),
        complete=draft.complete,
    )


def _item(draft: Draft, entries: list[Entry], argument: Argument) -> None:
    """One ``name=value``, ``name:=json``, ``Header:value``, ``name==value`` or ``name@file`` of httpie."""
    value = argument.value
    found = _ITEM.match(lead(value))
    split = split_at(value, found[2]) if found else None
    if found is None or split is None:
        draft.complete = False
        return
    key, rest = split
    operator = found[2]
    if operator == ":":
        draft.headers.append(Pair(argument.span, found[1], key.span, rest))
        return
    if operator == "==":
        draft.query.append(Pair(argument.span, found[1], key.span, rest))
        return
    if "@" in operator:
        rest = Unknown(rest.span, "other", (rest,))
    elif operator == ":=":
        rest = parse_body(rest)
    entries.append(Entry(argument.span, found[1], key, key.span, rest))
