"""What the findings say nothing of: samples not understood, includes and paths that were not read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from draftproof.reports.html.markup import counted, section, sentence, table, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.finding import LeftSample, Result

_MOST_ROWS = 500
_STATUS = {"partial": "in part", "unread": "not read"}


def remainder(result: Result) -> str:
    """The sections about them; nothing where there is nothing to say."""
    body = ""
    if result.left:
        body += "<p>Code blocks that speak of an API. The findings say nothing of these, or not all.</p>\n"
        rows = (
            (_place(left), words(left.language), _STATUS[left.status], sentence(left.reason))
            for left in result.left
        )
        body += table("Code blocks", ("Where", "Language", "Understood", "Why"), _first(rows))
        body += _more(len(result.left))
    if result.lost_includes:
        body += "<p>Includes of which nothing was read.</p>\n"
        lost = (
            (
                f"<code>{words(each.path)}</code> line {each.line}",
                f"<code>{words(each.target)}</code>",
                sentence(each.reason),
            )
            for each in result.lost_includes
        )
        body += table("Includes", ("Where", "What it names", "Why"), _first(lost))
        body += _more(len(result.lost_includes))
    total = len(result.left) + len(result.lost_includes)
    understood = section("not-understood", f"Not understood ({total:,})", body) if total else ""
    return (
        understood
        + _sentences("not-done", "Not done", result.errors)
        + _sentences("passed-over", "Passed over", result.notes)
    )


def _place(left: LeftSample) -> str:
    cell = "" if left.cell is None else f"cell {left.cell}, "
    return f"<code>{words(left.path)}</code> {cell}line {left.line}"


def _first(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    return islice(rows, _MOST_ROWS)


def _more(number: int) -> str:
    more = number - _MOST_ROWS
    return (
        f"<p>{counted(more, 'more row')} left out here; the JSON report has them.</p>\n" if more > 0 else ""
    )


def _sentences(name: str, title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li>{sentence(each)}</li>\n" for each in sentences[:_MOST_ROWS])
    return section(name, f"{title} ({len(sentences):,})", f"<ul>\n{items}</ul>\n{_more(len(sentences))}")
