"""Paths and places as the formats for other programs want them: in the raw file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from draftproof.finding import Edit, Finding


_ADDRESS = re.compile(r"https://[A-Za-z0-9./_~%#?=-]+")


def is_address(text: str) -> bool:
    """True for a web address that is one in every format: HTTPS, and nothing in it that needs quoting."""
    return _ADDRESS.fullmatch(text) is not None


def plain_path(path: str) -> str:
    """The path without a leading ``./``: services compare it with the paths of the repository."""
    while path.startswith("./") and len(path) > len("./"):
        path = path[2:].lstrip("/") or path[2:]
    return path


def located_message(finding: Finding) -> str:
    """The message, in a notebook with the cell and the line in it: lines of the raw file say little there."""
    cell = inside(finding)
    return f"{finding.message} ({cell})" if cell else finding.message


def with_help(message: str, finding: Finding) -> str:
    """The message and, after it, what to do."""
    return f"{message} - {finding.help}" if finding.help else message


def inside(finding: Finding) -> str:
    """In a notebook the cell and the line in it, else nothing."""
    place = finding.place
    return "" if place.cell is None else f"cell {place.cell}, line {place.line}"


def where(finding: Finding) -> str:
    """The place in words: ``docs/a.md, line 3, column 9``; in a notebook with the cell."""
    place = finding.place
    cell = "" if place.cell is None else f"cell {place.cell}, "
    return f"{finding.path}, {cell}line {place.line}, column {place.column}"


def raw_edits(finding: Finding) -> tuple[Edit, ...]:
    """The edits of the fix where a program can make them in the raw file; none if it is only to be shown."""
    fix = finding.fix
    if fix is None or fix.applicability == "display" or not all(edit.verbatim for edit in fix.edits):
        return ()
    return fix.edits
