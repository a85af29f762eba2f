"""Readers: whatever the bytes, a document whose every place is in the text that it was read from."""

# ruff: noqa: E501 - long lines are inputs, not code
from __future__ import annotations

from functools import partial
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from draftproof.prose.passages import passage, prose_of
from draftproof.reading.document import BlockKind, Format
from draftproof.reading.inline import inlines
from draftproof.reading.reader import format_of, read
from fuzz import material
from fuzz.target import Target, hold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draftproof.reading.document import Document, Part
    from draftproof.text.extract import Extract
    from draftproof.text.source import Span

INLINE_KINDS: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TABLE_CELL})
_ENDINGS: Final = ("md", "mdx", "ipynb", "html", "rst", "adoc")
_LOOKED_AT: Final = 400
"""Characters of a block of code that are followed one by one."""
_ALIKE: Final = str.maketrans("\r\t", "\n ")
_MARKDOWN: Final = (
    *(
        "# ",
        "> ",
        "- ",
        "1. ",
        "```python\n",
        "```\n",
        "~~~",
        "````markdown\n",
        "<!-- ",
        " -->",
        "{/* ",
        " */}",
    ),
    *("| a | b |\n| - | - |\n", "---\n", "+++\n", "<Tabs>\n", "</Tabs>", '<TabItem value="a">', "</TabItem>"),
    *('=== "a"\n', "!!! note\n", ":::", "{% tab %}", "{% endtab %}", "{{< include a.py >}}", '--8<-- "a.py"'),
    *(
        "[a](",
        "![",
        "](b)",
        "[a]: b\n",
        "<pre>",
        "</pre>",
        "<code>",
        "&lt;",
        "&#x41;",
        "import a from './b'\n",
    ),
    *(
        "draftproof: ignore[KEY001]",
        "    ",
        "\t",
        "  \n",
        "\\\n",
        "<https://a.b>",
        "===\n",
        "***",
        "import {\n",
    ),
)
_NOTEBOOK: Final = (
    *(
        '"cells": [',
        '"cell_type": "code"',
        '"cell_type": "markdown"',
        '"source": ',
        '"outputs": [',
        "\\u0041",
    ),
    *("\\ud83d\\ude00", "\\ud800", "\\n", '"text": [', '"data": {', '"metadata": {}', "NaN", "[[[[", '{"a":'),
)
_HTML: Final = (
    *("<p>", "</p>", "<pre>", "<code class='language-python'>", "</code>", "<!--", "-->", "<table><tr><td>"),
    *(
        "<script>",
        "</script>",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&#0;",
        "&#x110000;",
        "<h1>",
        "<li>",
        "<template>",
    ),
)
_TEXT: Final = (
    *(
        ".. code-block:: python\n\n   ",
        "::\n\n",
        ".. include:: a.txt\n",
        "====\n",
        ".. note::\n",
        "|a|",
        "`a`_",
    ),
    *(
        "[source,python]\n----\n",
        "----\n",
        "....\n",
        "include::a[]\n",
        "= Title\n",
        "== a\n",
        "|===\n",
        "ifdef::",
    ),
)


def check_document(document: Document) -> None:
    """Hold a document to what the rest of the program takes for granted."""
    whole = len(document.source.text)
    for problem in document.problems:
        _inside(problem.span, whole, "a problem")
    for value, span in document.front_matter.values():
        _inside(span, whole, f"a value of {len(value)} characters in front matter")
    for part in document.parts:
        _check_part(part, whole)
        if part.is_view:
            _check_code(part, document.source.text)
    for prose in prose_of(document):
        passage(prose)


def _check_part(part: Part, whole: int) -> None:
    text = part.source.text
    if part.raw is not None:
        hold(part.raw.text == text, "a cell's text is not its extract's")
        _check_extract(part.raw, whole)
    before = 0
    for block in part.blocks:
        _inside(block.span, len(text), "a block")
        _check_extract(block.content, len(text))
        if block.following is not None:
            _inside(block.following, len(text), "what a comment speaks of")
        _inside(part.raw_span(block.span), whole, "a block in the raw file")
        hold(block.span.start >= before, "blocks are out of order")
        before = block.span.start
        if block.kind in INLINE_KINDS:
            for piece in inlines(block.content):
                _inside(piece.span, len(block.content), "inline markup")
                _inside(piece.inner, len(block.content), "the inside of inline markup")
        _check_copy(block.content, text)


def _check_code(part: Part, file: str) -> None:
    """In a view a character of code leads to itself in the file, or to the reference or the tag that stands
    for it.
    """
    for block in part.blocks:
        if block.kind is BlockKind.CODE:
            for at, character in enumerate(block.content.text[:_LOOKED_AT]):
                written = file[slice(*part.raw_span(block.content.span(at, at + 1)))]
                blank = character.isspace() and not unescape(written).strip()
                meant = written.startswith("&") and character in unescape(written)
                broken = character == "\n" and written[:3].lower() == "<br"
                hold(
                    blank or meant or broken or written == character,
                    "a character of code comes from elsewhere",
                )


def _check_extract(extract: Extract, whole: int) -> None:
    before = -1
    for run in extract.runs:
        hold(before < run.start < len(extract), "the runs of an extract are out of order")
        before = run.start
        hold(0 <= run.origin <= run.origin_end <= whole, "a run comes from outside the text")
    hold(bool(extract.runs) == bool(extract.text), "an extract has text without an origin")


def _check_copy(extract: Extract, source: str) -> None:
    """What stands for a stretch of the source of the same length is that stretch, but for line ends and for
    tabs of which a part was indentation.
    """
    ends = (*(run.start for run in extract.runs), len(extract))[1:]
    for run, end in zip(extract.runs, ends, strict=True):
        copied, original = extract.text[run.start : end], source[run.origin : run.origin_end]
        if len(copied) == len(original) > 1:
            hold(copied.translate(_ALIKE) == original.translate(_ALIKE), "a block is not what stands there")


def _inside(span: Span, whole: int, what: str) -> None:
    hold(0 <= span.start <= span.end <= whole, f"{what} reaches out of the text")


def _read(name: str, data: bytes) -> None:
    check_document(read(data, name))


def _seeds(ending: str) -> Sequence[bytes]:
    if ending == "ipynb":
        texts = material.articles()[::9]
        return [material.notebook(*(material.filled(t)[:900] for t in pair)) for pair in pairwise(texts)]
    if ending in ("md", "mdx"):
        return material.documents()
    return [_in_format(text, ending).encode() for text in material.articles()[::6]]


def _in_format(text: str, ending: str) -> str:
    """Something of the format with an article's text in it; that it reads well is not needed."""
    text = material.filled(text)[:1_500]
    if ending == "html":
        from markdown_it import MarkdownIt  # noqa: PLC0415

        return f"<!doctype html><html><body>{MarkdownIt().render(text)}</body></html>"
    if ending == "rst":
        indented = "".join(f"   {line}\n" for line in text.splitlines())
        return f"Title\n=====\n\nText ``code`` and `link <https://a.b>`_.\n\n.. code-block:: python\n\n{indented}\n"
    return f"= Title\n\nText `code`.\n\n[source,python]\n----\n{text}\n----\n"


def _known(ending: str) -> bool:
    return ending == "md" or format_of(f"a.{ending}") is not Format.MARKDOWN


def _target(ending: str) -> Target:
    words = {"ipynb": _NOTEBOOK, "html": _HTML, "rst": _TEXT, "adoc": _TEXT}.get(ending, _MARKDOWN)
    run: Callable[[bytes], None] = partial(_read, f"a.{ending}")
    return Target(f"read-{ending}", f"reading .{ending}", partial(_seeds, ending), run, words)


TARGETS: Final = tuple(map(_target, filter(_known, _ENDINGS)))
