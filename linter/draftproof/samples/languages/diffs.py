"""Samples that show a change: their new side, with nothing moved."""

from __future__ import annotations

import re
from typing import Final

from draftproof.samples.languages.treesitter import Draft, blank

__all__ = ["is_diff", "sides_of", "without_diff_marks"]

_DIFF_LINE: Final = re.compile(r"[-+](?![-+=>\d])")
_DIFF_HEADER: Final = re.compile(r"(?:diff |index |@@ |--- |\+\+\+ )")


def is_diff(masked: str) -> bool:
    """True for a text of removed, added and other lines, every one with its sign or a space before it."""
    lines = [line for line in masked.splitlines() if line.strip() and not _DIFF_HEADER.match(line)]
    signs = {line[0] for line in lines}
    return {"+", "-"} <= signs <= {"+", "-", " ", "\t"}


def without_diff_marks(draft: Draft) -> Draft:
    """The new side of a diff: removed lines and headers blanked out, the signs replaced by spaces."""
    lines = draft.masked.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if _DIFF_HEADER.match(line) or line.startswith("-"):
            lines[index] = blank(line)
        elif line.startswith("+"):
            lines[index] = " " + line[1:]
    return Draft("".join(lines), draft.marks)


def sides_of(draft: Draft) -> tuple[Draft, ...]:
    """A draft; before it its new side, where some line begins with a diff sign that is no operator."""
    if any(_DIFF_LINE.match(line) for line in draft.masked.splitlines()):
        return without_diff_marks(draft), draft
    return (draft,)
