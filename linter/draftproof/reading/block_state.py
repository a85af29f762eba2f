"""What the block parser knows of a text: its lines, measured in one go, and the tokens that are asked for."""

from __future__ import annotations

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
        starts: list[int] = []
        ends: list[int] = []
        shifts: list[int] = []
        columns: list[int] = []
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        start = 0
        for line in lines:
            shift = column = 0
            if line.startswith((" ", "\t")):
                shift = len(line) - len(line.lstrip(" \t"))
                indent = line[:shift]
                column = len(indent.expandtabs(4)) if "\t" in indent else shift
            end = start + len(line)
            starts.append(start)
            ends.append(end)
            shifts.append(shift)
            columns.append(column)
            start = end + 1
        self.bMarks = [*starts, len(src)]
        self.eMarks = [*ends, len(src)]
        self.tShift = [*shifts, 0]
        self.sCount = [*columns, 0]
        self.bsCount = [0] * len(self.bMarks)
        self.lineMax = len(starts)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token; for one that is not asked for, always the same."""
        if ttype in UNASKED and self.level < _KEPT_FROM:
            self.level += nesting
            return self._unasked
        return super().push(ttype, tag, nesting)
