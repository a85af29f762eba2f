"""Running text of a format in the course of becoming atoms in Markdown's notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.inline_marks import MARK, TEXT, Atom

if TYPE_CHECKING:
    from draftproof.reading.text_lines import Joined

__all__ = ["MarkedText"]


class MarkedText:
    """One text and what was found in it so far; each format goes through its marks in a class of its own.

    ``unclosed`` has the marks that were looked for and never close.
    """

    def __init__(self, joined: Joined) -> None:
        self.joined = joined
        self.text = joined.text
        self.unclosed: set[str] = set()
        self.found: list[Atom] = []

    def plain(self, start: int, end: int) -> None:
        """Add a stretch as it stands."""
        self.found.extend(self.joined.atoms(start, end, TEXT))

    def mark(self, text: str, start: int, end: int) -> None:
        """Add a mark of Markdown in place of a stretch."""
        self.found.append(Atom(text, *self.joined.range(start, end), MARK))
