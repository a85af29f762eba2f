"""What the readers of languages have in common whose grammars give the parts of a node names.

C#, Go, Java, JavaScript, Python, Ruby and Rust have the same nodes under other names. The names are data of
the class that reads the language; how the parts are put together stands here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from draftproof.samples.languages.reader import LanguageReader
from draftproof.samples.languages.treesitter import MAX_DEPTH
from draftproof.samples.tree import (
    Assign,
    Attribute,
    Branch,
    Compare,
    Expression,
    If,
    Index,
    Join,
    Sequence,
    Spread,
    Statement,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from tree_sitter import Node

__all__ = ["FieldReader"]


class FieldReader(LanguageReader):
    """Reads operations, members, assignments and conditionals by the names of their parts."""

    comparisons: ClassVar[frozenset[str]] = frozenset({"==", "!=", "<", ">", "<=", ">="})
    operators: ClassVar[Table[str, str]] = {"||": "or", "&&": "and"}
    """What operators are called in the tree, where that is not how the language writes them."""
    filling: ClassVar[frozenset[str]] = frozenset()
    """Operators that assign only where nothing was; read as if they always did."""
    chained: ClassVar[str] = "assignment_expression"
    """The node of ``a = b = value``."""
    base_field: ClassVar[str] = "object"
    """The part of a member and of an index that stands first."""
    name_field: ClassVar[str] = "property"
    """The part of a member that stands last."""

    def member(self, node: Node) -> Expression:
        """``base.name``."""
        base = self.optional(node.child_by_field_name(self.base_field), node)
        name = node.child_by_field_name(self.name_field)
        if name is None or self.is_hole(name):
            return Unknown(self.span(node), "placeholder" if name else "syntax", (base,))
        return Attribute(self.span(node), base, self.slice(name), self.span(name), self.is_optional(node))

    def index(self, node: Node) -> Expression:
        """``base[key]``."""
        base = self.optional(node.child_by_field_name(self.base_field), node)
        key = self.optional(node.child_by_field_name("index"), node)
        return Index(self.span(node), base, key, self.is_optional(node))

    def is_optional(self, _node: Node) -> bool:
        """True for ``base?.name`` and ``base?.[key]``."""
        return False

    def array(self, node: Node) -> Expression:
        """``[a, b]``, ``{a, b}``."""
        items = tuple(self.expression(child) for child in self.listed(node))
        return Sequence(self.span(node), items, any(isinstance(item, Spread | Unknown) for item in items))

    def operation(self, node: Node) -> Expression:
        """A comparison, or the operands of one operator put together, however many."""
        operator = self.operator(node)
        meant = self.operators.get(operator, operator)
        if operator not in self.comparisons:
            return Join(self.span(node), meant, self.operands(node))
        left = self.optional(node.child_by_field_name("left"), node)
        right = self.optional(node.child_by_field_name("right"), node)
        return Compare(self.span(node), meant, left, right)

    def conditional(self, node: Node) -> Expression:
        """A conditional expression: its alternatives."""
        names = ("condition", "consequence", "alternative")
        condition, *arms = [self.optional(node.child_by_field_name(name), node) for name in names]
        return Join(self.span(node), "if", tuple(arms), condition=condition)

    def assignment(self, node: Node) -> Expression:
        """An assignment inside an expression: its target, and the assignment before the statement."""
        return self.noted(self.assigned(node))

    def assigned(self, node: Node) -> list[Assign]:
        """One ``Assign`` for every target of ``a = b = value``."""
        operator = self.operator(node)
        place = node
        targets = [self.optional(node.child_by_field_name("left"), node)]
        step = node.child_by_field_name("right")
        while (
            step is not None
            and step.type == node.type == self.chained
            and self.operator(step) == operator
            and len(targets) < MAX_DEPTH
        ):
            place = step
            targets.append(self.optional(step.child_by_field_name("left"), step))
            step = step.child_by_field_name("right")
        value = self.optional(step, place)
        sign = "=" if operator in self.filling else operator or "="
        return [Assign(self.span(node), target, value, sign) for target in targets]

    def assigned_once(self, node: Node) -> list[Assign]:
        """``target = value``; the value is not taken at its word where an error stands beside it."""
        target = self.optional(node.child_by_field_name("left"), node)
        return [Assign(self.span(node), target, self.value_of(node, "right"), self.operator(node) or "=")]

    def conditional_statement(self, node: Node) -> list[Statement]:
        """``if`` with all its ``else if`` as the arms of one conditional."""
        branches: list[Branch] = []
        step: Node | None = node
        while step is not None and step.type == "if_statement":
            condition = self.optional(step.child_by_field_name("condition"), step)
            body = self.arm(step.child_by_field_name("consequence"))
            branches.append(Branch(self.span(step), condition, body))
            step = self.otherwise(step)
        if step is not None:
            branches.append(Branch(self.span(step), None, self.arm(step)))
        return [If(self.span(node), tuple(branches))]

    def arm(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of an arm of a conditional."""
        return self.block(node)

    def otherwise(self, node: Node) -> Node | None:
        """What stands behind ``else``."""
        return node.child_by_field_name("alternative")
