"""A first look at a text, before anything is loaded that looks closely."""

from __future__ import annotations

_INCLUDES = ("8<-", "literalinclude", "{include}", ":::code", "raw-loader", "?raw")


def may_include(text: str) -> bool:
    """False for a text that surely includes no other file."""
    return any(mark in text for mark in _INCLUDES)
