"""Which configuration holds for a folder, during one run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.configuration.loading import PYPROJECT, YAML_NAMES, ConfigurationError, find_in, is_top, load
from draftproof.configuration.model import Configuration

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.configuration.loading import SelectorCheck

_BEGINNINGS = frozenset({*YAML_NAMES, PYPROJECT, ".git"})
"""What a folder holds that another configuration may begin in."""


class ConfigurationResolver:
    """Maps folders to their nearest configuration and remembers what it found.

    With ``explicit`` that file holds everywhere; its patterns are relative to its own folder where the
    working directory lies in that, else to the working directory. ``isolated`` means the defaults everywhere.
    A broken file gives None for every folder that it would hold for, and its sentences stand once in
    ``errors``.
    """

    def __init__(
        self,
        *,
        explicit: Path | None = None,
        isolated: bool = False,
        known: Callable[[Configuration], SelectorCheck] | None = None,
        working_folder: Path | None = None,
    ) -> None:
        self.errors: list[str] = []
        self._explicit = None if isolated else explicit
        self._isolated = isolated
        self._known = known
        self._working_folder = Path(os.path.abspath(working_folder or Path.cwd()))  # noqa: PTH100
        self._by_folder: dict[Path, Configuration | None] = {}
        self._by_file: dict[Path, Configuration | None] = {}

    def for_folder(self, folder: Path) -> Configuration | None:
        """The configuration for the documents in a folder; None where it is broken."""
        if self._isolated:
            return self._by_folder.setdefault(self._working_folder, self._defaults(self._working_folder))
        if self._explicit is not None:
            return self._load(self._explicit, self._explicit_folder(self._explicit))
        current = self._working_folder / folder
        current = Path(os.path.abspath(current))  # noqa: PTH100  # a link stands where it stands
        passed: list[Path] = []
        while current not in self._by_folder:
            passed.append(current)
            path = find_in(current)
            if path is not None:
                self._by_folder[current] = self._load(path, current)
            elif is_top(current):
                self._by_folder[current] = self._defaults(current)
            else:
                current = current.parent
        result = self._by_folder[current]
        for folder_passed in passed:
            self._by_folder[folder_passed] = self._nearer(result, folder_passed)
        return self._by_folder[passed[0]] if passed else result

    def inside(self, outer: Configuration | None, folder: str, names: frozenset[str]) -> Configuration | None:
        """The configuration for a folder whose entries are known, below one for which ``outer`` holds.
        ``names`` are in lower case. Where nothing in it can begin a configuration, nothing is looked up.
        """
        if self._isolated or self._explicit is not None:
            return outer
        settled = outer is None or outer.path is not None or outer.folder.parent != outer.folder
        if settled and names.isdisjoint(_BEGINNINGS):
            return outer
        return self.for_folder(Path(folder))

    def for_file(self, path: Path) -> Configuration | None:
        """The configuration for one document; None where it is broken."""
        return self.for_folder(path.parent)

    def _defaults(self, folder: Path) -> Configuration:
        return Configuration(folder)

    def _nearer(self, result: Configuration | None, folder: Path) -> Configuration | None:
        """Where neither a configuration nor a repository stands above a folder, the project is the working
        folder: nothing is kept in the root of the file system.
        """
        if result is None or result.path is not None or result.folder.parent != result.folder:
            return result
        if (result.folder / ".git").exists() or not folder.is_relative_to(self._working_folder):
            return result
        return self._defaults(self._working_folder)

    def _explicit_folder(self, path: Path) -> Path:
        own = Path(os.path.abspath(self._working_folder / path)).parent  # noqa: PTH100
        return own if self._working_folder.is_relative_to(own) else self._working_folder

    def _load(self, path: Path, folder: Path) -> Configuration | None:
        if path not in self._by_file:
            configuration = None
            try:
                configuration = load(path, folder=folder, known=self._known)
            except ConfigurationError as error:
                self.errors.extend(error.sentences)
            self._by_file[path] = configuration
        return self._by_file[path]
