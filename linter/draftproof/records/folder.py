"""The records of a project, read when a rule first asks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.opening import regular_bytes
from draftproof.records.evidence import Evidence, KeptRecord
from draftproof.records.places import (
    FOLDER,
    PlaceError,
    articles_of,
    is_record_path,
    leads_outside,
    record_path,
)
from draftproof.records.reading import MAX_BYTES, RecordError, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.records.places import RecordPlace


class EvidenceFolder:
    """The records beside one configuration. Folders are listed once, records read when they are asked for."""

    def __init__(self, folder: Path, place: RecordPlace) -> None:
        self._folder = folder
        self._place = place
        self._listed: dict[Path, Mapping[str, list[tuple[Path, str]]]] = {}

    def evidence_of(self, path: Path) -> Evidence:
        """What is kept for an article, or missing of a record. Never raises."""
        if is_record_path(path.name):
            return Evidence(missing_article=self._missing_article(path))
        return Evidence(tuple(self._read(record, provider) for record, provider in self.records_of(path)))

    def records_of(self, article: Path) -> tuple[tuple[Path, str], ...]:
        """The record files of an article, its own first, each with the provider in its name."""
        try:
            own = record_path(self._folder, article, self._place)
        except PlaceError:
            return ()
        listed = self._records_in(own.parent).get(article.name, ())
        return tuple((path, provider) for path, provider in listed if not leads_outside(self._folder, path))

    def below(self, folder: Path) -> Iterator[Path]:
        """The record files in the evidence folder for the articles of a folder, in order. Records that lie
        beside their articles are found with them.
        """
        if self._place != "folder":
            return
        try:
            base = record_path(self._folder, folder / "a").parent
        except PlaceError:
            return
        for current, folders, names in os.walk(base):
            folders.sort()
            for name in sorted(names):
                path = Path(current, name)
                if is_record_path(name) and not leads_outside(self._folder, path):
                    yield path

    def _records_in(self, folder: Path) -> Mapping[str, list[tuple[Path, str]]]:
        """The record files in a folder, by the name of their article."""
        if folder not in self._listed:
            found: dict[str, list[tuple[Path, str]]] = {}
            try:
                with os.scandir(folder) as entries:
                    names = sorted(e.name for e in entries if is_record_path(e.name) and e.is_file())
            except OSError:
                names = []
            for name in names:
                for article, provider in articles_of(self._folder, folder / name):
                    found.setdefault(article.name, []).append((folder / name, provider))
                    if article.is_file():
                        break  # the whole name is an article's: no part of it is a provider
            for records in found.values():
                records.sort(key=lambda each: each[1])
            self._listed[folder] = found
        return self._listed[folder]

    def _missing_article(self, record: Path) -> str:
        """The article of a record where there is none of the names that it can have."""
        try:
            candidates = articles_of(self._folder, record)
        except PlaceError:
            return ""
        inside = record.is_relative_to(self._folder / FOLDER)
        if not candidates or inside != (self._place == "folder") or any(a.is_file() for a, _ in candidates):
            return ""
        return candidates[0][0].relative_to(self._folder).as_posix()

    def _read(self, path: Path, provider: str) -> KeptRecord:
        shown = path.relative_to(self._folder).as_posix()
        try:
            text = regular_bytes(path, MAX_BYTES + 1).decode("utf-8-sig")
            return KeptRecord(shown, provider, record_of(text))
        except (OSError, UnicodeDecodeError, RecordError):
            return KeptRecord(shown, provider, None)
