"""Only what is new: baselines, changed files and lines, suppressions written for what there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.baseline import RatchetError
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.finding import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.configuration.model import Configuration
    from draftproof.engine.accepting import Accepting
    from draftproof.engine.baselines import Baselines
    from draftproof.engine.changed_only import ChangedOnly
    from draftproof.engine.discovery import Discovery, FoundFile
    from draftproof.engine.judgement import Judgement
    from draftproof.engine.mending import Examined
    from draftproof.engine.run_options import RunOptions
    from draftproof.finding import Finding


class Ratchet:
    """Holds the findings of one run against what was there before. Loads what the run needs and no more."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._baselines: Baselines | None = None
        self._changes: ChangedOnly | None = None
        self._accepting: Accepting | None = None
        self.counts = Counts()
        self.notes: list[str] = []
        self.errors: list[str] = []
        if options.suppression_reason is not None:
            from draftproof.engine.accepting import Accepting  # noqa: PLC0415 - only where asked for

            self._accepting = Accepting(options.suppression_reason)

    def selected(
        self, discovery: Discovery, along: Sequence[FoundFile]
    ) -> tuple[Discovery, tuple[FoundFile, ...]]:
        """The files to check, and the records to judge with them. Raises RatchetError."""
        self._open_baselines(
            {file.configuration.folder: file.configuration for file in discovery.files}.values()
        )
        options = self._options
        if not (options.staged or options.changed_lines or options.changed_since is not None):
            return discovery, tuple(along)
        from draftproof.engine.changed_only import ChangedOnly  # noqa: PLC0415 - only where asked for
        from draftproof.engine.changes import ChangesError  # noqa: PLC0415

        self._changes = ChangedOnly(
            since=options.changed_since, lines=options.changed_lines, staged=options.staged
        )
        try:
            files, along = self._changes.files(discovery.files, along)
        except ChangesError as error:
            raise RatchetError(str(error)) from None
        return replace(discovery, files=files), tuple(along)

    def _open_baselines(self, configurations: Iterable[Configuration]) -> None:
        options = self._options
        known = list(configurations)
        wanted = options.baseline is not None or options.baseline_required or options.write_baseline
        there = any((each.folder / PROJECT_FOLDER / BASELINE_NAME).is_file() for each in known)
        if options.isolated or not options.use_baseline or not (wanted or there):
            return
        from draftproof.engine.baselines import Baselines  # noqa: PLC0415 - most projects have none

        self._baselines = Baselines(
            options.baseline, required=options.baseline_required, writing=options.write_baseline
        )
        for configuration in known:
            self._baselines.of(configuration)

    @property
    def accepts(self) -> bool:
        """True where suppressions are to be written."""
        return self._accepting is not None

    def bytes_of(self, file: FoundFile) -> bytes | str | None:
        """What is checked in place of the file's own content, where that is not what is wanted."""
        return None if self._changes is None else self._changes.bytes_of(file)

    @property
    def needs_documents(self) -> bool:
        """True where a judgement alone does not tell what was there before."""
        return self._changes is not None

    def left(self, file: FoundFile, facts: Facts | None, judgement: Judgement) -> Judgement:
        """The judgement without what was there before. ``facts`` are needed where ``needs_documents``."""
        if self._baselines is not None:
            judgement = self._baselines.of(file.configuration).kept_back(file, judgement)
        if self._changes is not None and facts is not None:
            judgement = self._changes.kept(file, facts, judgement)
        return judgement

    def accepted(
        self, file: FoundFile, data: bytes, before: Examined, examine: Callable[[bytes], Examined]
    ) -> Judgement:
        """The judgement of a document with suppressions written for what was left, where that is wanted."""
        return (
            before.judgement
            if self._accepting is None
            else self._accepting.accepted(file, data, before, examine)
        )

    def learn(self, file: FoundFile, judgement: Judgement, judged: Callable[[], Collection[str]]) -> None:
        """Remember what a document came to; ``judged`` gives the codes of the rules that ran."""
        if self._baselines is not None:
            self._baselines.of(file.configuration).learn(file, judgement, judged())

    def shows(self, finding: Finding) -> bool:
        """False for a finding in a file of the project that did not change, in a run over changes."""
        return self._changes is None or self._changes.has_changed(Path(finding.path))

    def finish(self, known: Collection[str], searched: Sequence[Path]) -> None:
        """Write what is to be written. ``known`` are the codes of all rules, ``searched`` the folders that
        were searched whole.
        """
        if self._accepting is not None:
            self.notes += self._accepting.said()
            self.errors += self._accepting.errors
        if self._baselines is None:
            return
        from draftproof.engine.baselines import Reach  # noqa: PLC0415 - where there are any

        reach = Reach(frozenset(known), tuple(searched) if self._changes is None else ())
        if self._options.write_baseline:
            outcome = self._baselines.written(reach)
            self.notes += outcome.notes
            self.errors += outcome.errors
        else:
            self.counts += Counts(unneeded=self._baselines.unneeded(reach))
