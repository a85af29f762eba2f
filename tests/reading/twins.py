"""A document in two formats, judged under one path, so that whatever differs is the reader's doing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from draftproof.checks.facts import Facts, PlaceholderPolicy
from draftproof.configuration.model import Settings
from draftproof.engine.judging import judge
from draftproof.engine.selection import select_rules
from draftproof.finding import Confidence, Severity
from draftproof.reading.front_matter import front_matter_end
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook
from drafts import TODAY

if TYPE_CHECKING:
    from draftproof.finding import Finding
    from draftproof.reading.document import Document, Format

PATH = "article"


class Told(NamedTuple):
    """What of a finding holds in every format."""

    code: str
    excerpt: str
    fingerprint: str


def document_of(text: str | bytes, kind: Format) -> Document:
    """The text read in a format, under the one path."""
    return read(text.encode() if isinstance(text, str) else text, PATH, kind=kind)


def findings(document: Document) -> tuple[Finding, ...]:
    """Every finding of the built-in rules, the unsure ones too, in the document's order."""
    rulebook = builtin_rulebook()
    facts = Facts(document, rulebook, PlaceholderPolicy(), TODAY)
    active = select_rules(rulebook, Settings(extend_select=("GDE",)))
    judgement = judge(
        facts, active, root_path=PATH, min_severity=Severity.ADVICE, min_confidence=Confidence.LOW
    )
    return judgement.findings


def told(document: Document) -> list[Told]:
    """The findings without their places."""
    return [Told(f.code, " ".join(f.excerpt.split()), f.fingerprint) for f in findings(document)]


def rendered(markdown: str) -> str:
    """A Markdown article as the page that a plain generator makes of it, with something around it."""
    found = front_matter_end(markdown)
    body = markdown[found[1] :] if found else markdown
    article = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(body)
    return page_of(article)


def page_of(article: str) -> str:
    """An article in a page, among navigation and scripts."""
    return (
        "<!DOCTYPE html>\n<html>\n<head><meta charset='utf-8'><title></title>"
        "<script>var api_key = 'the guaranteed fastest';</script></head>\n<body>\n"
        "<nav><ul><li><a href='/'>The fastest API, always available</a></li></ul></nav>\n"
        f"<main>\n{article}</main>\n<footer>Unlimited requests, guaranteed.</footer>\n</body>\n</html>\n"
    )
