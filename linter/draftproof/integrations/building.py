"""What the build of a site says of its documents, whatever builds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.api import DraftproofError, check_paths
from draftproof.dataclass import dataclass
from draftproof.engine.discovery import ENDINGS
from draftproof.finding import Result
from draftproof.reports.locating import located_message, with_help
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.finding import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of a build: ``failing`` are the findings that make a check fail, ``sentences`` say what
    could not be used, ``last`` counts everything.
    """

    failing: tuple[Finding, ...] = ()
    sentences: tuple[str, ...] = ()
    last: str = ""


def check_sources(paths: Iterable[str], *, config: str = "", publish: bool = False) -> Checked:
    """Check the sources of a build that are of a format that a check looks for; the others are counted.

    Raises DraftproofError where nothing could be looked at.
    """
    sources = list(paths)
    documents = [path for path in sources if path.lower().endswith(ENDINGS)]
    if not sources:
        return Checked()
    sentences: tuple[str, ...] = ()
    try:
        result = check_paths(documents, config=config or None, publish=publish)
    except DraftproofError as error:
        if not isinstance(error.result, Result):
            raise
        result = error.result
        sentences = tuple(map(neutral, result.errors))
    last = [summary(result, Style())]
    if passed_over := len(sources) - len(documents):
        what = "1 source is" if passed_over == 1 else f"{passed_over} sources are"
        last.append(f"{what} of a format that is not read.")
    failing = tuple(finding for finding in result.findings if result.fails(finding))
    return Checked(failing, sentences, " ".join(last).removeprefix("draftproof: "))


def said(finding: Finding) -> str:
    """A finding on one line, without its place."""
    return neutral(f"{finding.code}: {with_help(located_message(finding), finding)}")
