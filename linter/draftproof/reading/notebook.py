"""Jupyter notebooks: every cell and every textual output a part, with its place in the raw JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import Block, BlockKind, Part, PartRole, Problem
from draftproof.reading.markdown import read_blocks
from draftproof.text.extract import Extract
from draftproof.text.json_nodes import JsonError, JsonNode, concatenate, parse
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTPUT_TYPES = ("text/plain", "text/markdown", "text/html", "application/json")
_MAGIC = re.compile(r"\s*%%(\w+)")
_MAGIC_LANGUAGES = {
    "bash": "bash",
    "sh": "bash",
    "script": "bash",
    "javascript": "javascript",
    "js": "javascript",
    "html": "html",
    "markdown": "markdown",
    "writefile": "text",
    "sql": "sql",
}
_MAX_NAMED = 20
"""Cells without source that are named one by one."""


def read_notebook(source: Source) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """The parts of a notebook in reading order, and what was wrong with it."""
    try:
        root = parse(source.text)
    except JsonError as error:
        place = Span(error.offset, error.offset)
        return (), (
            Problem(
                f"the notebook is {error.message}",
                place,
                "Open and save it with Jupyter, or repair the JSON.",
            ),
        )
    cells = root.get("cells") or root.get("worksheets", 0, "cells")
    if cells is None or cells.kind != "array":
        return (), (
            Problem(
                "the notebook has no list of cells", Span(0, 0), 'A notebook is a JSON object with "cells".'
            ),
        )
    language = _language(root)
    parts: list[Part] = []
    problems: list[Problem] = []
    hollow: list[tuple[int, int]] = []
    numbers = [0]
    headings: tuple[tuple[int, str], ...] = ()
    for index, cell in enumerate(cells.items):
        raw = _text_of(cell.get("source") or cell.get("input"))
        kind = cell.get("cell_type")
        name = f"{source.name}, cell {index}"
        if raw is None or kind is None:
            hollow.append((index, cell.span.start))
            continue
        cell_source = Source(raw.text, name)
        whole = Extract.whole(raw.text)
        path = tuple(text for _, text in headings)
        if kind.string() == "markdown":
            read = read_blocks(whole, numbers, headings=headings)
            headings = read.headings
            problems.extend(Problem(p.message, raw.span(*p.span), p.help) for p in read.problems)
            parts.append(Part(cell_source, read.blocks, PartRole.TEXT, index, raw))
        else:
            block = _code_block(
                whole, path, _cell_language(raw.text, language) if kind.string() == "code" else "text"
            )
            parts.append(Part(cell_source, (block,), PartRole.CODE, index, raw))
            parts.extend(_outputs(cell, name, path))
    return tuple(parts), (*problems, *_without_source(hollow))


def _without_source(cells: list[tuple[int, int]]) -> Iterator[Problem]:
    """What is wrong with cells, given by number and place: the first ones each, the others together."""
    for index, start in cells[:_MAX_NAMED]:
        yield Problem(f"cell {index} of the notebook has no source", Span(start, start))
    if others := cells[_MAX_NAMED:]:
        place = Span(others[0][1], others[0][1])
        yield Problem(f"{len(others):,} further cells of the notebook have no source", place)


def _language(root: JsonNode) -> str:
    for path in (("metadata", "language_info", "name"), ("metadata", "kernelspec", "language")):
        node = root.get(*path)
        if node is not None and (name := node.string()):
            return name
    return "python"


def _cell_language(text: str, default: str) -> str:
    magic = _MAGIC.match(text)
    return _MAGIC_LANGUAGES.get(magic[1], default) if magic else default


def _text_of(node: JsonNode | None) -> Extract | None:
    """Text given as one string or as a list of strings."""
    if node is None:
        return None
    if node.kind == "string":
        return node.extract()
    if node.kind == "array":
        return concatenate([item.extract() for item in node.items if item.kind == "string"])
    return None


def _code_block(content: Extract, path: tuple[str, ...], language: str) -> Block:
    return Block(
        BlockKind.CODE, Span(0, len(content)), content, heading_path=path, fenced=True, language=language
    )


def _outputs(cell: JsonNode, name: str, path: tuple[str, ...]) -> Iterator[Part]:
    """Textual outputs. They belong to no line of the cell, so their parts carry no cell number."""
    outputs = cell.get("outputs")
    for number, output in enumerate(outputs.items if outputs is not None else ()):
        nodes = [output.get("text"), output.get("traceback")]
        nodes += [output.get("data", kind) for kind in _OUTPUT_TYPES]
        for node in nodes:
            raw = _text_of(node)
            if raw is not None and raw.text.strip():
                block = _code_block(Extract.whole(raw.text), path, "output")
                yield Part(Source(raw.text, f"{name}, output {number}"), (block,), PartRole.OUTPUT, None, raw)
