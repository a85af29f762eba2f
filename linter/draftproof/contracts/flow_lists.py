"""A YAML list in brackets, ``[a, b]``, with names put in and taken out; line breaks and comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

WIDTH = 118
"""Characters of a line before a list goes on in the next one."""


@dataclass(slots=True)
class FlowList:
    """The items of a list as they are written, and the space before each and before the closing bracket.

    A space holds line breaks and comments; commas are put back by ``text``. ``column`` is the 0-based column
    of the opening bracket, ``newline`` the line break of the file.
    """

    items: list[str]
    spaces: list[str]
    column: int
    newline: str

    @classmethod
    def parse(
        cls, text: str, spans: Sequence[tuple[int, int]], start: int, end: int, newline: str
    ) -> FlowList:
        """The list in ``text[start:end]`` whose items stand at ``spans``."""
        edges = [start + 1, *(edge for span in spans for edge in span), end - 1]
        spaces = [_without_comma(text[edges[at] : edges[at + 1]]) for at in range(0, len(edges), 2)]
        column = start - (text.rfind("\n", 0, start) + 1)
        return cls([text[low:high] for low, high in spans], spaces, column, newline)

    def remove(self, gone: Collection[str]) -> None:
        """Take out items; a comment beside one stays."""
        for index in reversed(range(len(self.items))):
            if self.items[index] in gone:
                before, after = self.spaces[index], self.spaces[index + 1]
                kept = _joined(before, after, first=index == 0, last=index + 1 == len(self.items))
                self.spaces[index : index + 2] = [kept]
                del self.items[index]

    def add(self, item: str) -> None:
        """Put in an item, between its neighbours of the alphabet where there are such, else at the end."""
        index = place_of(item, self.items)
        last = index == len(self.items)
        space = self.spaces[index]
        self.items.insert(index, item)
        if not self.spaces[0].strip() and len(self.items) == 1:
            self.spaces = ["", ""]
        elif "#" in space:
            # The comment is about what stands before it.
            self.spaces[index : index + 1] = [space, self._break() if last else " "]
        else:
            self.spaces.insert(index, " ")
        if self._end_of_line(index) > WIDTH:
            self._wrap(index, last=last)

    def _wrap(self, index: int, *, last: bool) -> None:
        """Begin a new line with an item; what begins the next one joins it where there is room."""
        if "#" not in self.spaces[index]:  # else it begins a line already
            self.spaces[index] = self._break()
        behind = self.spaces[index + 1]
        if last or behind.strip():
            return
        if "\n" in behind:
            self.spaces[index + 1] = " "
        if self._end_of_line(index) > WIDTH:
            self.spaces[index + 1] = behind if "\n" in behind else self._break()

    def _break(self) -> str:
        """A line break and the indentation of the lines of the list."""
        for space in self.spaces:
            if "\n" in space and not space.rpartition("\n")[2].strip():
                return self.newline + space.rpartition("\n")[2]
        return self.newline + " " * (self.column + 1)

    def _end_of_line(self, index: int) -> int:
        """How long the line is on which an item stands."""
        before = self._prefix(index) + self.items[index] + ","
        line = before.rpartition("\n")[2]
        indent = 0 if "\n" in before else self.column
        for at in range(index + 1, len(self.items)):
            if "\n" in self.spaces[at]:
                break
            line += f"{self.spaces[at]}{self.items[at]},"
        return indent + len(line)

    def _prefix(self, index: int) -> str:
        pairs = zip(self.spaces[:index], self.items[:index], strict=True)
        return "[" + "".join(f"{space}{item}," for space, item in pairs) + self.spaces[index]

    @property
    def text(self) -> str:
        """The list as it is written now."""
        pairs = zip(self.spaces, self.items, strict=False)
        return "[" + ",".join(f"{space}{item}" for space, item in pairs) + self.spaces[-1] + "]"


def place_of(item: str, items: Sequence[str]) -> int:
    """The index before which an item belongs: between neighbours of the alphabet, else at the end."""
    for index in range(1, len(items)):
        if items[index - 1] < item < items[index]:
            return index
    return len(items)


def _joined(before: str, after: str, *, first: bool, last: bool) -> str:
    """The space that is left where an item between two spaces is taken out."""
    if "#" in before and "#" in after:
        return before + after
    if "#" in before or "#" in after:
        return before if "#" in before else after
    if first or last:
        return before if first else after
    return before if "\n" in before else after


def _without_comma(space: str) -> str:
    """The text between two items without the comma, which is the first one outside comments."""
    comment = False
    for index, character in enumerate(space):
        if character == "\n":
            comment = False
        elif character == "#" and (index == 0 or space[index - 1].isspace() or space[index - 1] == ","):
            comment = True
        elif character == "," and not comment:
            return space[:index].rstrip(" ") + space[index + 1 :]
    return space
