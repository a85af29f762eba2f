"""What a fix changes, as lines before and after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reports.html.sources import shown_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.finding import Edit, Finding, Fix
    from draftproof.reports.html.sources import Shelf

_LINE_END = re.compile(r"\r\n|\n|\r")


def changes_of(finding: Finding, fix: Fix, shelf: Shelf | None) -> list[list[object]]:
    """For each run of lines that a fix changes: the number of the first, the lines before, the lines after.

    Where the lines are not at hand, the text that is put in stands alone.
    """
    changes: list[list[object]] = []
    for edits in _runs(fix):
        first, last = edits[0].line, max(map(_last, edits))
        lines = [_line(finding, shelf, number) for number in range(first, last + 1)]
        known = [line for line in lines if line is not None]
        if len(known) < len(lines):
            changes.extend([edit.line, [], _shown(_LINE_END.split(edit.text), 1)] for edit in edits)
            continue
        after = _changed(known, edits)
        column = edits[0].column
        changes.append([first, _shown(known, column), _shown(after, column)])
    return changes


def _runs(fix: Fix) -> Iterator[Sequence[Edit]]:
    """The edits that touch the same lines, together."""
    run: list[Edit] = []
    for edit in sorted(fix.edits, key=lambda each: (each.line, each.column)):
        if run and edit.line > max(map(_last, run)):
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _last(edit: Edit) -> int:
    return max(edit.line, edit.end_line)


def _changed(lines: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    text = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    first = edits[0].line
    for edit in reversed(edits):
        start = starts[edit.line - first] + edit.column - 1
        end = starts[_last(edit) - first] + edit.end_column - 1
        text = text[:start] + edit.text + text[max(end, start) :]
    return _LINE_END.split(text)


def _shown(lines: Sequence[str], column: int) -> list[str]:
    return [shown_line(line, column if not index else 1).text for index, line in enumerate(lines)]


def _line(finding: Finding, shelf: Shelf | None, number: int) -> str | None:
    if shelf is not None:
        return shelf.lines[number - 1] if number <= len(shelf.lines) else None
    return next((quoted.text for quoted in finding.quoted if quoted.number == number), None)
