"""The records of a run: what is kept for an article, and the record files that are judged along with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.discovery import FoundFile, shown_path
from draftproof.engine.project_files import keeps_records
from draftproof.records.folder import EvidenceFolder
from draftproof.records.places import is_record_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.configuration.model import Configuration
    from draftproof.records.evidence import Evidence


class EvidenceFiles:
    """The records of a run, by the folder of the configuration."""

    def __init__(self) -> None:
        self._folders: dict[Path, EvidenceFolder] = {}

    def evidence_of(self, file: FoundFile) -> Evidence:
        """What is kept for a document."""
        return self._of(file.configuration).evidence_of(Path(os.path.abspath(file.path)))  # noqa: PTH100 - links stay

    def records_of(self, file: FoundFile) -> tuple[tuple[Path, str], ...]:
        """The record files of a document, each with the provider in its name."""
        return self._of(file.configuration).records_of(Path(os.path.abspath(file.path)))  # noqa: PTH100

    def along(
        self, files: Iterable[FoundFile], searched: Iterable[tuple[Path, Configuration]]
    ) -> tuple[FoundFile, ...]:
        """The record files of the articles, and those for the searched folders, that are not among the files
        themselves. In order, each once.
        """
        files = tuple(files)
        known = {os.path.realpath(file.path) for file in files if not file.stdin}
        found: dict[str, FoundFile] = {}
        for path, configuration in (*self._of_articles(files), *self._below(searched)):
            real = os.path.realpath(path)
            if real not in known and not configuration.excludes(path):
                shown = shown_path(str(path), str(Path.cwd()))
                found.setdefault(real, FoundFile(str(path), shown, configuration))
        return tuple(sorted(found.values(), key=lambda file: file.shown))

    def _of(self, configuration: Configuration) -> EvidenceFolder:
        folder = configuration.folder
        if folder not in self._folders:
            self._folders[folder] = EvidenceFolder(folder, configuration.settings.evidence_place)
        return self._folders[folder]

    def _of_articles(self, files: Iterable[FoundFile]) -> Iterator[tuple[Path, Configuration]]:
        for file in files:
            if keeps_records(file.configuration) and not is_record_path(file.path.name):
                article = Path(os.path.abspath(file.path))  # noqa: PTH100 - a link has records of its own
                for path, _ in self._of(file.configuration).records_of(article):
                    yield path, file.configuration

    def _below(self, searched: Iterable[tuple[Path, Configuration]]) -> Iterator[tuple[Path, Configuration]]:
        for folder, configuration in searched:
            if keeps_records(configuration):
                for path in self._of(configuration).below(folder):
                    yield path, configuration
