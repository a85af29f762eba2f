"""What is removed from the cache folder: entries that were of no use for a month, and what a run that was
killed left behind.

Only names that draftproof gives are touched, so that a folder that holds other things as well loses none of
them. Nothing here needs a lock: a run that misses an entry makes it anew, and one that writes while its
folder goes away keeps nothing this once.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

UNUSED = 30 * 86_400.0
"""Seconds after which what was not used is removed."""
LEFT = 3_600.0
"""Seconds after which a hidden file was left by a process that is gone: writing one takes moments."""

_COMPILED = re.compile(r"[a-z]+-[0-9a-f]{1,40}\.json")
_PROJECT = re.compile(r"[0-9a-f]{40}")
_SHARD = re.compile(r"\d\d\.json")
_HIDDEN = re.compile(r"\.(?:[a-z]+-[0-9a-f]{1,40}|\d\d)(?:\.js?o?n?)?\.[0-9a-f]{16}\.tmp")


def tidy(folder: Path, now: float) -> None:
    """Tidy a cache folder; ``now`` in seconds since 1970. What cannot be removed stays."""
    _tidy_files(folder, _COMPILED, now)
    for project in _entries(folder / "findings"):
        if _PROJECT.fullmatch(project.name) and project.is_dir(follow_symlinks=False):
            unused = _age(project, now) > UNUSED
            _tidy_files(Path(project.path), _SHARD if unused else None, now)
            if unused:
                with suppress(OSError):
                    os.rmdir(project.path)  # noqa: PTH106 - with the entry at hand; not empty, it stays


def _tidy_files(folder: Path, kept: re.Pattern[str] | None, now: float) -> None:
    """Remove the files of a folder that are named by the pattern and unused, and those left behind."""
    for entry in _entries(folder):
        unused = kept is not None and kept.fullmatch(entry.name) and _age(entry, now) > UNUSED
        if unused or (_HIDDEN.fullmatch(entry.name) and _age(entry, now) > LEFT):
            with suppress(OSError):
                os.unlink(entry.path)  # noqa: PTH108 - a folder of this name stays


def _age(entry: os.DirEntry[str], now: float) -> float:
    """Seconds since an entry was written or marked as used; 0 for one that is gone meanwhile."""
    with suppress(OSError):
        return now - entry.stat(follow_symlinks=False).st_mtime
    return 0.0


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as found:
        yield from list(found)
