"""The ``gitlab`` format: a Code Quality report, which merge requests show.

Fields and severities: https://docs.gitlab.com/ci/testing/code_quality/ (read 2026-11-23). Of entries that
share a fingerprint GitLab shows the first.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.finding import Severity
from draftproof.reports.locating import located_message, plain_path
from draftproof.reports.serialise import dumps
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.finding import Finding, Result
    from draftproof.reports.style import Style

Grade = Literal["info", "minor", "major", "critical", "blocker"]
_LONGEST_MESSAGE = 1000
_GRADES: dict[Severity, Grade] = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.ADVICE: "info",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One entry. Lines are 1-based in the raw file."""

    check: str
    description: str
    fingerprint: str
    grade: Grade
    path: str
    line: int
    end_line: int


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """An array with every finding, one a line."""
    yield from code_quality(map(_issue, result.findings))


def code_quality(issues: Iterable[Issue]) -> Iterator[str]:
    """The report of any entries, in their order."""
    seen: dict[str, int] = {}
    separator = "[\n"
    for issue in issues:
        yield separator + dumps(_entry(issue, _unique(issue.fingerprint, seen)))
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _issue(finding: Finding) -> Issue:
    place = finding.place
    return Issue(
        finding.code,
        located_message(finding),
        finding.fingerprint,
        _GRADES[finding.severity],
        finding.path,
        place.file_line,
        place.file_end_line,
    )


def _entry(issue: Issue, fingerprint: str) -> dict[str, object]:
    return {
        "description": neutral(issue.description, _LONGEST_MESSAGE),
        "check_name": issue.check,
        "fingerprint": fingerprint,
        "severity": issue.grade,
        "location": {
            "path": plain_path(issue.path),
            "lines": {"begin": issue.line, "end": max(issue.end_line, issue.line)},
        },
    }


def _unique(fingerprint: str, seen: dict[str, int]) -> str:
    """The fingerprint, or for the second with the same one made of it and its number."""
    number = seen[fingerprint] = seen.get(fingerprint, 0) + 1
    if number == 1:
        return fingerprint
    made = f"{fingerprint}\0{number}".encode("utf-8", "surrogatepass")
    return sha256(made).hexdigest()[:32]
