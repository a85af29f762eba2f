"""The baselines of a run: findings held back, entries that are no longer needed, writing."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.engine.baseline import (
    MAX_BYTES,
    BaselineError,
    Entry,
    RatchetError,
    entry_of,
    matched,
    parse,
    serialise,
)
from draftproof.engine.discovery import shown_path
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER

Writing = Literal["", "shrink", "grow"]
"""Whether baselines are written: not at all, without what is new where there is one already, with it."""

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from draftproof.configuration.model import Configuration
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.judgement import Judgement
    from draftproof.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What writing baselines came to, in sentences."""

    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """What a run looked at, beside the documents that it judged: the codes of all rules that there are, and
    the folders that were searched whole.
    """

    known: frozenset[str]
    searched: tuple[Path, ...]


class Baselines:
    """The baselines of one run, one beside each configuration or one file for all."""

    def __init__(self, file: Path | None, *, required: bool, writing: Writing) -> None:
        self._file = file
        self._required = required and not writing
        self._writing = writing
        self._known: dict[Path, Baseline] = {}

    def of(self, configuration: Configuration) -> Baseline:
        """The baseline that holds under a configuration; without entries where there is none. Raises
        RatchetError for one that cannot be used, and for one that is missing where it is required.
        """
        path = self._file or configuration.folder / PROJECT_FOLDER / BASELINE_NAME
        path = Path(os.path.abspath(path))  # noqa: PTH100 - a link stands where it stands
        if path not in self._known:
            there = path.is_file()
            if self._required and not there:
                raise RatchetError(
                    f"{_shown(path)}: there is no baseline; draftproof check --write-baseline writes one"
                )
            grows = self._writing == "grow" or (self._writing == "shrink" and not there)
            self._known[path] = Baseline(path, grows=grows)
        return self._known[path]

    def written(self, reach: Reach) -> Outcome:
        """Write the baselines anew."""
        outcomes = [baseline.written(reach) for baseline in self._known.values()]
        notes = tuple(note for each in outcomes for note in each.notes)
        return Outcome(notes, tuple(error for each in outcomes for error in each.errors))

    def unneeded(self, reach: Reach) -> int:
        """How many entries no finding needs any more."""
        return sum(baseline.unneeded(reach) for baseline in self._known.values())


class Baseline:
    """One baseline, and what the documents of this run need of it; all of it where it ``grows``."""

    def __init__(self, path: Path, *, grows: bool) -> None:
        self._path = path
        self._folder = path.parent.parent if path.parent.name == PROJECT_FOLDER else path.parent
        self._grows = grows
        self._there = path.is_file()
        self._entries: dict[str, list[Entry]] = {}
        self._judged: dict[str, Collection[str]] = {}
        self._included: dict[str, set[str]] = {}
        self._moved: dict[str, str] = {}
        self._needed: set[Entry] = set()
        self._left = 0
        for entry in _read(path) if self._there else ():
            self._entries.setdefault(entry.path, []).append(entry)

    def kept_back(self, file: FoundFile, judgement: Judgement) -> Judgement:
        """The judgement without the findings that are accepted. What cannot be read is never accepted."""
        own = self._relative(file.path)
        self._included[own] = {self._relative(path) for path in judgement.included}
        if judgement.counts.unreadable or not (self._entries or self._grows):
            return judgement
        shown = {id(finding) for finding in judgement.findings}
        # Those that the report shows come first: an entry is for them, not for what is hidden.
        by_path: dict[str, list[Finding]] = {}
        for finding in (*judgement.findings, *judgement.hidden):
            path = own if finding.path == file.shown else self._relative(finding.path)
            by_path.setdefault(path, []).append(finding)
        accepted: dict[int, Entry] = {}
        for path, found in by_path.items():
            wanted = [entry_of(path, finding) for finding in found]
            verdicts = matched(self._entries_for(path, wanted), wanted)
            for entry, finding, verdict in zip(wanted, found, verdicts, strict=True):
                if verdict or (self._grows and id(finding) in shown):
                    accepted[id(finding)] = entry
        counted = [finding for finding in judgement.findings if id(finding) in accepted]
        counts = replace(
            judgement.counts,
            baselined=len(counted),
            baselined_credentials=sum(finding.family == "credentials" for finding in counted),
        )
        left = tuple(finding for finding in judgement.findings if id(finding) not in accepted)
        return replace(judgement, findings=left, counts=counts, baselined=tuple(accepted.values()))

    def _entries_for(self, path: str, wanted: Iterable[Entry]) -> Sequence[Entry]:
        """The entries of a file; for one that the baseline does not know, those of the file that it was.

        A file that is gone was renamed to the first new one in which a line of its findings stands; of
        several, the one with most of them counts.
        """
        if path in self._entries:
            return self._entries[path]
        if path not in self._moved:
            lines = {(entry.code, entry.context) for entry in wanted}
            common = Counter(old for line in lines for old in self._gone.get(line, ()))
            for taken in self._moved.values():
                del common[taken]
            self._moved[path] = max(common, key=lambda old: (common[old], old), default="")
        return [entry._replace(path=path) for entry in self._entries.get(self._moved[path], ())]

    @cached_property
    def _gone(self) -> dict[tuple[str, str], list[str]]:
        """The files that are gone, by what stood in a line of their findings."""
        found: dict[tuple[str, str], list[str]] = {}
        for path, entries in self._entries.items():
            if not os.path.lexists(self._folder / path):
                for entry in entries:
                    found.setdefault((entry.code, entry.context), []).append(path)
        return found

    def learn(self, file: FoundFile, judgement: Judgement, judged: Collection[str]) -> None:
        """Remember what a document needs, as judged last. ``judged`` are the codes of the rules that ran."""
        self._left += len(judgement.findings)
        if not judgement.counts.unreadable:
            own = self._relative(file.path)
            for path in (own, *self._included.get(own, ())):
                self._judged[path] = {*self._judged.get(path, ()), *judged}
            self._needed.update(judgement.baselined)

    def unneeded(self, reach: Reach) -> int:
        """How many entries no finding needs: their document is gone, or their rule ran and found less."""
        entries = self._known_entries()
        return len(entries) - len(self._untouched(entries, reach)) - self._still_needed(entries)

    def _known_entries(self) -> list[Entry]:
        """The entries that were read, with the paths that their files have now."""
        now = {old: new for new, old in self._moved.items()}
        return [
            entry._replace(path=now.get(entry.path, entry.path))
            for entries in self._entries.values()
            for entry in entries
        ]

    def _still_needed(self, entries: Iterable[Entry]) -> int:
        """How many of the entries have a finding: per file and rule, as many as there are of both."""
        there = Counter((entry.path, entry.code) for entry in entries)
        needed = Counter((entry.path, entry.code) for entry in self._needed)
        return (there & needed).total()

    def _untouched(self, entries: Iterable[Entry], reach: Reach) -> set[Entry]:
        """The entries of which the run can say nothing: their file or their rule was left out, or their file
        is gone and may stand under another name where the run did not look.
        """
        is_whole = any(self._folder.is_relative_to(folder) for folder in reach.searched)
        ran = {code for codes in self._judged.values() for code in codes}
        found: set[Entry] = set()
        for entry in entries:
            judged = self._judged.get(entry.path)
            if judged is None and (not is_whole or os.path.lexists(self._folder / entry.path)):
                judged = frozenset()
            if entry.code not in (ran if judged is None else judged) and entry.code in reach.known:
                found.add(entry)
        return found

    def written(self, reach: Reach) -> Outcome:
        """Write the baseline: what is needed, as it is found today, and what was not looked at."""
        entries = self._needed | self._untouched(self._known_entries(), reach)
        if not entries and not self._there:
            return Outcome(("no findings: no baseline is needed, and none was written",))
        reason = _stored(self._path, self._folder, serialise(entries))
        if reason:
            return Outcome(errors=(f"{_shown(self._path)} was not written: {reason}",))
        unneeded = self.unneeded(reach)
        said = f"{_shown(self._path)}: {_entries(len(entries))}"
        added = len(entries) - (sum(map(len, self._entries.values())) - unneeded)
        said += f", {added} of them new" if added > 0 and self._there else ""
        said += f"; {_entries(unneeded)} no longer needed" if unneeded else ""
        if self._left and not self._grows:
            said += "; what is new was left out (--write-baseline=grow accepts it)"
        return Outcome((said,))

    def _relative(self, path: str | Path) -> str:
        absolute = os.path.abspath(path)  # noqa: PTH100 - a link stands where it stands
        return os.path.relpath(absolute, self._folder).replace(os.sep, "/")


def _shown(path: Path) -> str:
    """A path as people see it."""
    return shown_path(str(path), str(Path.cwd()))


def _entries(number: int) -> str:
    return f"{number or 'no'} {'entry' if number == 1 else 'entries'}"


def _read(path: Path) -> Iterable[Entry]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise BaselineError(f"it has more than {MAX_BYTES:,} bytes")
        return parse(data)
    except OSError as error:
        raise RatchetError(f"{_shown(path)} cannot be read: {error.strerror or error}") from None
    except BaselineError as error:
        raise RatchetError(f"{_shown(path)} cannot be used as a baseline: {error}") from None


def _stored(path: Path, folder: Path, data: bytes) -> str:
    """Write the file; the reason where that is not done, else ""."""
    from draftproof.writing import is_led_out, write_atomically  # noqa: PLC0415 - only where something is written

    if is_led_out(path, (folder, Path.cwd())):
        return "a link leads out of the project"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        real = Path(os.path.realpath(path))
        if not real.is_file() or real.read_bytes() != data:
            write_atomically(real, data)
    except OSError as error:
        return error.strerror or str(error)
    return ""
