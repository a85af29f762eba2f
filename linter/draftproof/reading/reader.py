"""Bytes to a ``Document``, by format. Never raises for what the bytes hold."""

from __future__ import annotations

from pathlib import PurePath

from draftproof.reading.document import Block, BlockKind, Document, Format, Part, PartRole, Problem
from draftproof.reading.front_matter import front_matter_end, plain_values, yaml_problem
from draftproof.reading.limits import DEFAULT_MAX_BYTES
from draftproof.reading.markdown import looks_like_mdx, read_blocks, unix_lines
from draftproof.text.decoding import Decoded, decode
from draftproof.text.extract import Extract
from draftproof.text.source import Source, Span

_PROGRAMS = frozenset(
    {
        *(".py", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".go", ".cs", ".java"),
        *(".kt", ".kts", ".rb", ".php", ".rs", ".ps1", ".sh", ".bash", ".zsh", ".http", ".rest", ".swift"),
    }
)
"""Endings of code. A line of it that begins with ``#`` is no heading."""
_SUFFIXES = {
    ".ipynb": Format.NOTEBOOK,
    ".mdx": Format.MDX,
    ".json": Format.RECORD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".rst": Format.RESTRUCTUREDTEXT,
    ".adoc": Format.ASCIIDOC,
    ".asciidoc": Format.ASCIIDOC,
}


def format_of(path: str) -> Format:
    """The format by the ending of a path: a file of code is a sample; Markdown where the ending says
    nothing.
    """
    suffix = PurePath(path).suffix.lower()
    return Format.SAMPLE if suffix in _PROGRAMS else _SUFFIXES.get(suffix, Format.MARKDOWN)


def unreadable(path: str, message: str, help_text: str = "") -> Document:
    """A document of which nothing could be read."""
    return Document(path, format_of(path), Source("", path), (), (Problem(message, Span(0, 0), help_text),))


def read(
    data: bytes, path: str, max_bytes: int = DEFAULT_MAX_BYTES, *, kind: Format | None = None
) -> Document:
    """Read a document from its bytes, in the format that its path says unless another is given."""
    if len(data) > max_bytes:
        return unreadable(
            path,
            f"the file has more than {max_bytes:,} bytes, which is the limit",
            "Raise `max-file-size` in the configuration, or exclude the file.",
        )
    kind = kind or format_of(path)
    decoded = _decoded(data, kind)
    if not decoded.usable:
        return unreadable(path, decoded.problem, decoded.help)
    source = Source(decoded.text, path)
    place = Span(decoded.offset, decoded.offset + (0 if not decoded.problem else 1))
    problems = (Problem(decoded.problem, place, decoded.help),) if decoded.problem else ()
    if kind is Format.NOTEBOOK:
        document = _notebook(source)
    elif kind is Format.HTML:
        document = _page(source)
    elif kind is Format.RESTRUCTUREDTEXT:
        document = _restructured(source)
    elif kind is Format.ASCIIDOC:
        document = _asciidoc(source)
    elif kind is Format.RECORD:
        document = _record(source)
    elif kind is Format.SAMPLE:
        document = _sample(source)
    else:
        document = _markdown(source, kind)
    return Document(
        path, kind, source, document.parts, (*problems, *document.problems), document.front_matter,
        decoded.bom, decoded.exact,
    )  # fmt: skip


def _decoded(data: bytes, kind: Format) -> Decoded:
    if kind is not Format.HTML:
        return decode(data)
    from draftproof.reading.hypertext.encoding import decode_page  # noqa: PLC0415 - few runs meet one

    return decode_page(data)


def _notebook(source: Source) -> Document:
    from draftproof.reading.notebook import read_notebook  # noqa: PLC0415 - not every run meets one

    if not source.text.strip():
        return Document(source.name, Format.NOTEBOOK, source, ())
    parts, problems = read_notebook(source)
    return Document(source.name, Format.NOTEBOOK, source, parts, problems)


def _page(source: Source) -> Document:
    from draftproof.reading.hypertext.page import read_page  # noqa: PLC0415 - few runs meet one

    return read_page(source)


def _restructured(source: Source) -> Document:
    from draftproof.reading.restructured.document import read_restructured  # noqa: PLC0415 - as above

    return read_restructured(source)


def _asciidoc(source: Source) -> Document:
    from draftproof.reading.asciidoc.document import read_asciidoc  # noqa: PLC0415 - as above

    return read_asciidoc(source)


def _record(source: Source) -> Document:
    whole = Extract.whole(source.text)
    block = Block(BlockKind.CODE, Span(0, len(source.text)), whole, language="json", fenced=True)
    return Document(source.name, Format.RECORD, source, (Part(source, (block,)),))


def _sample(source: Source) -> Document:
    content = unix_lines(Extract.whole(source.text))
    language = PurePath(source.name).suffix.removeprefix(".").lower()
    block = Block(BlockKind.CODE, Span(0, len(source.text)), content, language=language, fenced=True)
    return Document(source.name, Format.SAMPLE, source, (Part(source, (block,), PartRole.CODE),))


def _markdown(source: Source, kind: Format) -> Document:
    whole = Extract.whole(source.text)
    blocks: list[Block] = []
    values: dict[str, tuple[str, Span]] = {}
    body_start = 0
    problem = None
    if found := front_matter_end(source.text):
        inside, body_start = found
        content = whole.slice(*inside)
        blocks.append(Block(BlockKind.FRONT_MATTER, inside, content))
        values = plain_values(content)
        if source.text.startswith("---"):
            problem = yaml_problem(content)
    body = whole.slice(body_start, len(source.text)) if body_start else whole
    mdx = kind is Format.MDX or looks_like_mdx(body.text)
    read_body = read_blocks(body, [0], mdx=mdx)
    blocks.extend(read_body.blocks)
    problems = (problem, *read_body.problems) if problem else read_body.problems
    return Document(source.name, kind, source, (Part(source, tuple(blocks)),), problems, values)
