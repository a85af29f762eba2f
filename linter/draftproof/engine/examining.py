"""One document examined: its settings, its rules, its facts, and how it is judged by them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.engine.judgement import Judgement
from draftproof.engine.project_files import keeps_records, packs_of
from draftproof.engine.selection import select_rules
from draftproof.finding import Counts
from draftproof.rulebook.loading import rulebook_with

if TYPE_CHECKING:
    from pathlib import Path

    from draftproof.checks.facts import Facts, PlaceholderPolicy
    from draftproof.configuration.loading import SelectorCheck
    from draftproof.configuration.model import Configuration, Settings
    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.evidence import EvidenceFiles
    from draftproof.engine.lock_files import LockFiles
    from draftproof.engine.run_options import RunOptions
    from draftproof.engine.selection import ActiveRule
    from draftproof.reading.document import Document
    from draftproof.rulebook.model import Rulebook


_PLAIN = (".md", ".markdown", ".qmd", ".mdx")
NOTHING_FOUND = Judgement((), Counts(documents=1))


class Examiner:
    """Examines the documents of one run. What several documents share is loaded once, when first needed."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._rulebooks: dict[tuple[Path, ...], Rulebook] = {}
        self._settings: dict[tuple[int, tuple[int, ...]], tuple[Configuration, Settings]] = {}
        self._rules: dict[int, tuple[Settings, tuple[ActiveRule, ...]]] = {}
        self._packs: dict[int, tuple[Configuration, tuple[Path, ...]]] = {}
        self._keeping: dict[Path, bool] = {}
        self._locks: LockFiles | None = None
        self._evidence: EvidenceFiles | None = None
        self.resolver = ConfigurationResolver(
            explicit=options.config, isolated=options.isolated, known=self._selector_check
        )

    @property
    def options(self) -> RunOptions:
        """What is asked of the run."""
        return self._options

    @property
    def rulebooks(self) -> tuple[Rulebook, ...]:
        """Every rulebook that a document needed so far."""
        return tuple(self._rulebooks.values())

    def rulebook(self, configuration: Configuration | None = None) -> Rulebook:
        """The rulebook that holds under a configuration. Raises RulebookError for a pack that cannot be
        used.
        """
        packs = () if configuration is None else self._packs_of(configuration)
        if packs not in self._rulebooks:
            self._rulebooks[packs] = rulebook_with(packs, use_cache=self._options.use_cache)
        return self._rulebooks[packs]

    def _packs_of(self, configuration: Configuration) -> tuple[Path, ...]:
        if not configuration.settings.rules:
            return ()
        known = self._packs.get(id(configuration))
        if known is None:
            known = self._packs[id(configuration)] = (configuration, packs_of(configuration))
        return known[1]

    def _selector_check(self, configuration: Configuration) -> SelectorCheck:
        rulebook = self.rulebook(configuration)
        return lambda text: None if rulebook.knows(text) else rulebook.suggestion(text)

    def settings(self, file: FoundFile) -> Settings:
        """The settings of a document with what the command line says; one object for all that share them."""
        configuration = file.configuration
        at = (id(configuration), configuration.overrides_for(file.location))
        known = self._settings.get(at)
        if known is None:
            # The configuration is kept with them: an address is only its own while it lives.
            known = self._settings[at] = (configuration, self._as_asked(file.settings()))
        return known[1]

    def _as_asked(self, settings: Settings) -> Settings:
        options = self._options
        if options.select is not None:
            settings = replace(settings, select=options.select)
        if options.extend_select:
            settings = replace(settings, extend_select=(*settings.extend_select, *options.extend_select))
        if options.ignore:
            settings = replace(settings, ignore=(*settings.ignore, *options.ignore))
        if options.levels:
            settings = replace(settings, severity={**settings.severity, **dict(options.levels)})
        changes = {
            "min_severity": options.min_severity,
            "min_confidence": options.min_confidence,
            "fail_on": options.fail_on,
            "provider": options.provider,
        }
        return replace(settings, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]

    def rules(self, rulebook: Rulebook, settings: Settings) -> tuple[ActiveRule, ...]:
        """The rules that run under some settings."""
        known = self._rules.get(id(settings))
        if known is None:
            known = self._rules[id(settings)] = (settings, self._selected(rulebook, settings))
        return known[1]

    def _selected(self, rulebook: Rulebook, settings: Settings) -> tuple[ActiveRule, ...]:
        if not self._options.publish:
            return select_rules(rulebook, settings)
        from draftproof.engine.publishing import published_rules  # noqa: PLC0415 - only with --publish

        return published_rules(rulebook, settings)

    def document(self, file: FoundFile, settings: Settings, data: bytes | str) -> Document:
        """The document of a file with what it includes; ``data`` as in ``facts``."""
        from draftproof.engine.documents import document_of  # noqa: PLC0415 - as in `facts`

        return document_of(file, settings, data, force_exclude=self._options.force_exclude)

    def facts(self, file: FoundFile, data: bytes | str) -> tuple[Facts, Settings]:
        """The facts of a document, unjudged, and the settings that it leaves. ``data`` are its bytes, or the
        sentence that says why there are none.
        """
        # A run in which nothing changed loads none of this.
        from draftproof.checks.facts import DEFAULT_PROVIDER, Facts  # noqa: PLC0415

        settings = self.settings(file)
        rulebook = self.rulebook(file.configuration)
        document = self.document(file, settings, data)
        if "draftproof" in document.source.text:
            from draftproof.engine.front_matter import narrowed  # noqa: PLC0415 - few documents speak of us

            settings, problems = narrowed(document, settings, self._selector_check(file.configuration))
            if problems:
                document = replace(document, problems=(*document.problems, *problems))
        keeps = self.keeps_records(file.configuration)
        facts = Facts(
            document,
            rulebook,
            _placeholder_policy(settings),
            self._options.today,
            settings.provider or DEFAULT_PROVIDER,
            None if self._options.isolated else lambda: self.lock_files.of(file.configuration.folder),
            publish=self._options.publish,
            evidence=(lambda: self.evidence_files.evidence_of(file)) if keeps else None,
        )
        return facts, settings

    def examined(
        self, file: FoundFile, data: bytes | str, *, parsed: bool = False
    ) -> tuple[Facts, Judgement]:
        """The facts of a document and the judgement on it. Where nothing can be found in it, the facts are
        those of a document that was not parsed, unless ``parsed``.
        """
        if not parsed and (asleep := self._asleep(file, data)) is not None:
            return asleep, NOTHING_FOUND
        from draftproof.engine.judging import judge  # noqa: PLC0415 - as in `facts`

        facts, settings = self.facts(file, data)
        judgement = judge(
            facts,
            self.rules(facts.rulebook, settings),
            root_path=root_path(file),
            min_severity=settings.min_severity,
            min_confidence=settings.min_confidence,
            keep_texts=self._options.texts,
        )
        return facts, judgement

    def _asleep(self, file: FoundFile, data: bytes | str) -> Facts | None:
        """The facts of a document that need not be parsed; None for every other."""
        configuration = file.configuration
        if (
            isinstance(data, str)
            or file.page is not None
            or self._options.publish
            or not file.shown.lower().endswith(_PLAIN)
            or configuration.is_sample(file.location)
            or len(data) > self.settings(file).max_file_size
            or self.keeps_records(configuration)
        ):
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        from draftproof.engine.asleep import is_asleep  # noqa: PLC0415 - not in a run in which nothing changed

        rulebook, settings = self.rulebook(configuration), self.settings(file)
        if not is_asleep(text, file.shown, self.rules(rulebook, settings), rulebook):
            return None
        from draftproof.checks.facts import Facts  # noqa: PLC0415 - as in `facts`
        from draftproof.reading.document import Document, Format  # noqa: PLC0415
        from draftproof.text.source import Source  # noqa: PLC0415

        document = Document(file.shown, Format.MARKDOWN, Source(text, file.shown), ())
        return Facts(document, rulebook, _placeholder_policy(settings), self._options.today)

    def keeps_records(self, configuration: Configuration) -> bool:
        """True where evidence records can count for the documents of a project."""
        if self._options.isolated:
            return False
        folder = configuration.folder
        if folder not in self._keeping:
            self._keeping[folder] = keeps_records(configuration)
        return self._keeping[folder]

    @property
    def lock_files(self) -> LockFiles:
        """The lock files of the run."""
        if self._locks is None:
            from draftproof.engine.lock_files import LockFiles  # noqa: PLC0415 - only where there are any

            self._locks = LockFiles(use_cache=self._options.use_cache)
        return self._locks

    @property
    def evidence_files(self) -> EvidenceFiles:
        """The evidence records of the run."""
        if self._evidence is None:
            from draftproof.engine.evidence import EvidenceFiles  # noqa: PLC0415 - only where there are any

            self._evidence = EvidenceFiles()
        return self._evidence


def root_path(file: FoundFile) -> str:
    """The path of a file relative to its project, for fingerprints."""
    path, folder = file.location, str(file.configuration.folder).rstrip(os.sep) + os.sep
    if not path.startswith(folder):
        return file.shown
    return path[len(folder) :] if os.sep == "/" else path[len(folder) :].replace(os.sep, "/")


def _placeholder_policy(settings: Settings) -> PlaceholderPolicy:
    from draftproof.checks.facts import DEFAULT_PLACEHOLDER, PlaceholderPolicy  # noqa: PLC0415 - as in `facts`

    own = settings.provider_placeholders.get(settings.provider or "")
    return PlaceholderPolicy(
        settings.placeholders.key or own or DEFAULT_PLACEHOLDER,
        tuple(settings.placeholders.accept),
        settings.placeholders.model,
    )
