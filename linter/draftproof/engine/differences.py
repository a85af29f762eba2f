"""What fixes change in a document, line by line, with every credential masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.engine.settling import Settler
from draftproof.finding import WHOLE_FILE, ChangedLine, Difference, Hunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.engine.mending import Examined, Mended
    from draftproof.text.extract import Extract
    from draftproof.text.source import Source

CONTEXT = 3
"""Unchanged lines that are shown before and after a change."""


def differences(before: Examined, mended: Mended) -> tuple[Difference, ...]:
    """What was changed in each part of a document; the lines of a notebook count in their cell."""
    path = before.facts.document.path
    old_masks = Settler(before.facts, path)
    new_masks = Settler(mended.after.facts, path, old_masks.literals())
    found: list[Difference] = []
    for number, origins in sorted((mended.origins or {}).items()):
        old, new = before.facts.document, mended.after.facts.document
        whole = number == WHOLE_FILE
        lines = _changed(
            old.source if whole else old.parts[number].source,
            new.source if whole else new.parts[number].source,
            origins,
            (old_masks.masked(number), new_masks.masked(number)),
        )
        cell = None if whole else old.parts[number].cell
        found.append(Difference(path, cell, tuple(_hunks(lines))))
    return tuple(found)


def _changed(old: Source, new: Source, origins: Extract, masked: tuple[Source, Source]) -> list[ChangedLine]:
    """All lines of both texts in order: what stayed, what went and what came."""
    old_shown, new_shown = masked
    lines: list[ChangedLine] = []
    at = 1
    last = _lines(old)
    for number in range(1, _lines(new) + 1):
        origin = old.position(origins.origin(new.line_starts[number - 1])).line
        lines += [ChangedLine("-", line, number, old_shown.line_text(line)) for line in range(at, origin)]
        same = origin >= at and old.line_text(origin) == new.line_text(number)
        if not same and origin >= at:
            lines.append(ChangedLine("-", origin, number, old_shown.line_text(origin)))
        at = max(at, origin + 1)
        lines.append(ChangedLine(" " if same else "+", at - same, number, new_shown.line_text(number)))
    lines += [ChangedLine("-", line, _lines(new), old_shown.line_text(line)) for line in range(at, last + 1)]
    return lines


def _lines(source: Source) -> int:
    """The number of lines; after a line end at the end of a text there is no other."""
    count = source.line_count()
    return count - (source.line_starts[-1] == len(source.text))


def _hunks(lines: Sequence[ChangedLine]) -> Iterator[Hunk]:
    """The changes with what stands around them; those near each other together."""
    changed = [index for index, line in enumerate(lines) if line.mark != " "]
    start = end = 0
    for index in changed:
        if end and index - CONTEXT > end:
            yield _hunk(lines[start:end])
            end = 0
        start = start if end else max(0, index - CONTEXT)
        end = min(len(lines), index + CONTEXT + 1)
    if end:
        yield _hunk(lines[start:end])


def _hunk(lines: Sequence[ChangedLine]) -> Hunk:
    """Lines removed first within every run of changes, as readers of differences expect."""
    ordered: list[ChangedLine] = []
    came: list[ChangedLine] = []
    for line in lines:
        if line.mark == "+":
            came.append(line)
            continue
        if line.mark == " ":
            ordered += came
            came = []
        ordered.append(line)
    return Hunk((*ordered, *came))
