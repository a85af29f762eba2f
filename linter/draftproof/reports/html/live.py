"""The page of a live run: a card for each Responses sample, the records, and what a pass does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.html.markup import counted, section, sentence, words
from draftproof.reports.html.page import page
from draftproof.reports.live.rows import ONE_MOMENT, place, totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.live.results import LiveResult, Row
    from draftproof.records.model import Outcome
    from draftproof.reports.style import Style

_OUTCOMES: tuple[Outcome, ...] = ("fail", "inconclusive", "not-run", "pass")
_TITLES: dict[Outcome, str] = {
    "fail": "Failed",
    "inconclusive": "Inconclusive",
    "not-run": "Not run",
    "pass": "Passed",
}


def render(result: LiveResult, _style: Style) -> Iterator[str]:
    """The page in chunks of whole lines."""
    title = f"draftproof: {counted(len(result.rows), 'live check')}"
    intro = f'<p class="lead">{words(totals(result))}</p>\n'
    if result.counts()["pass"]:
        intro += f"<p>{words(ONE_MOMENT)}</p>\n"
    if result.embedded:
        intro += "<p>The embedded server on this machine was asked. That is no evidence for a provider.</p>\n"
    yield from page(title, "What live checks saw", intro, live_sections(result), (), result.version)


def live_sections(result: LiveResult) -> str:
    """The counts, the samples by outcome, what is to be mended first, and the records."""
    body = _tiles(result) if result.rows else ""
    for outcome in _OUTCOMES:
        rows = [row for row in result.rows if row.result == outcome]
        if rows:
            cards = "".join(map(_card, rows))
            body += section(f"live-{outcome}", f"{_TITLES[outcome]} ({len(rows):,})", cards)
    body += _listed("records", "Records written", [f"<code>{words(path)}</code>" for path in result.records])
    return body + _listed("no-records", "No record", [sentence(each) for each in result.left])


def _tiles(result: LiveResult) -> str:
    counts = result.counts()
    tiles = "".join(
        f'<li class="tile {outcome}"><a href="#live-{outcome}">'
        f'<span class="number">{counts[outcome]:,}</span> '
        f"<span>{_TITLES[outcome].lower()}</span></a></li>\n"
        for outcome in _OUTCOMES
        if counts[outcome]
    )
    return f'<ul class="tiles" aria-label="Live checks by outcome">\n{tiles}</ul>\n'


def _card(row: Row) -> str:
    sample, asked = row.sample, "" if row.error == "not-run" else row.error
    facts = [
        ("Happy path", f"<strong>{row.happy}</strong>{_clause(row.message)}"),
        ("Error path", f"<strong>{row.error}</strong>{_clause(asked and row.error_message)}"),
        ("Terminal state", _joined(words(row.terminal_state), _code(row.terminal))),
        ("Stage", words(row.stage)),
        ("Events", ", ".join(f"{_code(name)} \u00d7 {number:,}" for name, number in row.events)),
        ("Model", _joined(_code(sample.model), words(sample.model_source))),
        ("Asked", _joined(words(row.provider), _code(row.endpoint))),
        ("Request shape", _code(sample.shape)),
        ("Notes", "<br>".join(sentence(note) for note in row.notes)),
        ("Next", sentence(row.next_step)),
    ]
    kept = ' <span class="badge">earlier record</span>' if row.kept else ""
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in facts if value)
    return (
        f'<article class="card {row.result}">\n'
        f'<h3><span class="badge {row.result}">{row.result}</span> {words(place(sample))} '
        f'<span class="quiet">{words(sample.language)}</span>{kept}</h3>\n'
        f"<dl>\n{listed}</dl>\n</article>\n"
    )


def _code(text: str) -> str:
    return f"<code>{words(text)}</code>" if text else ""


def _clause(text: str) -> str:
    return f": {sentence(text)}" if text else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _listed(name: str, title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    body = "".join(f"<li>{item}</li>\n" for item in items)
    return section(name, f"{title} ({len(items):,})", f"<ul>\n{body}</ul>\n")
