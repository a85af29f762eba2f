"""What blocks stand in while a text is walked through: quotes, lists, tables, tabs, admonitions, elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.document import Container, ContainerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from draftproof.reading.lines import Lines
    from draftproof.reading.tags import Tag

_GROUPS = frozenset(
    [
        "tabs",
        "codegroup",
        "code-group",
        "codetabs",
        "requestexample",
        "responseexample",
        "hfoptions",
        "tabset",
        "tab-set",
        "frameworkcontent",
    ]
)
_FENCE_TABS = frozenset(["codegroup", "code-group", "codetabs", "requestexample", "responseexample"])
_TABS = frozenset(["tab", "tabitem", "hfoption", "tab-item", "tabpanel", "==="])
_KINDS = {
    "blockquote_open": ContainerKind.QUOTE,
    "list_item_open": ContainerKind.LIST_ITEM,
    "table_open": ContainerKind.TABLE,
}
OPENING = frozenset({*_KINDS, "indented_open"})
"""The tokens that a container begins with; marks of elements apart."""
CLOSING = frozenset(name.replace("_open", "_close") for name in OPENING)
"""The tokens that it ends with."""
_MAX_FRAMES = 128
"""Tags inside more tags are no containers: a page of unclosed ones would cost quadratic time."""


def kind_of(name: str, otherwise: ContainerKind) -> ContainerKind:
    """The kind of a named element or directive: a group of tabs, a tab, or else what is given."""
    lowered = name.lower()
    if lowered in _GROUPS:
        return ContainerKind.TAB_GROUP
    return ContainerKind.TAB if lowered in _TABS else otherwise


class _Frame:
    """An open container; ``is_mark`` for one that began with a mark and ends with another."""

    __slots__ = ("colons", "container", "is_mark", "name")

    def __init__(self, container: Container, *, is_mark: bool, name: str = "", colons: int = 0) -> None:
        self.container = container
        self.is_mark = is_mark
        self.name = name
        self.colons = colons


class ContainerStack:
    """The open containers at one point of a text. ``numbers`` hands out numbers for the whole document."""

    def __init__(self, lines: Lines, numbers: list[int], outer: tuple[Container, ...]) -> None:
        self._lines = lines
        self._numbers = numbers
        self._outer = outer
        self._frames: list[_Frame] = []
        self._last_group: tuple[int, Container] | None = None
        self._current: tuple[Container, ...] | None = outer

    @property
    def in_element(self) -> bool:
        """True directly inside an element or a tab."""
        return bool(self._frames) and self._frames[-1].is_mark

    @property
    def fences_are_tabs(self) -> bool:
        """True directly inside an element whose every fence is a tab of its own."""
        return bool(self._frames) and self._frames[-1].name in _FENCE_TABS

    def current(self) -> tuple[Container, ...]:
        """What a block at this point stands in, from the outside in."""
        if self._current is None:
            self._current = (*self._outer, *(frame.container for frame in self._frames))
        return self._current

    def make(
        self, kind: ContainerKind, name: str = "", title: str = "", attributes: Sequence[tuple[str, str]] = ()
    ) -> Container:
        """A new container with a number of its own."""
        self._numbers[0] += 1
        return Container(kind, self._numbers[0], name, title, dict(attributes))

    def open(self, token: Token) -> None:
        """Enter what a token of ``OPENING`` stands for."""
        self._current = None
        kind = _KINDS.get(token.type)
        if kind is not None:
            self._frames.append(_Frame(self.make(kind), is_mark=False))
        else:
            name, title = token.meta["name"], token.meta["title"]
            if name == "===":
                self._frames.append(_Frame(self._implicit_group(token), is_mark=False))
                tab = self.make(ContainerKind.TAB, name, title)
                self._frames.append(_Frame(tab, is_mark=True, name=name))
            else:
                self._frames.append(_Frame(self.make(ContainerKind.ADMONITION, name, title), is_mark=False))

    def _implicit_group(self, token: Token) -> Container:
        """The group of an MkDocs tab: adjacent ``===`` blocks of one level are alternatives of each other."""
        first, after = token.map or (0, 0)
        if self._last_group is not None:
            end, group = self._last_group
            between = self._lines.text.text[self._lines.line(max(end - 1, 0))[1] : self._lines.line(first)[0]]
            if not between.strip():
                self._last_group = (after, group)
                return group
        group = self.make(ContainerKind.TAB_GROUP, "===")
        self._last_group = (after, group)
        return group

    def close(self) -> None:
        """Leave it again, with every element that was not closed in it."""
        self._current = None
        while self._frames and self._frames.pop().is_mark:
            pass

    def tag(self, tag: Tag, colons: int) -> None:
        """Enter or leave what the mark of an element stands for; ``colons`` for a colon line."""
        self._current = None
        if tag.form == "close":
            self._close_mark(tag.name.lower(), colons)
        elif tag.form == "open" and len(self._frames) < _MAX_FRAMES:
            name = tag.name.lower()
            title = tag.attribute("title", "label", "name", "value", "id", "header")
            kind = kind_of(name, ContainerKind.ADMONITION if colons else ContainerKind.ELEMENT)
            container = self.make(kind, tag.name, title, tag.attributes)
            self._frames.append(_Frame(container, is_mark=True, name=name, colons=colons))

    def _close_mark(self, name: str, colons: int) -> None:
        for position in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[position]
            if not frame.is_mark:
                return
            if (frame.colons == colons) if colons else (frame.name == name):
                del self._frames[position:]
                return
