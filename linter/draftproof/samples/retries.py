"""Loops that repeat what failed without a bound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples import tree
from draftproof.samples.knowledge import snake
from draftproof.samples.options import called_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTS = re.compile(r"attempt|retr|tries|count|elapsed|deadline|time|max|limit|left", re.IGNORECASE)
_ASKS = frozenset(
    {
        *("input", "question", "prompt", "readline", "read_line", "read_line_async", "gets", "next_line"),
        *("receive", "receive_text", "receive_json", "receive_message", "recv", "accept"),
    }
)
"""Calls that wait for something new: what is sent in each round is another request."""
_MAX_NODES = 2_000


def retries_forever(loop: tree.Loop) -> bool:
    """True for a loop that swallows what fails and begins again until it succeeds, where nothing counts or
    looks at a clock. Where success does not end it, it is no retry: a conversation, a worker, a job.
    """
    if loop.iterable is not None or not (loop.forever or loop.condition is not None):
        return False
    nodes = list(_nodes(loop))
    if len(nodes) >= _MAX_NODES or any(_bounds(node) for node in nodes):
        return False
    if any(isinstance(node, tree.Call) and snake(called_name(node)) in _ASKS for node in nodes):
        return False
    attempts = [node for node in nodes if isinstance(node, tree.Try)]
    return any(
        any(not _leaves(body) for _, body in attempt.handlers) and _ends_by_success(loop, attempt)
        for attempt in attempts
    )


def _ends_by_success(loop: tree.Loop, attempt: tree.Try) -> bool:
    """True where what is tried, or what comes after it, leaves the loop or changes what it goes by."""
    handled = {id(node) for _, body in attempt.handlers for node in _nodes(body)}
    behind = [
        node
        for node in _nodes(loop.body)
        if id(node) not in handled and getattr(node, "span", loop.span).start >= attempt.span.start
    ]
    asked = {node.text for node in _nodes(loop.condition) if isinstance(node, tree.Name)}
    return any(
        (isinstance(node, tree.Return) and node.kind == "return")
        or (isinstance(node, tree.Break) and node.kind == "break")
        or (
            isinstance(node, tree.Assign) and isinstance(node.target, tree.Name) and node.target.text in asked
        )
        for node in behind
    )


def _bounds(node: object) -> bool:
    """True for a comparison by size, and for a name that speaks of counting or of time."""
    if isinstance(node, tree.Compare):
        return node.operator in ("<", ">", "<=", ">=") or any(
            isinstance(side, tree.Name) and _COUNTS.search(side.text) for side in (node.left, node.right)
        )
    return isinstance(node, tree.Assign) and isinstance(node.target, tree.Name) and node.operator != "="


def _leaves(body: tuple[tree.Statement, ...]) -> bool:
    """True where a handler may leave the loop."""
    return any(
        (isinstance(node, tree.Return) and node.kind != "yield")
        or (isinstance(node, tree.Break) and node.kind == "break")
        or (isinstance(node, tree.Call) and called_name(node) in ("exit", "_exit", "abort", "reject"))
        for node in _nodes(body)
    )


def _nodes(root: object) -> Iterator[object]:
    """The nodes below a loop or a body, functions left out; at most as many as are looked at."""
    stack: list[object] = [root]
    seen = 0
    while stack and seen < _MAX_NODES:
        node = stack.pop()
        if type(node) is tuple:
            stack.extend(node)
        elif hasattr(node, "__slots__") and not isinstance(node, tree.Function):
            seen += 1
            yield node
            stack.extend(getattr(node, name) for name in node.__slots__ if name not in ("span", "origins"))
