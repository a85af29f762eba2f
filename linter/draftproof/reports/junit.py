"""The ``junit`` format: JUnit XML, which most CI services show as a list of tests.

There is no standard; elements and attributes are those that https://github.com/testmoapp/junitxml collected
(read 2026-11-23). A document is a suite and a finding a case, which fails where the finding makes the run
fail. The first suite is the run itself, so that a run without findings is not a report without tests.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.reports.locating import plain_path, where
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.reports.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.finding import Finding, Result

Outcome = Literal["passed", "failure", "error", "skipped"]
_LONGEST_MESSAGE = 1000
_LONGEST_DETAIL = 4000


@dataclass(frozen=True, slots=True)
class Case:
    """One test. ``kind`` and ``message`` say what is wrong in short, ``detail`` has the lines below it.

    A passed case shows its message as output, so that nothing is lost. ``line`` is 1-based in the raw file, 0
    where there is none.
    """

    name: str
    outcome: Outcome = "passed"
    kind: str = ""
    message: str = ""
    detail: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests of one document, or of no document where the path is empty."""

    name: str
    cases: tuple[Case, ...]
    path: str = ""


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """A suite for the run and one for each document with findings."""
    yield from junit([_run(result), *_documents(result)])


def junit(suites: Iterable[Suite]) -> Iterator[str]:
    """The report of any suites, in their order."""
    made = tuple(suites)
    cases = [case for suite in made for case in suite.cases]
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="draftproof"{_counts(cases)}>\n'
    for suite in made:
        file = f' file="{xml_text(plain_path(suite.path))}"' if suite.path else ""
        yield f'  <testsuite name="{xml_text(suite.name)}"{file}{_counts(suite.cases)}>\n'
        for case in suite.cases:
            yield from _case(case, suite)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _run(result: Result) -> Suite:
    """One case for the run: in error where it did not do what was asked."""
    line = summary(result, Style()).removeprefix("draftproof: ")
    if result.errors:
        return Suite("draftproof", (Case("run", "error", "run", result.errors[0], result.errors[1:]),))
    return Suite("draftproof", (Case("run", message=line, detail=result.notes),))


def _documents(result: Result) -> Iterator[Suite]:
    for path, findings in groupby(result.findings, key=lambda finding: finding.path):
        yield Suite(path, tuple(_finding(each, result) for each in findings), path)


def _finding(finding: Finding, result: Result) -> Case:
    place = finding.place
    cell = "" if place.cell is None else f"cell {place.cell}, "
    return Case(
        f"{finding.code} {finding.name}, {cell}line {place.line}, column {place.column}",
        "failure" if result.fails(finding) else "passed",
        finding.severity.label,
        finding.message,
        tuple(text for text in (where(finding), *finding.notes, finding.help, finding.url) if text),
        place.file_line,
    )


def _case(case: Case, suite: Suite) -> Iterator[str]:
    place = f' file="{xml_text(plain_path(suite.path))}"' if suite.path else ""
    if suite.path and case.line:
        place += f' line="{case.line}"'
    head = f'    <testcase classname="{xml_text(suite.name)}" name="{xml_text(case.name)}"{place}'
    message = xml_text(case.message, _LONGEST_MESSAGE)
    detail = "\n".join(xml_text(text, _LONGEST_DETAIL) for text in case.detail)
    if case.outcome == "passed":
        output = "\n".join(text for text in (message, detail) if text)
        yield f"{head}><system-out>{output}</system-out></testcase>\n" if output else f"{head}/>\n"
    elif case.outcome == "skipped":
        yield f'{head}><skipped message="{message}"/></testcase>\n'
    else:
        yield (
            f'{head}><{case.outcome} type="{xml_text(case.kind)}" message="{message}">'
            f"{detail}</{case.outcome}></testcase>\n"
        )


def _counts(cases: Iterable[Case]) -> str:
    counts = Counter(case.outcome for case in cases)
    failures, errors, skipped = counts["failure"], counts["error"], counts["skipped"]
    return f' tests="{counts.total()}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
