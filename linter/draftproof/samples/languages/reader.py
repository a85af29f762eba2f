"""What the readers of all languages with a grammar have in common.

A language says by its ``Kinds`` which method reads which node of its grammar. How deep it may go, what
becomes of what did not parse, and what is the same in most languages stand here.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Self, TypeVar

from draftproof.dataclass import dataclass
from draftproof.samples.languages.literals import decoded, literal, number
from draftproof.samples.languages.treesitter import MAX_DEPTH, NodeReader
from draftproof.samples.tree import (
    Assign,
    Bool,
    Break,
    Call,
    Entry,
    Expression,
    ExpressionStatement,
    Function,
    Join,
    Loop,
    Mapping,
    Name,
    Null,
    Number,
    Return,
    Scope,
    Sequence,
    Spread,
    Statement,
    String,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Table

    from tree_sitter import Node

    from draftproof.samples.languages.literals import Escapes
    from draftproof.samples.languages.treesitter import Attempt

__all__ = ["Kinds", "LanguageReader"]

_Reader_contra = TypeVar("_Reader_contra", bound="LanguageReader", contravariant=True)

_PAIRS: Final = frozenset({"keyword_argument", "pair"})
_SIGNS: Final = {"!": "not"}


@dataclass(frozen=True, slots=True)
class Kinds(Generic[_Reader_contra]):
    """The nodes of a grammar that have a meaning here, by the kind of the node.

    In a node of a ``tolerant`` kind an error is a member among others, and the members around it keep their
    meaning.
    """

    expressions: Table[str, Callable[[_Reader_contra, Node], Expression]]
    statements: Table[str, Callable[[_Reader_contra, Node], list[Statement]]]
    tolerant: frozenset[str]


class LanguageReader(NodeReader):
    """Reads the expressions and statements of one sample; every language derives its own from it.

    What recurs holds few frames for every level of nesting: ``MAX_DEPTH`` levels must fit the stack of
    whoever calls.
    """

    blocks: ClassVar[frozenset[str]] = frozenset()
    """The nodes that hold statements, where a statement without braces can stand in their place."""
    lists: ClassVar[frozenset[str]] = frozenset()
    """The nodes inside a block that only list its statements."""
    frames: ClassVar[frozenset[str]] = frozenset()
    """Functions that run the block that they are given where they are called."""

    def __init__(self, text: str, attempt: Attempt, kinds: Kinds[Self]) -> None:
        super().__init__(text, attempt)
        self._kinds = kinds

    def entry(self, node: Node) -> Entry:
        """A pair of a mapping, or what is like one; here for grammars in which no literal has pairs."""
        key = literal(self.span(node), self.slice(node))
        return Entry(key.span, None, key, key.span, Unknown(key.span))

    @abstractmethod
    def filled(self, hole: Node) -> Expression:
        """What stands in a hole of a string."""

    def expression(self: Self, node: Node | Unknown) -> Expression:
        """The expression at a node; ``Unknown`` with what was found inside where it is of another kind."""
        if isinstance(node, Unknown):
            return node
        if self.depth >= MAX_DEPTH:
            return self.too_deep(node)
        read = self._kinds.expressions.get(node.type)
        if node.has_error and node.type not in self._kinds.tolerant and self.is_broken(node):
            read = None
        self.depth += 1
        try:
            return read(self, node) if read is not None else self.other(node)
        finally:
            self.depth -= 1

    def optional(self, node: Node | None, place: Node) -> Expression:
        """The expression of a field; an empty ``Unknown`` at the end of ``place`` where it is missing."""
        return self.expression(node) if node is not None else self._missing(place)

    def _missing(self, place: Node) -> Unknown:
        end = self.span(place).end
        return Unknown(Span(end, end), "syntax")

    def value_of(self, node: Node, field: str) -> Expression:
        """The expression of a field; not taken at its word where an error stands beside it."""
        inside = node.child_by_field_name(field)
        value = self.expression(inside) if inside is not None else self._missing(node)
        if self.is_broken(node) and not (isinstance(value, Unknown) and value.reason == "syntax"):
            return Unknown(value.span, "syntax", (value,))
        return value

    def other(self, node: Node) -> Unknown:
        """What is of no kind known here, with the expressions inside it."""
        children = self.gathered(self.members(node))
        if node.is_error or self.is_broken(node):
            return self.not_parsed(node, children)
        return Unknown(self.span(node), "other", children)

    def gathered(self, nodes: Iterable[Node | Unknown]) -> tuple[Expression, ...]:
        """The expressions at some nodes, with loose pairs and keyword arguments gathered into a mapping."""
        found: list[Expression] = []
        entries: list[Entry] = []
        for node in nodes:
            if not isinstance(node, Unknown) and node.type in _PAIRS:
                entries.append(self.entry(node))
            else:
                found.append(self.expression(node))
        if entries:
            span = Span(entries[0].span.start, entries[-1].span.end)
            found.append(Mapping(span, tuple(entries), open=True))
        return tuple(found)

    def identifier(self, node: Node) -> Expression:
        """A name; ``Unknown`` where the sample has a hole there."""
        if self.is_hole(node):
            text = self.slice(node)
            return Unknown(self.span(node), "elision" if not text.strip(".…") else "placeholder")
        if node.is_missing:
            return Unknown(self.span(node), "syntax")
        return Name(self.span(node), self.slice(node))

    def boolean(self, node: Node) -> Expression:
        """True or false."""
        return Bool(self.span(node), node.type == "true")

    def null(self, node: Node) -> Expression:
        """``None``, ``null``, ``undefined``."""
        return Null(self.span(node))

    def numeral(self, node: Node) -> Expression:
        """A number."""
        return number(self.span(node), self.slice(node))

    def inner(self, node: Node) -> Expression:
        """What stands in parentheses, or in a node that only wraps."""
        for child in self.members(node):
            return self.expression(child)
        return Unknown(self.span(node), "syntax")

    def spread(self, node: Node) -> Expression:
        """``*items``, ``**more``, ``...rest``."""
        return Spread(self.span(node), self.inner(node))

    def opaque(self, node: Node) -> Expression:
        """What is of no interest but for what stands in it."""
        return Unknown(self.span(node), "other", self.gathered(self.members(node)))

    def around(self, node: Node) -> Expression:
        """``name++``, ``throw value`` inside an expression: of no interest but for the value in it."""
        return Unknown(self.span(node), "other", (self.inner(node),))

    def items(self, node: Node) -> Expression:
        """``a, b`` without brackets."""
        return Sequence(self.span(node), tuple(self.expression(child) for child in self.members(node)))

    def between_quotes(self, node: Node, quote: str) -> Span:
        """Where the text of a literal stands; it goes to the end where the closing quote is missing."""
        start, end = self.span(node)
        width = len(quote)
        closed = (
            end - start >= 2 * width and self.text.endswith(quote, start, end) and not self.lacks_end(node)
        )
        return Span(min(start + width, end), end - width if closed else end)

    def interpolated(
        self, span: Span, content: Span, holes: Iterable[Node], literal: Callable[[Span], String]
    ) -> String:
        """A string with holes: the text between them and what fills them, in order."""
        parts: list[Expression] = []
        position = content.start
        for hole in holes:
            start, after = self.span(hole)
            if start > position:
                parts.append(literal(Span(position, start)))
            parts.append(self.filled(hole))
            position = after
        if content.end > position:
            parts.append(literal(Span(position, content.end)))
        return String(span, content, None, tuple(parts))

    def written(self, span: Span, content: Span, holes: list[Node], escapes: Escapes) -> String:
        """A string with the holes that it has, if any."""
        if not holes:
            return decoded(self.text, span, content, escapes)
        return self.interpolated(
            span, content, holes, lambda place: decoded(self.text, place, place, escapes)
        )

    def awaited(self, node: Node) -> Expression:
        """``await``; marks the call that it waits for."""
        value = self.inner(node)
        return replace(value, span=self.span(node), awaited=True) if isinstance(value, Call) else value

    def operator(self, node: Node) -> str:
        """The sign of an operation."""
        operator = node.child_by_field_name("operator")
        return "" if operator is None else self.slice(operator)

    def noted(self, made: list[Assign]) -> Expression:
        """The target of an assignment inside an expression; the assignment stands before the statement."""
        self.pending += made
        return made[0].target

    def operands(self, node: Node) -> tuple[Expression, ...]:
        """What one operator puts together, however long: of ``a + b + c`` all three."""
        operator = self.operator(node)
        found: list[Expression] = []
        step: Node | None = node
        place = node
        while step is not None and step.type == node.type and self.operator(step) == operator:
            place = step
            found.append(self.optional(step.child_by_field_name("right"), step))
            step = step.child_by_field_name("left")
        found.append(self.optional(step, place))
        return tuple(reversed(found))

    def unary(self, node: Node) -> Expression:
        """A sign before a value."""
        operand = node.child_by_field_name("argument") or node.child_by_field_name("operand")
        value = self.optional(operand, node)
        sign = self.operator(node)
        if isinstance(value, Number) and value.value is not None and sign in {"-", "+"}:
            return Number(self.span(node), -value.value if sign == "-" else value.value)
        return Join(self.span(node), _SIGNS.get(sign, sign), (value,))

    def result(self, node: Node | None, place: Node) -> tuple[Statement, ...]:
        """The body of a function that is only an expression: what that assigns, and its return."""
        outer, self.pending = self.pending, []
        value = self.optional(node, place)
        body: tuple[Statement, ...] = (*self.pending, Return(value.span, "return", value))
        self.pending = outer
        return body

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the whole sample."""
        return self.block(node)

    def block(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block or of the whole sample; one without braces is a block of its own."""
        if node is not None and self.blocks and node.type not in self.blocks:
            return tuple(self.statement(node))
        body: list[Statement] = []
        for child in self.members(node) if node is not None else ():
            if isinstance(child, Unknown):
                if child.reason != "elision" or child.span.start < child.span.end:
                    body.append(child)
            elif child.type in self.lists:
                body += self.block(child)
            else:
                body += self.statement(child)
        return tuple(body)

    def statement(self: Self, node: Node) -> list[Statement]:
        """The statements that a node stands for, those before it that its expressions call for included."""
        if self.depth >= MAX_DEPTH:
            return [self.too_deep(node)]
        outer, self.pending = self.pending, []
        self.depth += 1
        try:
            read = self._kinds.statements.get(node.type)
            found = read(self, node) if read is not None else self.loose(node)
            return [*self.pending, *found]
        finally:
            self.depth -= 1
            self.pending = outer

    def loose(self, node: Node) -> list[Statement]:
        """An expression where a statement would stand."""
        return self.effect(node, self.expression(node))

    def effect(self, node: Node, value: Expression) -> list[Statement]:
        """A value that is read for what reading it does."""
        if isinstance(value, Unknown):
            return [value] if value.children or value.reason != "other" else []
        return [ExpressionStatement(self.span(node), value)]

    def called(self, node: Node) -> list[Statement]:
        """A call for its effect; what is given to one of ``frames`` stands in the block around the call."""
        value = self.expression(node)
        if (
            isinstance(value, Call)
            and isinstance(value.function, Name)
            and value.function.text in self.frames
        ):
            last = value.arguments[-1].value if value.arguments else None
            if isinstance(last, Function):
                return [Scope(value.span, "block", last.body)]
        return self.effect(node, value)

    def nothing(self, _node: Node) -> list[Statement]:
        """A statement of no interest."""
        return []

    def broken(self, node: Node) -> list[Statement]:
        """What did not parse, and the statements and expressions that stand inside it."""
        values: list[Node | Unknown] = []
        inside: list[Statement] = []
        for child in self.members(node):
            if isinstance(child, Unknown) or child.type not in self._kinds.statements:
                values.append(child)
            else:
                inside += self.statement(child)
        return [self.not_parsed(node, self.gathered(values)), *inside]

    def parsed(self, node: Node, found: list[Statement]) -> Iterator[Node]:
        """The members of a node that parsed; what comes of the others is added to ``found`` on the way."""
        for child in self.members(node):
            if isinstance(child, Unknown):
                found.append(child)
            elif child.is_error:
                found += self.broken(child)
            else:
                yield child

    def only(self, node: Node) -> Expression | None:
        """The expression after ``return`` and the like, if there is one."""
        for child in self.members(node):
            return self.expression(child)
        return None

    def returned(self, node: Node) -> list[Statement]:
        """``return``."""
        return [Return(self.span(node), "return", self.only(node))]

    def raised(self, node: Node) -> list[Statement]:
        """``raise`` and ``throw``."""
        return [Return(self.span(node), "raise", self.only(node))]

    def left(self, node: Node) -> list[Statement]:
        """``break`` and ``continue``."""
        return [Break(self.span(node), "continue" if node.type == "continue_statement" else "break")]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while``; what its condition assigns begins the body."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        first, self.pending = tuple(self.pending), []
        body = (*first, *self.block(node.child_by_field_name("body")))
        forever = isinstance(condition, Bool | Number) and bool(condition.value)
        return [Loop(self.span(node), body, condition=condition, forever=forever)]
