"""What a line of AsciiDoc is: a heading, a list item, a delimiter, attributes, a macro."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from draftproof.reading.text_lines import Line

HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
ATTRIBUTES = re.compile(r"\[(?!\[)([^\n]{0,1000})\][ \t]*$")
ANCHOR = re.compile(r"\[\[[^\]\n]{1,200}\]\][ \t]*$")
TITLE = re.compile(r"\.(?![ \t.])(?=\S)")
ENTRY = re.compile(r":(!?[A-Za-z0-9_][\w-]{0,80}!?):(?:[ \t]++(.*))?$")
ITEM = re.compile(
    r"[ \t]*(?:(?P<mark>\*{1,5}|-|\.{1,5}|\d{1,3}\.|[a-zA-Z]\.)[ \t]+(?=\S)|<(?:\d{1,3}|\.)>[ \t]+)"
)
TERM = re.compile(r"[ \t]*(?P<term>\S.{0,300}?)(?:::{1,3}|;;)(?:[ \t]+|$)")
CHECKBOX = re.compile(r"\[[ xX*]\][ \t]+")
MACRO = re.compile(r"([a-z]{2,20})::([^\s\[]{0,500})\[(.{0,1000})\][ \t]*$")
COMMENT = re.compile(r"//(?!/)[ \t]?")
ADMONITION = re.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
BREAKS = re.compile(r"(?:'{3,}|-{3}|\*{3}|<{3})[ \t]*$")
FENCE = re.compile(r"`{3}[ \t]*([\w+#.-]{0,40})[ \t,\w=-]{0,100}$")
CALLOUT = re.compile(r"(?:[ \t]*(?:(?://|#|--|;;)[ \t]?)?<(?:!--)?(?:\d{1,3}|\.)(?:--)?>)+[ \t]*$")
_CALLOUT_REACH = 120
_BLOCK = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|[|,:!]={3,})[ \t]*$")
_PIECE = re.compile(r'\s*+(?:([\w-]++)\s*+=\s*+)?(?:"((?:[^"\\]|\\.)*+)"|\'([^\']*+)\'|([^,]*+))\s*+(?:,|$)')
_MAX_NAMED = 50
"""Attributes of a block that are kept, of one line and of all lines above it."""
_SHORTHAND = re.compile(r"[.#%][^.#%]*")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the lines above a block say of it: positions, names, options and its title."""

    positions: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    title: str = ""

    @property
    def style(self) -> str:
        """The first position: ``source``, ``quote``, ``NOTE``, ..."""
        return self.positions[0] if self.positions else ""

    def get(self, name: str) -> str:
        """A named attribute, "" where there is none."""
        return next((value for key, value in self.named if key == name), "")


def with_line(attributes: Attributes, text: str) -> Attributes:
    """The attributes with those of one more line."""
    positions: list[str] = []
    named: list[tuple[str, str]] = []
    options: list[str] = []
    at = 0
    while at < len(text) and len(positions) + len(named) < _MAX_NAMED:
        match = _PIECE.match(text, at)
        if match is None or match.end() == at:
            break
        at = match.end()
        value = next((group for group in match.groups()[1:] if group is not None), "").strip()
        if match[1]:
            named.append((match[1], value))
        else:
            first = re.match(r"[^.#%]*", value) if not positions else None
            options += [each[1:] for each in _SHORTHAND.findall(value) if each[0] == "%" and not positions]
            positions.append(first[0] if first else value)
    options += [o for key, value in named if key in ("opts", "options") for o in value.split(",")]
    kept = tuple(positions) if any(positions) else attributes.positions
    all_named = (*attributes.named, *named)[:_MAX_NAMED]
    all_options = (*attributes.options, *options)[:_MAX_NAMED]
    return Attributes(kept, all_named, all_options, attributes.title)


def delimiter(line: Line) -> str:
    """The delimiter that a line is, "" where it is none."""
    match = _BLOCK.match(line.text)
    return match[1] if match else ""


def without_callouts(line: Line) -> Line:
    """A line of code without the numbers at its end that a list below explains."""
    if not line.text.rstrip().endswith(">"):
        return line
    low = max(0, len(line.text) - _CALLOUT_REACH)
    found = CALLOUT.search(line.text, low)
    if found is None:
        return line
    text = line.text[: found.start()].rstrip()
    return line._replace(text=text, end=line.start + len(text))
