"""Statements of Go, read from the tree-sitter tree into the small tree.

Of several values that one call gives the first is what it is about; the others (an error, a flag) are
unknown. What stands under ``if err != nil`` handles a failure as a handler of ``try`` does. ``main`` stands
last and is a block: what it defines is what a page goes on with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.go_expressions import EXPRESSIONS, GoExpressions
from draftproof.samples.languages.reader import Kinds
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Branch,
    Call,
    Compare,
    Expression,
    ExpressionStatement,
    Function,
    If,
    Import,
    Join,
    Loop,
    Name,
    Null,
    Return,
    Scope,
    Statement,
    String,
    Try,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["GO", "GoStatements"]

_VERSION: Final = re.compile(r"/v\d{1,3}(?=/|\Z)|\.v\d{1,3}\Z")
_AFFIX: Final = re.compile(r"\Ago-|-go\Z|-sdk\Z|-sdk-go\Z")
_CASES: Final = frozenset({"communication_case", "default_case", "expression_case", "type_case"})
_LISTS: Final = frozenset({"const_declaration", "import_declaration", "import_spec_list", "var_declaration"})


class GoStatements(GoExpressions):
    """Reads the statements of one sample."""

    lists = frozenset({"statement_list"})

    def whole(self, node: Node) -> tuple[Statement, ...]:
        """The statements of the sample, those of ``main`` last: what it defines, later fences use."""
        body: list[Statement] = []
        main: list[Statement] = []
        for item in self.block(node):
            if isinstance(item, Function) and item.name == "main":
                main.append(Scope(item.span, "block", item.body, name=item.name))
            else:
                body.append(item)
        return (*body, *main)

    def imported(self, node: Node) -> list[Statement]:
        """``import``: every package under its local name, without its major version."""
        found: list[Statement] = []
        for child in node.named_children:
            if child.type in _LISTS:
                found += self.imported(child)
            elif child.type == "import_spec":
                path = child.child_by_field_name("path")
                value = self.expression(path) if path is not None else None
                if isinstance(value, String) and value.value:
                    module = _VERSION.sub("", value.value)
                    name = child.child_by_field_name("name")
                    local = self.slice(name) if name is not None else _package(module)
                    found.append(Import(self.span(child), module, ((local, "*"),)))
        return found

    def declared(self, node: Node) -> list[Statement]:
        """``var`` and ``const`` with values."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            if child.type.endswith("_list"):
                found += self.declared(child)
                continue
            targets = child.children_by_field_name("name")
            value = child.child_by_field_name("value")
            if value is not None:
                found += self._assigned(child, [item for item in targets if item.is_named], value, "=")
        return found

    def assignment_statement(self, node: Node) -> list[Statement]:
        """``a, err := f()``, ``a = b``, ``a += b``."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or self.is_broken(node):
            return [self.other(node)]
        sign = node.child_by_field_name("operator")
        operator = "=" if sign is None or self.slice(sign) in {"=", ":="} else self.slice(sign)
        targets = left.named_children if left.type == "expression_list" else [left]
        return self._assigned(node, [item for item in targets if item.type != "comment"], right, operator)

    def _assigned(self, node: Node, targets: list[Node], right: Node, operator: str) -> list[Statement]:
        sources = [child for child in right.named_children if child.type != "comment"]
        if right.type != "expression_list":
            sources = [right]
        found: list[Statement] = []
        if len(sources) == 1 and sources[0].type == "type_assertion_expression" and len(targets) > 1:
            found += self._asserted(sources[0])
        for index, target in enumerate(targets):
            place = self.expression(target)
            value = self.expression(sources[index]) if index < len(sources) else Unknown(place.span)
            is_blank = isinstance(place, Name) and place.text == "_"
            if not is_blank and (isinstance(place, Name | Attribute) or target.type == "index_expression"):
                found.append(Assign(self.span(node), place, value, operator))
            elif not isinstance(value, Unknown) or value.children:
                found.append(ExpressionStatement(value.span, value))
        return found

    def _asserted(self, node: Node) -> list[Statement]:
        """``value.(T)`` with a flag: a test of the value's class."""
        kind = node.child_by_field_name("type")
        if kind is None:
            return []
        compared = self._is(self.optional(node.child_by_field_name("operand"), node), kind)
        return [ExpressionStatement(compared.span, compared)]

    def _is(self, subject: Expression, kind: Node) -> Compare:
        inner = kind.named_children[0] if kind.type == "pointer_type" and kind.named_children else kind
        return Compare(self.span(kind), "is", subject, self.expression(inner))

    def counted(self, node: Node) -> list[Statement]:
        """``x++``."""
        target = self.inner(node)
        return [Assign(self.span(node), target, Unknown(self.span(node)), "+=")]

    def given(self, node: Node) -> list[Statement]:
        """``return``: its first value, the others before it."""
        lists = [child for child in node.named_children if child.type == "expression_list"]
        values = [self.expression(child) for child in self.members(lists[0])] if lists else []
        more: list[Statement] = [
            ExpressionStatement(value.span, value) for value in values[1:] if isinstance(value, Call)
        ]
        return [*more, Return(self.span(node), "return", values[0] if values else None)]

    def started(self, node: Node) -> list[Statement]:
        """``go f()`` and ``defer f()``."""
        value = self.inner(node)
        if isinstance(value, Unknown):
            return [value] if value.children else []
        return [ExpressionStatement(self.span(node), value)]

    def received(self, node: Node) -> list[Statement]:
        """``value := <-channel`` and ``<-channel`` of a ``select``."""
        if node.child_by_field_name("left") is not None:
            return self.assignment_statement(node)
        value = self.optional(node.child_by_field_name("right"), node)
        return [ExpressionStatement(self.span(node), value)]

    def sent(self, node: Node) -> list[Statement]:
        """``channel <- value``."""
        channel = self.optional(node.child_by_field_name("channel"), node)
        value = self.optional(node.child_by_field_name("value"), node)
        end = channel.span.end
        function = Attribute(channel.span, channel, "send", Span(end, end))
        return [
            ExpressionStatement(
                self.span(node), Call(self.span(node), function, (Argument(value.span, value),))
            )
        ]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if``: its initializer, then its arms."""
        before: list[Statement] = []
        branches: list[Branch] = []
        step: Node | None = node
        while step is not None and step.type == "if_statement":
            first = step.child_by_field_name("initializer")
            if first is not None:
                before += self.statement(first)
            condition = self.optional(step.child_by_field_name("condition"), step)
            before += self.pending
            self.pending = []
            body = self.block(step.child_by_field_name("consequence"))
            branches.append(Branch(self.span(step), condition, body))
            step = step.child_by_field_name("alternative")
        if step is not None:
            branches.append(Branch(self.span(step), None, self.block(step)))
        if len(branches) == 1 and _is_failure(branches[0].condition):
            return [*before, Try(self.span(node), (), (((), branches[0].body),))]
        return [*before, If(self.span(node), tuple(branches))]

    def switch(self, node: Node) -> list[Statement]:
        """``switch`` and ``select``: an ``If`` whose arms compare the subject."""
        first = node.child_by_field_name("initializer")
        before = self.statement(first) if first is not None else []
        value = node.child_by_field_name("value")
        subject = self.expression(value) if value is not None else None
        alias = node.child_by_field_name("alias")
        if alias is not None and subject is not None:
            before.append(Assign(self.span(node), self.inner(alias), subject))
        before += self.pending
        self.pending = []
        cases = [child for child in node.children if child.type in _CASES]
        branches = [self._case(case, subject) for case in cases]
        return [*before, If(self.span(node), tuple(branches))]

    def _case(self, case: Node, subject: Expression | None) -> Branch:
        first: list[Statement] = []
        communication = case.child_by_field_name("communication")
        if communication is not None:
            first += self.statement(communication)
        conditions: list[Expression] = []
        values = case.child_by_field_name("value")
        for child in values.named_children if values is not None else ():
            item = self.expression(child)
            conditions.append(Compare(item.span, "==", subject, item) if subject is not None else item)
        if subject is not None:
            conditions += [self._is(subject, kind) for kind in case.children_by_field_name("type")]
        body = [child for child in case.children if child.type == "statement_list"]
        inside = (*first, *(statement for child in body for statement in self.block(child)))
        if not conditions:
            return Branch(self.span(case), None, inside)
        span = Span(conditions[0].span.start, conditions[-1].span.end)
        condition = conditions[0] if len(conditions) == 1 else Join(span, "or", tuple(conditions))
        return Branch(self.span(case), condition, inside)

    def loop(self, node: Node) -> list[Statement]:
        """``for`` in all its forms."""
        body = node.child_by_field_name("body")
        head = next((child for child in node.named_children if child.type != "comment"), None)
        if head is None or head == body:
            return [Loop(self.span(node), self.block(body), forever=True)]
        if head.type == "range_clause":
            return [self._each(node, head, body)]
        before: list[Statement] = []
        test: Node | None = head
        if head.type == "for_clause":
            first = head.child_by_field_name("initializer")
            before = self.statement(first) if first is not None else []
            test = head.child_by_field_name("condition")
        condition = self.expression(test) if test is not None else None
        return [
            *before,
            Loop(self.span(node), self.block(body), condition=condition, forever=condition is None),
        ]

    def _each(self, node: Node, head: Node, body: Node | None) -> Loop:
        """``for _, value := range values``; a single name is that of what a channel or an iterator gives."""
        iterable = self.optional(head.child_by_field_name("right"), head)
        left = head.child_by_field_name("left")
        names = (
            [child for child in left.named_children if child.type != "comment"] if left is not None else []
        )
        target = self.expression(names[-1]) if names else None
        return Loop(self.span(node), self.block(body), target, iterable)

    def braces(self, node: Node) -> list[Statement]:
        """A bare block."""
        return [Scope(self.span(node), "block", self.block(node))]

    def defined(self, node: Node) -> list[Statement]:
        """A function or a method."""
        return [self.function(node)]

    def expression_statement(self, node: Node) -> list[Statement]:
        """An expression for its effect."""
        found: list[Statement] = []
        for child in self.parsed(node, found):
            value = self.expression(child)
            if not isinstance(value, Unknown) or value.children or value.reason != "other":
                found.append(
                    value if isinstance(value, Unknown) else ExpressionStatement(self.span(node), value)
                )
        return found

    def labelled(self, node: Node) -> list[Statement]:
        """A label and the statement that it marks."""
        inside = [child for child in node.named_children if child.type not in {"label_name", "comment"}]
        return [statement for child in inside for statement in self.statement(child)]


def _is_failure(condition: Expression | None) -> bool:
    """True for ``err != nil``."""
    return (
        isinstance(condition, Compare)
        and condition.operator == "!="
        and isinstance(condition.right, Null)
        and isinstance(condition.left, Name)
        and "err" in condition.left.text.lower()
    )


def _package(module: str) -> str:
    """The name under which a package is most likely known: ``openai`` for ``github.com/openai/openai-go``."""
    name = module.rpartition("/")[2]
    for _ in range(2):
        name = _AFFIX.sub("", name)
    return name


_STATEMENTS: Final[dict[str, Callable[[GoStatements, Node], list[Statement]]]] = {
    "ERROR": GoStatements.broken,
    "assignment_statement": GoStatements.assignment_statement,
    "block": GoStatements.braces,
    "break_statement": GoStatements.left,
    "const_declaration": GoStatements.declared,
    "continue_statement": GoStatements.left,
    "dec_statement": GoStatements.counted,
    "defer_statement": GoStatements.started,
    "expression_statement": GoStatements.expression_statement,
    "expression_switch_statement": GoStatements.switch,
    "for_statement": GoStatements.loop,
    "function_declaration": GoStatements.defined,
    "go_statement": GoStatements.started,
    "if_statement": GoStatements.conditional_statement,
    "import_declaration": GoStatements.imported,
    "inc_statement": GoStatements.counted,
    "labeled_statement": GoStatements.labelled,
    "method_declaration": GoStatements.defined,
    "package_clause": GoStatements.nothing,
    "receive_statement": GoStatements.received,
    "return_statement": GoStatements.given,
    "select_statement": GoStatements.switch,
    "send_statement": GoStatements.sent,
    "short_var_declaration": GoStatements.assignment_statement,
    "type_declaration": GoStatements.nothing,
    "type_switch_statement": GoStatements.switch,
    "var_declaration": GoStatements.declared,
}

GO: Final[Kinds[GoStatements]] = Kinds(
    EXPRESSIONS,
    _STATEMENTS,
    frozenset({"argument_list", "block", "literal_value", "source_file", "statement_list"}),
)
