"""The board as text, and its place in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.quality.counting import Board, Count

BEGIN = "<!-- quality:begin, written by make quality ARGS=--write -->"
END = "<!-- quality:end -->"


def board_text(boards: Sequence[Board], conditions: str, scores: str) -> str:
    """Everything in Markdown: by family and rule, then what the scorer of the labelled documents says."""
    lines = [conditions, ""]
    for board in boards:
        lines += [f"**{board.title}**: {board.says}.", "", *_table(board), ""]
        lines += [*(f"- {each}" for each in board.misses), ""] if board.misses else []
    if scores:
        lines += [
            "**Documents of others**, as their scorer prints it:",
            "",
            "```text",
            scores.rstrip(),
            "```",
            "",
        ]
    return "\n".join(lines)


def _table(board: Board) -> Iterator[str]:
    yield "| rule | places | found | missed | false | precision | recall |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    family = ""
    for code in sorted(board.rules):
        if code[:3] != family:
            family = code[:3]
            yield _row(f"**{family}**", board.total(family), board)
        yield _row(code, board.rules[code], board)
    yield _row("**all**", board.total(), board)


def _row(name: str, count: Count, board: Board) -> str:
    false, precision = (str(count.false), count.precision) if board.counts_false else ("-", None)
    cells = (name, str(count.expected), str(count.found), str(count.missed), false)
    return f"| {' | '.join((*cells, _share(precision), _share(count.recall)))} |"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def placed(page: str, text: str, begin: str = BEGIN, end: str = END) -> str:
    """The page with the text between its marks. Raises ValueError for a page without them."""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has no {begin} and {end}")
    return f"{before}{begin}\n\n{text.rstrip()}\n\n{end}{after}"
