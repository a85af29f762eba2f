"""YAML 1.2 read into a small immutable tree in which every value knows where it stands.

Only the core schema counts: ``no``, ``on`` and dates are text, a tag other than the core ones is an error and
nothing that a document says is ever constructed or run. The parser of ruamel.yaml gives events; the tree is
built from them without recursion, within the limits below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from draftproof.dataclass import dataclass
from draftproof.text.source import Position, Source

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

MAX_CHARACTERS = 1_000_000
"""A longer text is refused unread."""
MAX_DEPTH = 64
"""Collections inside each other, those reached through aliases included."""
MAX_NODES = 200_000
"""Values in the tree, every use of an alias counted in full."""
MAX_DIGITS = 400
"""Digits of one number: converting more would cost quadratic time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a text may have. ``text_keys`` is False where a key like ``200`` is taken as its text."""

    characters: int = MAX_CHARACTERS
    nodes: int = MAX_NODES
    text_keys: bool = True


_USUAL = Limits()


class YamlError(ValueError):
    """A text that is not the YAML wanted here: one plain sentence and the place it is about."""

    def __init__(self, message: str, line: int, column: int, name: str = "<text>") -> None:
        super().__init__(f"{name}:{line}:{column}: {message}")
        self.message = message
        self.line = line
        self.column = column
        self.name = name


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the 1-based line and column where it begins.

    ``key`` is where the key of the value stands when it is an entry of a mapping. The dictionary of a mapping
    is in the order of the text and must not be changed: an alias shares it.
    """

    value: str | int | float | bool | tuple[Node, ...] | dict[str, Node] | None
    line: int
    column: int
    key: Position | None = None

    @property
    def position(self) -> Position:
        """Where the value begins."""
        return Position(self.line, self.column)

    @property
    def kind(self) -> str:
        """The kind of the value in plain words, as a message names it."""
        return kind_of(self.value)


def kind_of(value: object) -> str:
    """What a value is called in a message: plain data and the values of nodes alike."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a mapping" if isinstance(value, Mapping) else "a list"


def load(text: str, name: str = "<text>", limits: Limits = _USUAL) -> Node:
    """The tree of a text that holds one YAML document; an empty text gives a node of None.

    Raises YamlError for everything else.
    """
    if len(text) > limits.characters:
        raise YamlError(f"the text is longer than {limits.characters} characters", 1, 1, name)
    return _Builder(Source(text, name), limits).build()


def plain(node: Node) -> Any:
    """The tree as plain Python data: dictionaries, lists and scalars."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, tuple):
        return [plain(child) for child in value]
    return value


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    position: Position
    anchor: str | None
    mapping: dict[str, Node] | None
    items: list[Node]
    key: str | None = None
    key_position: Position | None = None
    height: int = 0
    """Collections below this one."""
    size: int = 1
    """Values of this one, itself included."""


@dataclass(frozen=True, slots=True)
class _Anchored:
    node: Node
    height: int
    size: int


class _Builder:
    """Builds the tree of one text from parser events."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._root: Node | None = None
        self._documents = 0

    def build(self) -> Node:
        for event in self._events():
            self._take(event)
        return self._root or Node(None, 1, 1)

    def _events(self) -> Iterator[Any]:
        from ruamel.yaml import YAML  # noqa: PLC0415  # late: most runs read no YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415
        from ruamel.yaml.reader import ReaderError  # noqa: PLC0415

        reached = 0
        try:
            for event in YAML(typ="safe", pure=True).parse(self._source.text):
                reached = event.end_mark.index
                yield event
        except ReaderError as error:
            message = f"the character U+{error.character:04X} may not stand in YAML"
            raise self._error(message, error.position) from None
        except MarkedYAMLError as error:
            mark = _place(error, self._source)
            raise self._error(_sentence(error, self._source), mark.index if mark else reached) from None
        except (
            YAMLError,
            ValueError,
            LookupError,
            ArithmeticError,
            AttributeError,
            TypeError,
            AssertionError,
        ):
            # The parser itself stumbles over a few texts; that too is the text's fault.
            raise self._error("what follows here is not YAML that can be read", reached) from None

    def _take(self, event: Any) -> None:
        kind = type(event).__name__
        start = event.start_mark.index
        if kind == "ScalarEvent":
            self._scalar(event, start)
        elif kind == "AliasEvent":
            self._alias(str(event.anchor), start)
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            self._open(event, start, mapping=kind == "MappingStartEvent")
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._close()
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise self._error("a second document begins here; only one is allowed", start)

    def _scalar(self, event: Any, start: int) -> None:
        value = self._resolve(event, start)
        position = self._source.position(start)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.mapping is not None and parent.key is None:
            if not isinstance(value, str) and not self._limits.text_keys:
                value = event.value
            if not isinstance(value, str):
                raise self._error(
                    f"a key must be text, but this one is {kind_of(value)}; put it in quotes", start
                )
            if value in parent.mapping:
                raise self._error(f"duplicate key {quoted(value)}", start)
            parent.key, parent.key_position = value, position
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(Node(value, *position), 0, 1)
            return
        self._place(Node(value, *position), 0, 1, event.anchor)

    def _resolve(self, event: Any, start: int) -> str | int | float | bool | None:
        tag = event.tag
        text = self._characters(event.value, start)
        if tag is None:
            if not event.implicit[0]:
                return text
            if len(text) > MAX_DIGITS and _NUMBER.fullmatch(text):
                raise self._error(f"a number of more than {MAX_DIGITS} digits", start)
            return _core_value(text)
        if tag in {"!", _CORE + "str"}:
            return text
        wanted = _TAGGED.get(tag)
        if wanted is None:
            raise self._error(f"unknown tag {quoted(_short_tag(tag))}", start)
        value = _core_value(text) if len(text) <= MAX_DIGITS else text
        if wanted is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if type(value) is not wanted:
            raise self._error(f"this value does not fit its tag {quoted(_short_tag(tag))}", start)
        return value

    def _characters(self, text: str, start: int) -> str:
        """The text with the characters that escaped surrogate pairs, as JSON writes them, stand for."""
        if not _SURROGATE.search(text):
            return text
        try:
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise self._error("an escape in this text stands for half a character", start) from None

    def _alias(self, anchor: str, start: int) -> None:
        if any(open_.anchor == anchor for open_ in self._stack):
            raise self._error(f"the alias {quoted('*' + anchor)} stands inside what it stands for", start)
        known = self._anchors.get(anchor)
        if known is None:
            raise self._error(f"nothing has the anchor {quoted('&' + anchor)}", start)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.mapping is not None and parent.key is None:
            raise self._error("an alias cannot be a key", start)
        node = Node(known.node.value, *self._source.position(start))
        self._place(node, known.height, known.size, None)

    def _open(self, event: Any, start: int, *, mapping: bool) -> None:
        expected = _CORE + ("map" if mapping else "seq")
        if event.tag not in {None, "!", expected}:
            raise self._error(f"unknown tag {quoted(_short_tag(event.tag))}", start)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.mapping is not None and parent.key is None:
            raise self._error("a key must be text, not a list or a mapping", start)
        if len(self._stack) >= MAX_DEPTH:
            raise self._error(f"lists and mappings are nested more than {MAX_DEPTH} deep", start)
        self._stack.append(_Open(self._source.position(start), event.anchor, {} if mapping else None, []))

    def _close(self) -> None:
        done = self._stack.pop()
        value = tuple(done.items) if done.mapping is None else done.mapping
        self._place(Node(value, *done.position), done.height + 1, done.size, done.anchor)

    def _place(self, node: Node, height: int, size: int, anchor: str | None) -> None:
        """Put a finished value where it belongs: the open collection, or the root."""
        if anchor is not None:
            self._anchors[anchor] = _Anchored(node, height, size)
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.height = max(parent.height, height)
        parent.size += size
        if len(self._stack) + height > MAX_DEPTH:
            raise self._error_at(f"lists and mappings are nested more than {MAX_DEPTH} deep", node)
        if parent.size > self._limits.nodes:
            raise self._error_at(f"more than {self._limits.nodes} values, uses of aliases counted", node)
        if parent.mapping is None:
            parent.items.append(node)
        elif parent.key is not None:
            parent.mapping[parent.key] = Node(node.value, node.line, node.column, parent.key_position)
            parent.key = None

    def _error(self, message: str, offset: int) -> YamlError:
        line, column = self._source.position(min(offset, len(self._source.text)))
        return YamlError(message, line, column, self._source.name)

    def _error_at(self, message: str, node: Node) -> YamlError:
        return YamlError(message, node.line, node.column, self._source.name)


_CORE = "tag:yaml.org,2002:"
_TAGGED: dict[str, type] = {
    _CORE + "int": int,
    _CORE + "float": float,
    _CORE + "bool": bool,
    _CORE + "null": type(None),
}
_CONSTANTS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(
    r"(?P<decimal>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)


def _core_value(text: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match["decimal"]:
        return int(text)
    if match["octal"]:
        return int(match["octal"], 8)
    if match["hex"]:
        return int(match["hex"], 16)
    return float(text)


def _short_tag(tag: str) -> str:
    return "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag


def quoted(text: str, limit: int = 60) -> str:
    """A text in double quotes for a message: one line, no control characters, not too long."""
    shown = "".join(ch if ch.isprintable() else f"\\u{ord(ch):04x}" for ch in text[: limit + 1])
    return f'"{shown[:limit]}…"' if len(shown) > limit else f'"{shown}"'


_PLAIN_WORDS = (
    ("found character '\\t'", "a tab may not indent YAML; use spaces"),
    ("found character '@'", "a value may not begin with @; put it in quotes"),
    ("found character '`'", "a value may not begin with a backtick; put it in quotes"),
    ("found character '%'", "a value may not begin with %; put it in quotes"),
    ("mapping values are not allowed", "a colon may not stand here; quote the text or mend the indentation"),
    ("sequence entries are not allowed", "a list item may not begin here; mend the indentation"),
    ("mapping keys are not allowed", "a key may not begin here; mend the indentation"),
    ("could not find expected ':'", "a key without a colon"),
    ("found unexpected end of stream", "a quoted text is never closed"),
    ("found unexpected document separator", "a quoted text is never closed"),
    ("found unknown escape character", "an unknown escape in double quotes; write \\\\ for a backslash"),
    ("expected <block end>", "bad indentation: this line fits neither the one before nor an outer level"),
    ("expected ',' or", "a list or mapping in brackets is never closed, or a comma is missing"),
    ("found undefined tag handle", "unknown tag"),
    ("found unexpected ':'", "a colon may not stand here; quote the text"),
    ("expected '<document start>'", "this stands after the end of the document"),
    ("found non-comment content after", "this stands after the end of the document"),
)


def _place(error: MarkedYAMLError, source: Source) -> Any:
    """Where to point: at the beginning of what is never closed, else at what the parser met."""
    problem, context = error.problem_mark, error.context_mark
    if context is not None and (problem is None or not source.text[problem.index :].strip()):
        return context
    return problem


def _sentence(error: MarkedYAMLError, source: Source) -> str:
    """What the parser complains about, in plain words; its own words where there are no better."""
    problem = str(error.problem or error.context or "this is not YAML that can be read")
    mark = error.problem_mark
    if mark is not None and source.text[mark.index : mark.index + 1] == "\t":
        return "a tab may not indent YAML; use spaces"
    for part, words in _PLAIN_WORDS:
        if part in problem:
            return words
    return problem.splitlines()[0][:200]
