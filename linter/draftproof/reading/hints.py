"""A first look at a text, before anything is loaded that looks closely."""

from __future__ import annotations

from draftproof.reading.document import Format

_INCLUDES = ("8<-", "literalinclude", "{include}", ":::code", "raw-loader", "?raw")


_OF_FORMAT = {
    Format.MARKDOWN: _INCLUDES,
    Format.MDX: _INCLUDES,
    Format.RESTRUCTUREDTEXT: ("literalinclude",),
    Format.ASCIIDOC: ("include::",),
}


def may_include(text: str, kind: Format = Format.MARKDOWN) -> bool:
    """False for a text that surely includes no other file; always for a format that has no includes."""
    return any(mark in text for mark in _OF_FORMAT.get(kind, ()))
