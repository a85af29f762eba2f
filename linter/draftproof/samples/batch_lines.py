"""Lines of a batch: each holds a request whose body belongs to the endpoint that its ``url`` names.

A line is no request by itself, so nothing of it is ever sent; what it asks for is judged as any body is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.http_calls import Target
from draftproof.samples.texts import text_of

if TYPE_CHECKING:
    from draftproof.samples.interpreter import Interpreter

_NAMES = frozenset({"custom_id", "url", "body"})
"""Members that every line has; ``method`` may be left out.

Source: OpenAI OpenAPI description, commit f85dbe22 (2026-08-21), ``BatchRequestInput``.
"""
_FEW = 8
"""Members among which those of a line stand."""


def follow_batch_lines(interpreter: Interpreter, module: tree.Module) -> None:
    """Note the lines of a JSON or JSON Lines sample; a list of lines counts as well."""
    for statement in module.body:
        if not isinstance(statement, tree.ExpressionStatement):
            continue
        value = statement.value
        for item in value.items if isinstance(value, tree.Sequence) else (value,):
            if isinstance(item, tree.Mapping):
                follow_batch_line(interpreter, item)


def follow_batch_line(interpreter: Interpreter, node: tree.Mapping) -> None:
    """Note the request that a mapping holds, if it is a line of a batch."""
    members = {entry.name: entry.value for entry in node.entries[:_FEW] if entry.name is not None}
    if not members.keys() >= _NAMES:
        return
    url = interpreter.literal_value(members["url"])
    text = text_of(interpreter.evaluate(members["url"]), interpreter.evaluate)
    if not text:
        return
    method = members.get("method")
    given = method.value if isinstance(method, tree.String) and method.value else "POST"
    body = interpreter.body_payload(interpreter.evaluate(members["body"]))
    call = tree.Call(node.span, members["url"], ())
    # The batch waits for its answers, so nothing here has to be bounded.
    draft = interpreter.http_request(Target(url, text, given.upper()), body, (), call, bounded=True).draft
    draft.sent = replace(draft.sent, transport="batch")
