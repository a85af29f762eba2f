"""Text as XML 1.0 can hold it. ``xml.sax.saxutils`` imports an HTTP client and leaves control characters."""

from __future__ import annotations

import re

from draftproof.reports.terminal import neutral

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def xml_text(text: str, longest: int | None = None) -> str:
    """The text on one line for content and attributes; what XML forbids or acts becomes a visible escape."""
    shown = _NO_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04x}", neutral(text, longest))
    return shown.translate(_MARKUP)
