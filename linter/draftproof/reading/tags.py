"""Lines that consist of tags: JSX and HTML elements, template tags, shortcodes.

A tag here is only its opening or closing mark; what it encloses is ordinary Markdown.
"""

from __future__ import annotations

import re
from typing import Literal

from draftproof.dataclass import dataclass

_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_ATTRIBUTE = re.compile(
    r"""([A-Za-z_@:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]([^"'`{}]*)["'`]\}|([^\s"'{}<>=`]+)))?"""
)
_TEMPLATE = re.compile(
    r"\{%-?\s*+(?P<liquid>[^%\n]{0,400}?)\s{0,400}-?%\}|\{\{[<%]\s*+(?P<hugo>[^\n]{0,400}?)\s{0,400}[>%]\}\}"
)
MAX_TAG_LENGTH = 20_000
"""Longest tag that is read, in characters; anything longer is text."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag mark: ``<Tab title="x">``, ``</Tab>``, ``{% tab %}``, ``{% endtab %}``."""

    name: str
    form: Literal["open", "close", "empty"]
    attributes: tuple[tuple[str, str], ...]
    end: int
    """Offset just after the mark."""

    def attribute(self, *names: str) -> str:
        """The first of the named attributes that is there and not empty."""
        values = dict(self.attributes)
        return next((values[name] for name in names if values.get(name)), "")


def attributes_of(text: str) -> tuple[tuple[str, str], ...]:
    """``name="value"`` pairs; a bare name has the value "" and a bare quoted text the name "title"."""
    found = [
        (match[1], next((group for group in match.groups()[1:] if group is not None), ""))
        for match in _ATTRIBUTE.finditer(text)
    ]
    if not any(value for _, value in found) and (quoted := re.search(r"[\"']([^\"']+)[\"']", text)):
        return (("title", quoted[1]),)
    return tuple(found)


def scan_element(text: str, start: int, limit: int) -> Tag | None:
    """The JSX or HTML tag that begins at ``text[start] == "<"``, None where there is none.

    ``limit`` is the last offset that may be looked at.
    """
    limit = min(limit, start + MAX_TAG_LENGTH)
    position = start + 1
    closing = text.startswith("/", position)
    position += closing
    if text.startswith(">", position):
        return Tag("", "close" if closing else "open", (), position + 1)
    name = _NAME.match(text, position, limit)
    if name is None:
        return None
    end = _tag_end(text, name.end(), limit)
    if end is None:
        return None
    inside = text[name.end() : end - 1]
    if inside and not inside[0].isspace() and inside[0] not in "/{":
        return None
    if closing:
        return Tag(name[0], "close", (), end)
    form: Literal["open", "empty"] = "empty" if inside.endswith("/") else "open"
    return Tag(name[0], form, attributes_of(inside), end)


def _tag_end(text: str, position: int, limit: int) -> int | None:
    """The offset after the ``>`` that ends a tag, quotes and braces respected."""
    depth = 0
    quote = ""
    while position < limit:
        character = text[position]
        if quote:
            if character == quote:
                quote = ""
        elif character in "\"'`" and (depth or text[position - 1] in "= {("):
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == ">" and depth <= 0:
            return position + 1
        elif character == "<" and depth <= 0:
            return None
        position += 1
    return None


def scan_template(text: str, start: int, limit: int) -> Tag | None:
    """The template tag or shortcode that begins at ``start``."""
    match = _TEMPLATE.match(text, start, limit)
    if match is None:
        return None
    inside = (match["liquid"] if match["liquid"] is not None else match["hugo"]).strip()
    name, _, rest = inside.partition(" ")
    if name.startswith("/"):
        return Tag(name[1:].strip() or rest.strip(), "close", (), match.end())
    if name.startswith("end") and len(name) > 3:
        return Tag(name[3:], "close", (), match.end())
    return Tag(name, "empty" if rest.endswith("/") else "open", attributes_of(rest), match.end())
