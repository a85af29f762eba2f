"""Completes samples that begin or end in the middle, and finds what an author left out of them.

Used only where a sample did not parse as it stands. One pass over its tokens finds brackets without a partner
and ellipses among the members of a bracket; the completed drafts are parsed, and the front-end takes the one
with the least that does not parse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from draftproof.samples.languages.treesitter import Draft, Mark
from draftproof.text.source import Span

__all__ = ["MAX_REPAIR", "Style", "completed"]

MAX_REPAIR: Final = 40_000
"""Characters. A longer text that does not parse is taken as it is."""

Style = Literal["python", "javascript"]

_PYTHON_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+(?:\"{3})?|'{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3})?
        |"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.\.\.)""",
    re.VERBOSE | re.DOTALL,
)
_JAVASCRIPT_TOKEN: Final = re.compile(
    r"""(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    |(?P<string>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?
        |(?:(?<=[(,=:\[!&|?;{}])|(?<=[(,=:\[!&|?;{}][ ]))/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/)
    |(?P<tick>`)
    |(?P<bracket>[()\[\]{}])
    |(?P<dots>\.\.\.)""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE_PIECE: Final = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*+(?:`|\$\{)?", re.DOTALL)
_BLOCK: Final = "{;"
_CLOSER: Final = {"(": ")", "[": "]", "{": "}", _BLOCK: "}", "${": "}"}
_OPENER: Final = {")": "(", "]": "[", "}": "{"}
_BLANKS: Final = {
    "python": re.compile(r"(?:\s|\#[^\n]*)*+"),
    "javascript": re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/)*+"),
}
_LEFT_OUT: Final = re.compile(r"\.\.\.(?:[ \t]+[^\n,)\]}]*)?")
_SPREAD: Final = re.compile(r"\.\.\.[\w$(\[{\"'`]")
_TOKEN: Final = {"python": _PYTHON_TOKEN, "javascript": _JAVASCRIPT_TOKEN}
_NEEDS_VALUE: Final = ("=", ":", "+")
_AFTER_MEMBER_NO_COMMA: Final = frozenset("([{,")
_BEFORE_MEMBER_NO_COMMA: Final = frozenset(")]},")
_BEFORE_OBJECT: Final = frozenset("(,=:[?&|{")


@dataclass(slots=True)
class _Scan:
    """What one pass over the tokens has found."""

    open: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    edits: list[tuple[Span, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    last: str = ""
    unclosed_string: str = ""
    ends_in_comment: bool = False

    def close(self, bracket: str) -> None:
        """Take a closing bracket to its partner; one that fits nothing is noted."""
        if self.open and _CLOSER[self.open[-1]] == bracket:
            self.open.pop()
        elif not self.open:
            self.unopened.append(bracket)


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
        position = match.end()
        kind = match.lastgroup
        scan.ends_in_comment = match["comment"] is not None and position == len(masked)
        if match["comment"] is not None:
            continue
        if match["dots"] is not None:
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
    """The quotes that an unfinished triple-quoted string lacks."""
    if style == "python" and text[:3] in {'"""', "'''"} and (len(text) < 6 or text[-3:] != text[:3]):
        return text[:3]
    return ""


def _bracket(masked: str, match: re.Match[str], scan: _Scan, style: Style) -> int:
    bracket = match[0]
    if bracket in _CLOSER:
        # A block is told from an object by what stands before it.
        is_block = style == "javascript" and bracket == "{" and scan.last not in _BEFORE_OBJECT
        scan.open.append(_BLOCK if is_block else bracket)
        scan.last = bracket
        return match.end()
    if bracket == "}" and scan.open and scan.open[-1] == "${":
        scan.open.pop()
        return _template(masked, match.end(), scan)
    scan.close(bracket)
    scan.last = bracket
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
    """Blank out an ellipsis that stands for something left out; put commas where its neighbours lack them."""
    end = start + 3
    if style == "javascript" and _SPREAD.match(masked, start):
        scan.last = "."
        return end
    if not scan.open and style == "python":
        return end
    match = _LEFT_OUT.match(masked, start)
    assert match is not None
    end = match.end()
    blanks = _BLANKS[style].match(masked, end)
    assert blanks is not None
    following = masked[blanks.end() : blanks.end() + 1]
    new = [" "] * (end - start)
    if scan.open and scan.open[-1] != _BLOCK:
        if scan.last not in _AFTER_MEMBER_NO_COMMA:
            new[0] = ","
        if following and following not in _BEFORE_MEMBER_NO_COMMA:
            new[-1] = ","
    if style == "python" and scan.open[-1] in {"(", "["} and "," not in new and end - start == 3:
        scan.last = "."
        return end
    scan.edits.append((Span(start, end), "".join(new)))
    scan.marks.append(Mark(Span(start, end), "elision"))
    scan.last = ","
    return end
