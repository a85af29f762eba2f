"""The summary for an editor as a page: it loads nothing, and its advice is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reports.editorial import HINT, counted, editorial
from draftproof.reports.html.markup import link, section, sentence, table, words
from draftproof.reports.html.page import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from draftproof.finding import Result
    from draftproof.reports.editorial import Article, Editorial, Point
    from draftproof.reports.style import Style

_LONGEST_QUOTE = 300


def render(result: Result, style: Style) -> Iterator[str]:  # noqa: ARG001 - every report takes a style
    """The page in chunks of whole lines."""
    whole = editorial(result)
    heading = f"Audit of {counted(len(whole.articles), 'article')}"
    intro = f'<p class="lead">{words(whole.headline)}</p>\n<p>{words(HINT)}</p>\n'
    yield from page(f"draftproof: {heading}", heading, intro, "".join(_main(whole)), (), result.version)


def _main(whole: Editorial) -> Iterator[str]:
    numbers = "".join(
        f'<li class="tile"><span class="number">{number:,}</span> <span>{words(name)}</span></li>\n'
        for name, number in whole.numbers
    )
    overview = f'<ul class="tiles">\n{numbers}</ul>\n'
    if whole.articles:
        header = ("Article", "Verdict", "Must", "Should", "Consider")
        overview += table("Verdicts", header, (_row(n, each) for n, each in enumerate(whole.articles, 1)))
    yield section("overview", "Overview", overview)
    for number, article in enumerate(whole.articles, 1):
        if not article.quiet:
            yield _article(number, article)
    yield from _sentences("not-done", "Not done", whole.not_done)
    yield from _sentences("passed-over", "Passed over", whole.passed_over)


def _row(number: int, article: Article) -> Sequence[str]:
    path = words(article.path)
    first = path if article.quiet else f'<a href="#article-{number}">{path}</a>'
    numbers = (len(article.must), len(article.should), article.considered)
    return (first, words(article.verdict), *(f"{each:,}" if each else "" for each in numbers))


def _article(number: int, article: Article) -> str:
    name = f"article-{number}"
    body = f"<p>{words(article.verdict)}</p>\n"
    if article.must:
        body += f"<h3>Must be mended before publication</h3>\n{_points(article.must, 'error')}"
    if article.should:
        body += f"<h3>Should be mended</h3>\n{_points(article.should, 'warning')}"
    if article.consider:
        points = _points(article.consider, "advice")
        body += f"<details><summary>To consider: {article.considered:,}</summary>\n{points}</details>\n"
    if article.left or article.lost:
        count = len(article.left) + len(article.lost)
        items = "".join(f"<li>{item}</li>\n" for item in _remainder(article))
        body += f"<details><summary>Not understood, so that nothing is said of it: {count:,}</summary>\n"
        body += f"<ul>\n{items}</ul>\n</details>\n"
    return (
        f'<section id="{name}" aria-labelledby="{name}-title">\n'
        f'<h2 id="{name}-title">{link(article.path, article.path)}</h2>\n{body}</section>\n'
    )


def _points(points: Iterable[Point], level: str) -> str:
    return "".join(f'<div class="card {level}">\n{_point(point)}</div>\n' for point in points)


def _point(point: Point) -> str:
    under = f", under <q>{words(point.under, _LONGEST_QUOTE)}</q>" if point.under else ""
    rows = [("Where", words(point.places) + under)]
    if point.quote:
        rows.append(("Words", f"<code>{words(point.quote, _LONGEST_QUOTE)}</code>"))
    if point.instead:
        rows.append(("Write", f"<code>{words(point.instead)}</code>"))
    if point.advice:
        rows.append(("Note", sentence(point.advice)))
    rows.append(("Rule", f"{link(point.code, point.url)} {words(point.name)}"))
    facts = "".join(f"<dt>{title}</dt><dd>{value}</dd>\n" for title, value in rows)
    return f'<p class="message">{sentence(point.message)}</p>\n<dl>\n{facts}</dl>\n'


def _remainder(article: Article) -> Iterator[str]:
    for left in article.left:
        cell = "" if left.cell is None else f"cell {left.cell}, "
        yield f"{cell}line {left.line}, {words(left.language) or 'no language'}: {sentence(left.reason)}"
    for lost in article.lost:
        yield f"line {lost.line}, an include: <code>{words(lost.target)}</code> {sentence(lost.reason)}"


def _sentences(name: str, title: str, sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        items = "".join(f"<li>{sentence(each)}</li>\n" for each in sentences)
        yield section(name, f"{title} ({len(sentences):,})", f"<ul>\n{items}</ul>\n")
