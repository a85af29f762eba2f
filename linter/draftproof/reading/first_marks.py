"""Block rules asked by the first character of a line.

The parser asks every rule about every line, and a rule's first question is nearly always which character the
line begins with. Here that character is looked up once, and only the rules that it can wake are asked, in the
order that they have. The tokens are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

    Rule = Callable[[StateBlock, int, int, bool], bool]

_CHAINS = ("paragraph", "reference", "blockquote", "list")
"""What may be interrupted; for each the parser has a list of the rules that do."""
_LINES_AHEAD = 8
"""How many lines are looked at before a rule is asked that looks at all: other blocks may end a paragraph."""
_MARKS: Mapping[str, str] = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "tag_line": "<{",
    "colon_line": ":",
    "indented_container": "=!?",
    "mdx_expression": "{",
    "mdx_statement": "ie",
}
"""What the lines of a rule begin with, blanks apart. Rules that are not named are asked about every line."""


def ask_by_mark(md: MarkdownIt) -> None:
    """Let one rule for every chain stand for all that the parser has now.

    One of them opens blocks, the first; it ends with the rule for paragraphs, which never says no, so that no
    other is asked. ``code`` stays where it is because the parser looks whether it is on.
    """
    ruler = md.block.ruler
    names = ruler.get_active_rules()
    named = dict(zip(ruler.getRules(""), names, strict=True))
    quick = {rule: _QUICK[name](rule) if name in _QUICK else rule for rule, name in named.items()}
    chains = {chain: [(named[rule], quick[rule]) for rule in ruler.getRules(chain)] for chain in _CHAINS}
    opening = _ByMark((name, quick[rule]) for rule, name in named.items())
    ruler.before(names[0], "opening", _asking(opening))
    for chain in _CHAINS:
        ruler.before(names[0], f"in_{chain}", _asking(_ByMark(chains[chain])), {"alt": [chain]})
    ruler.disable([name for name in names if name != "code"])


class _ByMark(dict[str, tuple["Rule", ...]]):
    """The rules for lines that begin with a character, those that are always asked for all others."""

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        each = tuple(rules)
        super().__init__(
            (mark, tuple(rule for name, rule in each if mark in _MARKS.get(name, mark)))
            for mark in set("".join(_MARKS.values()))
        )
        self._others = tuple(rule for name, rule in each if name not in _MARKS)

    def __missing__(self, mark: str) -> tuple[Rule, ...]:
        return self._others


def _asking(rules: _ByMark) -> Rule:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[start_line] + state.tShift[start_line]
        for each in rules[state.src[start : start + 1]]:  # noqa: SIM110 - a generator costs as much as a rule
            if each(state, start_line, end_line, silent):
                return True
        return False

    return rule


def _quick_code(code: Rule) -> Rule:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        indent = state.sCount[start_line] - state.blkIndent
        return indent >= 4 and code(state, start_line, end_line, silent)

    return rule


def _quick_heading(underlined: Rule) -> Rule:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        after = min(end_line, start_line + 1 + _LINES_AHEAD)
        for line in range(start_line + 1, after):
            start = state.bMarks[line] + state.tShift[line]
            if start >= state.eMarks[line]:
                break
            if state.src[start] in "-=":
                return underlined(state, start_line, end_line, silent)
        else:
            if after < end_line:
                return underlined(state, start_line, end_line, silent)
        state.parentType = "paragraph"  # as the rule leaves it where it finds no line of marks
        return False

    return rule


def _quick_ruler(ruler: Rule) -> Rule:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        last = state.src[state.eMarks[start_line] - 1]
        return last in "*-_ \t" and ruler(state, start_line, end_line, silent)

    return rule


_QUICK: Mapping[str, Callable[[Rule], Rule]] = {
    "code": _quick_code,
    "lheading": _quick_heading,
    "hr": _quick_ruler,
}
"""Rules that are asked often, with a look that says no to most."""
