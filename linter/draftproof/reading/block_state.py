"""What the block parser knows of a text: its lines, measured in one go, and the tokens that are asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.utils import EnvType

UNASKED = frozenset(
    [
        *("paragraph_open", "paragraph_close", "heading_close", "thead_open", "thead_close", "tbody_open"),
        *("tbody_close", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    ]
)
"""Tokens that say nothing more than their neighbours do: more than half of all."""
_KEPT_FROM = 56
"""The level from which all tokens are kept: they tell what is nested too deeply."""


class LeanState(StateBlock):
    """The library's state of a parse, without the tokens of ``UNASKED``."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        self._unasked = Token("", "", 0)
        self._measure(src)

    def _measure(self, src: str) -> None:
        """Where each line begins and ends, and how far it is indented; an empty line more is at the end."""
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
        ends = [match.start() for match in re.finditer("\n", src)]
        if len(ends) < len(lines):
            ends.append(len(src))
        self.bMarks = [0, *(end + 1 for end in ends[: len(lines) - 1]), len(src)] if lines else [len(src)]
        self.eMarks = [*ends, len(src)]
        self.tShift = [*indents, 0]
        self.sCount = self.tShift.copy()
        if "\t" in src:
            for number, line in enumerate(lines):
                if indents[number] and "\t" in line:
                    self.sCount[number] = len(line[: indents[number]].expandtabs(4))
        self.bsCount = [0] * len(self.bMarks)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token; for one that is not asked for, always the same."""
        if ttype in UNASKED and self.level < _KEPT_FROM:
            self.level += nesting
            return self._unasked
        return super().push(ttype, tag, nesting)
