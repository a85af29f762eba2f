"""Table rows: where each cell stands, by GFM's way of splitting."""

from __future__ import annotations

_BLANKS = frozenset(" \t\v\f\r\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
"""What markdown-it-py takes off the ends of rows and cells: a hard blank before a row is no cell."""


def split_row(text: str, low: int, high: int) -> list[list[tuple[int, int]]]:
    """The cells of a table row as ranges of the text: GFM's splitting, a backslash before a pipe left out.

    A cell is a list of ranges of ``text``.
    """
    low, high = _without_blanks(text, low, high)
    if text.find("\\|", low, high) < 0:
        return _split_at_pipes(text, low, high)
    return split_with_escapes(text, low, high)


def _without_blanks(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low] in _BLANKS:
        low += 1
    while high > low and text[high - 1] in _BLANKS:
        high -= 1
    return low, high


def _split_at_pipes(text: str, low: int, high: int) -> list[list[tuple[int, int]]]:
    cells: list[list[tuple[int, int]]] = []
    start = low + text.startswith("|", low, high)
    while (end := text.find("|", start, high)) >= 0:
        cells.append([_without_blanks(text, start, end)])
        start = end + 1
    if start < high:
        cells.append([_without_blanks(text, start, high)])
    return cells


def split_with_escapes(text: str, low: int, high: int) -> list[list[tuple[int, int]]]:
    """The cells of a row without blanks around it, pipes escaped or not."""
    cells: list[list[tuple[int, int]]] = []
    current: list[tuple[int, int]] = []
    start = position = low
    while position < high:
        if text[position] == "|":
            if position > low and text[position - 1] == "\\":
                current.append((start, position - 1))
                start = position
            else:
                current.append((start, position))
                cells.append(current)
                current = []
                start = position + 1
        position += 1
    current.append((start, high))
    cells.append(current)
    if cells and cells[0] == [(low, low)]:
        cells.pop(0)
    if cells and cells[-1] == [(high, high)]:
        cells.pop()
    return [_trimmed(text, cell) for cell in cells]


def _trimmed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    first_low, first_high = pieces[0]
    while first_low < first_high and text[first_low] in _BLANKS:
        first_low += 1
    pieces = [(first_low, first_high), *pieces[1:]]
    last_low, last_high = pieces[-1]
    while last_high > last_low and text[last_high - 1] in _BLANKS:
        last_high -= 1
    return [*pieces[:-1], (last_low, last_high)]
