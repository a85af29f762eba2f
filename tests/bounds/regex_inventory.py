"""Every regular expression of the program, found by reading its modules, with the ways in which it is used.

A call of ``re`` anywhere in the package is a site. Its pattern is what the expression in the call is worth in
the imported module; where that depends on more than the module, the site is one of ``DYNAMIC`` and its
patterns come from the rulebook. Uses are read off the module too: a name that is only ever asked to
``match`` whole texts is tried once, one that is handed on is taken to be used in every way.
"""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from regex_ambiguity import Use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_CALLS: Final = {
    "match": Use.ONCE, "fullmatch": Use.WHOLE, "search": Use.FIRST, "finditer": Use.EVERY,
    "findall": Use.EVERY, "sub": Use.EVERY, "subn": Use.EVERY, "split": Use.EVERY,
}  # fmt: skip
FOLDER: Final = Path(__file__).parents[2] / "linter" / "draftproof"
_ANY: Final = frozenset({Use.EVERY, Use.WHOLE})
"""What is done with a pattern that is handed on."""
_HARMLESS: Final = frozenset({"pattern", "flags", "groups", "groupindex"})


@dataclass(frozen=True, slots=True)
class Site:
    """A pattern where it is made: ``module:line``, and how it is held against texts."""

    module: str
    line: int
    name: str
    pattern: str
    flags: int
    uses: frozenset[Use]

    @property
    def place(self) -> str:
        """What tells it from others, whatever stands above it: the module and the name, else the pattern."""
        return f"{self.module}:{self.name or self.pattern}"


@dataclass(frozen=True, slots=True)
class OpenSite:
    """A pattern that depends on more than its module: on a rulebook, a document, a name."""

    module: str
    line: int
    source: str
    """The expression."""

    @property
    def place(self) -> str:
        """The module and the expression."""
        return f"{self.module}:{self.source}"

    def filled(self, **values: object) -> str:
        """The pattern with values for what the module does not know."""
        known = {**vars(importlib.import_module(f"draftproof.{self.module}")), **values}
        return str(eval(self.source, known))


@dataclass(frozen=True, slots=True)
class _Module:
    """One module, read once: its calls of ``re``, what it does with names, what it imports."""

    name: str
    calls: tuple[tuple[ast.Call, str], ...]
    parents: dict[ast.AST, ast.AST]
    uses: dict[str, frozenset[Use]]
    imports: dict[tuple[str, str], str]
    """Module and name there, to the name here."""


@cache
def _modules() -> dict[str, _Module]:
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = _read(name, ast.parse(path.read_text(encoding="utf-8")))
    return found


def _read(name: str, tree: ast.Module) -> _Module:
    parents: dict[ast.AST, ast.AST] = {}
    calls: list[tuple[ast.Call, str]] = []
    imports: dict[tuple[str, str], str] = {}
    loads: list[tuple[str, ast.expr]] = []
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            parents[child] = node
        if isinstance(node, ast.Call) and (called := _called(node)):
            calls.append((node, called))
        elif isinstance(node, ast.ImportFrom):
            imports.update({(node.module or "", each.name): each.asname or each.name for each in node.names})
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loads.append((node.id, node))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            loads.append((f"{node.value.id}.{node.attr}", node))
    uses: dict[str, set[Use]] = {}
    for held, load in loads:
        uses.setdefault(held, set()).update(_uses_of(load, parents))
    return _Module(name, tuple(calls), parents, {key: frozenset(each) for key, each in uses.items()}, imports)


def sites() -> Iterator[Site | OpenSite]:
    """All sites of the package."""
    for name, module in _modules().items():
        if module.calls:
            imported = importlib.import_module(name)
            for node, called in module.calls:
                yield _site(module, imported, node, called)


def _called(node: ast.Call) -> str:
    function = node.func
    if (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
    ):
        return function.attr if function.attr in _CALLS or function.attr == "compile" else ""
    return ""


def _site(module: _Module, imported: ModuleType, node: ast.Call, called: str) -> Site | OpenSite:
    keywords = {each.arg: each.value for each in node.keywords}
    place = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "finditer": 2, "findall": 2}.get(
        called, 4
    )
    flags_node = keywords.get("flags") or (node.args[place] if len(node.args) > place else None)
    short = module.name.removeprefix("draftproof.")
    try:
        pattern = _worth(node.args[0], imported)
        flags = int(_worth(flags_node, imported)) if flags_node else 0
    except (NameError, KeyError, AttributeError, TypeError):
        return OpenSite(short, node.lineno, ast.unparse(node.args[0]))
    if called != "compile":
        return Site(short, node.lineno, "", pattern, flags, frozenset({_used(called, node.args[1:])}))
    held = _name_of(node, module.parents)
    return Site(short, node.lineno, held, pattern, flags, _uses(module, held, node))


def _worth(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), dict(vars(module)))


def _name_of(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    """The name of the module to which a compiled pattern is bound, "" where it is bound to none."""
    parent = parents.get(node)
    target = parent.targets[0] if isinstance(parent, ast.Assign) else getattr(parent, "target", None)
    at_top = isinstance(parents.get(parent), ast.Module) if parent else False
    return target.id if isinstance(target, ast.Name) and at_top else ""


def _uses(module: _Module, held: str, node: ast.Call) -> frozenset[Use]:
    if not held:
        parent = module.parents.get(node)
        call = module.parents.get(parent) if isinstance(parent, ast.Attribute) else None
        if isinstance(parent, ast.Attribute) and parent.attr in _CALLS and isinstance(call, ast.Call):
            return frozenset({_used(parent.attr, call.args)})
        return _ANY
    found = set(module.uses.get(held, ()))
    for other in _modules().values():
        if known := other.imports.get((module.name, held)):
            found |= other.uses.get(known, _ANY)
        package, _, last = module.name.rpartition(".")
        if known := other.imports.get((package, last)):
            found |= other.uses.get(f"{known}.{held}", frozenset())
    return frozenset(found)


def _uses_of(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> frozenset[Use]:
    """What is done with a name here; nothing where it is only asked what it is."""
    parent = parents[node]
    if not isinstance(parent, ast.Attribute):
        return _ANY
    call = parents.get(parent)
    if parent.attr not in _CALLS:
        return frozenset() if parent.attr in _HARMLESS else _ANY
    called = isinstance(call, ast.Call) and call.func is parent
    return frozenset({_used(parent.attr, call.args if called and isinstance(call, ast.Call) else [])})


def _used(method: str, arguments: list[ast.expr]) -> Use:
    """How a call holds a pattern against a text. A slice is a text of its own: making it costs as much."""
    return Use.WALK if len(arguments) > 1 and method in ("match", "fullmatch") else _CALLS[method]
