"""Columns: how wide text is, how a source line is cut to fit, and the carets under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reports.terminal import shown_at
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAB = "    "
_CUT = "..."
# Marks without a width cost no columns; so that a line of nothing else is cut as well, characters count too.
_CHARACTERS_PER_COLUMN = 4


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A source line as printed, with the carets for the line below it."""

    text: str
    carets: str
    unmarked: tuple[Span, ...]
    """The spans that lie outside the part of the line that is shown."""


def display_width(text: str) -> int:
    """The columns that a text without control characters takes in a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables are large, and most lines are ASCII

    return max(wcswidth(text), 0)


def wrap(text: str, columns: int) -> list[str]:
    """The words of a text in lines of at most so many columns; a longer word has a line of its own."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        width = display_width(word)
        if line and used + 1 + width > columns:
            lines.append(line)
            line, used = word, width
        elif line:
            line, used = f"{line} {word}", used + 1 + width
        else:
            line, used = word, width
    return [*lines, line]


def show_line(text: str, spans: Sequence[Span], columns: int) -> ShownLine:
    """The line cut to the columns around the first span, and carets under every span that can be seen.

    Spans are offsets in the line; what lies beyond its end counts as its end.
    """
    first = _clamped(spans[0], len(text))
    low, high = _window(text, first, columns)
    plain = _is_plain(text)
    cells = list(text[low:high]) if plain else [_cell(text, index) for index in range(low, high)]
    before = _CUT if low else ""
    shown = before + "".join(cells) + (_CUT if high < len(text) else "")
    row = bytearray()
    unmarked: list[Span] = []
    for span in spans:
        start, end = _clamped(span, len(text))
        if start < low or start > high or (start == high < len(text)):
            unmarked.append(span)
            continue
        left = display_width(before + "".join(cells[: start - low]))
        right = display_width(before + "".join(cells[: min(end, high) - low]))
        if right <= left < right + (start < end):  # a mark alone: under the character that carries it
            left = max(right - 1, 0)
        right = max(right, left + 1)
        row.extend(b" " * (right - len(row)))
        row[left:right] = b"^" * (right - left)
    return ShownLine(shown.rstrip(" "), row.decode("ascii"), tuple(unmarked))


def _clamped(span: Span, length: int) -> Span:
    start = min(max(span.start, 0), length)
    return Span(start, min(max(span.end, start), length))


def _cell(text: str, index: int) -> str:
    return _TAB if text[index] == "\t" else shown_at(text, index)


def _window(text: str, span: Span, columns: int) -> tuple[int, int]:
    """The part of the line to show: all of it, else the span with as much around it as fits."""
    if len(text) <= columns * _CHARACTERS_PER_COLUMN:
        low, high = _grown(text, span, columns)
        if (low, high) == (0, len(text)):
            return low, high
    low, high = _grown(text, span, columns - 2 * len(_CUT))
    while low < span.start and _continues(text, low):
        low += 1
    while high > max(span.end, low) and text[high - 1] == "\u200d":
        high -= 1
    return low, high


def _continues(text: str, index: int) -> bool:
    """True where the character belongs to the one before it."""
    return index > 0 and (text[index - 1] == "\u200d" or display_width(_cell(text, index)) == 0)


def _is_plain(text: str) -> bool:
    """True where every character takes one column and is shown as it is."""
    return text.isascii() and text.isprintable() and "##" not in text


def _grown_plain(length: int, span: Span, columns: int) -> tuple[int, int]:
    """As ``_grown``, for a plain text: reckoned, not tried."""
    low, high = span.start, min(span.end, span.start + columns)
    if high == span.end:
        used = high - low
        low = max(0, low - (columns - used) * 2 // 3)
        high = min(length, low + columns)
        low = max(0, high - columns)
    return low, high


def _grown(text: str, span: Span, columns: int) -> tuple[int, int]:
    """From the span's start rightwards over the span, then left for context, then right, then left again."""
    if _is_plain(text):
        return _grown_plain(len(text), span, columns)
    characters = columns * _CHARACTERS_PER_COLUMN
    low = high = span.start
    used = 0

    def take(index: int, limit: int) -> bool:
        nonlocal used
        # A selector may widen the character before it by one.
        cost = 1 if text[index] == "\ufe0f" else display_width(_cell(text, index))
        if used + cost > limit or high - low >= characters:
            return False
        used += cost
        return True

    while high < span.end and take(high, columns):
        high += 1
    if high == span.end:
        context = used + (columns - used) * 2 // 3
        while low > 0 and take(low - 1, context):
            low -= 1
        while high < len(text) and take(high, columns):
            high += 1
        while low > 0 and take(low - 1, columns):
            low -= 1
    return low, high
