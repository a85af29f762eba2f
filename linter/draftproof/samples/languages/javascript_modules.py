"""Imports of JavaScript and TypeScript, ``require`` and ``import()`` included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.samples.languages.javascript_expressions import JavaScriptExpressions
from draftproof.samples.tree import Assign, Attribute, Call, Import, Mapping, Name, Statement, String

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["JavaScriptModules"]


class JavaScriptModules(JavaScriptExpressions):
    """Reads what a sample imports."""

    def required(self, made: Assign) -> Import | None:
        """``const { OpenAI } = require("openai")`` as the import that it is; also ``await import(...)``."""
        value = made.value
        member = "*"
        if isinstance(value, Attribute):
            member, value = value.name, value.base
        if not isinstance(value, Call) or not isinstance(value.function, Name) or len(value.arguments) != 1:
            return None
        source = value.arguments[0].value
        if (
            value.function.text not in {"require", "import"}
            or not isinstance(source, String)
            or source.value is None
        ):
            return None
        if isinstance(made.target, Name):
            return Import(made.span, source.value, ((made.target.text, member),))
        if not isinstance(made.target, Mapping) or member != "*":
            return None
        names = [
            (entry.value.text, entry.name)
            for entry in made.target.entries
            if entry.name is not None and isinstance(entry.value, Name)
        ]
        return Import(made.span, source.value, tuple(names))

    def imported(self, node: Node) -> list[Statement]:
        """``import``."""
        source = node.child_by_field_name("source")
        names: list[tuple[str, str]] = []
        for clause in node.children:
            if clause.type == "import_require_clause":
                source = clause.child_by_field_name("source")
                names += [
                    (self.slice(item), "*") for item in clause.named_children if item.type == "identifier"
                ]
            for item in clause.named_children if clause.type == "import_clause" else ():
                if item.type == "identifier":
                    names.append((self.slice(item), "default"))
                elif item.type == "namespace_import":
                    names += [
                        (self.slice(name), "*") for name in item.named_children if name.type == "identifier"
                    ]
                elif item.type == "named_imports":
                    names += self._specifiers(item)
        return [Import(self.span(node), self.module_name(source), tuple(names))]

    def module_name(self, source: Node | None) -> str:
        """The name of the module that a source names."""
        value = self.expression(source) if source is not None else None
        return value.value or "" if isinstance(value, String) else ""

    def _specifiers(self, node: Node) -> list[tuple[str, str]]:
        """The local and the imported names of ``{ A as B, type C }``."""
        found: list[tuple[str, str]] = []
        for item in node.named_children:
            name = item.child_by_field_name("name") if item.type == "import_specifier" else None
            if name is not None:
                found.append((self.slice(item.child_by_field_name("alias") or name), self.slice(name)))
        return found
