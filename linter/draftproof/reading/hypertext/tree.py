"""The tree of a page: elements, texts and comments with their places, as forgiving as a browser's.

What browsers build besides (a body where none is written, cells moved out of a table) changes no text and is
left out. Elements that stand deeper than a bound are taken off and their content is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.document import Problem
from draftproof.reading.hypertext import tokens as html
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.reading.hypertext.tokens import Token

MAX_DEPTH = 150
"""Elements inside elements; those that stand deeper are taken off."""
MAX_ELEMENTS = 400_000
"""Elements of a page; what follows is not read."""
VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input"),
        *("keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol"),
        *("p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul", "caption"),
    }
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CLOSES_PARAGRAPH = BLOCKS - {"td", "th", "tr", "tbody", "thead", "tfoot", "caption", "body", "html"}
_SCOPE = frozenset({"table", "td", "th", "caption", "html", "body", "svg", "math", "template", "button"})
_TABLE_PARTS = frozenset({"tbody", "thead", "tfoot"})
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _SCOPE | {"ul", "ol", "menu", "dir"}),
    "dt": (frozenset({"dt", "dd"}), _SCOPE | {"dl"}),
    "dd": (frozenset({"dt", "dd"}), _SCOPE | {"dl"}),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table", "template", "svg"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr", "template", "svg"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr", "template", "svg"})),
    **{
        name: (frozenset({"tr", "td", "th"}) | _TABLE_PARTS, frozenset({"table", "template", "svg"}))
        for name in _TABLE_PARTS
    },
    "a": (frozenset({"a"}), _SCOPE | {"li", "dd"}),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"}) | _SCOPE),
}
"""What the opening of an element ends, and what it cannot reach out of."""
_ISLANDS = frozenset({"td", "th", "table", "template", "svg", "math", "caption"})
"""Elements that the end of an inline element does not reach out of."""


class Text:
    """A stretch of text."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class Comment(Text):
    """A comment; ``inside`` is what stands between its marks."""

    __slots__ = ("inside",)

    def __init__(self, start: int, end: int, inside: tuple[int, int]) -> None:
        super().__init__(start, end)
        self.inside = inside


class Element:
    """An element: its opening tag at ``start`` to ``inner``, its closing tag at ``close`` to ``end``.

    ``holds`` are the names of the block elements inside of it.
    """

    __slots__ = ("_page", "_values", "children", "close", "end", "holds", "inner", "name", "parent", "start")

    def __init__(self, page: str, token: Token, parent: Element | None) -> None:
        self._page = page
        self._values = token.attributes or {}
        self.name = token.name
        self.start, self.inner = token.start, token.end
        self.close = self.end = token.end
        self.parent = parent
        self.children: list[Element | Text] = []
        self.holds: set[str] = set()

    def get(self, name: str) -> str:
        """The decoded value of an attribute, "" where there is none."""
        span = self._values.get(name)
        return html.plain(self._page, *span) if span else ""

    def has(self, name: str) -> bool:
        """True where the attribute is written, with a value or without."""
        return name in self._values

    def place(self, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute is written."""
        return self._values.get(name)

    @property
    def classes(self) -> list[str]:
        """The names of its classes, in lower case."""
        return self.get("class").lower().split() if "class" in self._values else []

    def walk(self) -> Iterator[Element]:
        """The elements inside of it, in order."""
        return (node for node in self._nodes() if isinstance(node, Element))

    def texts(self) -> Iterator[Text]:
        """The texts inside of it, in order."""
        return (node for node in self._nodes() if isinstance(node, Text) and not isinstance(node, Comment))

    def _nodes(self) -> Iterator[Element | Text]:
        """All that is inside of it, in order."""
        stack = [iter(self.children)]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                continue
            yield node
            if isinstance(node, Element):
                stack.append(iter(node.children))

    def text(self) -> str:
        """Its decoded text, blanks as one."""
        found = "".join(a.text for t in self.texts() for a in html.decoded(self._page, t.start, t.end))
        return " ".join(found.split())


def parse(page: str) -> tuple[Element, list[Problem]]:
    """The tree of a page below a root that stands for the page, and what was not read."""
    return _Builder(page).build()


class _Builder:
    """Puts tokens in their places."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._root = Element(page, html.Token(html.OPEN, 0, 0, "#page"), None)
        self._stack = [self._root]
        self._left_out = 0
        self._problems: list[Problem] = []
        self._count = 0

    def build(self) -> tuple[Element, list[Problem]]:
        for token in html.tokens(self._page):
            if token.sort == html.TEXT:
                self._stack[-1].children.append(Text(token.start, token.end))
            elif token.sort == html.COMMENT:
                if not self._page[slice(*token.inside)].strip():
                    continue
                self._stack[-1].children.append(Comment(token.start, token.end, token.inside))
            elif token.sort == html.CLOSE:
                self._close(token)
            elif self._count >= MAX_ELEMENTS:
                self._problems.append(
                    Problem(
                        f"the page has more than {MAX_ELEMENTS:,} elements; what follows was not read",
                        Span(token.start, token.start),
                        "Divide the page.",
                    )
                )
                self._end_all(token.start)
                return self._root, self._problems
            else:
                self._open(token)
        self._end_all(len(self._page))
        return self._root, self._problems

    def _end_all(self, at: int) -> None:
        for element in self._stack:
            element.close = element.end = at

    def _open(self, token: Token) -> None:
        self._count += 1
        name = token.name
        if name in _CLOSES_PARAGRAPH:
            self._end_open(frozenset({"p"}), _SCOPE, token.start)
        if name in HEADINGS and self._stack[-1].name in HEADINGS:
            self._pop_to(len(self._stack) - 1, token.start, token.start)
        if name in _ENDS:
            self._end_open(*_ENDS[name], token.start)
        empty = name in VOID or (token.empty and any(e.name in ("svg", "math") for e in self._stack))
        if len(self._stack) > MAX_DEPTH and not empty:
            self._left_out += 1
            self._note_depth(token)
            return
        element = Element(self._page, token, self._stack[-1])
        self._stack[-1].children.append(element)
        if name in BLOCKS:
            for outer in reversed(self._stack):
                if name in outer.holds:
                    break
                outer.holds.add(name)
        if not empty:
            self._stack.append(element)

    def _note_depth(self, token: Token) -> None:
        if not self._problems:
            self._problems.append(
                Problem(
                    f"elements are nested deeper than {MAX_DEPTH} levels here; what is deeper was read "
                    "without its elements",
                    Span(token.start, token.start),
                    "Flatten the page.",
                )
            )

    def _end_open(self, ended: frozenset[str], barriers: frozenset[str], at: int) -> None:
        """End the outermost open element of some names that no barrier keeps back."""
        found = 0
        for index in range(len(self._stack) - 1, 0, -1):
            if self._stack[index].name in barriers:
                break
            if self._stack[index].name in ended:
                found = index
        if found:
            self._pop_to(found, at, at)

    def _close(self, token: Token) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        if token.name == "br":
            self._open(token)
            return
        reaches = token.name in BLOCKS or token.name in _ISLANDS
        for index in range(len(self._stack) - 1, 0, -1):
            name = self._stack[index].name
            if name == token.name:
                self._pop_to(index, token.start, token.end)
                return
            if name in _ISLANDS and not reaches:
                return

    def _pop_to(self, index: int, close: int, end: int) -> None:
        """End the elements from an index of the stack on; the first of them by its own tag."""
        for element in self._stack[index + 1 :]:
            element.close = element.end = close
        self._stack[index].close, self._stack[index].end = close, end
        del self._stack[index:]
