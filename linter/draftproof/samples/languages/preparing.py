"""Makes a sample ready for a grammar without moving a character.

Prompts, notebook magics and template holes are no part of the language of a sample. Each is replaced by as
many other characters: a hole by a name made of underscores (the front-ends see that the sample has something
else there), the rest by spaces.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from draftproof.samples.languages.diffs import is_diff, without_diff_marks
from draftproof.samples.languages.treesitter import Draft, Mark, blank, printable_ascii
from draftproof.text.source import Span

__all__ = [
    "has_many_open_types", "is_too_nested", "prepare_csharp", "prepare_javascript", "prepare_php",
    "prepare_powershell", "prepare_python", "prepare_ruby", "prepare_rust", "with_closed_comments",
]  # fmt: skip

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
_CSHARP_DOTS: Final = re.compile(
    r"\"{3}(?:[^\"]|\"{1,2}(?!\"))*+(?:\"{3})?|\"(?:[^\"\\\n]|\\.)*+\"?|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+|(?P<dots>\.{3,})"
)
_FILE_DIRECTIVE: Final = re.compile(r"^#:[^\r\n]*", re.MULTILINE)
_OPEN_TYPE: Final = re.compile(r"\w<|>")
_MAX_OPEN_TYPES: Final = 100
_COMMENT_MARK: Final = re.compile(r"/\*|\*/")
_BRACKET: Final = re.compile(r"[()\[\]{}]")
_MAX_OPEN_BRACKETS: Final = 400
_IRB: Final = re.compile(r"^[ \t]*irb(?:\([^)\n]{0,40}\))?[:\d]{0,12}[>*][ \t]?", re.MULTILINE)
_DOTS_ALONE: Final = re.compile(r"^[ \t]*+(\.{3,})[ \t]*+,?[ \t]*+\r?$", re.MULTILINE)
_POWERSHELL_PROMPT: Final = re.compile(r"^[ \t]*PS(?: [A-Z]:[^>\n]{0,200})?>(?:[ \t]|$)", re.MULTILINE)
_RUBY_PROMPT: Final = re.compile(r"^[ \t]*>>(?:[ \t]|$)")
_PHP_OUTSIDE: Final = re.compile(r"\?>(?:[^<]|<(?!\?))*+(?:<\?(?:php\b|=)?)?|<\?(?:php\b|=)", re.IGNORECASE)
_PHP_BEGIN: Final = re.compile(r"<\?(?:php\b|=)", re.IGNORECASE)
_CALLED_MACRO: Final = re.compile(
    r"\b((?:e?print|write)(?:ln)?|format(?:_args)?|panic|dbg|assert(?:_eq|_ne)?|anyhow|bail|ensure|env|option_env"
    r"|info|debug|warn|error|trace|todo|unreachable|matches|concat|join|pin)!(?=[ \t]?\()"
)
_LIST_MACRO: Final = re.compile(r"\bvec!(?=[ \t]?\[)")
_BLOCK_MACRO: Final = re.compile(r"\b(?:\w{1,40}::){0,4}(?:try_)?stream!(?=[ \t]?\{)")
_HIDDEN_LINE: Final = re.compile(r"^([ \t]*)#(?=[ \t]|$)", re.MULTILINE)
_CONTINUATIONS: Final = re.compile(r"(?:\\\r?\n[ \t]*){8,}")
_NO_VALUE: Final = re.compile(
    r"^(?P<start>(?P<indent>[ \t]*+)[A-Za-z_][\w.\[\]'\"]{0,80}[ \t]?=)[ \t]"
    r"(?=[ \t]*+(?:#[^\n]*+)?(?:\r?\n(?P=indent)(?:[A-Za-z_#]|\r?$)|\s*\Z))",
    re.MULTILINE,
)


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
    masked, tags = _without_holes(masked, _PYTHON_HOLE)
    if "${" in masked:
        masked = _SHELL_HOLE.sub(_underscores, masked)
    return _new_side(masked, [*marks, *tags])


def prepare_javascript(text: str, *, has_expansions: bool = False) -> Draft:
    """The draft of a JavaScript or TypeScript sample, or of another language with braces.

    ``has_expansions`` where ``${...}`` in strings is part of the language.
    """
    masked = printable_ascii(text)
    if _REPL.match(masked.lstrip("\r\n")):
        masked = _without_prompts(masked, _REPL_LINE)
    masked = _without_open(masked, "/*", "*/")
    masked, tags = _without_holes(masked, _JAVASCRIPT_HOLE)
    if "${" in masked and "`" not in masked and not has_expansions:
        masked = _SHELL_HOLE.sub(_underscores, masked)
    return _new_side(masked, tags)


def prepare_csharp(text: str) -> Draft:
    """The draft of a C# sample."""
    masked = printable_ascii(text)
    masked = _without_open(masked, "/*", "*/")
    # In ``$$"..."`` two braces are a hole of the language.
    masked, tags = _without_holes(masked, _JAVASCRIPT_HOLE, has_templates="$$" not in masked)
    if "#:" in masked:
        masked = _FILE_DIRECTIVE.sub(lambda match: blank(match[0]), masked)
    if "..." in masked:
        masked = _CSHARP_DOTS.sub(lambda match: _instead_of_dots(match, tags), masked)
    return _new_side(masked, tags)


def _instead_of_dots(match: re.Match[str], marks: list[Mark]) -> str:
    """A name where something has to stand, else spaces with a mark; strings and comments stay."""
    dots = match["dots"]
    if dots is None:
        return match[0]
    before = match.string[max(0, match.start() - 200) : match.start()].rstrip()[-1:]
    after = match.string[match.end() : match.end() + 200].lstrip()[:1]
    if before and before in "(,[=:?+":
        return ("_" if not after or after in ",)]};" else "_,").ljust(len(dots))
    marks.append(Mark(Span(*match.span()), "elision"))
    return " " * len(dots)


def prepare_powershell(text: str) -> Draft:
    """The draft of a PowerShell sample."""
    masked = printable_ascii(text)
    if _POWERSHELL_PROMPT.match(masked.lstrip("\r\n")):
        masked = _without_prompts(masked, _POWERSHELL_PROMPT)
    masked, tags = _without_holes(masked, _PYTHON_HOLE)
    return Draft(masked, tuple(tags))


def prepare_ruby(text: str) -> Draft:
    """The draft of a Ruby sample."""
    masked = printable_ascii(text)
    if "irb" in masked and _IRB.search(masked):
        masked = _without_prompts(masked, _IRB)
    elif _RUBY_PROMPT.match(masked.lstrip("\r\n")):
        masked = _without_prompts(masked, _RUBY_PROMPT)
    masked, tags = _without_holes(masked, _PYTHON_HOLE)
    masked = _without_dots(masked, tags)
    return _new_side(masked, tags)


def prepare_php(text: str) -> Draft:
    """The draft of a PHP sample: what stands outside of the code is blanked out."""
    masked = printable_ascii(text)
    begin = _PHP_BEGIN.search(masked)
    if begin is not None:
        head = masked[: begin.start()]
        # What looks like code above the first tag is output or a file name.
        masked = blank(head) + _PHP_OUTSIDE.sub(_end_of_statement, masked[begin.start() :])
    masked = _without_open(masked, "/*", "*/")
    masked, tags = _without_holes(masked, _JAVASCRIPT_HOLE)
    masked = _without_dots(masked, tags)
    return _new_side(masked, tags)


def prepare_rust(text: str) -> Draft:
    """The draft of a Rust sample: macros that are called like functions become functions."""
    masked = printable_ascii(text)
    masked = _without_open(masked, "/*", "*/")
    masked = _without_open(masked, 'r#"', '"#')
    masked = _HIDDEN_LINE.sub(r"\1 ", masked)
    masked = _CALLED_MACRO.sub(r"\1 ", masked)
    masked = _LIST_MACRO.sub(lambda match: blank(match[0]), masked)
    masked = _BLOCK_MACRO.sub(lambda match: blank(match[0]), masked)
    masked, tags = _without_holes(masked, _JAVASCRIPT_HOLE)
    masked = _without_dots(masked, tags)
    return _new_side(masked, tags)


def _without_open(masked: str, opening: str, closing: str) -> str:
    """Openings without a closing become spaces: its end would be looked for at every one of them."""
    last = masked.rfind(closing)
    start = last + len(closing) if last >= 0 else 0
    if masked.find(opening, start) < 0:
        return masked
    return masked[:start] + masked[start:].replace(opening, " " * len(opening))


def _end_of_statement(match: re.Match[str]) -> str:
    """Spaces, and a semicolon for ``?>``, which ends a statement."""
    text = blank(match[0])
    return ";" + text[1:] if match[0].startswith("?>") else text


def _without_holes(
    masked: str, hole: re.Pattern[str], *, has_templates: bool = True
) -> tuple[str, list[Mark]]:
    """Holes of templates and those between ``<`` and ``>`` become names, template tags spaces with a mark."""
    blanking = _Blanking()
    if has_templates and ("{%" in masked or "{#" in masked or "<%" in masked):
        masked = _TAG.sub(blanking.placeholder, masked)
        masked = _OUTPUT_TAG.sub(_underscores, masked)
    if has_templates and "{{" in masked:
        masked = _MUSTACHE.sub(_underscores, masked)
    if "<" in masked:
        masked = hole.sub(_named_hole, masked)
    return masked, blanking.marks


def _without_dots(masked: str, marks: list[Mark]) -> str:
    """Dots alone on a line become spaces with a mark: there they are no range, something was left out."""
    marks += [Mark(Span(*match.span(1)), "elision") for match in _DOTS_ALONE.finditer(masked)]
    return _DOTS_ALONE.sub(lambda match: blank(match[0]), masked)


def _new_side(masked: str, marks: list[Mark]) -> Draft:
    """The finished draft; of a diff its new side."""
    draft = Draft(masked, tuple(sorted(marks)))
    return without_diff_marks(draft) if is_diff(masked) else draft


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


def has_many_open_types(masked: str) -> bool:
    """True where arguments of types never close: they cost some grammars more than linear time."""
    depth = 0
    for match in _OPEN_TYPE.finditer(masked):
        depth = max(depth - 1, 0) if match[0] == ">" else depth + 1
        if depth > _MAX_OPEN_TYPES:
            return True
    return False


def with_closed_comments(plain: Draft) -> Draft:
    """A draft whose comments all end; they nest, and one that never ends costs time at every opening."""
    depth = 0
    for match in _COMMENT_MARK.finditer(plain.masked):
        depth = depth + 1 if match[0] == "/*" else max(depth - 1, 0)
    return replace(plain, masked=plain.masked.replace("/*", "  ")) if depth else plain


def is_too_nested(masked: str) -> bool:
    """True where more brackets are open at once than in any sample: some grammars take memory without end."""
    depth = 0
    for match in _BRACKET.finditer(masked):
        depth = depth + 1 if match[0] in "([{" else max(depth - 1, 0)
        if depth > _MAX_OPEN_BRACKETS:
            return True
    return False
