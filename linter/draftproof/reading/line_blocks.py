"""What the readers of formats that are made of lines add to a view in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.document import ContainerKind, Problem
from draftproof.reading.text_lines import code_atoms, trimmed
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from draftproof.reading.inline_marks import Atom
    from draftproof.reading.text_lines import Line
    from draftproof.reading.views import View

__all__ = ["add_code", "add_table", "too_deep"]


def add_code(view: View, lines: Sequence[Line], language: str, title: str = "") -> None:
    """Add code, unless there is none; its lines stand for its fence as well."""
    if not lines:
        return
    start, end = lines[0].start, lines[-1].after
    attributes = {"title": title} if title else {}
    view.code(code_atoms(lines), language, attributes, opening=(start, start), closing=(end, end))


def add_table(
    view: View,
    rows: Iterable[Sequence[Sequence[Line]]],
    running: Callable[[Sequence[Line]], Sequence[Atom]],
) -> None:
    """Add a table, whose first row is the header. ``running`` gives the atoms of a cell that is not empty."""
    with view.inside(ContainerKind.TABLE):
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                shown = trimmed(cell)
                at = shown[0].start if shown else cell[0].start if cell else 0
                atoms = running(shown) if shown else []
                view.cell(atoms, (number, column), at=at, last=column == len(cells) - 1)


def too_deep(lines: Sequence[Line], most: int, advice: str) -> Problem:
    """The problem of blocks that are nested deeper than ``most`` levels; ``lines`` are what is deeper."""
    message = f"blocks are nested deeper than {most} levels here; what is deeper was read as code"
    return Problem(message, Span(lines[0].start, lines[0].start), advice)
