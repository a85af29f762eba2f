"""JSON schemas as OpenAPI descriptions use them: members, requiredness, constants, branches.

Only what names things is read: ``$ref`` within the file, ``properties``, ``required``, ``allOf``, ``anyOf``,
``oneOf``, ``items``, ``const``, ``enum`` and ``discriminator`` (JSON Schema 2020-12; OpenAPI 3.0 and 3.1,
"Schema Object"). A description may come from anybody: every walk visits a schema once, and all walks together
spend one budget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_STEPS = 1_000_000
"""Schemas visited and names copied for all questions about one description."""
MAX_NESTING = 100
"""Schemas within each other that count for what is required."""

_BRANCHES = ("anyOf", "oneOf")


class TooLargeError(ValueError):
    """The schemas of a description take more steps than any honest one."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an object: name -> all the schemas that it has somewhere, in the order of the text.

    ``complete`` is False where a part of the schema could not be found: then nothing is known to be missing.
    """

    schemas: Mapping[str, Sequence[Any]]
    complete: bool


@dataclass(slots=True)
class Schemas:
    """Answers questions about the schemas of one description. Raises TooLargeError where it gets too much."""

    root: Mapping[str, Any]
    outside: set[str] = field(default_factory=set)
    """References that lead to other files or nowhere."""
    _left: int = MAX_STEPS

    def _spend(self, steps: int = 1) -> None:
        self._left -= steps
        if self._left < 0:
            raise TooLargeError(f"its schemas take more than {MAX_STEPS:,} steps to read")

    def target(self, node: Any) -> Any:
        """What a node with a ``$ref`` stands for, through further references; None where it leads nowhere."""
        seen: set[str] = set()
        while isinstance(node, Mapping) and isinstance(reference := node.get("$ref"), str):
            self._spend()
            if reference in seen:
                return None
            seen.add(reference)
            node = self._at(reference)
        return node

    def _at(self, reference: str) -> Any:
        node: Any = self.root
        if not reference.startswith("#"):
            node = None
        for step in reference[1:].split("/")[1:]:
            self._spend()
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            node = node.get(key) if isinstance(node, Mapping) else None
        if node is None and len(self.outside) < 100:
            self.outside.add(reference[:200])
        return node

    def _parts(self, schema: Any, keys: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The schema, what it refers to, and the schemas below ``keys``: each once, as the text has them."""
        pending, seen = [schema], set[int]()
        while pending:
            node = pending.pop()
            if not isinstance(node, Mapping) or id(node) in seen:
                continue
            seen.add(id(node))
            self._spend()
            yield node
            below = [each for key in keys for each in _list(node.get(key))]
            if "$ref" in node:
                below.append(self.target(node))
            self._spend(len(below))
            pending.extend(reversed(below))

    def members(self, schema: Any) -> Members:
        """The members that an object of this schema can have, those of every branch included."""
        found: dict[str, list[Any]] = {}
        complete = True
        for part in self._parts(schema, ("allOf", *_BRANCHES)):
            complete = complete and ("$ref" not in part or self.target(part) is not None)
            properties = part.get("properties")
            for name, value in properties.items() if isinstance(properties, Mapping) else ():
                self._spend()
                found.setdefault(str(name), []).append(value)
        return Members(found, complete)

    def required(self, schema: Any) -> frozenset[str]:
        """Members that an object must have whichever branch it follows."""
        return self._required(schema, {}, 0)

    def _required(self, schema: Any, known: dict[int, frozenset[str]], depth: int) -> frozenset[str]:
        if not isinstance(schema, Mapping) or depth > MAX_NESTING:
            return frozenset()
        if id(schema) in known:
            return known[id(schema)]
        known[id(schema)] = frozenset()  # a schema within itself asks for nothing more
        names = {name for name in _list(schema.get("required")) if isinstance(name, str)}
        if "$ref" in schema:
            names |= self._required(self.target(schema), known, depth + 1)
        for part in _list(schema.get("allOf")):
            names |= self._required(part, known, depth + 1)
        for key in _BRANCHES:
            branches = [each for each in _list(schema.get(key)) if not _is_null(each)]
            if branches:
                names |= frozenset.intersection(
                    *(self._required(each, known, depth + 1) for each in branches)
                )
        self._spend(1 + len(names))
        known[id(schema)] = frozenset(names)
        return known[id(schema)]

    def constants(self, schema: Any) -> tuple[str, ...]:
        """The texts that a value of this schema is said to be one of."""
        found: dict[str, None] = {}
        for part in self._parts(schema, ("allOf", *_BRANCHES)):
            for value in (part.get("const"), *_list(part.get("enum"))):
                if isinstance(value, str):
                    self._spend()
                    found[value] = None
        return tuple(found)

    def branches(self, schema: Any) -> tuple[Mapping[str, Any], ...]:
        """The schemas that a value of this schema follows one of; those of its items where it is a list."""
        return tuple(
            part
            for part in self._parts(schema, (*_BRANCHES, "items"))
            if "properties" in part or not any(key in part for key in (*_BRANCHES, "items", "$ref"))
        )

    def at(self, schema: Any, path: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """The branches of a member at a path of names, lists entered."""
        here: list[Any] = [schema]
        for name in path:
            here = [
                below
                for each in here
                for branch in self.branches(each)
                for below in self.members(branch).schemas.get(name, ())
            ]
        return tuple({id(branch): branch for each in here for branch in self.branches(each)}.values())

    def discriminators(self, schema: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The members that tell branches apart, and the values that are mapped to branches."""
        names: dict[str, None] = {}
        values: dict[str, None] = {}
        for part in self._parts(schema, _BRANCHES):
            discriminator = part.get("discriminator")
            if isinstance(discriminator, Mapping):
                if isinstance(name := discriminator.get("propertyName"), str):
                    names[name] = None
                mapping = discriminator.get("mapping")
                values.update(dict.fromkeys(mapping if isinstance(mapping, Mapping) else ()))
        return tuple(names), tuple(map(str, values))


def _list(value: Any) -> Sequence[Any]:
    """The elements of a list; a mapping stands for itself (``items``)."""
    if isinstance(value, Mapping):
        return (value,)
    return value if isinstance(value, list) else ()


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "null"
