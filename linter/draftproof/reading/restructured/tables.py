"""Tables of reStructuredText, as rows of cells; a cell is a list of lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from draftproof.reading.text_lines import Line, dedented, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRID = re.compile(r"\+[-=+]+\+[ \t]*$")
_SIMPLE = re.compile(r"=+(?:[ \t]+=+)*[ \t]*$")
_UNDERLINE = re.compile(r"-+(?:[ \t]+-+)*[ \t]*$")
_RUN = re.compile(r"=+|-+")
_BULLET = re.compile(r"[*+-][ \t]+|[*+-]$")
_MAX_COLUMNS = 200

Rows = list[list[list[Line]]]


def is_grid(line: Line) -> bool:
    """True for the upper border of a grid table."""
    return line.text.startswith("+-") and _GRID.match(line.text) is not None


def is_simple(lines: Sequence[Line], index: int) -> bool:
    """True where a simple table begins: a border that comes again further down."""
    return (
        " " in lines[index].text.strip()
        and _SIMPLE.match(lines[index].text) is not None
        and any(_SIMPLE.match(line.text) for line in lines[index + 1 : index + 400])
    )


def grid_end(lines: Sequence[Line], index: int) -> int:
    """The index after a grid table."""
    while index < len(lines) and lines[index].text[:1] in ("+", "|"):
        index += 1
    return index


def simple_end(lines: Sequence[Line], index: int) -> int:
    """The index after a simple table: after the border that a blank line or the end follows."""
    borders = 1
    at = index + 1
    while at < len(lines):
        if _SIMPLE.match(lines[at].text) and not lines[at].blank:
            borders += 1
            ends = at + 1 >= len(lines) or lines[at + 1].blank
            if ends and borders >= 2:
                return at + 1
        at += 1
    return len(lines)


def grid_rows(lines: Sequence[Line]) -> Rows:
    """The cells of a grid table; one that spans columns counts once."""
    rows: Rows = []
    texts: list[Line] = []
    for line in lines[1:]:
        if line.text.startswith("+") and set(line.text.strip()) <= set("+-="):
            if texts:
                rows.append(_grid_row(texts))
            texts = []
        else:
            texts.append(line)
    if texts:
        rows.append(_grid_row(texts))
    return rows


def _grid_row(texts: Sequence[Line]) -> list[list[Line]]:
    bars = [at for at, character in enumerate(texts[0].text) if character == "|"][: _MAX_COLUMNS + 1]
    cells: list[list[Line]] = []
    for low, high in pairwise(bars):
        cells.append(dedented([_stretch(line, low + 1, high) for line in texts]))
    return cells


def _stretch(line: Line, low: int, high: int) -> Line:
    """Some columns of a line, without the blanks at their end."""
    text = line.text[low:high].rstrip()
    start = min(line.start + low, line.end)
    return Line(text, start, start + len(text), start + len(text))


def simple_rows(lines: Sequence[Line]) -> Rows:
    """The cells of a simple table."""
    columns = [match.start() for match in _RUN.finditer(lines[0].text)][:_MAX_COLUMNS]
    rows: Rows = []
    for line in lines[1:]:
        if line.blank or _SIMPLE.match(line.text) or _UNDERLINE.match(line.text):
            continue
        ends = [*columns[1:], max(len(line.text), columns[-1])]
        cells = [_stretch(line, low, high) for low, high in zip(columns, ends, strict=True)]
        if rows and cells[0].blank:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend([] if more.blank else [more])
        else:
            rows.append([[cell.behind(len(cell.lead))] for cell in cells])
    return rows


def list_rows(lines: Sequence[Line]) -> Rows:
    """The cells of a ``list-table``: a list of lists."""
    return [[trimmed(cell) for cell in _items(row)] for row in _items(lines)]


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """The items of a bulleted list, each without its mark."""
    items: list[list[Line]] = []
    depth = 0
    for line in dedented(lines):
        mark = _BULLET.match(line.text)
        if mark is not None:
            depth = mark.end()
            items.append([line.behind(depth)])
        elif items:
            items[-1].append(line.cut(depth or 2))
    return items


def csv_rows(lines: Sequence[Line]) -> Rows:
    """The cells of a ``csv-table`` with one row a line."""
    rows: Rows = []
    for line in lines:
        if not line.blank:
            rows.append([[cell] for cell in _values(line)])
    return rows


_VALUE = re.compile(r'[ \t]*+(?:"((?:[^"]|"")*+)"|([^,]*+))[ \t]*+(?:,|$)')


def _values(line: Line) -> list[Line]:
    found: list[Line] = []
    at = 0
    while at < len(line.text) and len(found) < _MAX_COLUMNS:
        match = _VALUE.match(line.text, at)
        if match is None:
            break
        group = 1 if match[1] is not None else 2
        text = match[group].rstrip()
        start = line.start + match.start(group)
        found.append(Line(text, start, start + len(text), start + len(text)))
        at = max(match.end(), at + 1)
    return found
