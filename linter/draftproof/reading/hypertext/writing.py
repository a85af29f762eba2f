"""The article of a page, block by block, into a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.document import ContainerKind
from draftproof.reading.hypertext.code import code_atoms, language_of
from draftproof.reading.hypertext.content import is_gutter, is_left_out
from draftproof.reading.hypertext.running_text import RunningText
from draftproof.reading.hypertext.tree import BLOCKS, HEADINGS, Comment, Element
from draftproof.reading.inline_marks import running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.document import Container
    from draftproof.reading.hypertext.tabs import Tabs
    from draftproof.reading.hypertext.tree import Text
    from draftproof.reading.inline_marks import Atom
    from draftproof.reading.views import View

_CAPTIONS = frozenset(
    {
        *("code-block-caption", "filename", "code-title", "code-filename", "file-name"),
        *("codeblock-title", "highlight-filename"),
    }
)
_CAPTION_BEGINNINGS = ("codeblocktitle",)
_ADMONITIONS = frozenset(
    {"admonition", "theme-admonition", "alert", "admonitionblock", "starlight-aside", "callout"}
)
_ADMONITION_TITLES = frozenset({"admonition-title", "admonition-heading", "starlight-aside__title"})


class Writer:
    """Walks the tree of an article once."""

    def __init__(self, page: str, view: View, tabs: Tabs, *, whole_page: bool) -> None:
        """``whole_page`` where no element is known to hold the article alone."""
        self._page = page
        self._view = view
        self._tabs = tabs
        self._whole_page = whole_page
        self._prefix = ""
        self._caption = ("", -1)

    def children(self, element: Element, group: Container | None = None) -> None:
        """The blocks of an element's inside, running text between blocks among them."""
        run: list[Element | Text] = []
        waiting: list[int] = []
        for child in element.children:
            if isinstance(child, Comment) and not self._is_seen(run):
                before = self._view.count()
                self._paragraph(run)
                self._speak(waiting, before)
                waiting.append(self._view.comment(child.inside, (child.start, child.end)))
                run = []
            elif isinstance(child, Element) and self._leaves_out(child):
                continue
            elif isinstance(child, Element) and self._is_block(child):
                self._flush(run, waiting)
                before = self._view.count()
                self._block(child, group)
                self._speak(waiting, before)
                run = []
            else:
                run.append(child)
        self._flush(run, waiting)

    def _flush(self, run: Sequence[Element | Text], waiting: list[int]) -> None:
        before = self._view.count()
        self._paragraph(run)
        self._speak(waiting, before)

    def _speak(self, waiting: list[int], before: int) -> None:
        """The comments that wait are about what came since."""
        if self._view.count() > before:
            for comment in waiting:
                self._view.speak(comment, before, self._view.count())
            waiting.clear()

    def _is_seen(self, run: Sequence[Element | Text]) -> bool:
        return any(isinstance(n, Element) or self._page[n.start : n.end].strip() for n in run)

    def _leaves_out(self, element: Element) -> bool:
        if id(element) in self._tabs.labels or is_left_out(element, in_article=not self._whole_page):
            return True
        if is_gutter(element) or (element.name == "span" and element.classes == ["lang"]):
            return True
        if self._is_caption(element):
            self._caption = (element.text().removesuffix("¶").strip(), self._view.count())
            return True
        return not _ADMONITION_TITLES.isdisjoint(element.classes)

    def _is_caption(self, element: Element) -> bool:
        classes = element.classes
        if not classes or "pre" in element.holds or element.name == "pre":
            return False
        if not _CAPTIONS.isdisjoint(classes) or any(c.startswith(_CAPTION_BEGINNINGS) for c in classes):
            return True
        outer = element.parent.classes if element.parent is not None else []
        listing = "title" in classes and "listingblock" in outer
        return listing or (
            "title" in classes and element.parent is not None and element.parent.name == "figcaption"
        )

    @staticmethod
    def _is_block(element: Element) -> bool:
        return element.name in BLOCKS or bool(element.holds)

    def _block(self, element: Element, group: Container | None) -> None:
        name, view = element.name, self._view
        if id(element) in self._tabs.groups and group is None:
            with view.inside(ContainerKind.TAB_GROUP, "tabs") as made:
                self.children(element, made)
        elif id(element) in self._tabs.panels:
            with view.inside(ContainerKind.TAB, "tab", self._tabs.panels[id(element)]):
                self.children(element)
        elif name == "pre":
            self._code(element)
        elif name in HEADINGS and not element.holds - HEADINGS.keys():
            self._heading(element)
        elif name == "table" and not element.holds & {"pre", "table"}:
            self._table(element)
        elif name == "li":
            with view.inside(ContainerKind.LIST_ITEM):
                self._prefix = "- "
                self.children(element)
                self._prefix = ""
        elif name == "blockquote":
            with view.inside(ContainerKind.QUOTE):
                self.children(element)
        elif not _ADMONITIONS.isdisjoint(element.classes):
            with view.inside(ContainerKind.ADMONITION, self._admonition(element)):
                self.children(element, group)
        elif name == "details":
            with view.inside(ContainerKind.ELEMENT, "details"):
                self.children(element, group)
        else:
            self.children(element, group)

    @staticmethod
    def _admonition(element: Element) -> str:
        others = (c for c in element.classes if c not in _ADMONITIONS and "_" not in c)
        return next(others, "note").removeprefix("theme-admonition-").removeprefix("alert--")

    def _running(self, nodes: Sequence[Element | Text], *, heading: bool = False) -> list[Atom]:
        return running(RunningText(self._page, self._tabs.labels, heading=heading).of(nodes))

    def _paragraph(self, run: Sequence[Element | Text]) -> None:
        if not run or not self._is_seen(run):
            return
        atoms = self._running(run)
        if atoms:
            self._view.paragraph(atoms, self._prefix)
            self._prefix = ""

    def _heading(self, element: Element) -> None:
        atoms = self._running(element.children, heading=True)
        if atoms:
            self._view.heading(atoms, HEADINGS[element.name])
            self._prefix = ""

    def _table(self, table: Element) -> None:
        rows = [e for e in table.walk() if e.name == "tr"]
        with self._view.inside(ContainerKind.TABLE):
            number = 0
            for row in rows:
                cells = [c for c in row.children if isinstance(c, Element) and c.name in ("td", "th")]
                for column, cell in enumerate(cells):
                    atoms = self._running(cell.children)
                    place = (number, column)
                    self._view.cell(atoms, place, at=cell.inner, last=column == len(cells) - 1)
                number += bool(cells)
        self._prefix = ""

    def _code(self, pre: Element) -> None:
        atoms = code_atoms(self._page, pre)
        if not any(atom.text.strip() for atom in atoms):
            return
        title, at = self._caption
        attributes = {"title": title} if title and at == self._view.count() else {}
        first, last = atoms[0].start, atoms[-1].end
        self._view.code(
            atoms,
            language_of(pre),
            attributes,
            opening=(pre.start, max(pre.inner, pre.start) if first < pre.inner else first),
            closing=(min(last, pre.end), pre.end),
        )
        self._prefix = ""
