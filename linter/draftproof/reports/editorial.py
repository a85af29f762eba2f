"""What an editor has to know, article by article: a verdict, what must be mended, what should be.

A pure function of one result. How it looks is up to ``editorial_markdown`` and ``editorial_html``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.finding import Severity
from draftproof.reports.folding import blocks_of, fold, places_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draftproof.finding import Finding, Fix, LeftInclude, LeftSample, Result
    from draftproof.reports.folding import Block

_UNREADABLE = "unreadable-document"
_CREDENTIALS = "credentials"
_MOST_ALIKE = 4
"""Points of one rule that are told one by one where they are only to be considered."""
_LONGEST_WORDING = 200
HINT = (
    "An article without findings is one in which no rule found anything. Whether its samples work, only a "
    "request shows."
)


@dataclass(frozen=True, slots=True)
class Point:
    """Something to mend or to consider. ``quote`` are the words of the article, ``instead`` what to write in
    their place where that is known, ``under`` the heading above the first place; each may be empty.
    """

    code: str
    name: str
    url: str
    places: str
    quote: str
    message: str
    advice: str
    instead: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A document, what is said of it in one sentence, and its points by what is to be done with them."""

    path: str
    verdict: str
    must: tuple[Point, ...]
    should: tuple[Point, ...]
    consider: tuple[Point, ...]
    considered: int
    """How many findings ``consider`` stands for."""
    left: tuple[LeftSample, ...]
    lost: tuple[LeftInclude, ...]

    @property
    def quiet(self) -> bool:
        """True where the verdict says everything."""
        return not (self.must or self.should or self.consider or self.left or self.lost)


@dataclass(frozen=True, slots=True)
class Editorial:
    """All of it: the articles, gravest first, and sentences about what was not done or passed over."""

    headline: str
    numbers: tuple[tuple[str, int], ...]
    articles: tuple[Article, ...]
    not_done: tuple[str, ...]
    passed_over: tuple[str, ...]


def editorial(result: Result) -> Editorial:
    """What the result says to an editor."""
    by_path: dict[str, list[Finding]] = {path: [] for path in result.documents}
    for finding in result.findings:
        by_path.setdefault(finding.path, []).append(finding)
    left = _by_path(result.left)
    lost = _by_path(result.lost_includes)
    articles = [
        _article(path, findings, left.get(path, ()), lost.get(path, ())) for path, findings in by_path.items()
    ]
    articles.sort(key=lambda each: (-len(each.must), -len(each.should), -each.considered, each.path))
    return Editorial(
        _headline(articles) + _revoke(result.findings),
        tuple(_numbers(result, articles)),
        tuple(articles),
        result.errors,
        result.notes,
    )


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _by_path(entries: Iterable[LeftSample] | Iterable[LeftInclude]) -> dict[str, tuple]:  # type: ignore[type-arg]
    found: dict[str, list[LeftSample | LeftInclude]] = {}
    for entry in entries:
        found.setdefault(entry.path, []).append(entry)
    return {path: tuple(each) for path, each in found.items()}


def _article(
    path: str, findings: Sequence[Finding], left: Sequence[LeftSample], lost: Sequence[LeftInclude]
) -> Article:
    serious = fold(findings).blocks
    must = tuple(_point(block) for block in serious if block.head.severity is Severity.ERROR)
    should = tuple(_point(block) for block in serious if block.head.severity is Severity.WARNING)
    advice = [finding for finding in findings if finding.severity is Severity.ADVICE]
    unreadable = any(point.name == _UNREADABLE for point in must)
    verdict = _verdict(len(must), len(should), len(advice), len(left), unreadable=unreadable)
    return Article(
        path, verdict, must, should, tuple(_considered(advice)), len(advice), tuple(left), tuple(lost)
    )


def _verdict(must: int, should: int, advice: int, left: int, *, unreadable: bool) -> str:
    """One plain sentence. What was not understood is part of it where nothing else stands in the way."""
    if unreadable:
        more = f"; {counted(must - 1, 'more point')} must be mended" if must > 1 else ""
        return f"Could not be read, or not all of it{more}."
    if must:
        more = f", and {should:,} more should be" if should else ""
        return f"Not to be published as it is: {counted(must, 'point')} must be mended{more}."
    unseen = f" {counted(left, 'sample')} {'was' if left == 1 else 'were'} not wholly understood."
    said = unseen if left else ""
    if should:
        return f"To be looked over before publication: {counted(should, 'point')} should be mended.{said}"
    if advice:
        return f"Nothing found that stands against publication; {counted(advice, 'point')} to consider.{said}"
    return f"Nothing found.{said}"


def _headline(articles: Sequence[Article]) -> str:
    stopped = sum(bool(article.must) for article in articles)
    looked = sum(bool(article.should) and not article.must for article in articles)
    whole = counted(len(articles), "article")
    if not articles:
        return "No article was read."
    if len(articles) == 1:
        return articles[0].verdict
    if not stopped and not looked:
        return f"Of {whole} none has a point that must or should be mended."
    parts = []
    if stopped:
        parts.append(f"{stopped:,} should not be published as {'it is' if stopped == 1 else 'they are'}")
    if looked:
        parts.append(f"{looked:,} should be looked over first")
    return f"Of {whole} {', and '.join(parts)}."


def _revoke(findings: Iterable[Finding]) -> str:
    """What cannot wait until the article is mended."""
    number = len(
        blocks_of(
            each for each in findings if each.family == _CREDENTIALS and each.severity is Severity.ERROR
        )
    )
    if not number:
        return ""
    if number == 1:
        subject, them = "1 point may be a real credential", "it"
    else:
        subject, them = f"{number:,} points may be real credentials", "them"
    return f" {subject}: have {them} looked at and revoked first; no edit makes {them} secret again."


def _numbers(result: Result, articles: Sequence[Article]) -> Iterable[tuple[str, int]]:
    counts = result.counts
    yield "articles read", counts.documents - counts.unreadable
    yield "points that must be mended", sum(len(article.must) for article in articles)
    yield "points that should be mended", sum(len(article.should) for article in articles)
    yield "points to consider", sum(article.considered for article in articles)
    yield "samples understood", counts.understood
    for name, number in (
        ("samples understood in part", counts.partial),
        ("samples in a language that is not read", counts.unread),
        ("articles that could not be read", counts.unreadable),
        ("findings that the articles themselves suppress", counts.suppressed),
        ("findings below the chosen level", counts.hidden),
        ("pages and paths that could not be had", len(result.errors)),
    ):
        if number:
            yield name, number


def _point(block: Block) -> Point:
    head = block.head
    places = places_phrase(finding.place for finding in block.findings)
    under = head.heading_path[-1].strip() if head.heading_path else ""
    quote = _quote(head.excerpt)
    return Point(
        head.code, head.name, head.url, places, quote, head.message, head.help, _instead(head),
        under if under != quote else "",
    )  # fmt: skip


def _quote(excerpt: str) -> str:
    """The words of the article; of several lines the first, by which the others are found."""
    lines = excerpt.strip().splitlines() or [""]
    return lines[0] if len(lines) == 1 else f"{lines[0].rstrip()} ..."


def _considered(advice: Sequence[Finding]) -> Iterable[Point]:
    """The points by rule; where there are many of one, the first of them and how many more."""
    by_code: dict[str, list[Block]] = {}
    for block in blocks_of(advice):
        by_code.setdefault(block.head.code, []).append(block)
    for code in sorted(by_code):
        blocks = by_code[code]
        several = len(blocks) > _MOST_ALIKE + 1
        said = ""
        for block in blocks[:_MOST_ALIKE] if several else blocks:
            point = _point(block)
            # What to do is said once: a page may have the same advice for every sample.
            yield replace(point, advice="") if point.advice == said else point
            said = point.advice
        if not several:
            continue
        rest = [finding for block in blocks[_MOST_ALIKE:] for finding in block.findings]
        head = rest[0]
        yield Point(
            code,
            head.name,
            head.url,
            places_phrase(finding.place for finding in rest),
            "",
            f"{len(blocks) - _MOST_ALIKE:,} more of the same kind",
            "",
        )


def _instead(finding: Finding) -> str:
    """What to write in the place of the quoted words, where a fix says just that."""
    fix: Fix | None = finding.fix
    if fix is None or len(fix.edits) != 1:
        return ""
    edit, place = fix.edits[0], finding.place
    same = (edit.line, edit.column, edit.end_line, edit.end_column) == (
        place.line, place.column, place.end_line, place.end_column,
    )  # fmt: skip
    return edit.text.strip() if same and len(edit.text) <= _LONGEST_WORDING else ""
