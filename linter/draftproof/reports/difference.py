"""What fixes would change, in the form of a unified difference. It is no patch: credentials are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.style import FIX_COMMAND, UNSAFE_COMMAND
from draftproof.reports.terminal import Paint, inert, neutral, paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.finding import ChangedLine, Difference, Hunk
    from draftproof.reports.style import Style

NO_PATCH = "# This is no patch: credentials are masked. `{}` makes the changes."
_LONGEST_LINE = 1000
_PAINTS: dict[str, Paint] = {"-": "error", "+": "advice"}


def render(differences: Sequence[Difference], style: Style) -> Iterator[str]:
    """A note that this is no patch, then the changes of every document; nothing where there are none."""
    if differences:
        yield f"{NO_PATCH.format(UNSAFE_COMMAND if style.unsafe_fixes else FIX_COMMAND)}\n"
    for difference in differences:
        cell = "" if difference.cell is None else f", cell {difference.cell}"
        name = f"{neutral(difference.path)}{cell}"
        for mark in ("---", "+++"):
            yield f"{paint(f'{mark} {name}', 'strong', style.colour)}\n"
        for hunk in difference.hunks:
            yield f"{paint(_heading(hunk), 'frame', style.colour)}\n"
            for line in hunk.lines:
                yield f"{_line(line, style)}\n"


def _heading(hunk: Hunk) -> str:
    old = [line for line in hunk.lines if line.mark != "+"]
    new = [line for line in hunk.lines if line.mark != "-"]
    return (
        f"@@ -{_range(old[0].old if old else 0, len(old))} +{_range(new[0].new if new else 0, len(new))} @@"
    )


def _range(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first},{count}"


def _line(line: ChangedLine, style: Style) -> str:
    text = f"{line.mark}{neutral(line.text.replace(chr(9), '    '), _LONGEST_LINE)}"
    how = _PAINTS.get(line.mark)
    return inert(paint(text, how, style.colour) if how else text)
