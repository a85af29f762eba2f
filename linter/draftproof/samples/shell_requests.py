"""Requests in shell samples and raw HTTP messages, and what a pipe reads of their answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import EventTest, Read, StreamUse
from draftproof.samples.http_calls import Target
from draftproof.samples.languages.curl import requests_in
from draftproof.samples.values import Payload, Slot, Written
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.interpreter import Interpreter
    from draftproof.samples.languages.httpcall import HttpCall, Pair
    from draftproof.samples.values import Draft

_LIMITS = frozenset({"max-time", "timeout", "read-timeout", "speed-time"})
_JQ_PATH = re.compile(r"\.[A-Za-z_][\w]*(?:\[\s*-?\d*\s*\]|\[\]|\?|\.[A-Za-z_]\w*|\.\[[^\]]*\])*")
_JQ_STEP = re.compile(r"[A-Za-z_]\w*")
_FILTERS = frozenset({"jq", "gojq", "jaq"})


def follow_shell(interpreter: Interpreter, module: tree.Module) -> None:
    """Note the requests of a shell sample or of HTTP messages."""
    for node in _statements(module.body):
        if isinstance(node, tree.Assign) and isinstance(node.target, tree.Name):
            interpreter.environment.set(node.target.text, interpreter.evaluate(node.value))
    if module.language == "http":
        from draftproof.samples.languages.http import request_of  # noqa: PLC0415 - only for messages

        calls = [
            n.value
            for n in module.body
            if isinstance(n, tree.ExpressionStatement) and isinstance(n.value, tree.Call)
        ]
        for call in calls:
            request = request_of(call)
            if request is not None:
                _request(interpreter, request, call)
        return
    by_span = {call.span: call for call in _calls(module.body)}
    for request in requests_in(module.body):
        call = by_span.get(request.span)
        draft = _request(interpreter, request, call)
        if draft is not None and call is not None:
            _pipe(interpreter, draft, call)


def _statements(body: tuple[tree.Statement, ...]) -> Iterator[tree.Statement]:
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        yield node
        for name in ("body", "final"):
            stack.extend(reversed(getattr(node, name, ())))
        if isinstance(node, tree.If):
            for branch in node.branches:
                stack.extend(reversed(branch.body))


def _calls(body: tuple[tree.Statement, ...]) -> Iterator[tree.Call]:
    """Every call, wherever it stands."""
    stack: list[object] = list(reversed(body))
    while stack:
        node = stack.pop()
        if isinstance(node, tree.Call):
            yield node
        for name in getattr(node, "__slots__", ()):
            value = getattr(node, name)
            if isinstance(value, tuple) and not isinstance(value, Span) and name != "origins":
                stack.extend(item for item in value if hasattr(item, "__slots__"))
            elif hasattr(value, "__slots__") and not isinstance(value, Span):
                stack.append(value)


def _request(interpreter: Interpreter, request: HttpCall, call: tree.Call | None) -> Draft | None:
    if request.url is None:
        return None
    from draftproof.samples.texts import HOLE, text_of  # noqa: PLC0415 - as late as the front-end

    url = interpreter.literal_value(request.url)
    text = text_of(Written(interpreter.sample, request.url), interpreter.evaluate)
    if text is None:
        known = interpreter.evaluate(request.url)
        text = text_of(known, interpreter.evaluate) or HOLE
    body_node = request.json_body()
    body: Payload | None = None
    if body_node is None and request.body is not None:
        known = interpreter.evaluate(request.body)
        if isinstance(known, Written) and isinstance(known.node, tree.String):
            from draftproof.samples.languages.jsonlike import parse_body  # noqa: PLC0415

            body_node = parse_body(known.node)
    if body_node is not None:
        body = interpreter.payload(Written(interpreter.sample, body_node))
    node = call or tree.Call(request.span, request.url, ())
    answer = interpreter.http_request(
        Target(url, text, request.method or ""),
        body,
        tuple(_header(interpreter, pair) for pair in request.headers),
        node,
        bounded=any(option.name in _LIMITS for option in request.options),
    )
    return answer.draft


def _header(interpreter: Interpreter, pair: Pair) -> Slot:
    return Slot(pair.name, interpreter.place(pair.name_span), interpreter.literal_value(pair.value))


def _pipe(interpreter: Interpreter, draft: Draft, call: tree.Call) -> None:
    """What the commands behind a pipe read: jq filters, comparisons in a reading loop."""
    node = call.piped_into
    while node is not None:
        name = node.function.text if isinstance(node.function, tree.Name) else ""
        if name in _FILTERS:
            for argument in node.arguments:
                if isinstance(argument.value, tree.String) and argument.value.value:
                    _filter(interpreter, draft, argument.value)
        node = node.piped_into
    if draft.stream and call.piped_into is not None:
        for compare in _compares(call.piped_into):
            draft.streams.append(StreamUse(interpreter.place(compare.span), interpreter.sample))
            literal = compare.right if isinstance(compare.right, tree.String) else compare.left
            if isinstance(literal, tree.String) and literal.value:
                place = interpreter.place(literal.content)
                draft.tests.append(EventTest(literal.value, "data", place, interpreter.sample))


def _compares(node: object) -> Iterator[tree.Compare]:
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, tree.Compare):
            yield item
        for name in getattr(item, "__slots__", ()):
            value = getattr(item, name)
            if isinstance(value, tuple) and not isinstance(value, Span) and name != "origins":
                stack.extend(each for each in value if hasattr(each, "__slots__"))
            elif hasattr(value, "__slots__") and not isinstance(value, Span):
                stack.append(value)


def _filter(interpreter: Interpreter, draft: Draft, node: tree.String) -> None:
    text = node.value or ""
    for match in _JQ_PATH.finditer(text):
        before = text[: match.start()].rstrip()
        if before.endswith(("]", ")", '"')) and before[-1:] != "":
            continue
        path = tuple(_JQ_STEP.findall(match[0]))
        start = node.origins[match.start()] if node.origins else node.content.start + match.start()
        place = interpreter.place(Span(start, start + len(match[0])))
        draft.reads[place] = Read(path, "json", place, interpreter.sample)
