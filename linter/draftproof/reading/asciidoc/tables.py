"""Tables of AsciiDoc, as rows of cells; a cell is a list of lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.text_lines import Line

_BAR = re.compile(r"(?<!\\)((?:\d{1,3}[+*]|\.\d{1,3}\+|[<>^]|\.[<>^]){0,4}[a-z]?)\|(?!=)")
_REPEATED = re.compile(r"(\d{1,3})\*")
_MAX_COLUMNS = 100


def rows_of(lines: Sequence[Line], mark: str, columns: str) -> list[list[list[Line]]]:
    """The cells of a table; ``mark`` is the first character of its delimiter, ``columns`` its ``cols``."""
    if mark in ",:":
        return [_separated(line, mark) for line in lines if not line.blank]
    cells: list[list[Line]] = []
    width = _width(columns)
    for line in lines:
        before = len(cells)
        _add_cells(line, cells)
        if not width and len(cells) > before:
            width = len(cells) - before
    width = max(1, min(width, _MAX_COLUMNS))
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _width(columns: str) -> int:
    """The number of columns that ``cols`` names."""
    total = 0
    for piece in columns.split(",") if columns.strip() else ():
        repeated = _REPEATED.match(piece.strip())
        total += int(repeated[1]) if repeated else 1
    return total


def _add_cells(line: Line, cells: list[list[Line]]) -> None:
    """Cells that begin on a line; what stands before the first of them belongs to the last one."""
    bars = [match for match in _BAR.finditer(line.text) if _stands_apart(line.text, match)]
    first = bars[0].start() if bars else len(line.text)
    if cells and not line.blank and line.text[:first].strip():
        cells[-1].append(_stretch(line, 0, first))
    for number, bar in enumerate(bars):
        end = bars[number + 1].start() if number + 1 < len(bars) else len(line.text)
        cells.append([_stretch(line, bar.end(), end)])


def _stands_apart(text: str, bar: re.Match[str]) -> bool:
    """True for a bar alone, and for one whose marks do not hang on a word."""
    return not bar[1] or bar.start() == 0 or text[bar.start() - 1].isspace()


def _stretch(line: Line, low: int, high: int) -> Line:
    """A stretch of a line without the blanks at its ends."""
    text = line.text[low:high]
    low += len(text) - len(text.lstrip())
    text = text.strip()
    return line._replace(text=text, start=line.start + low, end=line.start + low + len(text))


def _separated(line: Line, mark: str) -> list[list[Line]]:
    found: list[list[Line]] = []
    at = 0
    for piece in line.text.split(mark):
        found.append([_stretch(line, at, at + len(piece))])
        at += len(piece) + 1
    return found[:_MAX_COLUMNS]
