"""The kinds of value that an option may have: each checks a node, and describes itself for the JSON Schema.

A check gives plain data that JSON can hold, or adds problems and gives ``INVALID``.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from draftproof.configuration.patterns import parse as parse_pattern
from draftproof.dataclass import dataclass
from draftproof.text.yaml_nodes import Node, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MAX_HINTS = 100
"""Unknown keys of one file that get a suggestion: looking for one is slow."""
INVALID: Final = object()
"""What a check gives for a value that it has complained about."""


class Problem(NamedTuple):
    """Something wrong in a configuration: a place and one sentence."""

    line: int
    column: int
    message: str


class PlacedSelector(NamedTuple):
    """A rule selector and where it stands, to be checked against the rulebook later."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Findings:
    """What checking a file gathers: the problems, and the selectors that only a rulebook can judge."""

    problems: list[Problem] = field(default_factory=list)
    selectors: list[PlacedSelector] = field(default_factory=list)

    def complain(self, node: Node, message: str) -> object:
        """Note a problem at a value."""
        self.problems.append(Problem(node.line, node.column, message))
        return INVALID


class Kind(Protocol):
    """A kind of value."""

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The plain value of a node, or INVALID after a complaint about the option ``name``."""

    def schema(self) -> dict[str, Any]:
        """The kind as JSON Schema."""

    @property
    def words(self) -> str:
        """What is expected, in words: "a list of ..."."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The tail of a message that offers the nearest known word, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  # late: only for mistakes

    near = get_close_matches(word[:100], list(known), n=1, cutoff=0.6)
    near = near or [name for name in known if name.lower() == word.lower()]
    return f"; did you mean {quoted(near[0])}?" if near else ""


def _expected(kind: Kind, node: Node, name: str, found: Findings) -> object:
    return found.complain(node, f"{quoted(name)} must be {kind.words}, not {node.kind}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not empty. ``pattern`` is a regular expression for the whole of it."""

    words: str = "text"
    pattern: str = r"\S"
    form: str = "not be empty"

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        if not isinstance(node.value, str):
            return _expected(self, node, name, found)
        if re.search(self.pattern, node.value) is None:
            return found.complain(node, f"{quoted(name)} must {self.form}: {quoted(node.value)}")
        return node.value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "string", "pattern": self.pattern}


@dataclass(frozen=True, slots=True)
class Selector:
    """A rule selector: a code, a prefix of codes, a name or a family."""

    words: str = "a rule code, prefix, name or family"

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        value = Text(self.words).check(node, name, found)
        if isinstance(value, str):
            found.selectors.append(PlacedSelector(value, node.line, node.column))
        return value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return Text().schema()


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern as in ``.gitignore``."""

    words: str = "a pattern as in .gitignore"

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        value = Text(self.words).check(node, name, found)
        if not isinstance(value, str):
            return value
        if ".." in value.removeprefix("!").split("/"):
            return found.complain(node, f'a pattern cannot leave the folder with "..": {quoted(value)}')
        if parse_pattern(value) is None:
            return found.complain(node, f"this pattern can never match: {quoted(value)}")
        return value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "string", "pattern": r"^(?!#)(?!!?\.\.(/|$))(?!.*/\.\.(/|$)).*[^\s/!]"}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    words: str = "true or false"

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        return node.value if isinstance(node.value, bool) else _expected(self, node, name, found)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is expected."""
        return "one of " + ", ".join(self.choices)

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        if not isinstance(node.value, str):
            return _expected(self, node, name, found)
        if node.value not in self.choices:
            hint = suggestion(node.value, self.choices)
            return found.complain(
                node, f"{quoted(name)} must be {self.words}, not {quoted(node.value)}{hint}"
            )
        return node.value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"enum": list(self.choices)}


_SIZE = (
    r"^(?=[0-9.]*[1-9])(?:(?P<bytes>[0-9]{1,12}) ?[bB]?"
    r"|(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?) ?(?P<unit>[kKmMgG])(?P<binary>i?)[bB]?)$"
)
_SIZE_SCHEMA = _SIZE.replace("?P<bytes>", "?:").replace("?P<number>", "?:").replace("?P<unit>", "?:")
_POWERS = {"k": 1, "m": 2, "g": 3}


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes, or a text with a unit."""

    words: str = 'a number of bytes or a size like "16MB"'

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool):
            if 0 < value < 10**12:
                return value
        elif isinstance(value, str):
            match = re.fullmatch(_SIZE, value)
            if match is not None:
                return _bytes(match)
        else:
            return _expected(self, node, name, found)
        return found.complain(node, f"{quoted(name)} must be {self.words}, not {quoted(str(value))}")

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        pattern = _SIZE_SCHEMA.replace("?P<binary>", "?:")
        return {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 10**12 - 1},
                {"type": "string", "pattern": pattern},
            ]
        }


def _bytes(match: re.Match[str]) -> int:
    if match["bytes"]:
        return int(match["bytes"])
    step = 1024 if match["binary"] else 1000
    return max(1, int(float(match["number"]) * step ** _POWERS[match["unit"].lower()]))


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with values of one kind."""

    item: Kind
    plural: str

    @property
    def words(self) -> str:
        """What is expected."""
        return f"a list of {self.plural}"

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        if isinstance(node.value, str):
            hint = f"write [{node.value}]" if node.value.isprintable() and len(node.value) < 40 else "use [ ]"
            return found.complain(node, f"{quoted(name)} must be {self.words}; {hint}")
        if not isinstance(node.value, tuple):
            return _expected(self, node, name, found)
        values = [self.item.check(child, name, found) for child in node.value]
        return [value for value in values if value is not INVALID]

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class MappingOf:
    """A mapping from names to values of one kind."""

    keys: Kind
    values: Kind
    words: str

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        if not isinstance(node.value, dict):
            return _expected(self, node, name, found)
        checked: dict[str, Any] = {}
        for key, child in node.value.items():
            line, column = child.key or child.position
            valid = self.keys.check(Node(key, line, column), name, found)
            value = self.values.check(child, f"{name}.{key}", found)
            if valid is not INVALID and value is not INVALID:
                checked[key] = value
        return checked

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {
            "type": "object",
            "propertyNames": self.keys.schema(),
            "additionalProperties": self.values.schema(),
        }


@dataclass(frozen=True, slots=True)
class Option:
    """One key: its kind, what holds where it is not set, and what it is for."""

    name: str
    kind: Kind
    default: str
    """The default as the documentation shows it."""
    about: str
    example: str = ""
    """A line or a few of YAML."""


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys."""

    options: tuple[Option, ...]
    words: str = "a mapping"
    required: tuple[str, ...] = ()

    def check(self, node: Node, name: str, found: Findings) -> Any:
        """The checked value."""
        if not isinstance(node.value, dict):
            return _expected(self, node, name, found)
        known: Mapping[str, Option] = {option.name: option for option in self.options}
        checked: dict[str, Any] = {}
        for key, child in node.value.items():
            option = known.get(key)
            if option is None:
                line, column = child.key or child.position
                few = len(found.problems) < _MAX_HINTS
                hint = suggestion(key.replace("_", "-"), known) if few else ""
                found.problems.append(Problem(line, column, f"unknown key {quoted(key)}{hint}"))
                continue
            value = option.kind.check(child, key, found)
            if value is not INVALID:
                checked[key] = value
        for missing in self.required:
            if missing not in node.value:
                found.complain(node, f"{quoted(name)} needs the key {quoted(missing)}")
        return checked

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        described = {
            option.name: {"description": option.about, **option.kind.schema()} for option in self.options
        }
        schema: dict[str, Any] = {"type": "object", "properties": described, "additionalProperties": False}
        return schema | ({"required": list(self.required)} if self.required else {})
