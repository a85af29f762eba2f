"""The findings for a browser that runs no scripts: a list, document by document."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from draftproof.reports.html.markup import link, sentence, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.finding import Finding, Result


def plain_list(result: Result) -> Iterator[str]:
    """The list in chunks of whole lines. A browser that runs scripts does not even read it."""
    yield '<noscript>\n<section aria-labelledby="plain-title">\n<h2 id="plain-title">Findings</h2>\n'
    yield "<p>Without scripts this is the plain list; filters, search and the lines around need them.</p>\n"
    for path, findings in groupby(result.findings, key=lambda finding: finding.path):
        yield f"<h3>{words(path)}</h3>\n<ul>\n"
        for finding in findings:
            yield f"<li>{_item(finding)}</li>\n"
        yield "</ul>\n"
    yield "</section>\n</noscript>\n"


def _item(finding: Finding) -> str:
    cell = "" if finding.place.cell is None else f"cell {finding.place.cell}, "
    help_text = f"<br>{sentence(finding.help)}" if finding.help else ""
    place = f"{cell}line {finding.place.line}"
    return (
        f'<span class="badge {finding.severity.label}">{finding.severity.label}</span> '
        f"{link(finding.code, finding.url)} {place}: {sentence(finding.message)}{help_text}"
    )
