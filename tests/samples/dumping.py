"""A short text of a sample tree, and the properties that every tree has."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Bool,
    Branch,
    Break,
    Call,
    Compare,
    Entry,
    ExpressionStatement,
    Function,
    If,
    Import,
    Index,
    Join,
    Loop,
    Mapping,
    Module,
    Name,
    Null,
    Number,
    Return,
    Scope,
    Sequence,
    Spread,
    String,
    Try,
    Unknown,
)  # fmt: skip
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def dump(node: object) -> str:
    """One line for a node; statements of a body are separated by ``;``."""
    match node:
        case None:
            return "-"
        case Module():
            return many(node.body, "; ")
        case Unknown():
            inside = f"({many(node.children)})" if node.children else ""
            return f"?{node.reason}{inside}"
        case String():
            if node.value is None:
                return f"f[{many(node.parts)}]"
            return ("b" if node.is_bytes else "") + repr(node.value)
        case Number() | Bool():
            return repr(node.value)
        case Null():
            return "null"
        case Spread():
            return f"...{dump(node.value)}"
        case Entry():
            return f"{node.name if node.name is not None else '[' + dump(node.key) + ']'}: {dump(node.value)}"
        case Mapping():
            more = [f"...{dump(spread)}" for spread in node.spreads] + (["open"] if node.open else [])
            return "{" + ", ".join([*map(dump, node.entries), *more]) + "}"
        case Sequence():
            return f"[{many(node.items)}{' open' if node.open else ''}]"
        case Name():
            return node.text
        case Attribute():
            return f"{dump(node.base)}{'?' if node.optional else ''}.{node.name}"
        case Index():
            return f"{dump(node.base)}{'?' if node.optional else ''}[{dump(node.key)}]"
        case Argument():
            return f"{node.name}={dump(node.value)}" if node.name else dump(node.value)
        case Call():
            words = ("await " if node.awaited else "") + ("new " if node.new else "")
            return f"{words}{dump(node.function)}({many(node.arguments)})"
        case Compare():
            return f"<{dump(node.left)} {node.operator} {dump(node.right)}>"
        case Join():
            condition = f" by {dump(node.condition)}" if node.condition else ""
            return f"({node.operator} {many(node.operands, ' ')}{condition})"
        case Function():
            defaults = "".join(f" {name}={dump(value)}" for name, value in node.defaults)
            word = "async def" if node.is_async else "def"
            return f"{word} {node.name}({', '.join(node.parameters)}{defaults}) {{{many(node.body, '; ')}}}"
        case Assign():
            return f"{dump(node.target)} {node.operator} {dump(node.value)}"
        case ExpressionStatement():
            return dump(node.value)
        case Loop():
            word = "async for" if node.is_async else "for"
            head = f"{word} {dump(node.target)} in {dump(node.iterable)}" if node.iterable else "while"
            condition = f" {dump(node.condition)}" if node.condition else ""
            return f"{head}{condition}{' forever' if node.forever else ''} {{{many(node.body, '; ')}}}"
        case If():
            return "if " + many(node.branches, " ")
        case Branch():
            return f"{dump(node.condition)} {{{many(node.body, '; ')}}}"
        case Scope():
            word = ("async " if node.is_async else "") + node.kind
            head = " ".join(filter(None, [word, node.name, many(node.bases), many(node.bindings)]))
            return f"{head} {{{many(node.body, '; ')}}}"
        case Try():
            handlers = "".join(
                f" except {','.join(names)} {{{many(body, '; ')}}}" for names, body in node.handlers
            )
            final = f" finally {{{many(node.final, '; ')}}}" if node.final else ""
            return f"try {{{many(node.body, '; ')}}}{handlers}{final}"
        case Return():
            return f"{node.kind} {dump(node.value)}"
        case Break():
            return node.kind
        case Import():
            return f"import {node.module} " + ", ".join(f"{local}<{name}" for local, name in node.names)
    raise AssertionError(node)


def many(nodes: Iterable[object], separator: str = ", ") -> str:
    return separator.join(dump(node) for node in nodes)


def children_of(node: object) -> Iterator[object]:
    """The nodes directly inside a node."""
    pending = [getattr(node, item.name) for item in fields(node)]  # type: ignore[arg-type]
    while pending:
        value = pending.pop()
        if is_dataclass(value):
            yield value
        elif isinstance(value, tuple) and not isinstance(value, Span):
            pending.extend(value)


def nodes_of(module: Module) -> Iterator[object]:
    stack: list[object] = list(module.body)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(children_of(node))


def at_depth(frames: int, function: Callable[[], Module]) -> Module:
    """What a function returns when it is called with so many more frames on the stack."""
    return function() if frames == 0 else at_depth(frames - 1, function)


def problems(module: Module) -> list[str]:
    """What is wrong with the places in a tree."""
    text = module.text
    found = [f"unparsed {span}" for span in module.unparsed if not 0 <= span.start <= span.end <= len(text)]
    for node in nodes_of(module):
        span: Span = node.span  # type: ignore[attr-defined]
        if not 0 <= span.start <= span.end <= len(text):
            found.append(f"out of bounds: {node!r:.200}")
        if isinstance(node, Name) and text[span.start : span.end] != node.text:
            found.append(f"name: {node!r}")
        named = node.name_span if isinstance(node, Attribute | Argument) else None
        # A name that the language does not spell has an empty place.
        if named and named.start < named.end and text[named.start : named.end] != node.name:  # type: ignore[attr-defined]
            found.append(f"name span: {node!r:.200}")
        if isinstance(node, String):
            found += string_problems(node, text)
        # The subject of a switch or match stands outside the arm that compares it.
        if isinstance(node, Branch):
            continue
        found += [
            f"child outside: {child!r:.120} of {node!r:.120}"
            for child in children_of(node)
            if not isinstance(node, Compare | Join | Index | Attribute) and not holds(span, child.span)  # type: ignore[attr-defined]
        ]
    return found


def holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def string_problems(node: String, text: str) -> list[str]:
    if not holds(node.span, node.content):
        return [f"content outside: {node!r:.200}"]
    if node.value is None:
        return []
    if node.origins is None:
        if node.parts == () and text[node.content.start : node.content.end] != node.value:
            return [f"value: {node!r:.200}"]
        return []
    if len(node.origins) != len(node.value):
        return [f"origins: {node!r:.200}"]
    wrong = [
        f"origin {origin}: {node!r:.200}"
        for character, origin in zip(node.value, node.origins, strict=True)
        if text[origin] not in {character, "\\", "`", "\r", "{", "}"}
    ]
    return wrong + ([f"order: {node!r:.200}"] if list(node.origins) != sorted(node.origins) else [])
