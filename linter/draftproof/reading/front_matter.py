"""Front matter: found, cut off, and its plain top-level values read without a YAML parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.reading.document import Problem
from draftproof.text.source import Source, Span

if TYPE_CHECKING:
    from draftproof.text.extract import Extract

_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_PLAIN = re.compile(
    r"([A-Za-z_][\w-]*)[ \t]*[:=][ \t]*"
    r"(?:\"([^\"\\]*)\"[ \t]*(?:#.*)?|'([^']*)'[ \t]*(?:#.*)?|([^\s\"'|>&*!{\[#%@`][^#]*)(?:#.*)?)"
)
_LINE = re.compile(r"[^\r\n]+")
_LIKE_YAML = re.compile(r"[ \t]*(?:[\w\"'-][^:=]*[:=]|#|- )")
_MAX_LENGTH = 200_000


def front_matter_end(text: str) -> tuple[Span, int] | None:
    """The span of the front matter's inside and the offset after its closing line, None where there is
    none.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return None
    closers = r"(?:---|\.\.\.)" if opening[1] == "---" else r"\+\+\+"
    closing = re.compile(rf"(?<=[\r\n]){closers}[ \t]*(?:\r\n|\n|\r|\Z)")
    match = closing.search(text, opening.end(), opening.end() + _MAX_LENGTH)
    if match is None:
        return None
    inside = text[opening.end() : match.start()]
    if inside.strip() and not any(_LIKE_YAML.match(line.group()) for line in _LINE.finditer(inside)):
        return None
    return Span(opening.end(), match.start()), match.end()


def plain_values(content: Extract) -> dict[str, tuple[str, Span]]:
    """Top-level ``name: value`` pairs on one line, with the spans of the values."""
    values: dict[str, tuple[str, Span]] = {}
    for line in _LINE.finditer(content.text):
        match = _PLAIN.fullmatch(content.text, *line.span())
        if match is None:
            continue
        group = next(number for number in (2, 3, 4) if match.group(number) is not None)
        start = match.start(group)
        value = match.group(group).strip() if group == 4 else match.group(group)
        values.setdefault(match[1], (value, content.span(start, start + len(value))))
    return values


_SCALAR = r"(?:\"[^\"\\]*\"|'[^']*'|[\w./@(][^:#\"'\[\]{}&*!|>%`]*)"
_SIMPLE_LINE = re.compile(
    rf"[ \t]*#.*|[A-Za-z_][\w.-]*:(?:[ \t]+{_SCALAR})?|[ \t]*-[ \t]+{_SCALAR}",
)
"""A line without the blanks at its end: a comment, ``key: plain`` or ``- item``."""


def yaml_problem(content: Extract) -> Problem | None:
    """What is wrong with front matter that is not YAML. Plain lines are recognised without a YAML parser.

    Front matter that a template engine fills in first is left alone.
    """
    text = content.text
    if "{{" in text or "{%" in text or _is_simple(text):
        return None
    from draftproof.text.yaml_nodes import YamlError, load  # noqa: PLC0415 - YAML only where plain reading fails

    try:
        load(text)
    except YamlError as error:
        source = Source(text)
        offset = source.offset(min(error.line, source.line_count()), error.column)
        span = content.span(offset, min(offset + 1, len(text)))
        return Problem(
            f"the front matter is not valid YAML: {error.message}",
            span,
            "Quote the value, or repair the YAML.",
            minor=True,
        )
    return None


def _is_simple(text: str) -> bool:
    lines = (line.group().rstrip(" \t") for line in _LINE.finditer(text))
    return all(not line or _SIMPLE_LINE.fullmatch(line) for line in lines)
