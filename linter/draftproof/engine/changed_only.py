"""A run over changes alone: the files that changed, their staged content, the findings in changed lines."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.configuration.loading import PYPROJECT
from draftproof.engine.changes import ChangesError, Range, changes_of
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.finding import WHOLE_FILE
from draftproof.reading.document import BlockKind
from draftproof.records.places import PlaceError, articles_of, is_record_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.configuration.model import Configuration
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.judgement import Judgement, Settled
    from draftproof.finding import Finding
    from draftproof.text.source import Source

_LONE_CR = re.compile(r"\r(?!\n)")
_LF = re.compile(r"\n")
_UNREADABLE = "DOC001"
_ABOUT_SAMPLES = frozenset({"streaming", "evidence"})
_ABOUT_REQUESTS = frozenset({"missing-field", "wrong-auth"})
"""Families and rules that speak of what a whole sample does or lacks."""


class ChangedOnly:
    """What has changed among the files of a run."""

    def __init__(self, *, since: str | None, lines: bool, staged: bool) -> None:
        self._since = since
        self._wants_lines = lines
        self._is_staged = staged
        self._included: dict[str, Sequence[Range]] = {}

    def files(
        self, files: Sequence[FoundFile], along: Sequence[FoundFile]
    ) -> tuple[tuple[FoundFile, ...], tuple[FoundFile, ...]]:
        """The changed ones of the files, and of the records that are judged along with them.

        Where whole documents are judged, one counts as changed as well if its configuration, its baseline, a
        lock file or one of its records has: what is said of it may be different. Raises ChangesError.
        """
        if any(file.stdin for file in files):
            raise ChangesError("standard input has no history: name files and folders to check what changed")
        configurations = {file.configuration.folder: file.configuration for file in files}
        governing = {folder: _governing(known) for folder, known in configurations.items()}
        paths = [
            *(file.path for file in (*files, *along)),
            *(path for each in governing.values() for path in each),
        ]
        self._changes = changes_of(paths, since=self._since, staged=self._is_staged, lines=self._wants_lines)
        known = {file.path: self.has_changed(file.path) for file in (*files, *along)}
        if not self._wants_lines:
            changed = {folder for folder, paths in governing.items() if any(map(self.has_changed, paths))}
            known = {
                file.path: known[file.path] or file.configuration.folder in changed
                for file in (*files, *along)
            }
            self._pair(known, (*files, *along))
        return tuple(f for f in files if known[f.path]), tuple(f for f in along if known[f.path])

    def _pair(self, known: dict[Path, bool], files: Sequence[FoundFile]) -> None:
        """Articles and their records change together."""
        places = {os.path.abspath(file.path): file.path for file in files}  # noqa: PTH100 - links stay
        for file in files:
            if not is_record_path(file.path.name):
                continue
            try:
                articles = articles_of(file.configuration.folder, Path(os.path.abspath(file.path)))  # noqa: PTH100
            except PlaceError:
                continue
            for article in (places[str(path)] for path, _ in articles if str(path) in places):
                known[article] = known[file.path] = known[article] or known[file.path]

    def bytes_of(self, file: FoundFile) -> bytes | str | None:
        """The staged content of a file, or why there is none; None where the working tree is checked."""
        if not self._is_staged:
            return None
        try:
            return self._changes.staged(file.path)
        except ChangesError as error:
            return f"the staged file cannot be read: {error}"

    def kept(self, file: FoundFile, facts: Facts, judgement: Judgement) -> Judgement:
        """The judgement with the findings that touch a changed line."""
        if not self._wants_lines or not judgement.findings:
            return judgement
        own = _as_counted(facts.document.source, self._changes.of(file.path) or ())
        settled = {id(each.finding): each for each in judgement.settled}
        left = tuple(
            finding
            for finding in judgement.findings
            # Of a document that cannot be read nothing else is said: its change is what broke it.
            if (own and finding.code == _UNREADABLE and not facts.document.parts)
            or (
                _touches(_lines(settled[id(finding)], facts), own)
                if id(finding) in settled
                else _touches(_place(finding), self._in_included(finding.path))
            )
        )
        counts = replace(judgement.counts, unchanged=len(judgement.findings) - len(left))
        return replace(judgement, findings=left, counts=counts)

    def _in_included(self, path: str) -> Sequence[Range]:
        """The changed lines of a file that a document includes. What has no history counts as unchanged."""
        if path not in self._included:
            try:
                changes = changes_of([path], since=self._since, staged=self._is_staged, lines=True)
            except ChangesError:
                self._included[path] = ()
            else:
                self._included[path] = changes.of(path) or ()
        return self._included[path]

    def has_changed(self, path: Path) -> bool:
        """True for a file that was asked about and has changed."""
        return self._changes.of(path) is not None


def _governing(configuration: Configuration) -> tuple[Path, ...]:
    """The files that are there and change what is said of all documents under a configuration."""
    own = configuration.folder / PROJECT_FOLDER
    found = [own / BASELINE_NAME, *sorted((own / "models").glob("*.yaml"))]
    if configuration.path is not None and configuration.path.name != PYPROJECT:
        found.append(configuration.path)
    return tuple(path for path in found if path.is_file())


def _as_counted(source: Source, ranges: Sequence[Range]) -> Sequence[Range]:
    """Ranges of lines that end at LF, as git counts, in lines that end at a lone CR as well."""
    if not _LONE_CR.search(source.text):
        return ranges
    starts = [0, *(match.end() for match in _LF.finditer(source.text)), len(source.text)]
    last = len(starts) - 1

    def line_at(number: int) -> int:
        return source.position(starts[min(number, last)]).line

    return [Range(line_at(each.first - 1), line_at(each.last)) for each in ranges]


def _touches(lines: Range, ranges: Iterable[Range]) -> bool:
    return any(each.first <= lines.last and lines.first <= each.last for each in ranges)


def _lines(settled: Settled, facts: Facts) -> Range:
    """The lines of the raw file that a finding is about."""
    finding, hit = settled.finding, settled.hit
    whole = finding.family in _ABOUT_SAMPLES or finding.name in _ABOUT_REQUESTS
    if whole and finding.sample is not None and hit.part != WHOLE_FILE:
        part = facts.document.parts[hit.part]
        for block in part.blocks:
            if block.kind is BlockKind.CODE and block.span.start <= hit.span.start <= block.span.end:
                start, end = part.raw_span(block.span)
                source = facts.document.source
                return Range(source.position(start).line, source.position(max(start, end - 1)).line)
    return _place(finding)


def _place(finding: Finding) -> Range:
    place = finding.place
    ends_before = place.file_end_column == 1 and place.file_end_line > place.file_line
    return Range(place.file_line, place.file_end_line - ends_before)
