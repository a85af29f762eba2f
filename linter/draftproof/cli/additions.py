"""What a command adds to a repository: planned first, then written, never over what is there."""

from __future__ import annotations

import os
from pathlib import Path

from draftproof.dataclass import dataclass
from draftproof.reports.terminal import neutral
from draftproof.usage import CommandError
from draftproof.writing import write_atomically


@dataclass(frozen=True, slots=True)
class Addition:
    """A file and what happens to it. ``data`` is its new content, None where it is left alone; ``old`` what
    it held when it was read, None for a file that is not there yet.

    ``said`` is what is said when it is done, ``would`` what is said in its place where nothing is to be
    written; ``by_hand`` is a text that somebody has to add to the file.
    """

    path: Path
    said: str
    would: str = ""
    data: bytes | None = None
    old: bytes | None = None
    by_hand: str = ""

    def line(self, *, write: bool) -> str:
        """The sentence about it."""
        said = self.said if write or self.data is None else self.would
        return f"{neutral(str(self.path))}: {said}"


def new_file(path: Path, data: bytes, more: str = "") -> Addition:
    """A file that is not there yet; ``more`` is said after that it was written."""
    return Addition(path, f"written{more}", f"would be written{more}", data)


def left_alone(path: Path, why: str = "is there already") -> Addition:
    """A file that stays as it is."""
    return Addition(path, f"{why}, left as it is")


def check(addition: Addition, root: Path) -> None:
    """Raises CommandError where the addition cannot be written: nothing is begun that cannot be finished."""
    if addition.data is None:
        return
    path = addition.path
    if addition.old is None and os.path.lexists(path):
        what = "a link that leads nowhere" if path.is_symlink() else "in the way"
        raise CommandError(f"{path} is {what}; repair or remove it first")
    folder = path.parent
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder, and {path} belongs below it")
    if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
        raise CommandError(f"{folder} is a link that leads out of {root}: nothing is written there")
    if not os.access(folder, os.W_OK):
        raise CommandError(f"{folder} cannot be written: Permission denied")


def carry_out(addition: Addition, root: Path) -> None:
    """Write the file. Raises CommandError for a file that must not be written any more, and OSError."""
    if addition.data is None:
        return
    if addition.old is None:
        addition.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(addition.path, addition.data)
        return
    from draftproof.engine.storing import store  # noqa: PLC0415 - only for a file that is there

    reason = store(addition.path, addition.old, addition.data, (root,))
    if reason:
        raise CommandError(f"{addition.path} was not written: {reason}")
