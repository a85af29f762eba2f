"""Classes and functions of PHP, read from the tree-sitter tree into the small tree.

The properties and constants of a class are names that its methods share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples.languages.php_expressions import PhpExpressions
from draftproof.samples.languages.treesitter import named
from draftproof.samples.tree import Assign, Expression, Function, Name, Scope, Statement

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["PhpClasses"]


class PhpClasses(PhpExpressions):
    """Reads functions, methods, classes and what they hold."""

    def function(self, node: Node) -> Function:
        """A function, a method, a closure."""
        name = node.child_by_field_name("name")
        parameters: list[str] = []
        defaults: list[tuple[str, Expression]] = []
        inside = node.child_by_field_name("parameters")
        for child in named(inside) if inside is not None else ():
            variable = child.child_by_field_name("name")
            if variable is None:
                continue
            text = self.slice(variable).lstrip("$&. ")
            parameters.append(text)
            default = child.child_by_field_name("default_value")
            if default is not None:
                defaults.append((text, self.expression(default)))
        body = node.child_by_field_name("body")
        made = self.result(body, node) if node.type == "arrow_function" else self.block(body)
        text = self.slice(name) if name is not None else ""
        return Function(self.span(node), text, tuple(parameters), made, tuple(defaults))

    def defined(self, node: Node) -> list[Statement]:
        """A function or a method."""
        return [self.function(node)]

    def class_body(self, node: Node) -> list[Statement]:
        """A class, a trait, an enumeration: its methods last, so that its constants are known."""
        name = node.child_by_field_name("name")
        base = next((child for child in node.named_children if child.type == "base_clause"), None)
        bases = tuple(self.expression(child) for child in named(base)) if base is not None else ()
        body = self.block(node.child_by_field_name("body"))
        ordered = sorted(body, key=lambda statement: isinstance(statement, Function))
        text = self.slice(name) if name is not None else ""
        return [Scope(self.span(node), "class", tuple(ordered), name=text, bases=bases)]

    def held(self, node: Node) -> list[Statement]:
        """Properties, constants and static variables with their values."""
        found: list[Statement] = []
        for child in named(node):
            if child.type not in {
                "const_element",
                "property_element",
                "static_variable_declaration",
                "enum_case",
            }:
                continue
            first = next(named(child), None)
            if first is None:
                continue
            name = next(named(first), first) if first.type == "variable_name" else first
            rest = [item for item in named(child) if item != first]
            target = self.identifier(name)
            if rest and isinstance(target, Name):
                target = Name(
                    target.span, target.text, shared=node.parent is not None and "list" in node.parent.type
                )
                found.append(Assign(self.span(child), target, self.expression(rest[-1])))
        return found
