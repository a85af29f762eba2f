"""What ``draftproof init`` finds in a repository: counts, providers that samples ask, a first baseline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.engine.running import Runner, RunOptions
from draftproof.finding import Severity
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from draftproof.engine.running import Run
    from draftproof.finding import Finding, Result

NOT_ACCEPTED = ("KEY001", "KEY002", "KEY005")
"""Literal credentials: they are to be withdrawn and replaced, not accepted by a first baseline."""
CLEAR = 0.8
"""The share of the requests from which on one provider is taken for the provider of the samples."""
ENOUGH = 3
"""Requests from which on that can be said."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the documents of a folder come to. ``sentence`` counts documents, samples and findings.

    ``stopped`` are the files of which the hook would stop a commit, ``credentials`` the findings that no
    first baseline accepts, ``acceptable`` the failing ones that it would; ``errors`` are faults of the run.
    """

    documents: int
    sentence: str
    stopped: frozenset[str]
    credentials: int
    acceptable: int
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What writing a first baseline came to, in sentences."""

    notes: tuple[str, ...]
    errors: tuple[str, ...]


def requests_by_provider(folder: Path, today: datetime.date) -> tuple[tuple[str, int], ...]:
    """The providers that samples show, each with its requests, the most frequent first. Raises CommandError
    where a configuration or a rule cannot be used.
    """
    try:
        _, documents, faults = Runner(RunOptions(today)).facts_of([str(folder)])
        if faults:
            raise CommandError("the configuration cannot be used\n" + "\n".join(faults))
        found: Counter[str] = Counter()
        for facts in documents:
            try:
                requests = facts.understanding.requests
            except Exception:  # noqa: S112 - the check says which document it was, and what
                continue
            found.update(each.provider.name for each in requests if each.family and each.provider.shown)
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def usual_provider(asked: Sequence[tuple[str, int]]) -> str:
    """The provider that the samples plainly mean, "" where it is not plain."""
    total = sum(number for _, number in asked)
    return asked[0][0] if total >= ENOUGH and asked[0][1] >= CLEAR * total else ""


def look(folder: Path, today: datetime.date, provider: str | None = None) -> FirstLook:
    """Check a folder, with the baseline that it has. ``provider`` is for a folder without a configuration."""
    run = _run(folder, RunOptions(today, provider=provider, jobs=None))
    result = run.result
    return FirstLook(
        result.counts.documents,
        summary(result, Style()).removeprefix("draftproof: "),
        _stopping(result.findings),
        sum(finding.code in NOT_ACCEPTED for finding in result.findings),
        sum(_fails(finding, result) and finding.code not in NOT_ACCEPTED for finding in result.findings),
        run.errors,
    )


def has_baseline(folder: Path) -> bool:
    """True where the folder has a baseline already."""
    return (folder / PROJECT_FOLDER / BASELINE_NAME).is_file()


def write_baseline(folder: Path, today: datetime.date) -> Accepted:
    """Accept what is found in a folder today, credentials excepted."""
    run = _run(folder, RunOptions(today, ignore=NOT_ACCEPTED, write_baseline="grow", jobs=None))
    return Accepted(run.result.notes, run.errors)


def _run(folder: Path, options: RunOptions) -> Run:
    try:
        return Runner(options).run([str(folder)])
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None


def _stopping(findings: Iterable[Finding]) -> frozenset[str]:
    """The files with errors: the hook passes ``--fail-on error``."""
    return frozenset(finding.path for finding in findings if finding.severity is Severity.ERROR)


def _fails(finding: Finding, result: Result) -> bool:
    return finding.severity >= result.fail_levels.get(finding.path, result.fail_on)
