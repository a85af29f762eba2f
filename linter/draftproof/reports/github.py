"""The ``github`` format: workflow commands, which GitHub Actions shows as annotations in the changed files.

Commands and their escapes: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
Limits: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md (both read 2026-11-23)

GitHub shows 10 errors and 10 warnings of a step and drops the rest without a word; of notices, which are
newer, the same is assumed. So what repeats is one annotation, and the tenth counts what did not fit; that is
in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass
from draftproof.finding import Severity
from draftproof.reports.folding import blocks_of, listed, places_phrase
from draftproof.reports.locating import located_message, plain_path, with_help
from draftproof.reports.terminal import inert, neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.finding import Finding, Result
    from draftproof.reports.folding import Block
    from draftproof.reports.style import Style

Level = Literal["error", "warning", "notice"]
MOST_ANNOTATIONS = 10
_LONGEST_MESSAGE = 1000
_MOST_CODES = 6
_LEVELS: dict[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "notice",
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation. ``line`` and ``column`` are 1-based in the raw file, ``end_column`` is exclusive; an
    annotation without a path stands at the run.
    """

    level: Level
    title: str
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every format takes a style
    """The annotations, errors first, each a line; then what did not fit, one finding a line."""
    blocks = blocks_of(result.findings)
    beyond: list[Block] = []
    for error in result.errors:
        yield command(Annotation("error", "draftproof", error))
    room = {Severity.ERROR: max(MOST_ANNOTATIONS - len(result.errors), 1)}
    for severity in sorted(Severity, reverse=True):
        mine = [block for block in blocks if block.head.severity is severity]
        most = room.get(severity, MOST_ANNOTATIONS)
        kept = mine if len(mine) <= most else mine[: most - 1]
        for block in kept:
            yield command(_annotation(block))
        if rest := mine[len(kept) :]:
            beyond += rest
            yield command(_remainder(_LEVELS[severity], rest))
    if beyond:
        yield "::group::draftproof: what did not fit into the annotations\n"
        for block in beyond:
            for finding in block.findings:
                yield _line(finding)
        yield "::endgroup::\n"


def command(annotation: Annotation) -> str:
    """The workflow command on a line of its own; nothing in its texts can end it or begin another."""
    properties = []
    if annotation.path:
        properties.append(("file", plain_path(annotation.path)))
        properties.append(("line", str(annotation.line)))
        if annotation.end_line > annotation.line:
            properties.append(("endLine", str(annotation.end_line)))
        elif annotation.column:  # columns count only within one line
            properties.append(("col", str(annotation.column)))
            if annotation.end_column > annotation.column:
                properties.append(("endColumn", str(annotation.end_column)))
    properties.append(("title", annotation.title))
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{annotation.level} {shown}::{_data(neutral(annotation.message, _LONGEST_MESSAGE))}\n"


def _annotation(block: Block) -> Annotation:
    head, place = block.head, block.head.place
    message = located_message(head)
    if len(block.findings) > 1:
        places = places_phrase(finding.place for finding in block.findings)
        message += f" ({len(block.findings)} in all: {places})"
    message = with_help(message, head)
    return Annotation(
        _LEVELS[head.severity],
        f"{head.code} {head.name}",
        message,
        head.path,
        place.file_line,
        place.file_column,
        place.file_end_line,
        place.file_end_column,
    )


def _remainder(level: Level, blocks: Sequence[Block]) -> Annotation:
    """What stands for all that GitHub would drop."""
    counts: dict[str, int] = {}
    for block in blocks:
        counts[block.head.code] = counts.get(block.head.code, 0) + len(block.findings)
    codes = listed([f"{code} ({count})" for code, count in sorted(counts.items())], _MOST_CODES)
    message = f"{sum(counts.values())} more: {codes}. They are in the log of this step."
    return Annotation(level, "draftproof", message)


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"{neutral(finding.path)}:{place.file_line}:{place.file_column}"
    label = f"{neutral(finding.code)} {finding.severity.label}"
    return inert(f"{where}: {label} {neutral(located_message(finding), _LONGEST_MESSAGE)}") + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(neutral(text)).replace(":", "%3A").replace(",", "%2C")
