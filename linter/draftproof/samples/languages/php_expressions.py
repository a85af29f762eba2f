"""Expressions of PHP, read from the tree-sitter tree into the small tree."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from draftproof.samples.languages.building import at_once
from draftproof.samples.languages.literals import literal
from draftproof.samples.languages.php_library import performed, spelt
from draftproof.samples.languages.php_values import PhpValues
from draftproof.samples.languages.treesitter import MAX_DEPTH, named
from draftproof.samples.tree import (
    Argument,
    Assign,
    Attribute,
    Bool,
    Call,
    Compare,
    Expression,
    Function,
    Index,
    Join,
    Mapping,
    Name,
    Number,
    Sequence,
    Spread,
    Statement,
    Unknown,
)
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

__all__ = ["EXPRESSIONS", "PhpExpressions"]

_COMPARISONS: Final = {"==": "==", "===": "==", "!=": "!=", "!==": "!=", "<>": "!="}
_SIZES: Final = frozenset({"<", ">", "<=", ">=", "<=>"})
_OPERATORS: Final = {"||": "or", "&&": "and", "??": "or", ".": "+"}
_INSIDE_STRINGS: Final = frozenset({"encapsed_string", "heredoc_body"})


class PhpExpressions(PhpValues):
    """Reads expressions; the statements are read by the class derived from this one."""

    arrays: dict[str, Mapping]
    """Arrays that are kept in a variable: what is set from them at once is named in them."""

    @abstractmethod
    def match_arms(self, node: Node) -> Statement:
        """``match`` as an ``If`` whose arms return."""

    @abstractmethod
    def function(self, node: Node) -> Function:
        """A function, a method, a closure."""

    def subscript(self, node: Node) -> Expression:
        """``base[key]``; ``base[]`` is something of it."""
        inside = [child for child in named(node) if not child.is_error]
        if not inside:
            return self.other(node)
        base = self.expression(inside[0])
        if len(inside) < 2:
            return Index(self.span(node), base, Unknown(Span(base.span.end, self.span(node).end)))
        key = inside[1]
        bare = key.type == "name" and node.parent is not None and node.parent.type in _INSIDE_STRINGS
        return Index(
            self.span(node), base, literal(self.span(key), self.slice(key)) if bare else self.expression(key)
        )

    def member(self, node: Node) -> Expression:
        """``$base->name``, ``$base?->name``; of ``$this`` a name that all methods share."""
        inside = node.child_by_field_name("object")
        name = node.child_by_field_name("name")
        base = self.optional(inside, node)
        if name is None or self.is_hole(name):
            return Unknown(self.span(node), "placeholder" if name else "syntax", (base,))
        if name.type == "string":
            return Index(self.span(node), base, self.expression(name))
        if name.type != "name":
            return Index(self.span(node), base, Unknown(self.span(name), "other", (self.expression(name),)))
        if isinstance(base, Name) and base.text == "this":
            return Name(self.span(name), self.slice(name), shared=True)
        optional = node.type.startswith("nullsafe")
        return Attribute(self.span(node), base, self.slice(name), self.span(name), optional)

    def call(self, node: Node) -> Expression:
        """``f(...)``."""
        function = node.child_by_field_name("function")
        made = Call(self.span(node), self.optional(function, node), self.arguments(node))
        return self._spelt(made)

    def method(self, node: Node) -> Expression:
        """``$base->name(...)``, ``Base::name(...)``; of ``$this`` and ``self`` a function by its name."""
        inside = node.child_by_field_name("object") or node.child_by_field_name("scope")
        name = node.child_by_field_name("name")
        arguments = self.arguments(node)
        own = inside is not None and (inside.type == "relative_scope" or self.slice(inside) == "$this")
        if name is None or name.type != "name" or self.is_hole(name):
            base = self.optional(inside, node)
            return Unknown(self.span(node), "other", (base, *(argument.value for argument in arguments)))
        if own:
            return self._spelt(Call(self.span(node), self.identifier(name), arguments))
        base = self.optional(inside, node)
        place = self.between(node.start_byte, name.end_byte)
        optional = node.type.startswith("nullsafe")
        function = Attribute(place, base, self.slice(name), self.span(name), optional)
        return self._spelt(Call(self.span(node), function, arguments))

    def _spelt(self, call: Call) -> Expression:
        done = performed(call, self.arrays)
        if done is not None:
            assigns, value = done
            self.pending += assigns
            return value
        return spelt(call)

    def arguments(self, node: Node) -> tuple[Argument, ...]:
        """The arguments of a call."""
        inside = node.child_by_field_name("arguments") or next(
            (child for child in named(node) if child.type == "arguments"), None
        )
        found: list[Argument] = []
        for child in self.listed(inside) if inside is not None else ():
            if isinstance(child, Unknown):
                found.append(Argument(child.span, child))
            elif child.type == "variadic_placeholder":
                found.append(Argument(self.span(child), Unknown(self.span(child), "elision")))
            elif child.type == "argument":
                found.append(self._argument(child))
            else:
                value = self.expression(child)
                found.append(Argument(value.span, value))
        return tuple(found)

    def _argument(self, node: Node) -> Argument:
        name = node.child_by_field_name("name")
        values = [child for child in named(node) if child != name]
        value = self.expression(values[-1]) if values else self.optional(None, node)
        if self.is_broken(node):
            value = Unknown(value.span, "syntax", (value,))
        if name is None:
            return Argument(self.span(node), value)
        return Argument(self.span(node), value, self.slice(name), self.span(name))

    def construction(self, node: Node) -> Expression:
        """``new Kind(...)``."""
        kind = next((child for child in named(node) if child.type != "arguments"), None)
        if kind is None or kind.type == "anonymous_class":
            return self.other(node)
        return spelt(Call(self.span(node), self.expression(kind), self.arguments(node), new=True))

    def operation(self, node: Node) -> Expression:
        """A comparison, or the operands of one operator put together, however many."""
        operator = self.operator(node).lower()
        if operator not in _COMPARISONS and operator not in _SIZES and operator != "instanceof":
            return Join(self.span(node), _OPERATORS.get(operator, operator), self.operands(node))
        left = self.optional(node.child_by_field_name("left"), node)
        right = self.optional(node.child_by_field_name("right"), node)
        if operator == "instanceof":
            return Compare(self.span(node), "is", left, right)
        if operator in _COMPARISONS and (found := _position_test(self.span(node), left, right)):
            return found
        return Compare(self.span(node), _COMPARISONS.get(operator, operator), left, right)

    def conditional(self, node: Node) -> Expression:
        """``a ? b : c`` and ``a ?: b``."""
        condition = self.optional(node.child_by_field_name("condition"), node)
        then = node.child_by_field_name("body")
        other = self.optional(node.child_by_field_name("alternative"), node)
        if then is None:
            return Join(self.span(node), "or", (condition, other))
        return Join(self.span(node), "if", (self.expression(then), other), condition=condition)

    def cast(self, node: Node) -> Expression:
        """``(string) $value``: the value."""
        return self.optional(node.child_by_field_name("value"), node)

    def truth(self, node: Node) -> Expression:
        """``true``, ``TRUE``, ``false``."""
        return Bool(self.span(node), self.slice(node).lower() == "true")

    def printed(self, node: Node) -> Expression:
        """``print $value``: a call of that name."""
        start = self.span(node).start
        word = Span(start, min(start + len("print"), len(self.text)))
        value = self.inner(node)
        return Call(
            self.span(node), Name(word, self.text[word.start : word.end]), (Argument(value.span, value),)
        )

    def assignment(self, node: Node) -> Expression:
        """An assignment inside an expression: its target, and the assignment before the statement."""
        made = self.assigned(node)
        if not made:
            return self.other(node)
        return self.noted(made)

    def assigned(self, node: Node) -> list[Assign]:
        """``$target = value``, also of an operator, and one for every target of ``$a = $b = value``."""
        steps = [node]
        right = node.child_by_field_name("right")
        while right is not None and right.type == "assignment_expression" and len(steps) < MAX_DEPTH:
            steps.append(right)
            right = right.child_by_field_name("right")
        if right is None or any(self.is_broken(step) for step in steps):
            return []
        value = self.too_deep(right) if right.type == "assignment_expression" else self.expression(right)
        found: list[Assign] = []
        for step in reversed(steps):
            left = step.child_by_field_name("left")
            found += self._assigned_to(step, left, value) if left is not None else []
        return found

    def _assigned_to(self, node: Node, left: Node, value: Expression) -> list[Assign]:
        if left.type == "subscript_expression" and len([*named(left)]) == 1:
            return self._appended(node, left, value)
        target = self.target(left)
        if isinstance(value, Sequence) and not value.items and not value.open and isinstance(target, Name):
            # What is still empty may become an array with keys.
            value = Mapping(value.span, ())
        if isinstance(target, Name) and isinstance(value, Mapping):
            self.arrays[target.text] = value
        if isinstance(target, Name) and isinstance(value, Name) and target.text == value.text:
            return []  # `$this->client = $client`
        operator = self.operator(node)
        sign = {".=": "+=", "??=": "=", "": "="}.get(operator, operator)
        return [Assign(self.span(node), target, value, sign)]

    def _appended(self, node: Node, left: Node, value: Expression) -> list[Assign]:
        """``$list[] = value``: handed to what keeps it."""
        base = self.inner(left)
        end = Span(base.span.end, base.span.end)
        call = Call(
            self.span(node), Attribute(base.span, base, "append", end), (Argument(value.span, value),)
        )
        return [Assign(self.span(node), Unknown(base.span), call)]

    def target(self, node: Node) -> Expression:
        """What is assigned to; of a list with keys the members that are taken out."""
        if node.type == "list_literal":
            inside = [child for child in named(node) if not child.is_error]
            return Sequence(self.span(node), tuple(self.target(child) for child in inside))
        if node.type == "by_ref":
            return self.inner(node)
        return self.expression(node)

    def chosen(self, node: Node) -> Expression:
        """``match`` as a value: a function that is called at once."""
        return at_once(self.span(node), (self.match_arms(node),))

    def gathered_items(self, node: Node) -> Expression:
        """``a, b`` where one expression would stand."""
        return Unknown(self.span(node), "other", tuple(self.expression(child) for child in named(node)))

    def unpacked(self, node: Node) -> Expression:
        """``...$items``."""
        return Spread(self.span(node), self.inner(node))


def _position_test(span: Span, left: Expression, right: Expression) -> Compare | Call | None:
    """``strpos($line, "data: ") === 0``: whether it begins so; against ``false``, whether it is in it."""
    call, other = (left, right) if isinstance(left, Call) else (right, left)
    if not isinstance(call, Call) or not isinstance(call.function, Attribute):
        return None
    if call.function.name != "includes" or not isinstance(other, Number | Bool):
        return None
    if isinstance(other, Bool):
        return call
    function = call.function
    begins = Attribute(function.span, function.base, "starts_with", function.name_span)
    return Call(span, begins, call.arguments)


EXPRESSIONS: Final[dict[str, Callable[[PhpExpressions, Node], Expression]]] = {
    "anonymous_function": lambda self, node: self.function(node),
    "array_creation_expression": PhpExpressions.array,
    "array_element_initializer": PhpExpressions.element,
    "arrow_function": lambda self, node: self.function(node),
    "assignment_expression": PhpExpressions.assignment,
    "augmented_assignment_expression": PhpExpressions.assignment,
    "binary_expression": PhpExpressions.operation,
    "boolean": PhpExpressions.truth,
    "by_ref": PhpExpressions.inner,
    "cast_expression": PhpExpressions.cast,
    "class_constant_access_expression": PhpExpressions.shared,
    "clone_expression": PhpExpressions.opaque,
    "conditional_expression": PhpExpressions.conditional,
    "encapsed_string": PhpExpressions.encapsed,
    "error_suppression_expression": PhpExpressions.inner,
    "float": PhpExpressions.numeral,
    "function_call_expression": PhpExpressions.call,
    "heredoc": PhpExpressions.heredoc,
    "integer": PhpExpressions.numeral,
    "list_literal": PhpExpressions.target,
    "match_expression": PhpExpressions.chosen,
    "member_access_expression": PhpExpressions.member,
    "member_call_expression": PhpExpressions.method,
    "name": PhpExpressions.name,
    "nowdoc": PhpExpressions.heredoc,
    "null": PhpExpressions.null,
    "nullsafe_member_access_expression": PhpExpressions.member,
    "nullsafe_member_call_expression": PhpExpressions.method,
    "object_creation_expression": PhpExpressions.construction,
    "parenthesized_expression": PhpExpressions.inner,
    "print_intrinsic": PhpExpressions.printed,
    "qualified_name": PhpExpressions.qualified,
    "reference_assignment_expression": PhpExpressions.assignment,
    "scoped_call_expression": PhpExpressions.method,
    "scoped_property_access_expression": PhpExpressions.shared,
    "sequence_expression": PhpExpressions.gathered_items,
    "string": PhpExpressions.string,
    "subscript_expression": PhpExpressions.subscript,
    "throw_expression": PhpExpressions.around,
    "unary_op_expression": PhpExpressions.unary,
    "update_expression": PhpExpressions.opaque,
    "variable_name": PhpExpressions.variable,
    "variadic_unpacking": PhpExpressions.unpacked,
}
