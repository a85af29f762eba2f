r"""Colour, and text from documents made harmless for a terminal or a build log.

What a document, a path or a server wrote may hold escape sequences, bidirectional overrides, invisible
characters or the commands of a build service. Each such character becomes a visible escape such as ``\x1b``.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal, TextIO

from draftproof.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

ColourChoice = Literal["auto", "always", "never"]
Paint = Literal["error", "warning", "advice", "strong", "frame"]

_CODES: dict[Paint, str] = {
    "error": "1;31",
    "warning": "1;33",
    "advice": "1;36",
    "strong": "1",
    "frame": "34",
}
SEVERITY_PAINT: dict[Severity, Paint] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "advice",
}
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = "\u200c\u200d"
_VARIATION_SELECTORS = "\ufe0e\ufe0f"
# Invisible, though their categories call them letters or marks: fillers and further variation selectors.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_TAKES_SELECTOR = frozenset("\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299")
_KEYCAP = "\u20e3"
# Azure Pipelines, TeamCity and the older GitHub syntax look for these anywhere in a line of a build's log.
_LOG_COMMANDS = ("[", "vso[", "teamcity[")


def wants_colour(choice: ColourChoice, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to ``stream``; NO_COLOR is stronger than FORCE_COLOR and CLICOLOR_FORCE."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environ.get(name):
            return environ[name] != "0"
    if environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:  # a closed stream
        return False


def paint(text: str, how: Paint, colour: bool) -> str:
    """The text in a colour, or as it is."""
    return f"\x1b[{_CODES[how]}m{text}\x1b[0m" if colour and text else text


def neutral(text: str, longest: int | None = None) -> str:
    """The text on one line with nothing in it that acts; cut after ``longest`` characters."""
    cut = longest is not None and len(text) > longest
    if cut:
        text = text[:longest]
    if not (text.isascii() and text.isprintable() and "##" not in text):
        text = "".join(shown_at(text, index) for index in range(len(text)))
    return text + "..." if cut else text


def inert(line: str) -> str:
    """A line that GitHub's runner does not take for a workflow command: those start with two colons."""
    body = line.lstrip()
    return line[: len(line) - len(body)] + "\\x3a" + body[1:] if body.startswith("::") else line


def shown_at(text: str, index: int) -> str:
    """How the character at ``index`` is shown: itself, or an escape. Looks at its near neighbours only."""
    character = text[index]
    if " " <= character <= "~":
        return "\\x23" if character == "#" and _opens_log_command(text, index) else character
    if character in _NAMED:
        return _NAMED[character]
    if character in _JOINERS:
        return character if _joins(text, index) else _escape(character)
    if character in _VARIATION_SELECTORS:
        return character if _selects(text, index) else _escape(character)
    if character in _BLANK or "\U000e0000" <= character <= "\U000e0fff":
        return _escape(character)
    if character != "\u00a0" and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return _escape(character)
    return character


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _opens_log_command(text: str, index: int) -> bool:
    if index == 0 or text[index - 1] != "#":
        return False
    return text[index + 1 : index + 10].lower().startswith(_LOG_COMMANDS)


def _joins(text: str, index: int) -> bool:
    """True where a joiner does its work: between emoji, or between letters of a script that needs it."""
    if not 0 < index < len(text) - 1:
        return False
    before, after = text[index - 1], text[index + 1]
    if _needs_joiners(before) and _needs_joiners(after):
        return True
    if text[index] != _ZERO_WIDTH_JOINER or not _pictograph(after):
        return False
    return _pictograph(before) or (before in _VARIATION_SELECTORS and _selects(text, index - 1))


def _selects(text: str, index: int) -> bool:
    """True where a variation selector follows something that has an emoji and a text form."""
    if index == 0:
        return False
    before = text[index - 1]
    if _pictograph(before) or before in _TAKES_SELECTOR:
        return True
    return before in "0123456789#*" and text[index + 1 : index + 2] == _KEYCAP


def _pictograph(character: str) -> bool:
    return "\u2190" <= character <= "\u2bff" or "\U0001f000" <= character <= "\U0001faff"


def _needs_joiners(character: str) -> bool:
    """True for letters and marks of the Arabic, Indic and South-East Asian blocks."""
    in_block = "\u0620" <= character <= "\u109f" or "\u1780" <= character <= "\u18af"
    return in_block and unicodedata.category(character)[0] in "LM"
