"""What people look at first: how much was found, of what kind, where. Bars say their numbers in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from draftproof.finding import Severity
from draftproof.reports.html.findings import SEVERITIES
from draftproof.reports.html.folders import folders_of
from draftproof.reports.html.markup import counted, section, words
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from draftproof.finding import Counts, Finding, Result

_MOST_ROWS = 8
_MOST_MORE = 100
_WIDTH = 1000
_Tally = Counter[Severity]


def lead(result: Result) -> str:
    """The one line that counts everything, and whether the run fails by it."""
    line = summary(result, Style()).removeprefix("draftproof: ")
    failing = sum(result.fails(finding) for finding in result.findings)
    if failing:
        verb = "makes" if failing == 1 else "make"
        verdict = f"{counted(failing, 'finding')} {verb} the run fail."
    elif result.findings:
        verdict = "Nothing of it makes the run fail."
    else:
        verdict = ""
    return f'<p class="lead">{words(line[:1].upper() + line[1:])} {verdict}</p>\n'


def overview(result: Result) -> str:
    """The numbers by severity, and bars by family, by folder and by rule."""
    if not result.findings and not result.counts.documents:
        return ""
    body = _tiles(result)
    if result.findings:
        charts = list(_charts(result))
        body += f'<div class="charts of-{len(charts)}">\n{"".join(charts)}</div>\n'
    return section("overview", "Overview", body)


def _charts(result: Result) -> Iterator[str]:
    findings = result.findings
    folders = folders_of(finding.path for finding in findings)
    names = {finding.code: finding.name for finding in findings}
    yield _chart("family", "By family", findings, lambda each: each.family, lambda family: (family, ""))
    if len(set(folders.values())) > 1:
        yield _chart("folder", "By folder", findings, lambda each: folders[each.path], _last_first)
    yield _chart("document", "By document", findings, lambda each: each.path, _last_first)
    yield _chart("rule", "By rule", findings, lambda each: each.code, lambda code: (code, names[code]))


def _last_first(path: str) -> tuple[str, str]:
    """The name that tells a path from its neighbours, and what it lies in."""
    folder, _, name = path.rstrip("/").rpartition("/")
    return name or path, folder


def _tiles(result: Result) -> str:
    counts = Counter(finding.severity for finding in result.findings)
    tiles = "".join(
        f'<li class="tile {severity.label}"><a href="#severity={severity.label}">'
        f'<span class="number">{counts[severity]:,}</span> '
        f"<span>{counted(counts[severity], severity.label).split(' ')[1]}</span></a></li>\n"
        for severity in SEVERITIES
    )
    tiles += "".join(
        f'<li class="tile"><span class="number">{number}</span> <span>{words(label)}</span></li>\n'
        for number, label in _read(result.counts)
    )
    whole = sum(counts.values())
    bar = _bar(counts, whole) if whole else ""
    return f'<ul class="tiles">\n{tiles}</ul>\n{bar}'


def _read(counts: Counts) -> Iterable[tuple[str, str]]:
    """What was gone over: no findings in samples that nobody understood must not look like proof."""
    yield f"{counts.documents:,}", counted(counts.documents, "document").split(" ", 1)[1] + " read"
    samples = counts.understood + counts.partial + counts.unread
    if samples:
        noun = "sample" if samples == 1 else "samples"
        yield f"{counts.understood:,} of {samples:,}", f"{noun} wholly understood"
    elif counts.code_blocks:
        yield f"{counts.code_blocks:,}", counted(counts.code_blocks, "code block").split(" ", 1)[1]


def _chart(
    name: str,
    title: str,
    findings: Iterable[Finding],
    key: Callable[[Finding], str],
    label: Callable[[str], tuple[str, str]],
) -> str:
    """A table of names and bars, the longest bar first. A name leads to its findings: ``name`` says how the
    address calls that choice.
    """
    tallies: dict[str, _Tally] = {}
    for finding in findings:
        tallies.setdefault(key(finding), Counter())[finding.severity] += 1
    order = sorted(tallies, key=lambda each: (-tallies[each].total(), each))
    most = tallies[order[0]].total()
    rows = [_row(f"#{name}={_quoted(each)}", label(each), tallies[each], most) for each in order]
    shown, more = rows[:_MOST_ROWS], rows[_MOST_ROWS:]
    if len(more) == 1:
        shown, more = rows, []
    body = _rows(title, shown)
    if more:
        others = _rows(f"{title}, the others", more[:_MOST_MORE])
        if len(more) > _MOST_MORE:
            others += f"<p>{len(more) - _MOST_MORE:,} with no more findings than these are left out.</p>\n"
        body += f"<details><summary>{len(more):,} more</summary>\n{others}</details>\n"
    return f'<div class="chart chart-{name}">\n<h3>{title}</h3>\n{body}</div>\n'


def _rows(caption: str, rows: Iterable[str]) -> str:
    columns = '<colgroup><col class="named"><col class="total"><col></colgroup>'
    head = '<tr><th scope="col">Name</th><th scope="col">Findings</th><th scope="col">By severity</th></tr>'
    return (
        f'<table><caption class="unseen">{words(caption)}</caption>\n'
        f'{columns}\n<thead class="unseen">{head}</thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody></table>\n"
    )


def _row(address: str, label: tuple[str, str], tally: _Tally, most: int) -> str:
    said = ", ".join(counted(tally[each], each.label) for each in SEVERITIES if tally[each])
    name, more = label
    beside = f' <span class="name">{words(more)}</span>' if more else ""
    whole = words(" ".join(label).strip())
    return (
        f'<tr><th scope="row"><a href="{address}" title="{whole}">{words(name)}{beside}</a></th>'
        f'<td class="total">{tally.total():,}</td>'
        f'<td title="{said}">{_bar(tally, most)}<span class="unseen">{said}</span></td></tr>\n'
    )


def _quoted(value: str) -> str:
    return quote(neutral(value), safe="")


def _bar(tally: _Tally, most: int) -> str:
    """A bar of the severities side by side; where the number is small, still to be seen."""
    pieces, start = "", 0
    for severity in SEVERITIES:
        if number := tally[severity]:
            width = max(round(_WIDTH * number / most), 8)
            pieces += f'<rect class="{severity.label}" x="{start}" y="0" width="{width}" height="10"/>'
            start += width
    return (
        f'<svg class="bar" viewBox="0 0 {max(_WIDTH, start)} 10" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{pieces}</svg>'
    )
