"""A run of the live stage: documents to articles with their targets, to a plan, to rows and records."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from draftproof import __version__
from draftproof.checks.facts import DEFAULT_PROVIDER
from draftproof.dataclass import dataclass
from draftproof.faults import internal_fault
from draftproof.live.planning import Article, PlanOptions, plan_of
from draftproof.live.proving import prove
from draftproof.live.recording import Keeping, Written, keeping_of, vouched_shapes, write_records
from draftproof.live.results import LiveResult, rows_of
from draftproof.live.targets import target_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from draftproof.checks.facts import Facts
    from draftproof.engine.discovery import Discovery, FoundFile
    from draftproof.engine.running import Runner
    from draftproof.live.planning import Plan
    from draftproof.live.proving import Proof
    from draftproof.live.targets import Target
    from draftproof.samples.knowledge import Knowledge
    from draftproof.text.secret import Secret

_ANY_PORT: Final = "http://127.0.0.1/v1"
"""What a plan shows for the embedded server, which chooses its port when it starts."""


class SelectionError(ValueError):
    """Options that do not go together, or a provider that is not known: one sentence."""


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What the command line says about a live run. ``provider`` is None where the configuration decides."""

    plan: PlanOptions = field(default_factory=PlanOptions)
    provider: str | None = None
    base_url: str = ""
    key_name: str = ""
    embedded: bool = False
    outdated: bool = False
    evidence_folder: Path | None = None
    records: bool = True
    concurrency: int = 1
    use_proxies: bool = False


@dataclass(slots=True)
class Session:
    """The documents of a run and what is planned for them."""

    plan: Plan
    knowledge: Knowledge
    targets: Mapping[str, Target]
    """By article."""
    keepings: Mapping[str, Keeping]
    """Where the record of an article lies."""
    discovery: Discovery
    errors: Sequence[str]
    documents: int
    faults: list[str] = field(default_factory=list)

    def wanted(self) -> tuple[Target, ...]:
        """The targets that are asked, each once."""
        return tuple({check.target.base_url: check.target for check in self.plan.checks}.values())


def prepare(runner: Runner, arguments: Sequence[str], options: LiveOptions, base_url: str = "") -> Session:
    """Read the documents and plan their checks; nothing is sent.

    ``base_url`` is the address of the embedded server where one runs. Raises SelectionError, TargetError and
    RulebookError.
    """
    discovery, facts, errors = runner.facts_of(arguments)
    chooser = _Chooser(options, base_url)
    faults: list[str] = []
    knowledge = runner.rulebook().knowledge
    # One document at a time: a plan needs no more of it than its samples.
    articles = (
        article
        for file, document in _safely(discovery.files, facts, faults)
        if (article := chooser.article(file, document)) is not None
    )
    plan = plan_of(articles, options.plan)
    return Session(
        plan, knowledge, chooser.targets, chooser.keepings, discovery, errors, len(discovery.files), faults
    )


def carry_out(
    session: Session,
    options: LiveOptions,
    keys: Mapping[str, Secret],
    now: datetime.datetime,
    progress: Callable[[int, Proof], None],
) -> LiveResult:
    """Send what is planned, judge it and write the records. ``keys`` by the base URL of their target."""
    proofs = prove(
        session.plan,
        keys,
        session.knowledge,
        concurrency=options.concurrency,
        use_proxies=options.use_proxies,
        progress=progress,
    )
    rows = rows_of(session.plan, proofs, session.targets)
    written = Written()
    if options.records and (not options.embedded or options.evidence_folder is not None):
        written = write_records(rows, session.targets, session.keepings, now, keys.values())
    return LiveResult(
        rows,
        session.plan.requests,
        __version__,
        session.documents,
        options.embedded,
        written.paths,
        written.left,
    )


def _safely(
    files: Sequence[FoundFile], facts: Iterator[Facts], faults: list[str]
) -> Iterator[tuple[FoundFile, Facts]]:
    """Each file with its facts, its samples understood; a fault in one leaves the others."""
    for file, document in zip(files, facts, strict=True):
        try:
            document.understanding  # noqa: B018 - computed here, so that a fault names its file
        except Exception as error:  # one document must not keep the others from being checked
            faults.append(internal_fault(error, file.shown))
            continue
        yield file, document


class _Chooser:
    """Chooses who is asked for each article: what the command line or the configuration names."""

    def __init__(self, options: LiveOptions, base_url: str) -> None:
        self._options = options
        self._embedded_url = base_url or _ANY_PORT
        self._by_provider: dict[tuple[str, str, str], Target] = {}
        self.targets: dict[str, Target] = {}
        self.keepings: dict[str, Keeping] = {}

    def article(self, file: FoundFile, facts: Facts) -> Article | None:
        """The article of a document; None for one that holds no samples."""
        if not facts.understanding.requests:
            return None
        # The settings of the configuration, not those that front matter narrows.
        settings = file.settings()
        configured = settings.provider or DEFAULT_PROVIDER
        name = self._options.provider or configured
        target = self._target(
            name,
            self._options.base_url or settings.provider_addresses.get(name, ""),
            self._options.key_name or settings.provider_keys.get(name, ""),
            facts,
        )
        shown = facts.document.path
        self.targets[shown] = target
        keeping = keeping_of(file, target.provider, configured, self._options.evidence_folder)
        self.keepings[shown] = keeping
        vouched = frozenset[str]()
        if self._options.outdated:
            vouched = vouched_shapes(keeping, target, facts)
        return Article(facts, target, vouched)

    def _target(self, name: str, base_url: str, key_name: str, facts: Facts) -> Target:
        key = (name, base_url, key_name)
        if key not in self._by_provider:
            provider = facts.knowledge.providers.get(name)
            if provider is None:
                raise SelectionError(f'no provider is called "{name}"')
            if self._options.embedded:
                made = replace(target_of(provider, base_url=self._embedded_url), embedded=True)
            else:
                made = target_of(provider, base_url=base_url, key_name=key_name)
            self._by_provider[key] = made
            names = {known for known, _, _ in self._by_provider}
            if len(names) > 1 and (self._options.base_url or self._options.key_name):
                raise SelectionError(
                    "--base-url and --key-env are for one provider, and the configuration names several "
                    f"({', '.join(sorted(names))}); choose one with --provider"
                )
        return self._by_provider[key]


@contextmanager
def embedded_server(options: LiveOptions, *, plan_only: bool) -> Iterator[tuple[str, Secret | None]]:
    """The base URL of the embedded server and its key while it runs; nothing where it is not wanted."""
    if not options.embedded or plan_only:
        yield "", None
        return
    import secrets  # noqa: PLC0415 - only here

    from draftproof.live.server.embedded import running  # noqa: PLC0415 - an extra
    from draftproof.text.secret import Secret  # noqa: PLC0415

    key = Secret(secrets.token_urlsafe(32))
    with running(key) as base_url:
        yield base_url, key
