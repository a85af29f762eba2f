"""A whole run: files found, read, judged; one result for the reports."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.checks.credentials.patterns import compile_patterns
from draftproof.checks.facts import DEFAULT_PLACEHOLDER, DEFAULT_PROVIDER, Facts, PlaceholderPolicy
from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.engine.baseline import RatchetError
from draftproof.engine.discovery import Discovery, FoundFile, discover
from draftproof.engine.documents import document_of
from draftproof.engine.front_matter import narrowed
from draftproof.engine.included_findings import IncludedFindings
from draftproof.engine.judging import Judgement, judge
from draftproof.engine.project_files import governed, keeps_records
from draftproof.engine.ratchet import Ratchet
from draftproof.engine.run_options import Run, RunOptions
from draftproof.engine.selection import ActiveRule, select_rules
from draftproof.faults import internal_fault
from draftproof.finding import Counts, Finding, LeftInclude, LeftSample, Result, Severity
from draftproof.rulebook.describing import describe
from draftproof.rulebook.loading import rulebook_with
from draftproof.rulebook.rule_file import RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.checks.credentials.patterns import Patterns
    from draftproof.configuration.loading import SelectorCheck
    from draftproof.configuration.model import Configuration, Settings
    from draftproof.engine.evidence import EvidenceFiles
    from draftproof.engine.fix_run import FixRun
    from draftproof.engine.lock_files import LockFiles
    from draftproof.finding import RuleDescription
    from draftproof.records.evidence import Evidence
    from draftproof.rulebook.model import Rulebook


__all__ = ["Run", "RunOptions", "Runner", "unusable"]


class Runner:
    """Runs the static checks over files. One runner serves one run."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._rulebooks: dict[tuple[Path, ...], Rulebook] = {}
        self._patterns: dict[int, Patterns] = {}
        self._locks: LockFiles | None = None
        self._evidence: EvidenceFiles | None = None
        self._active: dict[int, tuple[Settings, tuple[ActiveRule, ...]]] = {}
        self._ratchet = Ratchet(options)
        self._fixes: FixRun | None = None
        if options.fix or options.diff:
            from draftproof.engine.fix_run import FixRun  # noqa: PLC0415 - only where fixes are wanted

            self._fixes = FixRun(unsafe=options.unsafe_fixes, write=not options.diff)
        self._resolver = ConfigurationResolver(
            explicit=options.config, isolated=options.isolated, known=self._selector_check
        )

    def rulebook(self, configuration: Configuration | None = None) -> Rulebook:
        """The rulebook that holds under a configuration. Raises RulebookError for a pack that cannot be
        used.
        """
        packs: tuple[Path, ...] = ()
        if configuration is not None:
            packs = tuple(configuration.folder / pack for pack in configuration.settings.rules)
        if packs not in self._rulebooks:
            self._rulebooks[packs] = rulebook_with(packs, use_cache=self._options.use_cache)
        return self._rulebooks[packs]

    def _selector_check(self, configuration: Configuration) -> SelectorCheck:
        rulebook = self.rulebook(configuration)
        return lambda text: None if rulebook.knows(text) else rulebook.suggestion(text)

    def _discovered(self, arguments: Sequence[str]) -> Discovery:
        expanded = governed(arguments)
        discovery = discover(
            expanded.arguments,
            resolver=self._resolver,
            stdin_filename=self._options.stdin_filename,
            force_exclude=self._options.force_exclude,
        )
        return replace(
            discovery,
            files=tuple(file for file in discovery.files if not _is_rule_page(file)),
            empty=tuple(folder for folder in discovery.empty if folder not in expanded.folders),
        )

    def run(self, arguments: Sequence[str]) -> Run:
        """Check what the arguments stand for."""
        discovery = self._discovered(arguments)
        findings: list[Finding] = []
        included = IncludedFindings()
        left: list[LeftSample] = []
        lost: list[LeftInclude] = []
        counts = Counts()
        faults: list[str] = []
        failed = 0
        levels: dict[str, Severity] = {}
        try:
            discovery, along = self._ratchet.selected(discovery, self._records_along(arguments, discovery))
        except RatchetError as error:
            return _refused(str(error), discovery, self._fail_on)
        for number, file in enumerate((*discovery.files, *along)):
            settings = self._settings(file)
            if settings.fail_on is not self._fail_on:
                levels[file.shown] = settings.fail_on
            try:
                judgement = self._judge(file, settings)
            except RulebookError:
                raise
            except Exception as error:  # one document must not keep the others from being checked
                faults.append(internal_fault(error, file.shown))
                continue
            self._ratchet.learn(file, judgement, lambda file=file: self._codes(file))  # type: ignore[misc]
            own = included.own(judgement.findings, file.shown, settings.fail_on)
            findings.extend(own)
            if number < len(discovery.files):
                left.extend(judgement.left)
                lost.extend(judgement.lost)
                counts += judgement.counts
            else:
                counts += judgement.counts.held_back()
            failed += sum(finding.severity >= settings.fail_on for finding in own)
        failed += included.join(findings, levels, self._fail_on)
        failed += self._add_lock_files(discovery.files, findings, levels)
        self._ratchet.finish({rule.code for book in self._rulebooks.values() for rule in book.rules})
        fixes, ratchet = self._fixes, self._ratchet
        errors = (*self._resolver.errors, *faults, *(fixes.errors if fixes else ()), *ratchet.errors)
        result = Result(
            tuple(findings),
            counts + ratchet.counts + (fixes.counts if fixes else Counts()),
            (*errors, *unusable(discovery)),
            self._fail_on,
            __version__,
            tuple(left),
            notes=(*discovery.notes, *(fixes.notes if fixes else ()), *ratchet.notes),
            rules=self._described(findings),
            fail_levels=levels,
            differences=tuple(fixes.differences) if fixes else (),
            lost_includes=tuple(lost),
        )
        return Run(result, discovery, errors, failed, along, fixes.stdin if fixes else None)

    @property
    def _fail_on(self) -> Severity:
        return self._options.fail_on or Severity.WARNING

    def _described(self, findings: Sequence[Finding]) -> tuple[RuleDescription, ...]:
        """The rules that have findings, with what their pages say."""
        wanted = {finding.code for finding in findings}
        rules = {rule.code: rule for book in self._rulebooks.values() for rule in book.rules}
        return tuple(describe(rules[code]) for code in sorted(wanted & rules.keys()))

    def _evidence_files(self) -> EvidenceFiles:
        if self._evidence is None:
            from draftproof.engine.evidence import EvidenceFiles  # noqa: PLC0415 - only where there are any

            self._evidence = EvidenceFiles()
        return self._evidence

    def _evidence_of(self, file: FoundFile) -> Evidence:
        from draftproof.records.evidence import NO_EVIDENCE  # noqa: PLC0415

        return self._evidence_files().evidence_of(file) if keeps_records(file.configuration) else NO_EVIDENCE

    def _records_along(self, arguments: Sequence[str], discovery: Discovery) -> tuple[FoundFile, ...]:
        """The records that are judged with what was named: those of its articles, those for its folders. They
        are not counted as documents.
        """
        if self._options.isolated:
            return ()
        folders = [Path(argument).absolute() for argument in governed(arguments).arguments if argument != "-"]
        searched = [(folder, self._resolver.for_folder(folder)) for folder in folders if folder.is_dir()]
        found = [(folder, known) for folder, known in searched if known is not None]
        configurations = [*(file.configuration for file in discovery.files), *(known for _, known in found)]
        if not any(map(keeps_records, {known.folder: known for known in configurations}.values())):
            return ()
        return self._evidence_files().along(discovery.files, found)

    def _lock_files(self) -> LockFiles:
        if self._locks is None:
            from draftproof.engine.lock_files import LockFiles  # noqa: PLC0415 - only where there are any

            self._locks = LockFiles(use_cache=self._options.use_cache)
        return self._locks

    def _add_lock_files(
        self, files: Sequence[FoundFile], findings: list[Finding], levels: dict[str, Severity]
    ) -> int:
        """Add what is wrong with the lock files beside the configurations, and the levels that hold for them;
        the number that fails the run.
        """
        failed = 0
        configurations = {file.configuration.folder: file.configuration for file in files}
        for folder, configuration in sorted(configurations.items()):
            if self._options.isolated or not (folder / ".draftproof" / "models").is_dir():
                continue
            from draftproof.engine.lock_files import failing_level  # noqa: PLC0415 - only where there are any

            rulebook = self.rulebook(configuration)
            found = self._lock_files().findings(
                configuration,
                rulebook=rulebook,
                patterns=self._compiled(rulebook),
                settings_of=self._settings,
                rules_of=self._rules,
                today=self._options.today,
            )
            level = failing_level(self._options.fail_on or configuration.settings.fail_on)
            for finding in filter(self._ratchet.shows, found):
                findings.append(finding)
                levels[finding.path] = level
                failed += finding.severity >= level
        findings.sort(key=lambda finding: finding.path)
        return failed

    def _settings(self, file: FoundFile) -> Settings:
        options = self._options
        settings = file.settings()
        if options.select is not None:
            settings = replace(settings, select=options.select)
        if options.extend_select:
            settings = replace(settings, extend_select=(*settings.extend_select, *options.extend_select))
        if options.ignore:
            settings = replace(settings, ignore=(*settings.ignore, *options.ignore))
        changes = {
            "min_severity": options.min_severity,
            "min_confidence": options.min_confidence,
            "fail_on": options.fail_on,
            "provider": options.provider,
        }
        return replace(settings, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type]

    def facts_of(self, arguments: Sequence[str]) -> tuple[Discovery, Iterator[Facts], list[str]]:
        """What the arguments came to, the facts of each document unjudged, faults of configurations."""
        discovery = self._discovered(arguments)
        facts = (self._facts(file, self._settings(file), self._bytes_of(file))[0] for file in discovery.files)
        return discovery, facts, self._resolver.errors

    def _rules(self, rulebook: Rulebook, settings: Settings) -> tuple[ActiveRule, ...]:
        if not self._options.publish:
            return select_rules(rulebook, settings)
        from draftproof.engine.publishing import published_rules  # noqa: PLC0415 - only with --publish

        return published_rules(rulebook, settings)

    def _judge(self, file: FoundFile, settings: Settings) -> Judgement:
        data = self._bytes_of(file)
        if self._fixes is not None and file.stdin and isinstance(data, bytes):
            self._fixes.stdin = data
        facts, judgement = self._examined(file, settings, data)
        if not (self._fixes or self._ratchet.accepts) or isinstance(data, str):
            return judgement
        from draftproof.engine.mending import Examined  # noqa: PLC0415 - only where documents are changed

        before = Examined(facts, judgement)

        def examine(changed: bytes) -> Examined:
            return Examined(*self._examined(file, settings, changed))

        if self._fixes is None:
            return self._ratchet.accepted(file, data, before, examine)
        return self._fixes.mended(file, data, before, examine)

    def _bytes_of(self, file: FoundFile) -> bytes | str:
        """The bytes of a file, or the sentence that says why there are none."""
        if file.stdin and self._options.stdin is not None:
            return self._options.stdin
        if (staged := self._ratchet.bytes_of(file)) is not None:
            return staged
        try:
            return sys.stdin.buffer.read() if file.stdin else file.path.read_bytes()
        except OSError as error:
            return f"the file cannot be read: {error.strerror or error}"

    def _examined(self, file: FoundFile, settings: Settings, data: bytes | str) -> tuple[Facts, Judgement]:
        facts, settings = self._facts(file, settings, data)
        judgement = judge(
            facts,
            self._rules(facts.rulebook, settings),
            root_path=_root_path(file),
            min_severity=settings.min_severity,
            min_confidence=settings.min_confidence,
        )
        return facts, self._ratchet.left(file, facts, judgement)

    def _codes(self, file: FoundFile) -> frozenset[str]:
        """The rules that run over a file, whatever its front matter leaves out."""
        rules = self._rules(self.rulebook(file.configuration), self._settings(file))
        return frozenset(rule.rule.code for rule in rules)

    def _facts(self, file: FoundFile, settings: Settings, data: bytes | str) -> tuple[Facts, Settings]:
        rulebook = self.rulebook(file.configuration)
        document = document_of(file, settings, data, force_exclude=self._options.force_exclude)
        settings, problems = narrowed(document, settings, self._selector_check(file.configuration))
        if problems:
            document = replace(document, problems=(*document.problems, *problems))
        facts = Facts(
            document,
            rulebook,
            self._compiled(rulebook),
            _placeholder_policy(settings),
            self._options.today,
            settings.provider or DEFAULT_PROVIDER,
            None if self._options.isolated else lambda: self._lock_files().of(file.configuration.folder),
            publish=self._options.publish,
            evidence=None if self._options.isolated else lambda: self._evidence_of(file),
        )
        return facts, settings

    def _compiled(self, rulebook: Rulebook) -> Patterns:
        if id(rulebook) not in self._patterns:
            self._patterns[id(rulebook)] = compile_patterns(rulebook.vocabularies)
        return self._patterns[id(rulebook)]


def _refused(reason: str, discovery: Discovery, fail_on: Severity) -> Run:
    """A run that checked nothing, for one reason."""
    nothing = replace(discovery, files=())
    return Run(Result((), Counts(), (reason,), fail_on, __version__), nothing, (reason,), 0)


def unusable(discovery: Discovery) -> tuple[str, ...]:
    """A sentence about every argument that stands for no document."""
    return (
        *(f"{path}: there is no such file or folder" for path in discovery.missing),
        *(f"{path}: no document in this folder" for path in discovery.empty),
    )


def _is_rule_page(file: FoundFile) -> bool:
    """True for what a search found in a configured folder of rules: its examples are meant to be flagged."""
    packs = (file.configuration.folder / pack for pack in file.configuration.settings.rules)
    return not file.named and not file.stdin and any(file.path.is_relative_to(pack) for pack in packs)


def _root_path(file: FoundFile) -> str:
    try:
        return file.path.relative_to(file.configuration.folder).as_posix()
    except ValueError:
        return file.shown


def _placeholder_policy(settings: Settings) -> PlaceholderPolicy:
    own = settings.provider_placeholders.get(settings.provider or "")
    return PlaceholderPolicy(
        settings.placeholders.key or own or DEFAULT_PLACEHOLDER,
        tuple(settings.placeholders.accept),
        settings.placeholders.model,
    )
