"""A YAML file edited in place: single lists and values, every other byte as it was.

ruamel.yaml says where a value stands; the text is edited there. Writing the whole file anew, even by its
round trip, would fold long lists anew and move comments, and a review would have to read all of it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from draftproof.contracts.flow_lists import WIDTH, FlowList, place_of
from draftproof.text.yaml_nodes import YamlError, load, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Path = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9_/][\w./()-]*(?: [\w./()-]+)*", re.ASCII)


class EditError(ValueError):
    """A file that is written in a way that cannot be edited: one sentence."""


def written(value: str) -> str:
    """A text as it stands in a list in brackets: plain where that reads back as the text, else in quotes."""
    if _PLAIN.fullmatch(value) and plain(load(f"[{value}]")) == [value]:
        return value
    return json.dumps(value, ensure_ascii=False)


class YamlText:
    """The text of a YAML file and its edits. Raises EditError where the file is not what an edit needs."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._read: tuple[str, Any] | None = None

    @property
    def data(self) -> Any:
        """The plain data of the text as it is now; not to be changed."""
        if self._read is None or self._read[0] != self.text:
            try:
                self._read = self.text, plain(load(self.text, self.name))
            except YamlError as error:
                raise EditError(str(error)) from None
        return self._read[1]

    def set_value(self, path: Path, value: str, after: str = "") -> None:
        """Put a text in the place of a value, or add it behind ``after`` where there is none yet."""
        node = self._node(path)
        if node is None:
            self._insert(path, written(value), after)
        elif node.id != "scalar":
            raise self._cannot(path)
        else:
            self._replace(node.start_mark.index, node.end_mark.index, written(value))

    def change_list(
        self, path: Path, added: Sequence[str], gone: Collection[str] = (), after: str = ""
    ) -> None:
        """Put items into a list and take items out of it. ``added`` is YAML as it shall be written."""
        node = self._node(path)
        if node is None:
            self._insert(path, self._filled(added, path), after)
        elif node.id != "sequence":
            raise self._cannot(path)
        elif node.flow_style:
            self._change_flow(node, added, gone)
        else:
            self._change_block(path, node, added, gone)

    def _change_flow(self, node: Any, added: Sequence[str], gone: Collection[str]) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        spans = [(item.start_mark.index, item.end_mark.index) for item in node.value]
        flow = FlowList.parse(self.text, spans, start, end, self._newline)
        flow.remove({self.text[low:high] for (low, high), item in zip(spans, node.value, strict=True)
                     if item.value in gone})  # fmt: skip
        for item in added:
            flow.add(item)
        self._replace(start, end, flow.text)

    def _change_block(self, path: Path, node: Any, added: Sequence[str], gone: Collection[str]) -> None:
        values = [item.value if item.id == "scalar" else "" for item in node.value]
        if not added and all(value in gone for value in values):
            raise EditError(f"{self.name}: nothing would be left of {_spelt(path)}; edit it by hand")
        starts = [self.text.rfind("\n", 0, item.start_mark.index) + 1 for item in node.value]
        ends = [self._after_line(_end(item)) for item in node.value]
        lines = [self.text[low:high] for low, high in zip(starts, ends, strict=True)]
        # What stands between two items, comments and empty lines, stays whatever becomes of them.
        between = [*(self.text[low:high] for low, high in zip(ends, starts[1:], strict=False)), ""]
        if not lines[-1].endswith("\n"):
            lines[-1] += self._newline
        for item in added:
            index = place_of(item, values)
            values.insert(index, item)
            lines.insert(index, f"{' ' * node.start_mark.column}- {item}{self._newline}")
            between.insert(index - 1, "")
        kept = ["" if value in gone else line for value, line in zip(values, lines, strict=True)]
        text = "".join(line + space for line, space in zip(kept, between, strict=True))
        self._replace(starts[0], ends[-1], text)

    def _insert(self, path: Path, text: str, after: str) -> None:
        """Put a new key into the mapping above it, behind the key ``after`` or at the end."""
        parent, key = self._node(path[:-1]), written(str(path[-1]))
        entry = f"{key}:{'' if text.startswith(self._newline) else ' '}{text}"
        if parent is None and len(path) == 2:
            self._insert(path[:1], f"{self._newline}  {entry}", "")
            return
        if parent is None or parent.id != "mapping":
            raise self._cannot(path[:-1])
        pairs = parent.value
        place = next((value for name, value in pairs if name.value == after), pairs[-1][1] if pairs else None)
        if parent.flow_style:
            at = parent.start_mark.index + 1 if place is None else _end(place)
            self._replace(at, at, f"{', ' if place is not None else ''}{entry}")
            return
        if place is None:
            raise self._cannot(path[:-1])
        at = self._after_line(_end(place))
        indent = " " * parent.start_mark.column
        self._replace(at, at, f"{self._line_before(at)}{indent}{entry}{self._newline}")

    def _filled(self, items: Sequence[str], path: Path) -> str:
        """A new list, in lines of a decent length."""
        parent = self._node(path[:-1])
        indent = 2 * len(path) if parent is None else parent.start_mark.column + 2
        if indent + len(str(path[-1])) + sum(len(item) + 2 for item in items) <= WIDTH:
            return f"[{', '.join(items)}]"
        lines = [[items[0]]]
        for item in items[1:]:
            if indent + sum(len(each) + 2 for each in lines[-1]) + len(item) > WIDTH:
                lines.append([])
            lines[-1].append(item)
        rows = f",{self._newline}{' ' * (indent + 1)}".join(", ".join(line) for line in lines)
        return f"{self._newline}{' ' * indent}[{rows}]"

    def _after_line(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def _line_before(self, index: int) -> str:
        """What has to stand before a new line: a line break where the file ends without one."""
        return "" if not index or self.text[index - 1] == "\n" else self._newline

    def _replace(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]

    def _node(self, path: Path) -> Any:
        """The node at a path, with its marks; None where there is none."""
        from ruamel.yaml import YAML  # noqa: PLC0415 - only to edit

        self.data  # noqa: B018 - refuses what is too deep for the composer
        node: Any = YAML(typ="safe", pure=True).compose(self.text)
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = node.value[step] if node.id == "sequence" and step < len(node.value) else None
            elif node.id == "mapping":
                node = next((value for name, value in node.value if name.value == step), None)
            else:
                return None
        return node

    def _cannot(self, path: Path) -> EditError:
        return EditError(f"{self.name}: {_spelt(path)} is not what a contract has there; mend it by hand")


def _end(node: Any) -> int:
    """Where the last character of a value ends; the mark of a block collection lies behind that."""
    while node.id != "scalar" and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if node.id == "mapping" else last
    index: int = node.end_mark.index
    return index


def _spelt(path: Path) -> str:
    return ".".join(map(str, path)) or "the file"
