"""Front matter: found, cut off, and its plain top-level values read without a YAML parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.text.extract import Extract

_FENCE = re.compile(r"\A(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_PLAIN = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*[:=][ \t]*(?:\"([^\"\\\r\n]*)\"|'([^'\r\n]*)'|([^\s\"'|>&*!{\[#%@`][^\r\n#]*?))[ \t]*(?:#[^\r\n]*)?$", re.MULTILINE)  # fmt: skip
_MAX_LENGTH = 200_000


def front_matter_end(text: str) -> tuple[Span, int] | None:
    """The span of the front matter's inside and the offset after its closing line, None where there is none."""
    opening = _FENCE.match(text)
    if opening is None:
        return None
    closers = r"(?:---|\.\.\.)" if opening[1] == "---" else r"\+\+\+"
    closing = re.compile(rf"^{closers}[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
    match = closing.search(text, opening.end(), opening.end() + _MAX_LENGTH)
    if match is None:
        return None
    inside = text[opening.end() : match.start()]
    if inside.strip() and not re.search(r"^[ \t]*[\w\"'-][^\r\n]*?[:=]|^[ \t]*(?:#|- )", inside, re.MULTILINE):
        return None
    return Span(opening.end(), match.start()), match.end()


def plain_values(content: Extract) -> dict[str, tuple[str, Span]]:
    """Top-level ``name: value`` pairs on one line, with the spans of the values."""
    values: dict[str, tuple[str, Span]] = {}
    for match in _PLAIN.finditer(content.text):
        group = next(number for number in (2, 3, 4) if match.group(number) is not None)
        values.setdefault(match[1], (match.group(group).strip(), content.span(*match.span(group))))
    return values
