"""The files that documents include: found near the document, never outside of its project."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.configuration.loading import project_of
from draftproof.engine.digests import content_of
from draftproof.engine.discovery import shown_path
from draftproof.reading.includes import Style
from draftproof.reading.including import Opened, Unopened
from draftproof.text.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.engine.discovery import FoundFile

MAX_BYTES = 1_000_000
"""A longer file is not included."""
_MISSING = "is not there"
_OUTSIDE = "lies outside of the project"
_ELSEWHERE = "is no file of this project"
_CLOSED = frozenset({".git", ".hg", ".svn"})
"""Folders that hold no text of anybody's, and may hold credentials."""
_ROOTED = ("@site/", "~/", "/")


class IncludedFiles:
    """Opens what one document includes.

    A relative path counts from the file that names it; with snippets also from every folder above, up to the
    project's, and from the configured ``snippet-folders``. ``/``, ``~/`` and ``@site/`` begin at any of
    those above. ``project`` is the repository's folder, else the configuration's, else the document's own.
    """

    def __init__(self, file: FoundFile, *, force_exclude: bool = True) -> None:
        self._configuration = file.configuration
        self._folders = file.configuration.settings.snippet_folders
        self._force_exclude = force_exclude
        self._own = os.path.abspath(file.path)  # noqa: PTH100
        self._folder = os.path.abspath(file.path.parent)  # noqa: PTH100  # a link stands where it stands
        self._project = project_of(Path(self._folder), file.configuration.folder)
        self._given_absolute = os.path.isabs(file.shown)  # noqa: PTH117
        self._seen: set[str] = set()
        self._known: dict[tuple[str, Style, str], Opened | Unopened] = {}

    def __call__(self, path: str, style: Style, base: str) -> Opened | Unopened:
        """The file that a path names; see ``Opener``."""
        key = (path, style, base)
        if key not in self._known:
            self._known[key] = self._open(path, style, os.path.dirname(base) or self._folder)  # noqa: PTH120
        return self._known[key]

    @property
    def seen(self) -> tuple[tuple[str, str], ...]:
        """Every path that was looked at so far, with a digest of what is there."""
        return tuple((path, content_of(path)) for path in sorted(self._seen))

    def _open(self, path: str, style: Style, folder: str) -> Opened | Unopened:
        if "://" in path or "\0" in path or ("{" in path and "}" in path):
            return Unopened(_ELSEWHERE, stray=False)
        if style is Style.MODULE and not path.startswith(("./", "../", "/", "@site/")):
            return Unopened(_ELSEWHERE, stray=False)
        candidates = list(self._candidates(path, style, folder))
        for candidate in candidates:
            if _inside(candidate, self._project) and (opened := self._read(candidate)) is not None:
                return opened
        outside = not _inside(candidates[0], self._project)
        # In a repository of documents `~/` also leads to others beside it.
        return Unopened(_OUTSIDE if outside else _MISSING, stray=not path.startswith("~/"))

    def _candidates(self, path: str, style: Style, folder: str) -> Iterator[str]:
        rooted = next((mark for mark in _ROOTED if path.startswith(mark)), "")
        rest = path[len(rooted) :].lstrip("/")
        if not rooted:
            yield _joined(folder, rest)
        if rooted or style is Style.SNIPPET:
            yield from (_joined(above, rest) for above in self._above(folder))
            yield from (_joined(str(self._configuration.folder / each), rest) for each in self._folders)

    def _above(self, folder: str) -> Iterator[str]:
        """The folder of a file and those above it, up to the project's."""
        current = folder
        while current == self._project or _inside(current, self._project):
            yield current
            current = os.path.dirname(current)  # noqa: PTH120

    def _read(self, path: str) -> Opened | Unopened | None:
        """An existing regular file of the project; None where there is none."""
        self._seen.add(path)
        try:
            real = os.path.realpath(path)
            status = os.stat(real)  # noqa: PTH116
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        if path == self._own:
            return Unopened("includes itself")
        project = os.path.realpath(self._project)
        if not _inside(real, project) or _CLOSED & set(Path(real[len(project) :]).parts):
            return Unopened(_OUTSIDE)
        if self._force_exclude and self._configuration.excludes(path):
            return Unopened("")
        if status.st_size > MAX_BYTES:
            return Unopened(f"was not read: it has more than {MAX_BYTES:,} bytes", stray=False)
        try:
            with open(real, "rb") as stream:  # noqa: PTH123
                data = stream.read(MAX_BYTES)
        except OSError as error:
            return Unopened(f"cannot be read: {error.strerror or error}")
        decoded = decode(data)
        if not decoded.usable:
            return Unopened(f"was not read: {decoded.problem}", stray=False)
        shown = path if self._given_absolute else os.path.relpath(path)
        return Opened(path, shown_path(shown, str(Path.cwd())), self._root_path(path), decoded.text)

    def _root_path(self, path: str) -> str:
        """The path for fingerprints: from the configuration's folder, as that of a document is."""
        folder = str(self._configuration.folder)
        start = folder if _inside(path, folder) else self._project
        return os.path.relpath(path, start).replace(os.sep, "/")


def _joined(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, path))  # noqa: PTH118


def _inside(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
