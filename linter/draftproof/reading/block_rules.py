"""Block rules that CommonMark lacks and tutorials use, in the form that markdown-it-py takes.

Each recognises the *marks* of a construct (a tag line, a colon line, an indented container, an MDX
statement) and leaves what it encloses to the ordinary rules, so that positions of everything inside stay
exact.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from draftproof.reading.tags import MAX_TAG_LENGTH, Tag, attributes_of, scan_element, scan_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

_COLON_LINE = re.compile(r"(:{3,})[ \t]*(?:\{?([A-Za-z][\w-]*+)\}?(.*))?$")
_INDENTED_MARK = re.compile(r"(===[!+]?|!!!\+?|\?\?\?\+?)[ \t]+(?=[\"'\w])(.*)$")
_STATEMENT = re.compile(
    r"import\s+(?:[\w*{\"'][^\n]*\bfrom\s*[\"']|[\"']|[\w*{][^\n]*[{,]\s*$|\{)|export\s+(?:const|let|var|default|function|class|async|\{|\*)"
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_RAW = re.compile(r"<(?:!--|!\[CDATA\[|\?|(?:script|style|pre|textarea)\b)", re.IGNORECASE)
_COMPONENT = frozenset(
    [
        "hfoptions",
        "hfoption",
        "details",
        "tabs",
        "tab",
        "tabitem",
        "codegroup",
        "code-group",
        "frameworkcontent",
        "pt",
        "tf",
        "jax",
    ]
)
_MAX_TAG_LINES = 200
_MAX_STATEMENT_LINES = 500
_LOOKAHEAD_PER_CHARACTER = 8


def install(md: MarkdownIt, *, mdx: bool) -> None:
    """Add the rules to a parser; ``mdx`` also turns off indented code and HTML blocks, as MDX does."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler = md.block.ruler
    ruler.before("fence", "tag_line", _tag_line_rule(mdx=mdx), interrupts)
    ruler.before("fence", "colon_line", _colon_line, interrupts)
    ruler.before("fence", "indented_container", _indented_container, interrupts)
    ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    if mdx:
        ruler.before("fence", "mdx_expression", _expression, interrupts)
        ruler.before("fence", "mdx_statement", _statement)
        ruler.at("html_block", _raw_html_only, {"alt": ["paragraph", "reference", "blockquote"]})
        ruler.disable("code")


def _start(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _lookahead(state: StateBlock, start: int, limit: int) -> int:
    """How far a search that may fail may look: all failing searches of a parse together stay linear."""
    budget: int = state.env.setdefault("lookahead", len(state.src) * _LOOKAHEAD_PER_CHARACTER + 1000)
    return min(limit, start + budget)


def _spend(state: StateBlock, characters: int) -> None:
    state.env["lookahead"] = max(0, state.env["lookahead"] - characters)


def _push_tag(state: StateBlock, tag: Tag, first: int, after: int, colons: int = 0) -> None:
    token = state.push("tag", "", 0)
    token.map = [first, after]
    token.meta = {"tag": tag, "colons": colons}


def _tag_line_rule(*, mdx: bool) -> Callable[[StateBlock, int, int, bool], bool]:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        start = _start(state, start_line)
        if (
            start >= state.eMarks[start_line]
            or state.src[start] not in "<{"
            or state.is_code_block(start_line)
        ):
            return False
        tags = _tags_filling_lines(state, start, start_line, end_line, mdx=mdx)
        if tags is None:
            return False
        found, next_line = tags
        if not silent:
            for tag in found:
                _push_tag(state, tag, start_line, next_line)
            state.line = next_line
        return True

    return rule


def _tags_filling_lines(
    state: StateBlock, position: int, line: int, end_line: int, *, mdx: bool
) -> tuple[list[Tag], int] | None:
    """The tags from ``position`` on, if nothing else stands on their lines."""
    src = state.src
    last_line = min(end_line, line + _MAX_TAG_LINES) if state.parentType != "blockquote" else line + 1
    limit = state.eMarks[last_line - 1]
    found: list[Tag] = []
    while True:
        while position < state.eMarks[line] and src[position] in " \t":
            position += 1
        if position >= state.eMarks[line]:
            return (found, line + 1) if found else None
        if src[position] == "<":
            if _RAW.match(src, position):
                return None
            reach = _lookahead(state, position, limit)
            tag = scan_element(src, position, reach)
            _spend(state, (min(reach, position + MAX_TAG_LENGTH) if tag is None else tag.end) - position)
        elif src.startswith(("{%", "{{<", "{{%"), position):
            tag = scan_template(src, position, state.eMarks[line])
        else:
            return None
        if tag is None:
            return None
        if src[position] == "<" and not mdx and not _is_component(tag.name):
            return None
        if tag.form == "open" and tag.name.lower() in _VOID:
            tag = Tag(tag.name, "empty", tag.attributes, tag.end)
        found.append(tag)
        position = tag.end
        while line + 1 < last_line and position > state.eMarks[line]:
            line += 1


def _is_component(name: str) -> bool:
    """True for what is no element of HTML; that is also written in capitals, ``<DIV>``."""
    from markdown_it.common.html_blocks import block_names  # noqa: PLC0415 - loaded with the parser already

    if name.lower() in _COMPONENT:
        return True
    return name[:1].isupper() and not (name.isupper() and name.lower() in block_names)


def _colon_line(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    start = _start(state, start_line)
    if not state.src.startswith(":::", start) or state.is_code_block(start_line):
        return False
    match = _COLON_LINE.match(state.src[start : state.eMarks[start_line]].rstrip())
    if match is None:
        return False
    if not silent:
        name, rest = match[2] or "", (match[3] or "").strip()
        whole = bool(name) and rest.endswith(":::")
        rest = rest.rstrip(": \t") if whole else rest
        title = rest.strip("[]{} ") if rest else ""
        attributes = attributes_of(rest) if "=" in rest else (("title", title),) if title else ()
        form: Literal["open", "close", "empty"] = "empty" if whole else "open" if name else "close"
        tag = Tag(name, form, attributes, state.eMarks[start_line])
        _push_tag(state, tag, start_line, start_line + 1, colons=len(match[1]))
        state.line = start_line + 1
    return True


def _indented_container(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = _start(state, start_line)
    if not state.src.startswith(("===", "!!!", "???"), start) or state.is_code_block(start_line):
        return False
    match = _INDENTED_MARK.match(state.src[start : state.eMarks[start_line]].rstrip())
    if match is None:
        return False
    if silent:
        return True
    indent = state.sCount[start_line] + 4
    next_line = after_content = start_line + 1
    while next_line < end_line:
        if not state.isEmpty(next_line):
            if state.sCount[next_line] < indent:
                break
            after_content = next_line + 1
        next_line += 1
    name, title = _mark_title(match[1], match[2])
    token = state.push("indented_open", "", 1)
    token.map = [start_line, after_content]
    token.meta = {"name": name, "title": title}
    old_indent, old_line_max, old_parent = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, after_content, "indented"
    state.md.block.tokenize(state, start_line + 1, after_content)
    state.blkIndent, state.lineMax, state.parentType = old_indent, old_line_max, old_parent
    state.push("indented_close", "", -1)
    state.line = after_content
    return True


def _mark_title(mark: str, rest: str) -> tuple[str, str]:
    if mark.startswith("==="):
        return "===", rest.strip().strip("\"'")
    name, _, title = rest.strip().partition(" ")
    return name.strip("\"'"), title.strip().strip("\"'")


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The library's table; its rows note where their text starts, after quote and list marks."""
    if state.src.find("|", state.bMarks[start_line], state.eMarks[start_line]) < 0:
        return False
    from markdown_it.rules_block import table  # noqa: PLC0415 - loaded with the parser already

    count = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    for token in state.tokens[count:]:
        if token.type == "tr_open" and token.map:
            token.meta["start"] = _start(state, token.map[0])
    return True


def _raw_html_only(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    from markdown_it.rules_block import html_block  # noqa: PLC0415 - loaded with the parser already

    if not _RAW.match(state.src, _start(state, start_line)):
        return False
    return html_block(state, start_line, end_line, silent)


def _expression(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """``{/* comment */}`` and ``{expression}`` that fill their lines."""
    start = _start(state, start_line)
    if not state.src.startswith("{", start) or state.src.startswith(("{{", "{%"), start):
        return False
    last = min(end_line, start_line + _MAX_STATEMENT_LINES)
    limit = _lookahead(state, start, state.eMarks[last - 1])
    comment = re.compile(r"\{\s*/\*").match(state.src, start, limit)
    if comment:
        close = state.src.find("*/", comment.end(), limit)
        close = state.src.find("}", close, limit) if close >= 0 else -1
    else:
        close = _matching_brace(state.src, start, limit)
    _spend(state, (limit if close < 0 else close) - start)
    if close < 0:
        return False
    line = start_line
    while state.eMarks[line] < close:
        line += 1
    if state.src[close + 1 : state.eMarks[line]].strip():
        return False
    if not silent:
        token = state.push("mdx_comment" if comment else "mdx_script", "", 0)
        token.map = [start_line, line + 1]
        token.content = state.src[start : close + 1]
        token.meta = {"start": start}
        state.line = line + 1
    return True


def _matching_brace(text: str, start: int, limit: int) -> int:
    depth = 0
    for position in range(start, limit):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return -1


def _statement(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """``import`` and ``export`` at the top level, up to a blank line outside of braces."""
    start = _start(state, start_line)
    if state.level or state.sCount[start_line] or not state.src.startswith(("import", "export"), start):
        return False
    if not _STATEMENT.match(state.src, start, state.eMarks[start_line] + 1):
        return False
    if silent:
        return True
    depth, line = 0, start_line
    last = min(end_line, start_line + _MAX_STATEMENT_LINES)
    while line < last and (depth > 0 or not state.isEmpty(line)):
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        depth += sum(map(text.count, "{([")) - sum(map(text.count, "})]"))
        line += 1
    token = state.push("mdx_script", "", 0)
    token.map = [start_line, line]
    token.content = state.src[start : state.eMarks[line - 1]]
    token.meta = {"start": start}
    state.line = line
    return True
