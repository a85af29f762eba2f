"""A whole run: files found, read, judged; one result for the reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.engine.baseline import RatchetError
from draftproof.engine.discovery import Discovery, FoundFile, discover
from draftproof.engine.examining import Examiner
from draftproof.engine.included_findings import IncludedFindings
from draftproof.engine.judgements import Judgements
from draftproof.engine.project_files import governed
from draftproof.engine.ratchet import Ratchet
from draftproof.engine.reading_files import bytes_of
from draftproof.engine.run_options import Run, RunOptions
from draftproof.faults import fit_to_say, internal_fault
from draftproof.finding import Counts, Finding, LeftInclude, LeftSample, Result, Severity, ShownText
from draftproof.rulebook.errors import RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.configuration.model import Configuration
    from draftproof.engine.fix_run import FixRun
    from draftproof.engine.judgement import Judgement
    from draftproof.finding import RuleDescription
    from draftproof.rulebook.model import Rulebook


__all__ = ["Run", "RunOptions", "Runner", "unusable"]


class Runner:
    """Runs the static checks over files. One runner serves one run."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._examiner = Examiner(options)
        self._ratchet = Ratchet(options)
        self._fixes: FixRun | None = None
        if options.fix or options.diff:
            from draftproof.engine.fix_run import FixRun  # noqa: PLC0415 - only where fixes are wanted

            self._fixes = FixRun(unsafe=options.unsafe_fixes, write=not options.diff)
        self._resolver = self._examiner.resolver

    def rulebook(self, configuration: Configuration | None = None) -> Rulebook:
        """The rulebook that holds under a configuration. Raises RulebookError for a pack that cannot be
        used.
        """
        return self._examiner.rulebook(configuration)

    def rulebooks_for(self, arguments: Sequence[str]) -> tuple[Rulebook, ...]:
        """The rulebooks in which a name of a rule or a provider may stand that is chosen for these arguments:
        those of the configurations that hold where they are. Raises RulebookError as ``rulebook`` does.
        """
        places = (Path(argument) if argument != "-" else Path() for argument in arguments)
        folders = {place if place.is_dir() else place.parent for place in places}
        known = [self._resolver.for_folder(folder) for folder in sorted(folders)]
        found = [self.rulebook(each) for each in known if each is not None] or [self.rulebook()]
        return tuple({id(each): each for each in found}.values())

    def _discovered(self, arguments: Sequence[str]) -> Discovery:
        expanded = governed(arguments)
        discovery = discover(
            expanded.arguments,
            resolver=self._resolver,
            stdin_filename=self._options.stdin_filename,
            force_exclude=self._options.force_exclude,
            endings=self._options.endings,
        )
        files = tuple(file for file in discovery.files if not _is_rule_page(file))
        if self._options.pages:
            from draftproof.engine.web_pages import found_pages  # noqa: PLC0415 - only an audit has any

            files = (*files, *found_pages(self._options.pages, self._resolver))
        return replace(
            discovery,
            files=files,
            empty=tuple(folder for folder in discovery.empty if folder not in expanded.folders),
        )

    def run(self, arguments: Sequence[str]) -> Run:
        """Check what the arguments stand for."""
        discovery = self._discovered(arguments)
        searched = _searched(arguments)
        if self._options.staged:
            from draftproof.engine.staged_files import with_staged  # noqa: PLC0415 - only where asked for

            discovery = with_staged(discovery, arguments, self._resolver, self._options.endings)
        try:
            discovery, along = self._ratchet.selected(discovery, self._records_along(searched, discovery))
        except RatchetError as error:
            return _refused(fit_to_say(str(error)), discovery, self._fail_on)
        made = _Made(self._fail_on)
        files = (*discovery.files, *along)
        judgements, faults, said = self._judgements(files)
        for number, file in enumerate(files):
            if number in faults:
                made.faults.append(faults[number])
                continue
            judgement = judgements[number]
            self._ratchet.learn(file, judgement, lambda file=file: self._codes(file))  # type: ignore[misc]
            fail_on = self._examiner.settings(file).fail_on
            made.add(file, judgement, fail_on, is_document=number < len(discovery.files))
        made.failed += made.included.join(made.findings, made.levels, self._fail_on)
        made.failed += self._add_lock_files(discovery.files, made.findings, made.levels)
        known = {rule.code for book in self._examiner.rulebooks for rule in book.rules}
        self._ratchet.finish(known, searched)
        fixes, ratchet = self._fixes, self._ratchet
        said_wrong = (*made.faults, *(fixes.errors if fixes else ()), *ratchet.errors)
        errors = (*self._resolver.errors, *map(fit_to_say, said_wrong))
        result = Result(
            tuple(made.findings),
            Counts.total((*made.counts, ratchet.counts, fixes.counts if fixes else Counts())),
            (*errors, *unusable(discovery)),
            self._fail_on,
            __version__,
            tuple(made.left),
            notes=(*discovery.notes, *(fixes.notes if fixes else ()), *ratchet.notes),
            rules=self._described(made.findings),
            fail_levels=made.levels,
            differences=tuple(fixes.differences) if fixes else (),
            lost_includes=tuple(made.lost),
            texts=tuple(made.texts.values()),
            documents=tuple(made.documents),
        )
        return Run(result, discovery, errors, made.failed, along, fixes.stdin if fixes else None, said)

    @property
    def _fail_on(self) -> Severity:
        return self._options.fail_on or Severity.WARNING

    def _described(self, findings: Sequence[Finding]) -> tuple[RuleDescription, ...]:
        """The rules that have findings, with what their pages say."""
        wanted = {finding.code for finding in findings}
        if not wanted:
            return ()
        from draftproof.rulebook.describing import describe  # noqa: PLC0415 - only where there are any

        rules = {rule.code: rule for book in self._examiner.rulebooks for rule in book.rules}
        return tuple(describe(rules[code]) for code in sorted(wanted & rules.keys()))

    def _records_along(self, folders: Sequence[Path], discovery: Discovery) -> tuple[FoundFile, ...]:
        """The records that are judged with what was named: those of its articles, those for its ``folders``.
        They are not counted as documents.
        """
        if self._options.isolated:
            return ()
        searched = [(folder, self._resolver.for_folder(folder)) for folder in folders]
        found = [(folder, known) for folder, known in searched if known is not None]
        configurations = (*(file.configuration for file in discovery.files), *(known for _, known in found))
        if not any(map(self._examiner.keeps_records, configurations)):
            return ()
        return self._examiner.evidence_files.along(discovery.files, found)

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

            found = self._examiner.lock_files.findings(
                configuration,
                rulebook=self.rulebook(configuration),
                settings_of=self._examiner.settings,
                rules_of=self._examiner.rules,
                today=self._options.today,
            )
            level = failing_level(self._options.fail_on or configuration.settings.fail_on)
            for finding in filter(self._ratchet.shows, found):
                findings.append(finding)
                levels[finding.path] = level
                failed += finding.severity >= level
        findings.sort(key=lambda finding: finding.path)
        return failed

    def facts_of(self, arguments: Sequence[str]) -> tuple[Discovery, Iterator[Facts], list[str]]:
        """What the arguments came to, the facts of each document unjudged, faults of configurations."""
        discovery = self._discovered(arguments)
        facts = (self._examiner.facts(file, self._bytes_of(file))[0] for file in discovery.files)
        return discovery, facts, self._resolver.errors

    def _judgements(self, files: Sequence[FoundFile]) -> tuple[dict[int, Judgement], dict[int, str], str]:
        """What every file came to, or the sentence that says why it came to nothing; what the cache did."""
        if not (self._fixes or self._ratchet.accepts or self._ratchet.needs_documents):
            several = Judgements(self._examiner, self._options.jobs)
            judgements, faults = several.made(files)
            left = {n: self._ratchet.left(files[n], None, judgements[n]) for n in sorted(judgements)}
            return left, faults, several.said
        judgements, faults = {}, {}
        for number, file in enumerate(files):
            try:
                judgements[number] = self._judge(file)
            except RulebookError:
                raise
            except Exception as error:  # one document must not keep the others from being checked
                faults[number] = internal_fault(error, file.shown)
        return judgements, faults, "cache: not used; fixes and changed lines need the documents"

    def _judge(self, file: FoundFile) -> Judgement:
        """The judgement of one file, mended or accepted where that is wanted."""
        data = self._bytes_of(file)
        if self._fixes is not None and file.stdin and isinstance(data, bytes):
            self._fixes.stdin = data
        facts, judgement = self._examined(file, data)
        if not (self._fixes or self._ratchet.accepts) or isinstance(data, str):
            return judgement
        from draftproof.engine.mending import Examined  # noqa: PLC0415 - only where documents are changed

        before = Examined(facts, judgement)

        def examine(changed: bytes) -> Examined:
            return Examined(*self._examined(file, changed))

        if self._fixes is None:
            return self._ratchet.accepted(file, data, before, examine)
        return self._fixes.mended(file, data, before, examine)

    def _bytes_of(self, file: FoundFile) -> bytes | str:
        """What is checked of a file, or the sentence that says why there is nothing."""
        staged = None if file.stdin and self._options.stdin is not None else self._ratchet.bytes_of(file)
        return bytes_of(file, self._options) if staged is None else staged

    def _examined(self, file: FoundFile, data: bytes | str) -> tuple[Facts, Judgement]:
        facts, judgement = self._examiner.examined(file, data, parsed=True)
        return facts, self._ratchet.left(file, facts, judgement)

    def _codes(self, file: FoundFile) -> frozenset[str]:
        """The rules that run over a file, whatever its front matter leaves out."""
        rules = self._examiner.rules(self.rulebook(file.configuration), self._examiner.settings(file))
        return frozenset(rule.rule.code for rule in rules)


class _Made:
    """What the documents of a run came to, put together."""

    def __init__(self, fail_on: Severity) -> None:
        self._fail_on = fail_on
        self.findings: list[Finding] = []
        self.included = IncludedFindings()
        self.left: list[LeftSample] = []
        self.lost: list[LeftInclude] = []
        self.texts: dict[tuple[str, int | None], ShownText] = {}
        self.documents: list[str] = []
        self.counts: list[Counts] = []
        self.faults: list[str] = []
        self.failed = 0
        self.levels: dict[str, Severity] = {}

    def add(self, file: FoundFile, judgement: Judgement, fail_on: Severity, *, is_document: bool) -> None:
        """Add a judgement. Records that are judged along are no documents: they are not counted."""
        if fail_on is not self._fail_on:
            self.levels[file.shown] = fail_on
        own = self.included.own(judgement.findings, file.shown, fail_on)
        self.findings.extend(own)
        self.texts.update(((text.path, text.cell), text) for text in judgement.texts)
        self.failed += sum(finding.severity >= fail_on for finding in own)
        if is_document:
            self.documents.append(file.shown)
            self.left.extend(judgement.left)
            self.lost.extend(judgement.lost)
            self.counts.append(judgement.counts)
        else:
            self.counts.append(judgement.counts.held_back())


def _searched(arguments: Sequence[str]) -> list[Path]:
    """The folders among the arguments."""
    paths = (Path(argument).absolute() for argument in governed(arguments).arguments if argument != "-")
    return [path for path in paths if path.is_dir()]


def _refused(reason: str, discovery: Discovery, fail_on: Severity) -> Run:
    """A run that checked nothing, for one reason."""
    nothing = replace(discovery, files=())
    return Run(Result((), Counts(), (reason,), fail_on, __version__), nothing, (reason,), 0)


def unusable(discovery: Discovery) -> tuple[str, ...]:
    """A sentence about every argument that stands for no document."""
    return (
        *(fit_to_say(f"{path}: there is no such file or folder") for path in discovery.missing),
        *(fit_to_say(f"{path}: no document in this folder") for path in discovery.empty),
    )


def _is_rule_page(file: FoundFile) -> bool:
    """True for what a search found in a configured folder of rules: its examples are meant to be flagged."""
    packs = (file.configuration.folder / pack for pack in file.configuration.settings.rules)
    return not file.named and not file.stdin and any(file.path.is_relative_to(pack) for pack in packs)
