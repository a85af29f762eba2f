"""A page of HTML to a part: its article as a view, what it says of itself as front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.reading.document import Document, Format
from draftproof.reading.hypertext.content import article_of
from draftproof.reading.hypertext.tabs import tabs_of
from draftproof.reading.hypertext.tokens import decoded
from draftproof.reading.hypertext.tree import Comment, Element, parse
from draftproof.reading.hypertext.writing import Writer
from draftproof.reading.inline_marks import LITERAL, Atom
from draftproof.reading.views import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.text.source import Source, Span

_META = {
    "description": "description", "og:description": "description", "twitter:description": "description",
    "last-reviewed": "last_reviewed", "last_reviewed": "last_reviewed", "reviewed": "reviewed",
    "review-date": "review_date",
}  # fmt: skip
"""What a page says of itself that an article says in its front matter."""
_DIRECTIVE = "draftproof:"
_MAX_VALUE = 2_000


def read_page(source: Source) -> Document:
    """The document that a page holds; never raises for what is in it."""
    page = source.text
    root, problems = parse(page)
    article = article_of(root)
    view = View(page)
    values = _values(page, root, article)
    front_matter: dict[str, tuple[str, Span]] = view.front_matter(values) if values else {}
    for comment in _directives(page, root, article):
        view.comment(comment.inside, (comment.start, comment.end))
    whole_page = article.name in ("body", "#page")
    Writer(page, view, tabs_of(article), whole_page=whole_page).children(article)
    return view.document(source, Format.HTML, problems, front_matter)


def _values(page: str, root: Element, article: Element) -> list[tuple[str, list[Atom]]]:
    """Title, description, language and dates of review with their places; not what the article repeats."""
    found: dict[str, list[Atom]] = {}
    title: list[Atom] = []
    for element in root.walk():
        if element.name == "body":
            break
        if element.name == "html" and (place := element.place("lang")):
            found["lang"] = _value(page, *place)
        elif element.name == "title" and not title:
            title = [a for t in element.texts() for a in _value(page, t.start, t.end)]
        elif element.name == "meta" and (place := element.place("content")):
            name = (element.get("name") or element.get("property")).lower()
            if name == "og:title":
                title = _value(page, *place)
            elif name in _META:
                found.setdefault(_META[name], _value(page, *place))
    if title:
        found["title"] = title
    said = [" ".join(e.text().rstrip("¶#").split()) for e in article.walk() if e.name in ("h1", "p")][:30]
    kept = []
    for name, atoms in found.items():
        text = "".join(atom.text for atom in atoms)
        repeats = name == "title" and said and ((said[0] and said[0] in text) or text in said[0])
        if text.strip() and not repeats and not (name == "description" and text in said):
            kept.append((name, atoms))
    return kept


def _value(page: str, start: int, end: int) -> list[Atom]:
    """A value on one line."""
    end = min(end, start + _MAX_VALUE)
    while start < end and page[start].isspace():
        start += 1
    while end > start and page[end - 1].isspace():
        end -= 1
    atoms = decoded(page, start, end, in_attribute=True)
    return [a._replace(text="".join(" " if c.isspace() else c for c in a.text), sort=LITERAL) for a in atoms]


def _directives(page: str, root: Element, article: Element) -> Iterator[Comment]:
    """Comments outside of the article that are meant for draftproof."""
    stack = [iter(root.children if root is not article else ())]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif isinstance(node, Element):
            if node is not article:
                stack.append(iter(node.children))
        elif isinstance(node, Comment) and _DIRECTIVE in page[node.inside[0] : node.inside[1]]:
            yield node
