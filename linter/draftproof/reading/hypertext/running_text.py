"""Running text of a page as atoms in Markdown's notation: code, links, images, emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.hypertext.content import is_anchor, is_gutter, is_left_out
from draftproof.reading.hypertext.tokens import decoded
from draftproof.reading.hypertext.tree import BLOCKS, Comment, Element
from draftproof.reading.inline_marks import BREAK, COMMENT, LITERAL, MARK, TEXT, Atom, code_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.hypertext.tree import Text

_CODE = frozenset({"code", "kbd", "samp", "tt"})
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\\`]*")
_ADDRESS_SAFE = re.compile(r"[^\s<>()\\]+")
_ADDRESS_BRACKETED = re.compile(r"[^\n\r<>\\]+")
_DIRECTIVE = "draftproof"
_UNWANTED_SCHEMES = ("javascript:", "data:", "blob:")


class RunningText:
    """Makes atoms of nodes; one for a block."""

    def __init__(self, page: str, labels: frozenset[int], *, heading: bool = False) -> None:
        """``labels`` are elements to leave out, by ``id()``."""
        self._page = page
        self._labels = labels
        self._heading = heading
        self._open: list[str] = []

    def of(self, nodes: Sequence[Element | Text]) -> list[Atom]:
        """The atoms of some nodes in order."""
        found: list[Atom] = []
        for node in nodes:
            self._add(node, found)
        return found

    def _add(self, node: Element | Text, found: list[Atom]) -> None:
        if isinstance(node, Comment):
            if _DIRECTIVE in self._page[node.inside[0] : node.inside[1]]:
                found.append(Atom("<!--", node.start, node.inside[0], MARK))
                found.append(Atom(self._page[slice(*node.inside)], *node.inside, COMMENT))
                found.append(Atom("-->", node.inside[1], node.end, MARK))
        elif not isinstance(node, Element):
            found.extend(decoded(self._page, node.start, node.end))
        elif id(node) not in self._labels and not is_left_out(node):
            self._element(node, found)

    def _element(self, element: Element, found: list[Atom]) -> None:
        name = element.name
        if name in ("br", "hr"):
            found.append(Atom("\n", element.start, element.end, BREAK))
        elif name in _CODE and "code" not in self._open:
            found.extend(code_span(self._literal(element), (element.start, element.end)))
        elif name == "a":
            self._link(element, found)
        elif name == "img":
            self._image(element, found)
        elif name in _EMPHASIS:
            self._emphasis(element, found)
        elif name == "q":
            found.append(Atom('"', element.start, element.inner, TEXT))
            self._children(element, found)
            found.append(Atom('"', element.close, element.end, TEXT))
        elif name != "pre":
            apart = name in BLOCKS
            if apart:
                found.append(Atom("\n", element.start, element.start, BREAK))
            self._children(element, found)
            if apart:
                found.append(Atom("\n", element.close, element.close, BREAK))

    def _children(self, element: Element, found: list[Atom]) -> None:
        for child in element.children:
            self._add(child, found)

    def _literal(self, element: Element) -> list[Atom]:
        found: list[Atom] = []
        for child in element.children:
            if isinstance(child, Comment):
                continue
            if not isinstance(child, Element):
                found.extend(decoded(self._page, child.start, child.end))
            elif child.name == "br":
                found.append(Atom("\n", child.start, child.end, MARK))
            elif not (is_left_out(child) or is_gutter(child)):
                found.extend(self._literal(child))
        return found

    def _emphasis(self, element: Element, found: list[Atom]) -> None:
        mark = _EMPHASIS[element.name]
        if mark in self._open:
            self._children(element, found)
            return
        self._open.append(mark)
        inside: list[Atom] = []
        self._children(element, inside)
        self._open.pop()
        if not _has_edges(inside):
            found.extend(inside)
            return
        found.append(Atom(mark, element.start, element.inner, MARK))
        found.extend(inside)
        found.append(Atom(mark, element.close, element.end, MARK))

    def _link(self, element: Element, found: list[Atom]) -> None:
        target = element.get("href").strip()
        if (self._heading or target.startswith("#")) and is_anchor(element.text()):
            return
        plain = self._heading and target.startswith("#")
        if "link" in self._open or not target or plain or target.lower().startswith(_UNWANTED_SCHEMES):
            self._children(element, found)
            return
        self._open.append("link")
        inside: list[Atom] = []
        self._children(element, inside)
        self._open.pop()
        text = "".join(atom.text for atom in inside)
        opening, closing = (element.start, element.inner), (element.close, element.end)
        if text == target and _AUTOLINK.fullmatch(text):
            found.append(Atom("<", *opening, MARK))
            found.extend(atom._replace(sort=LITERAL) for atom in inside)
            found.append(Atom(">", *closing, MARK))
            return
        marks = self._target(element, "href", target)
        if not marks or not text.strip():
            found.extend(inside)
            return
        lead, inside, tail = _without_edges(inside)
        found.extend(lead)
        found.append(Atom("[", *opening, MARK))
        found.extend(inside)
        found.append(Atom("](", element.close, element.close, MARK))
        found.extend(marks)
        found.append(Atom(")", *closing, MARK))
        found.extend(tail)

    def _image(self, element: Element, found: list[Atom]) -> None:
        place, source = element.place("alt"), element.get("src").strip()
        alt = list(decoded(self._page, *place, in_attribute=True)) if place else []
        marks = self._target(element, "src", source) if "://" in source else []
        if not marks and not any(atom.text.strip() for atom in alt):
            return
        found.append(Atom("![", element.start, element.start, MARK))
        found.extend(atom._replace(text=_without_marks(atom.text)) for atom in alt)
        found.append(Atom("](", element.start, element.start, MARK))
        found.extend(marks)
        found.append(Atom(")", element.start, element.end, MARK))

    def _target(self, element: Element, name: str, target: str) -> list[Atom]:
        """The address of a link where Markdown can write it, with its place in the page."""
        place = element.place(name)
        if place is None or target.lower().startswith(_UNWANTED_SCHEMES):
            return []
        start, end = place
        while start < end and self._page[start].isspace():
            start += 1
        while end > start and self._page[end - 1].isspace():
            end -= 1
        atoms = [a._replace(sort=LITERAL) for a in decoded(self._page, start, end, in_attribute=True)]
        text = "".join(atom.text for atom in atoms)
        if _ADDRESS_SAFE.fullmatch(text):
            return atoms
        if _ADDRESS_BRACKETED.fullmatch(text):
            return [Atom("<", start, start, MARK), *atoms, Atom(">", end, end, MARK)]
        return []


def _has_edges(atoms: Sequence[Atom]) -> bool:
    """True where something is seen and no blank stands at an end: then emphasis is one."""
    seen = [atom for atom in atoms if atom.text]
    if not seen or any(atom.sort == BREAK for atom in (seen[0], seen[-1])):
        return False
    return not (seen[0].text[0].isspace() or seen[-1].text[-1].isspace())


def _without_edges(atoms: list[Atom]) -> tuple[list[Atom], list[Atom], list[Atom]]:
    """Blanks before, what is seen, blanks after."""
    low, high = 0, len(atoms)
    while low < high and not atoms[low].text.strip():
        low += 1
    while high > low and not atoms[high - 1].text.strip():
        high -= 1
    return atoms[:low], atoms[low:high], atoms[high:]


def _without_marks(text: str) -> str:
    """The text of an image with nothing that would end it; its length stays."""
    return re.sub(r"[\[\]\r\n]", " ", text)
