"""Statements of Rust, read from the tree-sitter tree into the small tree.

What stands under ``Err(error)`` handles a failure as a handler of ``try`` does. Of what ``main`` defines, the
clients are what a page goes on with: its other names are its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.reader import Kinds
from draftproof.samples.languages.rust_expressions import EXPRESSIONS, RustExpressions
from draftproof.samples.languages.rust_patterns import fails, matched
from draftproof.samples.languages.rust_values import complex_value, members_of, named
from draftproof.samples.languages.treesitter import attempt
from draftproof.samples.tree import (
    Assign,
    Branch,
    Break,
    Call,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Loop,
    Name,
    Return,
    Scope,
    Sequence,
    Statement,
    Try,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from draftproof.samples.languages.treesitter import Attempt

__all__ = ["RUST", "RustStatements"]

_CRATES: Final = frozenset({"async_openai", "reqwest", "tokio", "ureq"})
"""Crates that are used by their whole path, without ``use``."""
_MAX_USES: Final = 200
_NOT_WRITTEN: Final = 32
"""The space, what a draft has where nothing stands."""


class RustStatements(RustExpressions):
    """Reads the statements of one sample."""

    def __init__(self, text: str, attempt_: Attempt, kinds: Kinds[RustStatements]) -> None:
        super().__init__(text, attempt_, kinds)
        self.values = _inside_macros(attempt_)

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the sample, before them the crates that it names and the clients of ``main``."""
        body = self.block(node)
        mains = (item for item in body if isinstance(item, Function) and item.name == "main")
        clients = [step for main in mains for step in main.body if _makes(step)]
        imported = {local for item in body if isinstance(item, Import) for local, _ in item.names}
        crates = (self._crate(name) for name in sorted(_CRATES - imported))
        uses = [item for item in body if isinstance(item, Import)]
        rest = [item for item in body if not isinstance(item, Import)]
        return (*(crate for crate in crates if crate is not None), *uses, *clients, *rest)

    def _crate(self, name: str) -> Import | None:
        """The crate of a path that begins with its name."""
        place = self.text.find(f"{name}::")
        return Import(Span(place, place + len(name)), name, ((name, "*"),)) if place >= 0 else None

    def used(self, node: Node) -> list[Statement]:
        """``use a::{b::C, D as E};``."""
        argument = node.child_by_field_name("argument")
        if argument is None:
            return []
        found: list[Statement] = []
        for path, local in _uses(self, argument, ()):
            if len(found) < _MAX_USES:
                found.append(Import(self.span(node), path[0], ((local, path[-1] if len(path) > 1 else "*"),)))
        return found

    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block, or the one that an expression is."""
        if node is None:
            return ()
        if node.type in {"async_block", "unsafe_block"}:
            return self.body(next((child for child in named(node) if child.type == "block"), None))
        return self.block(node) if node.type == "block" else tuple(self.statement(node))

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression for its effect."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            found += self.statement(child)
        return found

    def let(self, node: Node) -> list[Statement]:
        """``let pattern = value else { ... };``."""
        pattern = node.child_by_field_name("pattern")
        inside = node.child_by_field_name("value")
        if pattern is None or inside is None:
            return [self.other(node)] if self.is_broken(node) else []
        value = self.value_of(node, "value")
        other = node.child_by_field_name("alternative")
        after: list[Statement] = (
            [Try(self.span(other), (), (((), self.body(other)),))] if other is not None else []
        )
        if pattern.type in {"identifier", "mut_pattern", "ref_pattern"}:
            name = next((child for child in named(pattern) if child.type == "identifier"), pattern)
            target = self.name(name)
            if isinstance(target, Name) and target.text != "_":
                return [Assign(self.span(node), target, value), *after]
            return [ExpressionStatement(self.span(node), value), *after]
        if pattern.type == "tuple_pattern":
            names = tuple(self.name(child) for child in named(pattern) if child.type == "identifier")
            return [Assign(self.span(node), Sequence(self.span(pattern), names), value), *after]
        fit = matched(self, pattern, value)
        found: list[Statement] = [replace(item, span=self.span(node)) for item in fit.bindings]
        if fit.condition is not None:
            found.insert(0, ExpressionStatement(fit.condition.span, fit.condition))
        return [*(found or [ExpressionStatement(self.span(node), value)]), *after]

    def constant(self, node: Node) -> list[Statement]:
        """``const NAME: T = value;``."""
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is None or value is None:
            return []
        target = self.name(name)
        if not isinstance(target, Name):
            return []
        shared = node.parent is not None and node.parent.type == "declaration_list"
        return [Assign(self.span(node), replace(target, shared=shared), self.expression(value))]

    def assignment_statement(self, node: Node) -> list[Statement]:
        """``target = value``, ``target += value``."""
        return list(self.assigned(node))

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` and ``if let`` with all their arms."""
        before: list[Statement] = []
        branches: list[Branch] = []
        failures: list[Statement] = []
        step: Node | None = node
        while step is not None and step.type == "if_expression":
            test = step.child_by_field_name("condition")
            condition = self.optional(test, step)
            first, self.pending = tuple(self.pending), []
            body = self.body(step.child_by_field_name("consequence"))
            pattern = test.child_by_field_name("pattern") if test is not None else None
            if pattern is not None and fails(self, pattern):
                before.append(ExpressionStatement(condition.span, condition))
                failures.append(Try(self.span(step), (), (((), body),)))
            else:
                branches.append(Branch(self.span(step), condition, (*first, *body)))
            other = step.child_by_field_name("alternative")
            step = next(named(other), None) if other is not None else None
        if step is not None:
            branches.append(Branch(self.span(step), None, self.body(step)))
        made: list[Statement] = [If(self.span(node), tuple(branches))] if branches else []
        return [*before, *made, *failures]

    def chosen(self, node: Node) -> list[Statement]:
        """``match``: an ``If`` whose arms test the subject; arms of failures are handlers of a ``Try``."""
        subject = self.optional(node.child_by_field_name("value"), node)
        first: list[Statement] = [*self.pending]
        self.pending = []
        arms: list[Branch] = []
        handlers: list[tuple[tuple[str, ...], tuple[Statement, ...]]] = []
        inside = node.child_by_field_name("body")
        for arm in self.parsed(inside, first) if inside is not None else ():
            if arm.type != "match_arm":
                continue
            pattern = arm.child_by_field_name("pattern")
            value = arm.child_by_field_name("value")
            fit = matched(self, pattern, subject) if pattern is not None else None
            first += self.pending
            self.pending = []
            body = self.body(value)
            if pattern is not None and fails(self, pattern):
                handlers.append((("Err",), body))
                continue
            bindings = tuple(
                replace(
                    item,
                    span=Span(min(item.span.start, subject.span.start), max(item.span.end, subject.span.end)),
                )
                for item in (fit.bindings if fit is not None else ())
            )
            arms.append(
                Branch(self.span(arm), fit.condition if fit is not None else None, (*bindings, *body))
            )
        tests: tuple[Statement, ...] = (If(self.span(node), tuple(arms)),) if arms else ()
        if not handlers:
            return [*first, *(tests or (ExpressionStatement(subject.span, subject),))]
        return [
            *first,
            Try(self.span(node), (ExpressionStatement(subject.span, subject), *tests), tuple(handlers)),
        ]

    def while_loop(self, node: Node) -> list[Statement]:
        """``while`` and ``while let``; what the condition binds begins the body."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        first, self.pending = tuple(self.pending), []
        return [
            Loop(self.span(node), (*first, *self.body(node.child_by_field_name("body"))), condition=condition)
        ]

    def endless(self, node: Node) -> list[Statement]:
        """``loop``."""
        return [Loop(self.span(node), self.body(node.child_by_field_name("body")), forever=True)]

    def each(self, node: Node) -> list[Statement]:
        """``for pattern in values``."""
        pattern = node.child_by_field_name("pattern")
        value = self.optional(node.child_by_field_name("value"), node)
        first: tuple[Statement, ...] = ()
        target: Expression | None = None
        if pattern is not None and pattern.type in {"tuple_pattern", "identifier"}:
            inside = [pattern] if pattern.type == "identifier" else list(named(pattern))
            names = tuple(self.name(child) for child in inside if child.type == "identifier")
            target = (
                names[0] if pattern.type == "identifier" and names else Sequence(self.span(pattern), names)
            )
        elif pattern is not None:
            first = matched(self, pattern, value).bindings
        return [Loop(self.span(node), (*first, *self.body(node.child_by_field_name("body"))), target, value)]

    def given(self, node: Node) -> list[Statement]:
        """``return value``, ``yield value``."""
        return [
            Return(self.span(node), "yield" if node.type == "yield_expression" else "return", self.only(node))
        ]

    def left(self, node: Node) -> list[Statement]:
        """``break`` (also with a value) and ``continue``."""
        values = [child for child in named(node) if child.type != "label"]
        found: list[Statement] = [ExpressionStatement(self.span(v), self.expression(v)) for v in values]
        return [*found, Break(self.span(node), "continue" if node.type.startswith("continue") else "break")]

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.body(node))]

    def defined(self, node: Node) -> list[Statement]:
        """A function."""
        return [self.function(node)]

    def implemented(self, node: Node) -> list[Statement]:
        """``impl Kind { ... }``: like the body of a class."""
        kind = node.child_by_field_name("type") or node.child_by_field_name("name")
        body = self.block(node.child_by_field_name("body"))
        ordered = sorted(body, key=lambda statement: isinstance(statement, Function))
        return [
            Scope(self.span(node), "class", tuple(ordered), name=self.slice(kind) if kind is not None else "")
        ]

    def module(self, node: Node) -> list[Statement]:
        """``mod name { ... }``: its statements."""
        return list(self.block(node.child_by_field_name("body")))


def _makes(statement: Statement) -> bool:
    """True for ``let client = Client::new()``."""
    return isinstance(statement, Assign) and isinstance(statement.value, Call) and statement.value.new


def _uses(
    reader: RustStatements, node: Node, above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The paths that a ``use`` brings in, with their local names."""
    if node.type == "use_as_clause":
        path = node.child_by_field_name("path")
        alias = node.child_by_field_name("alias")
        if path is not None and alias is not None:
            yield (*above, *reader.slice(path).split("::")), reader.slice(alias)
    elif node.type == "scoped_use_list":
        path = node.child_by_field_name("path")
        inside = node.child_by_field_name("list")
        if inside is not None and len(above) < 20:
            front = (*above, *(reader.slice(path).split("::") if path is not None else ()))
            for child in named(inside):
                yield from _uses(reader, child, front)
    elif node.type == "use_list":
        for child in named(node):
            yield from _uses(reader, child, above)
    elif node.type in {"identifier", "scoped_identifier"}:
        parts = (*above, *reader.slice(node).split("::"))
        yield parts, parts[-1]
    elif node.type == "self" and above:
        yield above, above[-1]


def _inside_macros(first: Attempt) -> dict[int, Node]:
    """The expressions that stand inside of ``json!``, parsed together, by where they begin.

    The grammar keeps what stands in a macro as tokens. The second text has these expressions at their places,
    each closed by a semicolon, and nothing else.
    """
    spans: list[tuple[int, int]] = []
    stack = [first.tree.root_node]
    while stack:
        node = stack.pop()
        if node.type != "token_tree":
            stack.extend(node.children)
            continue
        trees = [node]
        while trees:
            for key, value in members_of(trees.pop()):
                for tokens in (key, value):
                    if tokens and complex_value(tokens):
                        spans.append((tokens[0].start_byte, tokens[-1].end_byte))
                    elif len(tokens) == 1 and tokens[0].type == "token_tree":
                        trees.append(tokens[0])
    if not spans:
        return {}
    draft = first.draft
    source = f"{draft.prefix}{draft.masked}{draft.suffix}"
    kept = bytearray([_NOT_WRITTEN]) * (len(source) + 1)
    for start, end in spans:
        kept[start:end] = source[start:end].encode("ascii")
        kept[end] = ord(";")
    second = attempt("rust", replace(draft, masked=kept.decode("ascii"), prefix="", suffix="", marks=()))
    if second is None:
        return {}
    found: dict[int, Node] = {}
    for node in second.tree.root_node.named_children:
        inside = next(named(node), None) if node.type == "expression_statement" else node
        if inside is not None and not inside.is_error:
            found[inside.start_byte] = inside
    return found


_STATEMENTS: Final[dict[str, Callable[[RustStatements, Node], list[Statement]]]] = {
    "ERROR": RustStatements.broken,
    "assignment_expression": RustStatements.assignment_statement,
    "async_block": RustStatements.braces,
    "attribute_item": RustStatements.nothing,
    "block": RustStatements.braces,
    "break_expression": RustStatements.left,
    "compound_assignment_expr": RustStatements.assignment_statement,
    "const_item": RustStatements.constant,
    "continue_expression": RustStatements.left,
    "empty_statement": RustStatements.nothing,
    "enum_item": RustStatements.nothing,
    "expression_statement": RustStatements.expression_statement,
    "extern_crate_declaration": RustStatements.nothing,
    "for_expression": RustStatements.each,
    "function_item": RustStatements.defined,
    "if_expression": RustStatements.conditional_statement,
    "impl_item": RustStatements.implemented,
    "inner_attribute_item": RustStatements.nothing,
    "let_declaration": RustStatements.let,
    "loop_expression": RustStatements.endless,
    "macro_definition": RustStatements.nothing,
    "match_expression": RustStatements.chosen,
    "mod_item": RustStatements.module,
    "return_expression": RustStatements.given,
    "static_item": RustStatements.constant,
    "struct_item": RustStatements.nothing,
    "trait_item": RustStatements.implemented,
    "type_item": RustStatements.nothing,
    "union_item": RustStatements.nothing,
    "unsafe_block": RustStatements.braces,
    "use_declaration": RustStatements.used,
    "while_expression": RustStatements.while_loop,
    "yield_expression": RustStatements.given,
}

RUST: Final[Kinds[RustStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset(
        {
            "arguments",
            "array_expression",
            "block",
            "declaration_list",
            "field_initializer_list",
            "source_file",
        }
    ),
)
