"""Findings in files that documents include: each is said once, however many documents include it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.finding import Finding, Place, Severity

_Key = tuple[str, str, "Place", str]


class IncludedFindings:
    """Sets findings in included files aside until every document was judged.

    A file that is a document of its own has said what is to say; else the first document that includes it
    speaks.
    """

    def __init__(self) -> None:
        self._aside: list[tuple[Finding, Severity]] = []

    def own(self, findings: Iterable[Finding], path: str, fail_on: Severity) -> list[Finding]:
        """Those that stand in the document itself; the others are kept for ``join``."""
        own: list[Finding] = []
        for finding in findings:
            if finding.path == path:
                own.append(finding)
            else:
                self._aside.append((finding, fail_on))
        return own

    def join(self, findings: list[Finding], levels: dict[str, Severity], usual: Severity) -> int:
        """Add what nobody has said yet, in order, and the levels that hold for it; the number that fails the
        run.
        """
        if not self._aside:
            return 0
        said = {_key(finding) for finding in findings}
        failed = 0
        for finding, fail_on in self._aside:
            if _key(finding) in said:
                continue
            said.add(_key(finding))
            findings.append(finding)
            level = levels.get(finding.path, fail_on)
            if level is not usual:
                levels[finding.path] = level
            failed += finding.severity >= level
        findings.sort(key=lambda each: (each.path, each.place.file_line, each.place.file_column, each.code))
        return failed


def _key(finding: Finding) -> _Key:
    return finding.path, finding.code, finding.place, finding.message
