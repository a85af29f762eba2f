"""Completes samples that begin or end in the middle, and finds what an author left out of them.

Used only where a sample did not parse as it stands. One pass over its tokens finds brackets without a partner
and ellipses among the members of a bracket; the completed drafts are parsed, and the front-end takes the one
with the least that does not parse.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import Final, Literal

from draftproof.dataclass import dataclass
from draftproof.samples.languages.treesitter import Draft, Mark
from draftproof.text.source import Span

__all__ = ["Style", "completed"]

Style = Literal["python", "javascript", "curly", "php", "ruby", "rust"]

_PYTHON_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<member>\n[ \t]+(?=[A-Za-z_]\w*[ \t]*=(?!=)|["'][^"'\n]{0,80}["'][ \t]*:))
    |(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:\"{3})?|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+(?:'{3})?
        |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_JAVASCRIPT_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<member>\n[ \t]+(?=[A-Za-z_$][\w$]{0,80}[ \t]*:|["'][^"'\n]{0,80}["'][ \t]*:|\.\.\.[\w$]))
    |(?P<string>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?
        |(?:(?<=[(,=:\[!&|?;{}])|(?<=[(,=:\[!&|?;{}][ ]))
            /(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,80}+\]){1,200}+/)
    |(?P<tick>`)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_CURLY_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<member>(?!))
    |(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:\"{3})?|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`[^`]*+`?)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_RUBY_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<member>(?!))
    |(?P<string>"(?:[^"\\]|\\.)*+"?|'(?:[^'\\]|\\.)*+'?)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_PHP_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|\#(?!\[)[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<member>(?!))
    |(?P<string>"(?:[^"\\]|\\.)*+"?|'(?:[^'\\]|\\.)*+'?)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_RUST_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<member>(?!))
    |(?P<string>r\#"(?:[^"]|"(?!\#))*+(?:"\#)?|"(?:[^"\\]|\\.)*+"?|'(?:\\.[^'\n]{0,8}|[^'\\\n])')
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.{2,})""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE_PIECE: Final = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*+(?:`|\$\{)?", re.DOTALL)
_LONGEST_INDENT: Final = 80
_BLOCK: Final = "{;"
_CLOSER: Final = {"(": ")", "[": "]", "{": "}", _BLOCK: "}", "${": "}"}
_OPENER: Final = {")": "(", "]": "[", "}": "{"}
_SLASH_BLANKS: Final = re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)*+")
_HASH_BLANKS: Final = re.compile(r"(?:\s|\#[^\n]*)*+")
_BLANKS: Final = {
    "python": _HASH_BLANKS,
    "ruby": _HASH_BLANKS,
    "javascript": _SLASH_BLANKS,
    "curly": _SLASH_BLANKS,
    "php": _SLASH_BLANKS,
    "rust": _SLASH_BLANKS,
}
_LEFT_OUT: Final = re.compile(r"\.{2,}(?:[ \t]+[^\n,)\]}]*)?")
_SPREAD: Final = re.compile(r"\.\.\.[\w$(\[{\"'`]")
_TOKEN: Final = {
    "python": _PYTHON_TOKEN,
    "javascript": _JAVASCRIPT_TOKEN,
    "curly": _CURLY_TOKEN,
    "ruby": _RUBY_TOKEN,
    "php": _PHP_TOKEN,
    "rust": _RUST_TOKEN,
}
_NEEDS_VALUE: Final = ("=", ":", "+")
_AFTER_SEPARATOR: Final = frozenset("([{,")
_BEFORE_SEPARATOR: Final = frozenset(")]},")
_BEFORE_VALUE: Final = frozenset("=:?>&|+")
_NO_COMMA_AFTER: Final = frozenset(("", *"([{,=:?>&|+-*/%<!.;"))
_BEFORE_BLOCK: Final = frozenset({"", " ", ")", "\n", "\t"})
_BEFORE_OBJECT: Final = frozenset("(,=:[?&|{")


@dataclass(slots=True)
class _Scan:
    """What one pass over the tokens has found."""

    open: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    edits: list[tuple[Span, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    last: str = ""
    has_comma: bool = False
    unclosed_string: str = ""
    ends_in_comment: bool = False

    def close(self, bracket: str, *, begins_line: bool) -> bool:
        """Take a closing bracket to its partner.

        One without a partner ends what began before the sample, if it stands like one that does: at the
        beginning of a line, or after a comma outside all brackets. Any other is a slip of the pen: False.
        """
        if self.open and _CLOSER[self.open[-1]] == bracket:
            self.open.pop()
            return True
        if not self.open and (begins_line or self.has_comma or self.unopened):
            self.unopened.append(bracket)
            return True
        return False


def completed(draft: Draft, style: Style) -> Draft:
    """The draft with its ellipses blanked out and its missing brackets put around it."""
    scan = _scan(draft.masked, style)
    masked = draft.masked
    if scan.edits:
        pieces = []
        position = 0
        for span, text in scan.edits:
            pieces += [masked[position : span.start], text]
            position = span.end
        masked = "".join([*pieces, masked[position:]])
    prefix = "".join("_(" if bracket == ")" else _OPENER[bracket] for bracket in reversed(scan.unopened))
    if prefix.startswith("{") and style == "javascript":
        prefix = "(" + prefix
    suffix = "".join(_CLOSER[bracket] for bracket in reversed(scan.open))
    if suffix and scan.last in _NEEDS_VALUE:
        suffix = "_" + suffix
    suffix = scan.unclosed_string + suffix
    if suffix and scan.ends_in_comment:
        suffix = "\n" + suffix
    if prefix.startswith("({"):
        suffix += ")"
    return replace(
        draft, masked=masked, marks=tuple(sorted((*draft.marks, *scan.marks))), prefix=prefix, suffix=suffix
    )


def _scan(masked: str, style: Style) -> _Scan:
    scan = _Scan()
    token = _TOKEN[style]
    position = 0
    while match := token.search(masked, position):
        between = masked[position : match.start()].rstrip()
        if between:
            scan.last = between[-1]
            scan.has_comma = scan.has_comma or (not scan.open and "," in between)
        position = match.end()
        kind = match.lastgroup
        scan.ends_in_comment = match["comment"] is not None and position == len(masked)
        if match["comment"] is not None:
            continue
        if match["member"] is not None:
            _missing_comma(match, scan)
        elif match["dots"] is not None:
            position = _leave_out(masked, match.start(), scan, style)
        elif kind == "tick":
            position = _template(masked, position, scan)
        elif match["bracket"] is not None:
            position = _bracket(masked, match, scan, style)
        else:
            scan.last = '"'
            scan.unclosed_string = _unclosed(match[0], style) if position == len(masked) else ""
    rest = masked[position:].rstrip()
    if rest:
        scan.last = rest[-1]
    return scan


def _unclosed(text: str, style: Style) -> str:
    """The quotes that an unfinished string of several lines lacks."""
    if style in ("php", "ruby", "rust"):
        if text.startswith("r#"):
            return "" if len(text) > 4 and text.endswith('"#') else '"#'
        return "" if len(text) > 1 and text[-1] == text[0] else text[0]
    if style == "curly" and text[0] == "`":
        return "" if len(text) > 1 and text[-1] == "`" else "`"
    if style != "javascript" and text[:3] in {'"""', "'''"} and (len(text) < 6 or text[-3:] != text[:3]):
        return text[:3]
    return ""


def _bracket(masked: str, match: re.Match[str], scan: _Scan, style: Style) -> int:
    bracket = match[0]
    if bracket in _CLOSER:
        # A block is told from an object by what stands before it.
        is_block = bracket == "{" and (
            (style == "javascript" and scan.last not in _BEFORE_OBJECT)
            or style == "php"
            or (style in ("curly", "rust") and masked[match.start() - 1 : match.start()] in _BEFORE_BLOCK)
        )
        scan.open.append(_BLOCK if is_block else bracket)
        scan.last = bracket
        return match.end()
    if bracket == "}" and scan.open and scan.open[-1] == "${":
        scan.open.pop()
        return _template(masked, match.end(), scan)
    line = masked[max(0, match.start() - _LONGEST_INDENT) : match.start()].rpartition("\n")[2]
    if scan.close(bracket, begins_line=not line.strip()):
        scan.last = bracket
    else:
        scan.edits.append((Span(*match.span()), " "))
        scan.marks.append(Mark(Span(*match.span()), "syntax"))
    return match.end()


def _template(masked: str, position: int, scan: _Scan) -> int:
    """Pass over a piece of a template literal, to its end or to a substitution."""
    match = _TEMPLATE_PIECE.match(masked, position)
    assert match is not None
    scan.last = '"'
    if match[0].endswith("${"):
        scan.open.append("${")
        scan.last = "("
    elif not match[0].endswith("`"):
        scan.unclosed_string = "`"
    return match.end()


def _leave_out(masked: str, start: int, scan: _Scan, style: Style) -> int:
    """Blank out an ellipsis that stands for something left out, so that its neighbours parse without it."""
    match = _LEFT_OUT.match(masked, start)
    assert match is not None
    end = match.end()
    blanks = _BLANKS[style].match(masked, end)
    assert blanks is not None
    following = masked[blanks.end() : blanks.end() + 1]
    is_member = bool(scan.open) and scan.open[-1] != _BLOCK
    if _is_fine(match, scan, style, following):
        scan.last = "."
        return match.start() + 3
    new = [" "] * (end - start)
    if scan.last in _BEFORE_VALUE or (is_member and scan.last in _AFTER_SEPARATOR and following == ","):
        # Something has to stand here: a name, which the front-end takes for the hole that it is.
        filler = (
            "**_" if style == "python" and scan.open[-1] == "{" and scan.last not in _BEFORE_VALUE else "_"
        )
        new[: len(filler)] = filler
        if len(new) < len(filler):
            return end
    else:
        if (
            is_member
            and scan.last not in _AFTER_SEPARATOR
            and following
            and following not in _BEFORE_SEPARATOR
        ):
            new[0] = ","
        scan.marks.append(Mark(Span(start, end), "elision"))
    scan.edits.append((Span(start, end), "".join(new)))
    scan.last = "," if is_member else ";"
    return end


def _is_fine(match: re.Match[str], scan: _Scan, style: Style, following: str) -> bool:
    """True for an ellipsis that the language itself takes: a spread, Python's own ``...``."""
    if style in ("javascript", "php"):
        return _SPREAD.match(match.string, match.start()) is not None
    if style in ("curly", "ruby", "rust"):
        # Go's `items...` and Java's `String... items`; `1..10` of Kotlin, Ruby and Rust.
        return match.string[match.start() - 1 : match.start()].isalnum()
    if not scan.open:
        return True
    is_alone = scan.last in _AFTER_SEPARATOR and following in _BEFORE_SEPARATOR and scan.open[-1] != "{"
    return match[0] == "..." and (is_alone or scan.last in _BEFORE_VALUE)


def _missing_comma(match: re.Match[str], scan: _Scan) -> None:
    """Put a comma before a member that begins a line where the one before it has none."""
    in_members = bool(scan.open) and scan.open[-1] in {"(", "{"}
    if in_members and scan.last not in _NO_COMMA_AFTER:
        scan.edits.append((Span(match.end() - 1, match.end()), ","))
        scan.last = ","
