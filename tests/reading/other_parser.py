"""Code blocks and headings as another parser finds them: cmark-gfm, the one that GitHub uses, in C.

It shares no code and no history with the library that draftproof parses with, and says on which line a block
begins.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

import cmarkgfm
from blocks_as_html import ELEMENTS, Inlines, shown
from cmarkgfm.cmark import Options

from draftproof.reading.document import BlockKind, ContainerKind
from draftproof.reading.parser import block_tokens

if TYPE_CHECKING:
    from draftproof.reading.document import Block, Document

_LINE_END = re.compile(r"\r\n?")
_OWN = frozenset({"tag", "indented_open", "mdx_script", "mdx_comment"})


class Found(NamedTuple):
    """A code block or a heading: "code" or "h1" to "h6", its first line, the quotes and list items around it,
    its text, and the whole info string of code.
    """

    name: str
    line: int
    around: tuple[str, ...]
    text: str
    info: str = ""


def theirs(text: str) -> list[Found]:
    """What cmark-gfm finds in a text; raw HTML is left out, so that all marks are its own."""
    page = cmarkgfm.markdown_to_html_with_extensions(
        text.replace("\0", "\ufffd"),
        options=Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_GITHUB_PRE_LANG,
        extensions=["table", "strikethrough"],
    )
    parser = _Blocks()
    parser.feed(page)
    parser.close()
    return parser.found


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []
        self._around: list[str] = []
        self._open: tuple[str, int, str] | None = None
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ELEMENTS.values():
            self._around.append(tag)
        elif tag == "img":
            self._texts.append(values.get("alt") or "")
        elif tag == "br":
            self._texts.append(" ")
        elif tag == "pre" or re.fullmatch("h[1-6]", tag):
            line = int((values["data-sourcepos"] or "").partition(":")[0])
            self._open = (tag, line, values.get("lang") or "")
            self._texts = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS.values():
            self._around.pop()
        elif self._open is not None and tag == self._open[0]:
            _, line, info = self._open
            text = "".join(self._texts)
            if tag == "pre":
                self.found.append(Found("code", line, tuple(self._around), text.rstrip("\n"), info))
            else:
                self.found.append(Found(tag, line, tuple(self._around), " ".join(text.split())))
            self._open = None

    def handle_data(self, data: str) -> None:
        self._texts.append(data)


def ours(document: Document) -> list[Found]:
    """What draftproof finds in the same; not what it reads inside of fences of Markdown."""
    inlines = Inlines(document)
    found: list[Found] = []
    for block in document.parts[0].blocks:
        if any(each.kind is ContainerKind.FENCE for each in block.containers):
            continue
        if block.kind is BlockKind.HEADING:
            found.append(_found(document, block, f"h{block.level}", inlines.shown(block.content.text)))
        elif block.kind in (BlockKind.CODE, BlockKind.INCLUDE):
            text = block.content.text.replace("\0", "\ufffd")
            found.append(_found(document, block, "code", text.rstrip("\n"), block.info))
    return found


def _found(document: Document, block: Block, name: str, text: str, info: str = "") -> Found:
    around = tuple(ELEMENTS[each.kind] for each in block.containers if each.kind in ELEMENTS)
    return Found(name, document.position(0, block.span.start).line, around, text, _language(info))


def _language(info: str) -> str:
    """The first word: what comes after it the other parser does not say."""
    return shown(info).partition(" ")[0]


def body_of(document: Document) -> str:
    """The text without front matter, its lines left where they are; line ends are LF."""
    text = document.source.text
    blocks = document.parts[0].blocks
    if blocks and blocks[0].kind is BlockKind.FRONT_MATTER:
        lines = document.position(0, blocks[0].span.end).line
        kept = _LINE_END.sub("\n", text).split("\n")
        return "\n" * lines + "\n".join(kept[lines:])
    return _LINE_END.sub("\n", text)


def own_constructs(text: str) -> set[str]:
    """What only draftproof reads in a text: tags, colon lines, indented tabs and admonitions, statements, and
    fences whose inside is text by their directive.
    """
    found: set[str] = set()
    for token in block_tokens(text.replace("\0", "\ufffd"), mdx=False):
        if token.type in _OWN:
            found.add(token.type)
        elif token.type == "fence" and re.match(r"\s*\{\w", token.info):
            found.add("directive")
    return found
