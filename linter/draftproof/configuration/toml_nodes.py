"""The table ``[tool.draftproof]`` of a pyproject.toml as nodes.

The standard library reads TOML without positions, so a key is looked up again in the text; where that fails,
the place of the table is given. Positions only serve messages.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from draftproof.text.source import Source
from draftproof.text.yaml_nodes import MAX_DEPTH, Node, YamlError

if TYPE_CHECKING:
    from draftproof.text.source import Position

_TABLE = re.compile(r"^[ \t]*+\[{1,2}[ \t]*tool[ \t]*\.[ \t]*draftproof\b[^\]\n]*\]", re.MULTILINE)
_MISSES = 200
"""Searches that may fail; each goes through the whole text, so their number has a bound."""
_AT = re.compile(r"\(at line (\d+), column (\d+)\)$")


def load(text: str, name: str) -> Node | None:
    """The table as a tree, or None where there is none. Raises YamlError for a text that is not TOML."""
    import tomllib  # noqa: PLC0415  # late: only where a pyproject.toml speaks of the tool

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(error, Source(text, name)) from None
    except (RecursionError, ValueError):
        raise YamlError("this is not TOML that can be read", 1, 1, name) from None
    tool = data.get("tool")
    table = tool.get("draftproof") if isinstance(tool, dict) else None
    if table is None:
        return None
    return _Locator(Source(text, name)).node(table)


def _toml_error(error: ValueError, source: Source) -> YamlError:
    message = str(error)
    match = _AT.search(message)
    if match is None:
        line, column = source.position(len(source.text))
    else:
        line, column = int(match[1]), int(match[2])
    words = (
        message[: match.start()].strip() if match else message.removesuffix("(at end of document)").strip()
    )
    return YamlError(f"not valid TOML: {words[:1].lower()}{words[1:200]}", line, column, source.name)


class _Locator:
    """Gives places to the values of the table."""

    def __init__(self, source: Source) -> None:
        self._source = source
        match = _TABLE.search(source.text)
        self._misses = _MISSES
        self._start = match.start() if match else max(source.text.find("draftproof"), 0)

    def node(self, table: Any) -> Node:
        return self._node(table, self._start, self._start, None, 0)[0]

    def _node(self, value: Any, at: int, search: int, key: Position | None, depth: int) -> tuple[Node, int]:
        """The node of a value that stands at ``at``; its own parts are looked for from ``search`` on."""
        line, column = self._source.position(at)
        if depth > MAX_DEPTH:
            said = f"tables and arrays are nested more than {MAX_DEPTH} deep"
            raise YamlError(said, line, column, self._source.name)
        if isinstance(value, dict):
            entries: dict[str, Node] = {}
            end = search
            for name, child in value.items():
                place, after = self._key(name, end, search)
                position = self._source.position(place)
                entries[name], end = self._node(child, after, after, position, depth + 1)
            return Node(entries, line, column, key), end
        if isinstance(value, list):
            items: list[Node] = []
            for child in value:
                place = self._item(child, search)
                item, search = self._node(child, place, place, None, depth + 1)
                items.append(item)
            return Node(tuple(items), line, column, key), search
        if isinstance(value, datetime.datetime | datetime.date | datetime.time):
            return Node(value.isoformat(), line, column, key), search
        return Node(value, line, column, key), at

    def _key(self, name: str, after: int, start: int) -> tuple[int, int]:
        """Where a key and its value stand, looking on from the last key, then from the table."""
        if not self._misses:
            return start, start
        written = rf"(?:{re.escape(name)}|\"{re.escape(name)}\"|'{re.escape(name)}')"
        form = re.compile(rf"(?<![\w-]){written}(?![\w-])[ \t]*(?:=[ \t]*|\]|\.)")
        for begin in (after, start):
            match = form.search(self._source.text, begin)
            if match is not None:
                return match.start(), match.end()
            self._misses = max(self._misses - 1, 0)
        return start, start

    def _item(self, value: Any, after: int) -> int:
        """Where a list's item stands, if it is a text written as it is."""
        if not isinstance(value, str):
            return after
        for written in (f'"{value}"', f"'{value}'"):
            at = self._source.text.find(written, after) if self._misses else -1
            if at != -1:
                return at
            self._misses = max(self._misses - 1, 0)
        return after
