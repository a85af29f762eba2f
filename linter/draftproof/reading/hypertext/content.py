"""Which part of a page is the article, and what in it no reader takes for a part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.hypertext.tree import Element

if TYPE_CHECKING:
    from collections.abc import Callable

_NEVER = frozenset(
    {
        *("head", "nav", "script", "style", "template", "noscript", "svg", "math", "iframe", "object"),
        *("embed", "select", "textarea", "button", "canvas", "video", "audio", "dialog", "footer"),
        *("clipboard-copy", "input", "datalist"),
    }
)
_AROUND = frozenset({"header", "aside"})
"""Elements that surround an article and may also stand in one."""
_ROLES = frozenset(
    {
        *("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"),
        *("toolbar", "tooltip", "status"),
    }
)
_CLASSES = frozenset(
    {
        *("headerlink", "hash-link", "anchor-link", "heading-anchor", "header-anchor", "anchorjs-link"),
        *("copybtn", "copy-button", "clipbtn", "btn-clipboard", "toc", "tocwrapper"),
        *("table-of-contents", "toctree-wrapper", "theme-doc-toc-mobile", "theme-doc-breadcrumbs"),
        *("breadcrumb", "breadcrumbs", "wy-breadcrumbs", "rst-footer-buttons", "pagination"),
        *("pagination-nav", "theme-edit-this-page", "edit-this-page", "md-sidebar", "sphinxsidebar"),
        *("related", "sr-only", "visually-hidden", "screen-reader-text", "skip-link", "skip-to-content"),
        *("zeroclipboard-container", "share", "social-share", "related-posts", "comments", "giscus"),
        *("disqus", "feedback", "md-content__button", "md-source-file", "footnote-ref"),
        *("footnote-backref", "footnote-reference", "reversefootnote", "fn-backref", "cookie-banner"),
    }
)
GUTTERS = frozenset(
    {
        *("linenos", "lineno", "linenodiv", "line-number", "line-numbers", "line-numbers-rows"),
        *("linenumber", "gutter", "ln-num", "rouge-gutter", "hljs-ln-numbers", "blob-num"),
        *("code-line-number", "codelineno", "react-syntax-highlighter-line-number", "gutter-line"),
        *("ec-gutter", "code-block-line-number", "copy-line-button"),
    }
)
"""Classes of the numbers beside code."""
_ARTICLE_CLASSES = frozenset({"markdown-body"})
_CONTENT_NAMES = frozenset(
    {
        *("content", "main-content", "post-content", "entry-content", "article-content", "page-content"),
        *("document", "rst-content", "doc-content", "theme-doc-markdown", "vp-doc", "markdown"),
    }
)
_HIDDEN = re.compile(r"(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE)
_ANCHOR_TEXTS = frozenset({"", "#", "¶", "§", "🔗", "\u200b", "link", "permalink"})


def article_of(root: Element) -> Element:
    """The element that holds the article: what the page says, else the element with most of its text."""
    if bodies := _outermost(root, lambda e: not _ARTICLE_CLASSES.isdisjoint(e.classes)):
        return max(bodies, key=_weight)
    mains = _outermost(root, lambda e: e.name == "main" or e.get("role").lower() == "main")
    if mains:
        main = max(mains, key=_weight)
        if _weight(main):
            return _narrowed(main)
    articles = _outermost(root, lambda e: e.name == "article" or e.get("itemprop") == "articleBody")
    if len(articles) == 1 and _weight(articles[0]):
        return articles[0]
    body = next((e for e in root.walk() if e.name == "body"), root)
    named = _outermost(
        body, lambda e: e.get("id").lower() in _CONTENT_NAMES or not _CONTENT_NAMES.isdisjoint(e.classes)
    )
    if named and not articles:
        best = max(named, key=_weight)
        if 2 * _weight(best) > _weight(body):
            return best
    return body


def is_left_out(element: Element, *, in_article: bool = True) -> bool:
    """True for what is no part of the article: navigation, forms, scripts, what is hidden."""
    if element.name in _NEVER or (not in_article and element.name in _AROUND):
        return True
    if element.name == "form" and not element.holds & {"h1", "h2"}:
        return True
    role = element.get("role").lower()
    if role in _ROLES:
        return True
    classes = element.classes
    if classes and not _CLASSES.isdisjoint(classes):
        return True
    if role == "tabpanel" or "tabpanel" in classes or "tabitem" in classes:
        return False  # a tab that is not open is hidden, and an alternative all the same
    if element.has("hidden") and element.get("hidden").lower() != "false":
        return True
    return (
        element.get("aria-hidden").lower() == "true" or _HIDDEN.search(element.get("style")[:500]) is not None
    )


def is_gutter(element: Element) -> bool:
    """True for the numbers beside code."""
    return (element.has("data-line-number") and not element.holds) or not GUTTERS.isdisjoint(element.classes)


def is_anchor(text: str) -> bool:
    """True for the text of a link that is the mark beside a heading."""
    return text.lower() in _ANCHOR_TEXTS


def _narrowed(main: Element) -> Element:
    """The one article of the main part, where no heading of the page stands outside of it."""
    articles = _outermost(main, lambda e: e.name == "article")
    if len(articles) != 1:
        return main
    article = articles[0]
    titles = sum(e.name == "h1" for e in main.walk())
    inside = sum(e.name == "h1" for e in article.walk())
    return article if titles == inside and 2 * _weight(article) > _weight(main) else main


def _outermost(root: Element, wanted: Callable[[Element], bool]) -> list[Element]:
    """The elements that are wanted, without those inside of another."""
    found: list[Element] = []
    stack = [iter(root.children)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif isinstance(node, Element):
            if wanted(node):
                found.append(node)
            else:
                stack.append(iter(node.children))
    return found


def _weight(element: Element) -> int:
    """Characters of text, without the parts that are surely none of an article."""
    total = 0
    stack = [iter(element.children)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif isinstance(node, Element):
            if node.name not in _NEVER:
                stack.append(iter(node.children))
        else:
            total += node.end - node.start
    return total
