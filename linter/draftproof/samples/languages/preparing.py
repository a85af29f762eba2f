"""Makes a sample ready for a grammar without moving a character.

Prompts, notebook magics and template holes are no part of the language of a sample. Each is replaced by as
many other characters: a hole by a name made of underscores (the front-ends see that the sample has something
else there), the rest by spaces.
"""

from __future__ import annotations

import re
from typing import Final

from draftproof.samples.languages.treesitter import Draft, Mark, printable_ascii
from draftproof.text.source import Span

__all__ = ["blank", "looks_like_diff", "prepare_javascript", "prepare_python", "without_diff_marks"]

_MUSTACHE: Final = re.compile(r"(?<![={$])\{\{(?!\{)[^{}\n\"']{1,200}\}\}(?!\})")
_TAG: Final = re.compile(r"\{%-?\s[^\n%]{1,300}%\}|\{#-?\s[^\n#]{1,300}#\}|<%(?![=-])[^\n%]{1,300}%>")
_OUTPUT_TAG: Final = re.compile(r"<%[=-][^\n%]{1,300}%>")
_SHELL_HOLE: Final = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_.:-]{0,80}\}")
_BEFORE_HOLE: Final = r"(?P<before>(?:[=:(,\[+]|\breturn)[ \t]{0,8})"
_PYTHON_HOLE: Final = re.compile(_BEFORE_HOLE + r"(?P<hole><[A-Za-z][A-Za-z0-9 _.'/-]{0,80}>)")
_JAVASCRIPT_HOLE: Final = re.compile(
    _BEFORE_HOLE + r"(?P<hole><(?:[A-Z][A-Z0-9]*[ _-][A-Z0-9 _-]{1,60}"
    r"|(?i:your|my|insert|replace)[ _-][A-Za-z0-9 _-]{1,60})>)"
    r"(?=[ \t]{0,8}(?:[,;)\]}\r\n]|\Z))"
)
_DOCTEST: Final = re.compile(r"^[ \t]*>>>(?:[ \t]|$)", re.MULTILINE)
_DOCTEST_LINE: Final = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?:[ \t]|$)")
_IPYTHON: Final = re.compile(r"^[ \t]*In \[[0-9 *]{0,6}\]:", re.MULTILINE)
_IPYTHON_LINE: Final = re.compile(r"^[ \t]*(?:In \[[0-9 *]{0,6}\]:|\.\.\.+:)[ \t]?")
_MAGIC: Final = re.compile(
    r"^[ \t]*(?:%{1,2}[A-Za-z][A-Za-z0-9_.]*(?=[ \t\r\n]|$)|!{1,2}(?![=\s])|\$ "
    r"|(?:pip3?|uv|poetry|pdm|conda|npm|apt(?:-get)?) (?:install|add|pip)\b|export [A-Za-z_]+=)"
)
_PYTHON_CELL: Final = re.compile(r"\s*%%(?:time|timeit|capture|prun|debug|memit|mprun)\b")
_REPL: Final = re.compile(r"^[ \t]*> ")
_REPL_LINE: Final = re.compile(r"^[ \t]*(?:>|\.\.\.)(?:[ \t]|$)")
_CONTINUATIONS: Final = re.compile(r"(?:\\\r?\n[ \t]*){8,}")
_NO_VALUE: Final = re.compile(
    r"^(?P<start>(?P<indent>[ \t]*+)[A-Za-z_][\w.\[\]'\"]{0,80}[ \t]?=)[ \t]"
    r"(?=[ \t]*(?:#[^\n]*)?(?:\r?\n(?P=indent)(?:[A-Za-z_#]|\r?$)|\s*\Z))",
    re.MULTILINE,
)
_DIFF_LINE: Final = re.compile(r"[-+](?![-+=>\d])")
_DIFF_HEADER: Final = re.compile(r"(?:diff |index |@@ |--- |\+\+\+ )")
_NOT_LINE_END: Final = re.compile(r"[^\r\n]")


def blank(text: str) -> str:
    """As many spaces, line ends kept."""
    return _NOT_LINE_END.sub(" ", text)


def _underscores(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _named_hole(match: re.Match[str]) -> str:
    return match["before"] + "_" * len(match["hole"])


class _Blanking:
    """Collects the marks while pieces of a text are blanked out."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []

    def placeholder(self, match: re.Match[str]) -> str:
        self.marks.append(Mark(Span(*match.span()), "placeholder"))
        return blank(match[0])


def prepare_python(text: str) -> Draft:
    """The draft of a Python sample."""
    masked, marks = _without_magics(printable_ascii(text))
    if ">>>" in masked and _DOCTEST.search(masked):
        masked = _without_prompts(masked, _DOCTEST_LINE)
    elif "In [" in masked and _IPYTHON.search(masked):
        masked = _without_prompts(masked, _IPYTHON_LINE)
    if "\\\n" in masked:
        masked = _CONTINUATIONS.sub(lambda match: " " * len(match[0]), masked)
    masked = _NO_VALUE.sub(r"\g<start>_", masked)
    masked, tags = _without_holes(masked)
    if "<" in masked:
        masked = _PYTHON_HOLE.sub(_named_hole, masked)
    if "${" in masked:
        masked = _SHELL_HOLE.sub(_underscores, masked)
    draft = Draft(masked, tuple(sorted([*marks, *tags])))
    return without_diff_marks(draft) if _is_diff(masked) else draft


def prepare_javascript(text: str) -> Draft:
    """The draft of a JavaScript or TypeScript sample."""
    masked = printable_ascii(text)
    if _REPL.match(masked.lstrip("\r\n")):
        masked = _without_prompts(masked, _REPL_LINE)
    last_end = masked.rfind("*/")
    if masked.find("/*", last_end + 2 if last_end >= 0 else 0) >= 0:
        # An open comment would be looked for to the end of the text at every other opening of one.
        masked = masked[: last_end + 1] + masked[last_end + 1 :].replace("/*", "  ")
    masked, tags = _without_holes(masked)
    if "<" in masked:
        masked = _JAVASCRIPT_HOLE.sub(_named_hole, masked)
    if "${" in masked and "`" not in masked:
        masked = _SHELL_HOLE.sub(_underscores, masked)
    draft = Draft(masked, tuple(tags))
    return without_diff_marks(draft) if _is_diff(masked) else draft


def _without_holes(masked: str) -> tuple[str, list[Mark]]:
    """Template holes become names, template tags become spaces with a mark."""
    blanking = _Blanking()
    if "{%" in masked or "{#" in masked or "<%" in masked:
        masked = _TAG.sub(blanking.placeholder, masked)
        masked = _OUTPUT_TAG.sub(_underscores, masked)
    if "{{" in masked:
        masked = _MUSTACHE.sub(_underscores, masked)
    return masked, blanking.marks


def _without_prompts(masked: str, prompt: re.Pattern[str]) -> str:
    """Prompts become spaces. After a prompt, the lines without one are output and become spaces too."""
    lines = masked.splitlines(keepends=True)
    seen = False
    for index, line in enumerate(lines):
        match = prompt.match(line)
        if match:
            seen = True
            lines[index] = " " * match.end() + line[match.end() :]
        elif seen:
            lines[index] = blank(line)
    return "".join(lines)


def _without_magics(masked: str) -> tuple[str, list[Mark]]:
    """Notebook magics and shell lines become spaces with a mark; a cell of another language does so whole."""
    if masked.lstrip()[:2] == "%%" and not _PYTHON_CELL.match(masked):
        return blank(masked), [Mark(Span(0, len(masked)), "other")]
    lines = masked.splitlines(keepends=True)
    marks: list[Mark] = []
    offset = 0
    continues = False
    for index, line in enumerate(lines):
        if continues or _MAGIC.match(line):
            body = line.rstrip("\r\n")
            marks.append(Mark(Span(offset, offset + len(body)), "other"))
            continues = body.endswith("\\")
            lines[index] = blank(line)
        offset += len(line)
    return ("".join(lines) if marks else masked), marks


def _is_diff(masked: str) -> bool:
    """True for a text of removed, added and other lines, every one with its sign or a space before it."""
    lines = [line for line in masked.splitlines() if line.strip() and not _DIFF_HEADER.match(line)]
    signs = {line[0] for line in lines}
    return {"+", "-"} <= signs <= {"+", "-", " ", "\t"}


def looks_like_diff(masked: str) -> bool:
    """True where some line begins with a diff sign that is no operator."""
    return any(_DIFF_LINE.match(line) for line in masked.splitlines())


def without_diff_marks(draft: Draft) -> Draft:
    """The new side of a diff: removed lines and headers blanked out, the signs replaced by spaces."""
    lines = draft.masked.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if _DIFF_HEADER.match(line) or line.startswith("-"):
            lines[index] = blank(line)
        elif line.startswith("+"):
            lines[index] = " " + line[1:]
    return Draft("".join(lines), draft.marks)
