"""The small tree that every language front-end produces.

It keeps what matters for knowing what a sample sends and how it reads the answer: calls, literals,
assignments, accessors, comparisons, loops, functions. Everything else becomes ``Unknown``. Everything after
the front-ends is language-blind, so spelling differences (``await``, ``new``, ``?.``, keyword arguments
against an options object) are kept as data on the nodes, never as node types of one language.

Every node has a ``span`` into the sample's own text (code points, half-open). Trees are built for
fragments: a part that does not parse, an ellipsis or a template hole is an ``Unknown`` at its place and the
rest stands.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from draftproof.dataclass import dataclass
from draftproof.text.source import Span

__all__ = [
    "Argument", "Assign", "Attribute", "Bool", "Branch", "Break", "Call", "Compare", "Entry",
    "Expression", "ExpressionStatement", "Function", "If", "Import", "Index", "Join", "Loop", "Mapping",
    "Module", "Name", "Null", "Number", "Return", "Scope", "Sequence", "Spread", "Statement", "String",
    "Try", "Unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part that was not understood, on purpose (``...``, ``{{model}}``) or not.

    ``reason`` is one of ``elision`` (the author left something out), ``placeholder`` (a template engine or
    the reader fills it in), ``syntax`` (did not parse), ``other`` (parsed, but of no interest).
    """

    span: Span
    reason: Literal["elision", "placeholder", "syntax", "other"] = "other"
    children: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class String:
    """A string literal. ``content`` is the span between the quotes.

    ``value`` is the decoded value, None where a part is not literal; ``parts`` then holds literal pieces
    (themselves ``String``) and interpolated expressions in order. ``origins`` has, for every character of
    ``value``, its offset in the sample where decoding changed offsets (escapes, folded lines), else None:
    then character ``i`` of the value stands at ``content.start + i``.
    """

    span: Span
    content: Span
    value: str | None
    parts: tuple[Expression, ...] = ()
    origins: tuple[int, ...] | None = None
    is_bytes: bool = False

    def offset(self, index: int) -> int:
        """Where character ``index`` of the value stands in the sample; ``content.end`` for its end."""
        if self.origins is None:
            return min(self.content.start + index, self.content.end)
        return self.origins[index] if index < len(self.origins) else self.content.end

    def cut(self, start: int, end: int) -> String:
        """A part of a literal value as a string of its own, with exact places; "" where it is not literal."""
        value = self.value or ""
        first = self.offset(start)
        span = Span(first, max(first, self.offset(end)) if end > start else first)
        origins = None if self.origins is None else self.origins[start:end]
        return String(span, span, value[start:end], origins=origins, is_bytes=self.is_bytes)


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal; ``value`` None where it has no plain value."""

    span: Span
    value: int | float | None


@dataclass(frozen=True, slots=True)
class Bool:
    """True or false."""

    span: Span
    value: bool


@dataclass(frozen=True, slots=True)
class Null:
    """None, null, nil, undefined."""

    span: Span


@dataclass(frozen=True, slots=True)
class Spread:
    """``**common``, ``*items``, ``...rest``: more members that are not listed here."""

    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of a mapping. ``name`` is the key's literal text, or what a field of that name is called in
    the body that is sent; None for a computed key.
    """

    span: Span
    name: str | None
    key: Expression
    key_span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict, an object literal, a struct literal, a JSON object.

    ``open`` is True when a spread, an elision or an unparsed part stands in it, so that nothing may be said
    of what it lacks. ``type_name`` is the constructor's name for struct-like literals.
    """

    span: Span
    entries: tuple[Entry, ...]
    spreads: tuple[Expression, ...] = ()
    open: bool = False
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple, set or array literal. ``open`` as in ``Mapping``."""

    span: Span
    items: tuple[Expression, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or type by its name. Shell: ``$NAME`` and ``${NAME}`` without the sign and braces.

    ``shared`` for a name that all functions of a class share, wherever it is assigned.
    """

    span: Span
    text: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """``base.name``; ``optional`` for ``?.``."""

    span: Span
    base: Expression
    name: str
    name_span: Span
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """``base[key]``; a slice has ``key`` Unknown."""

    span: Span
    base: Expression
    key: Expression
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call; ``name`` for keyword arguments and for long command-line options."""

    span: Span
    value: Expression
    name: str | None = None
    name_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call. ``function`` is what is called; ``new`` for constructors spelt so; ``awaited`` for ``await``.

    A shell command is a call whose function is a ``Name`` and whose arguments are the words; a heredoc or a
    here-string is a last argument named ``<<`` or ``<<<``. ``piped_into`` is the next command of a pipe.
    """

    span: Span
    function: Expression
    arguments: tuple[Argument, ...]
    new: bool = False
    awaited: bool = False
    piped_into: Call | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison or a test: ``==``, ``!=``, ``in``, ``startswith`` and the like are ``operator``.

    A ``case`` of a switch or match becomes ``==`` between the subject and the pattern.
    """

    span: Span
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Join:
    """Expressions put together: ``+`` on strings, ``or``, ``??``, ``&&``, a conditional.

    ``operator`` is ``+``, ``or``, ``and``, ``if`` (alternatives, chosen by ``condition``) or the operator's
    own text. One operand stands under ``not`` (also ``!``) and the other signs before a value.
    """

    span: Span
    operator: str
    operands: tuple[Expression, ...]
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function, a method, a lambda, a callback. ``name`` is empty where it has none."""

    span: Span
    name: str
    parameters: tuple[str, ...]
    body: tuple[Statement, ...]
    defaults: tuple[tuple[str, Expression], ...] = ()
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    """``target = value``; one for every target. ``operator`` is ``=`` or ``+=`` and the like.

    Shell: ``NAME=value`` and ``export NAME=value`` (``exported``). A destructuring target is a ``Mapping``
    or a ``Sequence``. A declaration without a value has no node.
    """

    span: Span
    target: Expression
    value: Expression
    operator: str = "="
    exported: bool = False


@dataclass(frozen=True, slots=True)
class ExpressionStatement:
    """An expression for its effect."""

    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop. ``target`` and ``iterable`` for for-each loops, ``condition`` for while loops.

    ``forever`` for ``while True`` and ``for (;;)``. Comprehensions are loops whose body is the element.
    """

    span: Span
    body: tuple[Statement, ...]
    target: Expression | None = None
    iterable: Expression | None = None
    condition: Expression | None = None
    is_async: bool = False
    forever: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of a conditional; ``condition`` None for else and default."""

    span: Span
    condition: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class If:
    """A conditional, a switch or a match: its arms in order."""

    span: Span
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A block with a bound resource: Python's ``with``, a class body (``kind`` ``class``), a bare block.

    ``bases`` has what a class derives from.
    """

    span: Span
    kind: Literal["with", "class", "block"]
    body: tuple[Statement, ...]
    bindings: tuple[Assign, ...] = ()
    name: str = ""
    is_async: bool = False
    bases: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Try:
    """``try``: its body, its handlers (with the names of what they catch), what always runs."""

    span: Span
    body: tuple[Statement, ...]
    handlers: tuple[tuple[tuple[str, ...], tuple[Statement, ...]], ...] = ()
    final: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    """``return``, ``yield``, ``raise`` and ``throw`` with their value."""

    span: Span
    kind: Literal["return", "yield", "raise"]
    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """``break``, ``continue``."""

    span: Span
    kind: Literal["break", "continue"] = "break"


@dataclass(frozen=True, slots=True)
class Import:
    """``from module import name as alias``, ``import x from "m"``, ``require("m")``.

    ``names`` maps the local name to the imported one; the whole module is the imported name ``*``.
    """

    span: Span
    module: str
    names: tuple[tuple[str, str], ...] = ()


Expression = (
    Unknown
    | String
    | Number
    | Bool
    | Null
    | Spread
    | Mapping
    | Sequence
    | Name
    | Attribute
    | Index
    | Call
    | Compare
    | Join
    | Function
    | Loop
)
Statement = (
    Assign | ExpressionStatement | Loop | If | Scope | Try | Return | Break | Import | Function | Unknown
)


@dataclass(frozen=True, slots=True)
class Module:
    """A whole sample as understood. ``unparsed`` lists the spans that the front-end could not read."""

    language: str
    text: str
    body: tuple[Statement, ...]
    unparsed: tuple[Span, ...] = field(default=())
