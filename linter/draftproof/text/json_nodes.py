"""JSON with positions: where every value stands in the text.

The standard library judges whether the text is JSON; this module adds the places, lazily for strings, in one
linear pass with an explicit stack.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from typing import Any, Literal

from draftproof.dataclass import dataclass
from draftproof.text.extract import Extract, Run
from draftproof.text.source import Span

MAX_DEPTH = 500
"""Nesting beyond this is refused, well before any recursion in the standard library could fail."""

_TOKEN = re.compile(
    r'(?<![ \t\r\n])[ \t\r\n]*+(?:("(?:[^"\\]|\\.)*+"?)|([\[\]{}:,])|([^\s\[\]{}:,"]+))', re.DOTALL
)
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))"
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}


class JsonError(ValueError):
    """Text that is not JSON: a sentence and the offset where it went wrong."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(slots=True)
class JsonNode:
    """A value and its place. ``members`` of an object keep the last value of a repeated key, as parsers
    do; ``repeated`` are the places of the later keys.
    """

    kind: Literal["object", "array", "string", "other"]
    span: Span
    text: str = field(repr=False)
    items: list[JsonNode] = field(default_factory=list)
    members: dict[str, JsonNode] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    repeated: list[Span] = field(default_factory=list)

    def get(self, *path: str | int) -> JsonNode | None:
        """The node at a path of keys and indexes, None where there is none."""
        node: JsonNode | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(step, str):
                node = node.members.get(step)
            else:
                node = node.items[step] if step < len(node.items) else None
        return node

    def value(self) -> Any:
        """The plain value."""
        return json.loads(self.text[self.span.start : self.span.end])

    def string(self) -> str | None:
        """The value of a string node, None for any other."""
        return self.value() if self.kind == "string" else None

    def extract(self) -> Extract:
        """A string's decoded text, every character with its place in the JSON text."""
        if self.kind != "string":
            return Extract("", ())
        start, end = self.span.start + 1, self.span.end - 1
        pieces: list[str] = []
        runs: list[Run] = []
        length = 0
        position = start
        for match in _ESCAPE.finditer(self.text, start, end):
            if match.start() > position:
                runs.append(Run(length, position, match.start()))
                pieces.append(self.text[position : match.start()])
                length += match.start() - position
            character = json.loads(f'"{match.group()}"')
            runs.append(Run(length, match.start(), match.end()))
            pieces.append(character)
            length += len(character)
            position = match.end()
        if end > position:
            runs.append(Run(length, position, end))
            pieces.append(self.text[position:end])
        return Extract("".join(pieces), tuple(runs))


def concatenate(extracts: list[Extract]) -> Extract:
    """Several extracts of the same source, one after another."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for extract in extracts:
        runs.extend(Run(run.start + length, run.origin, run.origin_end) for run in extract.runs)
        texts.append(extract.text)
        length += len(extract.text)
    return Extract("".join(texts), tuple(runs))


def parse(text: str) -> JsonNode:
    """The tree of a JSON text. Raises JsonError with the offset of the first fault."""
    try:
        json.loads(text, parse_int=_ignored, parse_float=_ignored)
    except json.JSONDecodeError as error:
        raise JsonError(f"not valid JSON: {error.msg.lower()}", error.pos) from None
    except RecursionError:
        raise JsonError(f"JSON nested deeper than {MAX_DEPTH} levels", 0) from None
    return _tree(text)


def _ignored(_digits: str) -> int:
    return 0


def _tree(text: str) -> JsonNode:
    stack: list[JsonNode] = []
    pending_key: list[tuple[str, Span] | None] = []
    root: JsonNode | None = None
    for match in _TOKEN.finditer(text):
        kind = match.lastindex or 0
        span = Span(*match.span(kind))
        token = match.group(kind)
        if kind == 2 and token in "]}":
            node = stack.pop()
            pending_key.pop()
            node.span = Span(node.span.start, span.end)
            continue
        if kind == 2 and token in ":,":
            continue
        if kind == 1 and stack and stack[-1].kind == "object" and pending_key[-1] is None:
            pending_key[-1] = (json.loads(token), span)
            continue
        node = JsonNode(_kind_of(kind, token), span, text)
        if not stack:
            root = root or node
        elif stack[-1].kind == "array":
            stack[-1].items.append(node)
        else:
            key, key_span = pending_key[-1] or ("", span)
            if key in stack[-1].members:
                stack[-1].repeated.append(key_span)
            stack[-1].members[key] = node
            stack[-1].keys[key] = key_span
            pending_key[-1] = None
        if node.kind in ("object", "array"):
            stack.append(node)
            pending_key.append(None)
            if len(stack) > MAX_DEPTH:
                raise JsonError(f"JSON nested deeper than {MAX_DEPTH} levels", span.start)
    if root is None:
        raise JsonError("not valid JSON: empty", 0)
    return root


def _kind_of(group: int, token: str) -> Literal["object", "array", "string", "other"]:
    if group == 1:
        return "string"
    if token == "{":
        return "object"
    return "array" if token == "[" else "other"
