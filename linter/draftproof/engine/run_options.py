"""What is asked of a run, and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from draftproof.engine.baselines import Writing
    from draftproof.engine.discovery import Discovery, FoundFile
    from draftproof.engine.web_pages import WebPage
    from draftproof.finding import Confidence, Result, Severity


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the command line says about a run. None and empty mean that the configuration decides."""

    today: datetime.date
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity | None = None
    min_confidence: Confidence | None = None
    fail_on: Severity | None = None
    config: Path | None = None
    isolated: bool = False
    stdin_filename: str | None = None
    stdin: bytes | None = None
    """What standard input holds, where a caller has it; else it is read."""
    force_exclude: bool = True
    provider: str | None = None
    use_cache: bool = True
    jobs: int | None = 1
    """Processes that judge documents at once, where it pays; None for as many as there are processors."""
    publish: bool = False
    """Judge by the policy for the day of publication."""
    fix: bool = False
    """Write the safe fixes into the documents."""
    unsafe_fixes: bool = False
    """Where fixes are made, make the unsafe ones as well."""
    diff: bool = False
    """Work out the fixes and what they change, and write nothing."""
    baseline: Path | None = None
    """A baseline in the place of those beside the configurations."""
    baseline_required: bool = False
    use_baseline: bool = True
    write_baseline: Writing = ""
    changed_since: str | None = None
    """Judge only files that changed since the branch left this revision."""
    changed_lines: bool = False
    staged: bool = False
    """Judge what is staged, as it is staged."""
    texts: bool = False
    """Keep the texts of documents with findings, for a report that shows them."""
    levels: tuple[tuple[str, Severity], ...] = ()
    """Severities by selector, over those of the configuration."""
    endings: tuple[str, ...] = ()
    """What a folder is searched for besides the usual."""
    pages: tuple[WebPage, ...] = ()
    """Pages that were fetched, judged beside the files. No file of this machine is theirs."""
    suppression_reason: str | None = None
    """Write suppressions with this reason for every finding that is left."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to. ``failed`` counts the findings that make it fail; ``errors`` are sentences about
    configurations that cannot be used and about faults of draftproof itself; ``along`` are the records that
    were judged with what was found; ``stdin`` is standard input with the fixes, where they were asked for.
    """

    result: Result
    discovery: Discovery
    errors: tuple[str, ...]
    failed: int
    along: tuple[FoundFile, ...] = ()
    stdin: bytes | None = None
    cache: str = ""
    """What the cache was good for, in one sentence."""

    def exit_code(self, *, exit_zero: bool = False) -> int:
        """0, 1, 2 or 3, as the command line's contract says; the gravest wins."""
        if self.errors:
            return 2
        if self.discovery.missing or self.discovery.empty:
            return 3
        return 1 if self.failed and not exit_zero else 0
