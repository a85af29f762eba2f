"""The summary for an editor as Markdown: to send, to paste into an issue, to keep beside the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.editorial import HINT, counted, editorial
from draftproof.reports.locating import is_address
from draftproof.reports.markdown_text import code, details, link, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from draftproof.finding import Result
    from draftproof.reports.editorial import Article, Point
    from draftproof.reports.style import Style

_LONGEST_PATH = 200


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every report takes a style
    """The overview, then an article a chunk, then what was not done."""
    whole = editorial(result)
    yield f"# Audit of {counted(len(whole.articles), 'article')}\n\n{whole.headline} {HINT}\n\n"
    yield "".join(table(("what", "number"), ((name, f"{number:,}") for name, number in whole.numbers)))
    if whole.articles:
        rows = (_row(article) for article in whole.articles)
        header = ("article", "verdict", "must", "should", "consider")
        yield "\n## Verdicts\n\n" + "".join(table(header, rows))
    for article in whole.articles:
        if not article.quiet:
            yield "".join(_article(article))
    yield from _sentences("Not done", whole.not_done)
    yield from _sentences("Passed over", whole.passed_over)
    yield f"\nMade by draftproof {result.version}. Credentials are masked.\n"


def _row(article: Article) -> Sequence[str]:
    numbers = (len(article.must), len(article.should), article.considered)
    return (
        _path(article.path, table=True),
        article.verdict,
        *(f"{each:,}" if each else "" for each in numbers),
    )


def _path(path: str, *, table: bool = False) -> str:
    """A path in code; the address of a page as a link."""
    if is_address(path) and len(path) <= _LONGEST_PATH:
        return link(path, path)
    return code(path, table=table)


def _article(article: Article) -> Iterator[str]:
    yield f"\n## {_path(article.path)}\n\n{article.verdict}\n"
    if article.must:
        yield "\n### Must be mended before publication\n\n" + "".join(map(_point, article.must))
    if article.should:
        yield "\n### Should be mended\n\n" + "".join(map(_point, article.should))
    if article.consider:
        body = map(_point, article.consider)
        yield "\n" + "".join(details(f"To consider: {article.considered:,}", body))
    if article.left or article.lost:
        title = f"Not understood, so that nothing is said of it: {len(article.left) + len(article.lost):,}"
        yield "\n" + "".join(details(title, _remainder(article)))


def _point(point: Point) -> str:
    quote = f": {code(point.quote)}" if point.quote else ""
    under = f", under {code(point.under)}" if point.under else ""
    place = f"**{point.places[:1].upper()}{point.places[1:]}**{under}"
    lines = [f"- {place}{quote}", f"  {_sentence(point.message)}"]
    if point.instead:
        lines.append(f"  Write: {code(point.instead)}.")
    if point.advice:
        lines.append(f"  {_sentence(point.advice)}")
    lines.append(f"  ({link(point.code, point.url)} {point.name})")
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    """A message as a sentence of its own: they begin small where a report puts something before them."""
    shown = prose(text)
    shown = shown[:1].upper() + shown[1:]
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."


def _remainder(article: Article) -> Iterator[str]:
    for left in article.left:
        cell = "" if left.cell is None else f"cell {left.cell}, "
        yield f"- {cell}line {left.line}, {code(left.language) or 'no language'}: {prose(left.reason)}\n"
    for lost in article.lost:
        yield f"- line {lost.line}, an include: {code(lost.target)} {prose(lost.reason)}\n"


def _sentences(title: str, sentences: Iterable[str]) -> Iterator[str]:
    lines = "".join(f"- {prose(sentence)}\n" for sentence in sentences)
    if lines:
        yield f"\n## {title}\n\n{lines}"
