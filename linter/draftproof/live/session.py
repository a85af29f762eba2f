"""A run of the live stage: documents to articles with their targets, to a plan, to rows and records."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.dataclass import dataclass
from draftproof.faults import internal_fault
from draftproof.live.choosing import Chooser, LiveOptions, SelectionError
from draftproof.live.planning import plan_of
from draftproof.live.proving import prove
from draftproof.live.recording import Written, write_records
from draftproof.live.results import LiveResult, rows_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.engine.discovery import Discovery, FoundFile
    from draftproof.engine.running import Runner
    from draftproof.live.planning import Plan
    from draftproof.live.proving import Proof
    from draftproof.live.recording import Keeping
    from draftproof.live.targets import Target
    from draftproof.samples.knowledge import Knowledge
    from draftproof.text.secret import Secret

__all__ = ["LiveOptions", "SelectionError", "Session", "carry_out", "embedded_server", "prepare"]


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
        return tuple(dict.fromkeys(check.target for check in self.plan.checks))


def prepare(runner: Runner, arguments: Sequence[str], options: LiveOptions, base_url: str = "") -> Session:
    """Read the documents and plan their checks; nothing is sent.

    ``base_url`` is the address of the embedded server where one runs. Raises SelectionError, TargetError and
    RulebookError.
    """
    discovery, facts, errors = runner.facts_of(arguments)
    chooser = Chooser(options, base_url)
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
    keys: Mapping[Target, Secret],
    now: datetime.datetime,
    progress: Callable[[int, Proof], None],
) -> LiveResult:
    """Send what is planned, judge it and write the records. ``keys`` by their target."""
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
        written.faults,
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
