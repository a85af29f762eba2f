"""Requests in shell samples and raw HTTP messages, and what a pipe reads of their answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.facts import EventTest, Read, StreamUse
from draftproof.samples.http_calls import Target
from draftproof.samples.languages.curl import requests_in
from draftproof.samples.texts import HOLE, text_of
from draftproof.samples.values import Answer, Payload, Slot, Written
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.samples.interpreter import Interpreter
    from draftproof.samples.languages.httpcall import HttpCall, Pair
    from draftproof.samples.values import Draft

_LIMITS = frozenset({"max-time", "timeout", "read-timeout", "speed-time"})
_JQ_PATH = re.compile(r"\.[A-Za-z_][\w]*(?:\[\s*+-?\d*+\s*+\]|\[\]|\?|\.[A-Za-z_]\w*|\.\[[^\]]{0,200}\])*")
_JQ_STEP = re.compile(r"[A-Za-z_]\w*")
_FILTERS = frozenset({"jq", "gojq", "jaq"})
_PRINTERS = frozenset({"echo", "printf", "cat"})


def follow_shell(interpreter: Interpreter, module: tree.Module) -> None:
    """Note the requests of a shell sample or of HTTP messages."""
    if module.language == "http":
        _follow_messages(interpreter, module)
        return
    nodes = tuple(_nodes(module.body))
    by_span = {node.span: node for node in nodes if isinstance(node, tree.Call)}
    kept = {
        node.value.span: node.target.text
        for node in nodes
        if isinstance(node, tree.Assign)
        and isinstance(node.target, tree.Name)
        and isinstance(node.value, tree.Call)
    }
    for node in nodes:
        if isinstance(node, tree.Assign) and isinstance(node.target, tree.Name):
            interpreter.environment.set(node.target.text, interpreter.evaluate(node.value))
    for request in requests_in(module.body):
        call = by_span.get(request.span)
        draft = _request(interpreter, request, call)
        if draft is not None and call is not None:
            _pipe(interpreter, draft, call)
            if call.span in kept and call.piped_into is None:
                interpreter.environment.set(kept[call.span], Answer(draft, "json"))
    for node in nodes:
        if isinstance(node, tree.Call):
            _kept_answer(interpreter, node)
            interpreter.note_command_model(node)


def _follow_messages(interpreter: Interpreter, module: tree.Module) -> None:
    from draftproof.samples.languages.http import request_of  # noqa: PLC0415 - only for messages

    for node in module.body:
        if isinstance(node, tree.ExpressionStatement) and isinstance(node.value, tree.Call):
            request = request_of(node.value)
            if request is not None:
                _request(interpreter, request, node.value)


def _nodes(root: object) -> Iterator[object]:
    """Every node of a tree, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            if not isinstance(node, Span):
                stack.extend(reversed(node))
            continue
        if not hasattr(node, "__slots__"):
            continue
        yield node
        stack.extend(getattr(node, name) for name in reversed(node.__slots__) if name not in _NOT_NODES)


_NOT_NODES = frozenset({"span", "origins", "content", "name_span", "key_span", "value_span"})


def _request(interpreter: Interpreter, request: HttpCall, call: tree.Call | None) -> Draft | None:
    if request.url is None:
        return None
    url = interpreter.literal_value(request.url)
    text = text_of(Written(interpreter.sample, request.url), interpreter.evaluate)
    if text is None:
        text = text_of(interpreter.evaluate(request.url), interpreter.evaluate) or HOLE
    host = request.header("host")
    if text.startswith("/") and host is not None and isinstance(host.value, tree.String):
        text = f"https://{host.value.value or HOLE}{text}"
    body = _body(interpreter, request)
    answer = interpreter.http_request(
        Target(url, text, request.method or ""),
        body,
        tuple(_header(interpreter, pair) for pair in request.headers),
        call or tree.Call(request.span, request.url, ()),
        bounded=any(option.name in _LIMITS for option in request.options),
    )
    return answer.draft


def _body(interpreter: Interpreter, request: HttpCall) -> Payload | None:
    node = request.json_body()
    if node is None and request.body is not None:
        known = interpreter.evaluate(request.body)
        if isinstance(known, Written) and isinstance(known.node, tree.String):
            from draftproof.samples.languages.jsonlike import parse_body  # noqa: PLC0415 - for bodies in variables

            outer, interpreter.sample = interpreter.sample, known.sample
            body = interpreter.payload(Written(known.sample, parse_body(known.node)))
            interpreter.sample = outer
            return body
    return None if node is None else interpreter.payload(Written(interpreter.sample, node))


def _header(interpreter: Interpreter, pair: Pair) -> Slot:
    return Slot(pair.name, interpreter.place(pair.name_span), interpreter.literal_value(pair.value))


def _name_of(call: tree.Call) -> str:
    return call.function.text if isinstance(call.function, tree.Name) else ""


def _kept_answer(interpreter: Interpreter, call: tree.Call) -> None:
    """``echo "$answer" | jq ...`` and ``jq ... <<< "$answer"``: a filter over what a variable keeps."""
    name = _name_of(call)
    if name in _PRINTERS and call.piped_into is not None:
        arguments = call.arguments
    elif name in _FILTERS:
        arguments = tuple(argument for argument in call.arguments if argument.name == "<<<")
    else:
        return
    for argument in arguments:
        known = interpreter.evaluate(argument.value)
        if isinstance(known, Answer):
            _pipe(interpreter, known.draft, tree.Call(call.span, call.function, (), piped_into=call))


def _pipe(interpreter: Interpreter, draft: Draft, call: tree.Call) -> None:
    """What the commands behind a pipe read: jq filters, comparisons in a reading loop."""
    node = call.piped_into
    while node is not None:
        if _name_of(node) in _FILTERS:
            for argument in node.arguments:
                if isinstance(argument.value, tree.String) and argument.value.value:
                    _filter(interpreter, draft, argument.value)
        node = node.piped_into
    if not draft.sent.stream or call.piped_into is None:
        return
    for compare in _nodes(call.piped_into):
        if not isinstance(compare, tree.Compare):
            continue
        draft.streams.append(StreamUse(interpreter.place(compare.span), interpreter.sample))
        literal = compare.right if isinstance(compare.right, tree.String) else compare.left
        if isinstance(literal, tree.String) and literal.value:
            place = interpreter.place(literal.content)
            draft.tests.append(EventTest(literal.value, "data", place, interpreter.sample))


def _filter(interpreter: Interpreter, draft: Draft, node: tree.String) -> None:
    text = node.value or ""
    for match in _JQ_PATH.finditer(text):
        if text[: match.start()].endswith(("]", ")", '"')):
            continue
        path = tuple(_JQ_STEP.findall(match[0]))
        start = node.offset(match.start())
        place = interpreter.place(Span(start, start + len(match[0])))
        draft.reads[place.part, place.span.start] = Read(path, "json", place, interpreter.sample)
