"""What git would ignore, from the ignore files on the way down to a folder."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from draftproof.configuration.patterns import PatternSet, pattern_set
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = 1_000_000
"""Only so much of an ignore file is read."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The patterns of one ignore file; ``depth`` is how many parts the path of its folder has."""

    depth: int
    patterns: PatternSet


@dataclass(frozen=True, slots=True)
class Ignores:
    """The ignore files that hold for a folder, the weakest first."""

    levels: tuple[_Level, ...] = ()

    def ignores(self, parts: Sequence[str], *, folder: bool) -> bool:
        """True when git ignores this very path, given as the parts of an absolute path."""
        for level in reversed(self.levels):
            verdict = level.patterns.verdict(parts[level.depth :], folder=folder)
            if verdict is not None:
                return verdict
        return False

    def within(self, folder: str, names: frozenset[str] | None = None) -> Ignores:
        """What holds inside a folder: its own ignore file is added, and a repository begins anew.

        ``names`` are those of its entries in lower case, where they are known.
        """
        if names is not None and names.isdisjoint({".git", ".gitignore"}):
            return self
        depth = len(parts_of(folder))
        levels = self.levels
        git = os.path.join(folder, ".git")  # noqa: PTH118  # names may hold undecodable bytes; strings are enough
        if os.path.lexists(git):
            levels = _level(depth, _exclude_file(git))
        own = _level(depth, os.path.join(folder, ".gitignore"))  # noqa: PTH118
        return Ignores(levels + own) if own or levels is not self.levels else self


def ignores_above(folder: str, working_folder: str) -> Ignores:
    """What holds for a folder from above it: from the repository that it lies in, else the working directory.

    Nothing holds where the folder is itself ignored: who names it wants it searched.
    """
    ancestors: list[str] = []
    top = current = folder
    while not os.path.lexists(os.path.join(current, ".git")):  # noqa: PTH118
        parent = os.path.dirname(current)  # noqa: PTH120
        if parent == current:
            # No repository: the ignore files between the working directory and the folder count.
            inside = (folder + os.sep).startswith(working_folder.rstrip(os.sep) + os.sep)
            top = working_folder if inside else folder
            break
        top = current = parent
    current = folder
    while len(current) > len(top):
        current = os.path.dirname(current)  # noqa: PTH120
        ancestors.append(current)
    found = Ignores()
    for ancestor in reversed(ancestors):
        found = found.within(ancestor)
        depth = len(parts_of(ancestor))
        if found.ignores(parts_of(folder)[: depth + 1], folder=True):
            return Ignores()
    return found


def parts_of(path: str) -> tuple[str, ...]:
    """The parts of an absolute path, without an empty one for the root."""
    return tuple(part for part in path.split(os.sep) if part)  # noqa: PTH206


def _level(depth: int, path: str | None) -> tuple[_Level, ...]:
    text = _text(path) if path is not None else ""
    patterns = pattern_set(text.removeprefix("\ufeff").split("\n"))
    return (_Level(depth, patterns),) if patterns.patterns else ()


def _exclude_file(git: str) -> str | None:
    """``info/exclude`` of a repository, also where ``.git`` is a file that points to the real folder."""
    if os.path.isdir(git):  # noqa: PTH112
        return os.path.join(git, "info", "exclude")  # noqa: PTH118
    pointer = _text(git).strip()
    if not pointer.startswith("gitdir:") or "\0" in pointer:
        return None
    real = os.path.join(os.path.dirname(git), pointer.removeprefix("gitdir:").strip())  # noqa: PTH118, PTH120
    common = _text(os.path.join(real, "commondir")).strip() or "."  # noqa: PTH118
    return os.path.join(real, common, "info", "exclude")  # noqa: PTH118


def _text(path: str) -> str:
    """The text of a regular file; empty for anything else. As in git, a link is no ignore file."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ""
        with open(path, "rb") as stream:  # noqa: PTH123
            return stream.read(MAX_BYTES).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return ""
