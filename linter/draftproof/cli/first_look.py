"""What ``draftproof init`` finds in a repository: counts, providers that samples ask, a first baseline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.engine.running import Runner, RunOptions
from draftproof.finding import Severity

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

NOT_ACCEPTED = "KEY"
"""What a first baseline leaves out: a credential is to be removed and replaced, not accepted."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What the documents of a folder come to, as if there were no baseline."""

    documents: int
    errors: int
    warnings: int
    advice: int
    stopped: int
    """Documents of which the hook would stop a commit."""
    acceptable: int
    """Errors and warnings that a baseline would hold."""

    @property
    def counted(self) -> str:
        """The findings by severity, in words."""
        named = ((self.errors, "error"), (self.warnings, "warning"))
        words = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in named]
        return ", ".join([*words, f"{self.advice} advice"])


def look(folder: Path, today: datetime.date) -> FirstLook:
    """Check a folder without a baseline. Raises RulebookError."""
    result = Runner(RunOptions(today, use_baseline=False)).run([str(folder)]).result
    levels = Counter(finding.severity for finding in result.findings)
    stopped = {finding.path for finding in result.findings if finding.severity is Severity.ERROR}
    acceptable = [
        finding
        for finding in result.findings
        if finding.severity > Severity.ADVICE and not finding.code.startswith(NOT_ACCEPTED)
    ]
    return FirstLook(
        result.counts.documents,
        levels[Severity.ERROR],
        levels[Severity.WARNING],
        levels[Severity.ADVICE],
        len(stopped),
        len(acceptable),
    )


def has_baseline(folder: Path) -> bool:
    """True where the folder has a baseline already."""
    return (folder / PROJECT_FOLDER / BASELINE_NAME).is_file()


def write_baseline(folder: Path, today: datetime.date) -> tuple[str, ...]:
    """Accept what is found in a folder today, credentials excepted; the sentences of the run."""
    options = RunOptions(today, ignore=(NOT_ACCEPTED,), write_baseline="grow")
    result = Runner(options).run([str(folder)]).result
    return (*result.notes, *result.errors)


def look_again(folder: Path, today: datetime.date) -> int:
    """The documents of which the hook would stop a commit, with the baseline that holds."""
    result = Runner(RunOptions(today)).run([str(folder)]).result
    return len({finding.path for finding in result.findings if finding.severity is Severity.ERROR})


def providers(folder: Path, today: datetime.date) -> tuple[tuple[str, int], ...]:
    """The providers that samples of a folder show, each with its requests, the most frequent first."""
    _, all_facts, _ = Runner(RunOptions(today)).facts_of([str(folder)])
    found = Counter(
        request.provider.name
        for facts in all_facts
        for request in facts.understanding.requests
        if request.provider.name and request.family
    )
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
