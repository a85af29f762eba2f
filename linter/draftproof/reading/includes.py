"""Statements that include other files, as documentation generators have them.

- ``--8<-- "file.py:3:7"`` (PyMdown snippets), in a fence or in the text, also as a block of names
- ``{literalinclude} file.py`` as a MyST fence, ``.. literalinclude::`` of Sphinx, ``{include} file.md``
- ``include::file.py[tag=name]`` of AsciiDoc, which its reader hands on as a fence with the option ``section``
- ``:::code source="file.py" range="3-7" id="name":::`` (Microsoft Learn)
- ``import code from '!!raw-loader!./file.py'`` or ``'./file.py?raw'`` in MDX, used as ``{code}``

What is found is only what is written; nothing is opened here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.reading.document import BlockKind, ContainerKind
from draftproof.reading.placing import MARKDOWN_LANGUAGES
from draftproof.reading.selecting import EVERYTHING, Selection, line_ranges
from draftproof.text.extract import ExtractBuilder
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from draftproof.reading.document import Block, Part

_SNIPPET = re.compile(
    r"^[ \t]{0,200}-{1,20}8<-{1,20}(?:[ \t]{1,20}(?:\"(?P<one>[^\"\n]{1,500})\"|'(?P<two>[^'\n]{1,500})'))?"
    r"[ \t]*$",
    re.MULTILINE,
)
_SPHINX = re.compile(
    r"^[ \t]{0,200}\.\.[ \t]{1,9}literalinclude::[ \t]{1,20}(?P<path>\S{1,500})[ \t]*$"
    r"(?P<options>(?:\n[ \t]{0,200}:[\w-]{1,40}:[^\n]{0,500})*)",
    re.MULTILINE,
)
_OPTION = re.compile(r"^[ \t]{0,200}:?([A-Za-z][\w-]{0,40}):[ \t]*([^\n]{0,500})$", re.MULTILINE)
_FENCE_PATH = re.compile(r"\{(?:literalinclude|include)\}[ \t]*(?P<path>[^\n]{1,500})")
_RAW_IMPORT = re.compile(
    r"\bimport\s{1,9}(?P<name>[A-Za-z_$][\w$]{0,99})\s{1,9}from\s{0,9}"
    r"(?P<quote>['\"])(?:!{0,2}raw-loader!(?P<loaded>[^'\"\n]{1,500})|(?P<raw>[^'\"\n?!]{1,500})\?raw)(?P=quote)"
)
_USE = re.compile(r"\{\s{0,9}(?P<name>[A-Za-z_$][\w$]{0,99})(?:\.\w{1,30}\(\))?\s{0,9}\}")
_LINES_AFTER = re.compile(r"[\d:,\s]+")
_TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.HTML, BlockKind.SCRIPT})


class Style(StrEnum):
    """Whose syntax a statement is in; it says where its path begins."""

    SNIPPET = "snippet"
    DIRECTIVE = "directive"
    COLON = "colon"
    MODULE = "module"


@dataclass(frozen=True, slots=True)
class Include:
    """A statement. ``span`` is where it stands in its part, ``target`` where its path is written.

    ``block`` is the block around it. ``language`` is what the statement says of the file, "" where nothing;
    ``verbatim`` when the file is shown as code and not read as text.
    """

    span: Span
    target: Span
    path: str
    style: Style
    block: Block
    selection: Selection = EVERYTHING
    language: str = ""
    verbatim: bool = True


def find_includes(part: Part) -> tuple[list[Include], tuple[Block, ...]]:
    """The statements of a part in order, and its blocks with what stands in their place taken out."""
    found: list[Include] = []
    blocks: list[Block] = []
    imported = _imported(part)
    for block in part.blocks:
        if _is_example(block):
            blocks.append(block)
            continue
        if block.kind is BlockKind.INCLUDE:
            found.extend(_of_directive(block, part.source.text))
        elif block.kind is BlockKind.CODE or block.kind in _TEXT:
            own = list(_written(block))
            found.extend(include for include, _ in own)
            block = _without(block, [place for _, place in own])  # noqa: PLW2901 - the same block, less of it
            if imported and block.kind in _TEXT:
                found.extend(_used(block, imported))
        blocks.append(block)
    return found, tuple(blocks)


def _is_example(block: Block) -> bool:
    """True for what shows Markdown to a reader: what it includes is not meant."""
    in_fence = any(container.kind is ContainerKind.FENCE for container in block.containers)
    return in_fence or (block.kind is BlockKind.CODE and block.language.lower() in MARKDOWN_LANGUAGES)


def _written(block: Block) -> Iterator[tuple[Include, Span]]:
    """Statements on lines of their own, with the lines that they take up in the block's content."""
    text = block.content.text
    if "8<-" in text:
        yield from _snippets(block, text)
    if "literalinclude::" in text and block.kind is not BlockKind.CODE:
        for match in _SPHINX.finditer(text):
            place = Span(*match.span())
            options = dict(_OPTION.findall(match["options"]))
            yield _include(block, place, match.span("path"), Style.DIRECTIVE, options), place


def _snippets(block: Block, text: str) -> Iterator[tuple[Include, Span]]:
    opened: int | None = None
    for match in _SNIPPET.finditer(text):
        group = next((name for name in ("one", "two") if match[name] is not None), None)
        place = Span(*match.span())
        if group is not None:
            if opened is None:
                yield _snippet(block, place, match.span(group)), place
        elif opened is None:
            opened = match.start()
        else:
            first = text.find("\n", opened) + 1
            whole = Span(opened, match.end())
            for line in re.finditer(r"[^\n]+", text[first : match.start()]):
                name = line[0].strip()
                if name and not name.startswith(";"):
                    start = first + line.start() + line[0].index(name)
                    yield _snippet(block, Span(start, start + len(name)), (start, start + len(name))), whole
            opened = None


def _snippet(block: Block, place: Span, inside: tuple[int, int]) -> Include:
    """``file.py``, ``file.py:section`` or ``file.py:3:7,9:12``."""
    written = block.content.text[slice(*inside)]
    path, colon, rest = (written, "", "") if "://" in written else written.partition(":")
    selection = EVERYTHING
    if colon and _LINES_AFTER.fullmatch(rest):
        whole_ranges = (piece if ":" in piece else f"{piece}:" for piece in rest.split(","))
        selection = Selection(lines=line_ranges(",".join(whole_ranges)))
    elif colon:
        selection = Selection(section=rest.strip())
    is_code = block.kind is BlockKind.CODE
    return Include(
        block.content.span(*place),
        block.content.span(*inside),
        path.strip(),
        Style.SNIPPET,
        block,
        selection,
        block.language if is_code else "",
        is_code,
    )


def _include(
    block: Block, place: Span, path: tuple[int, int], style: Style, options: Mapping[str, str]
) -> Include:
    return Include(
        block.content.span(*place),
        block.content.span(*path),
        block.content.text[slice(*path)],
        style,
        block,
        _selection(options),
        options.get("language", "").strip(),
    )


def _selection(options: Mapping[str, str]) -> Selection:
    """The options of ``literalinclude``."""
    return Selection(
        lines=line_ranges(options.get("lines", "")),
        section=options.get("section", "").strip(),
        after=options.get("start-after", "").strip(),
        at=options.get("start-at", "").strip(),
        before=options.get("end-before", "").strip(),
        upto=options.get("end-at", "").strip(),
        entity=options.get("pyobject", "").strip(),
    )


def _of_directive(block: Block, text: str) -> Iterator[Include]:
    """A fence or a colon line that is a statement as a whole."""
    if block.fenced:
        line_end = text.find("\n", block.span.start, block.span.end)
        match = _FENCE_PATH.search(text, block.span.start, block.span.end if line_end < 0 else line_end)
        if match is not None:
            path = match["path"].strip()
            target = Span(match.start("path"), match.start("path") + len(path))
            options = dict(_OPTION.findall(block.content.text))
            verbatim = "{literalinclude}" in match[0] or "literal" in options
            language = options.get("language", "").strip()
            yield Include(
                block.span, target, path, Style.DIRECTIVE, block, _selection(options), language, verbatim
            )
    elif path := block.attributes.get("source", ""):
        start = text.find(path, block.span.start, block.span.end)
        if start >= 0:
            selection = Selection(
                lines=line_ranges(block.attributes.get("range", "")),
                section=block.attributes.get("id", "") or block.attributes.get("name", ""),
            )
            target = Span(start, start + len(path))
            language = block.attributes.get("language", "")
            yield Include(block.span, target, path, Style.COLON, block, selection, language)


def _imported(part: Part) -> dict[str, tuple[str, Span]]:
    """Names of raw imports: the path and where it is written."""
    names: dict[str, tuple[str, Span]] = {}
    for block in part.blocks:
        if block.kind is BlockKind.SCRIPT and (
            "raw-loader" in block.content.text or "?raw" in block.content.text
        ):
            for match in _RAW_IMPORT.finditer(block.content.text):
                group = "loaded" if match["loaded"] else "raw"
                names[match["name"]] = match[group], block.content.span(*match.span(group))
    return names


def _used(block: Block, imported: Mapping[str, tuple[str, Span]]) -> Iterator[Include]:
    for match in _USE.finditer(block.content.text):
        if match["name"] in imported:
            path, target = imported[match["name"]]
            yield Include(block.content.span(*match.span()), target, path, Style.MODULE, block)


def _without(block: Block, places: list[Span]) -> Block:
    """The block without the lines of its statements; with nothing else in it, it is one itself."""
    if not places:
        return block
    text = block.content.text
    builder = ExtractBuilder(block.content)
    position = 0
    for start, end in places:
        if start >= position:
            builder.take(position, start)
            position = end
    rest = builder.take(position, len(text)).build()
    if not rest.text.strip():
        return replace(block, kind=BlockKind.INCLUDE)
    return replace(block, content=rest) if block.kind is BlockKind.CODE else block
