"""The blocks of a document as HTML, to hold them against what another parser writes.

Nothing of the text is parsed for blocks here: what stands in the HTML is what the reader took for a block,
the content that it gave it, and the quotes and list items that it put it in. Inline content and link
definitions are the library's.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll

from draftproof.reading.document import BlockKind, ContainerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.reading.document import Block, Container, Document

ELEMENTS = {ContainerKind.QUOTE: "blockquote", ContainerKind.LIST_ITEM: "li"}

_UNSAID = re.compile(r"</?[ou]l(?: start=\"\d+\")?>|<hr />|</?p>")
_HOLLOW = re.compile(r"<(blockquote|li)>\s*</\1>")
_MARK = re.compile(r"(</?(?:blockquote|li|h[1-6])>|<pre>|</pre>)")
_INDENTED_COMMENT = re.compile(r"^ {1,3}(?=<!--)", re.MULTILINE)


class _AnyLink(MarkdownIt):
    """Takes ``file:`` and the like for links as well: the specification knows no address that is none."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return True


_INLINE = _AnyLink("commonmark").enable("strikethrough")


class Inlines:
    """Renders inline content with the link definitions of one document."""

    def __init__(self, document: Document) -> None:
        self._env: dict[str, Any] = {}
        _INLINE.parse(document.source.text, self._env)

    def html(self, text: str) -> str:
        return str(_INLINE.renderInline(text, self._env))

    def shown(self, text: str) -> str:
        """What a reader sees of it, blanks as one."""
        return shown(self.html(text))


def shown(text: str) -> str:
    """The text of a piece of HTML, descriptions of images included, blanks as one."""
    parser = _Shown()
    parser.feed(text)
    parser.close()
    return " ".join("".join(parser.texts).split())


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.texts.append(dict(attrs).get("alt") or "")
        elif tag == "br":
            self.texts.append(" ")


def as_html(document: Document) -> str:
    """The blocks of a Markdown document of one part."""
    (part,) = document.parts
    inlines = Inlines(document)
    lines: list[str] = []
    around: tuple[Container, ...] = ()
    end = 0
    for block in part.blocks:
        if block.kind is BlockKind.COMMENT and block.span.start < end:
            continue  # it stands in the block before, whose text has it
        inside = tuple(each for each in block.containers if each.kind in ELEMENTS)
        lines += [*_between(around, inside), _block(block, inlines)]
        around, end = inside, block.span.end
    return "\n".join([*lines, *_between(around, ())])


def _between(before: Sequence[Container], after: Sequence[Container]) -> list[str]:
    shared = 0
    while shared < min(len(before), len(after)) and before[shared].number == after[shared].number:
        shared += 1
    closing = [f"</{ELEMENTS[each.kind]}>" for each in reversed(before[shared:])]
    return closing + [f"<{ELEMENTS[each.kind]}>" for each in after[shared:]]


def _block(block: Block, inlines: Inlines) -> str:
    text = block.content.text
    match block.kind:
        case BlockKind.HEADING:
            return f"<h{block.level}>{inlines.html(text)}</h{block.level}>"
        case BlockKind.PARAGRAPH:
            return inlines.html(text)
        case BlockKind.CODE:
            language = f' class="language-{_escaped(unescapeAll(block.language))}"' if block.language else ""
            return f"<pre><code{language}>{_escaped(text.replace(chr(0), chr(0xFFFD)))}</code></pre>"
        case BlockKind.COMMENT:
            return f"<!--{text}-->"
        case BlockKind.HTML:
            return text
        case _:
            return f"<!-- {block.kind} -->"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def comparable(text: str) -> str:
    """HTML without what blocks do not say: rules, empty items, in which list an item stands, how wide it is
    set, and how far a comment is indented.
    """
    bare = _UNSAID.sub("\n", text)
    while bare != (less := _HOLLOW.sub("\n", bare)):
        bare = less
    lines = _INDENTED_COMMENT.sub("", _MARK.sub(r"\n\1\n", bare)).split("\n")
    return "\n".join(line.rstrip() for line in lines if line.strip())
