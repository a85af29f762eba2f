"""Heredocs of a shell sample: the word that announces one, and the lines up to its stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.samples.languages.shell_pieces import assemble
from draftproof.samples.languages.shell_words import WordReader
from draftproof.text.source import Span

if TYPE_CHECKING:
    from draftproof.samples.languages.shell_pieces import Piece
    from draftproof.samples.tree import Call, Expression

__all__ = ["Heredoc", "HeredocReader", "given"]

_HEREDOC_STOP = re.compile(r"""\\?(?:'([^'\n]*)'|"([^"\n]*)"|([^\s;|&<>()'"]+))""")


@dataclass(frozen=True, slots=True)
class Heredoc:
    """A heredoc that was announced and whose body has not been read yet."""

    stop: str
    literal: bool
    strip_tabs: bool


class HeredocReader(WordReader):
    """Reads words, and heredocs where the command that announces them has been read."""

    def heredoc_start(self) -> Heredoc | None:
        """The stop word after ``<<`` or ``<<-``, None where there is none."""
        strip_tabs = self.peek() == "-"
        self.pos += strip_tabs
        self.skip_blanks()
        found = _HEREDOC_STOP.match(self.text, self.pos, self.end)
        if not found:
            return None
        literal = found[3] is None or found.group().startswith("\\")
        self.pos = found.end()
        return Heredoc(found[1] or found[2] or found[3] or "", literal, strip_tabs)

    def heredoc_body(self, heredoc: Heredoc) -> Expression:
        """The lines from ``pos`` to the stop word, which is consumed; to the end where it is missing."""
        start = self.pos
        stop_at, after = self.end, self.end
        line = start
        while line < self.end:
            line_end = self.line_end(line)
            if self.text[line:line_end].strip() == heredoc.stop:
                stop_at, after = line, min(line_end + 1, self.end)
                break
            line = line_end + 1
        else:
            self.unparsed.append(Span(start, self.end))
        pieces: list[Piece] = []
        outer = self.end
        while self.pos < stop_at:
            self.end = stop_at
            if heredoc.strip_tabs:
                while self.peek() == "\t":
                    self.pos += 1
                self.end = min(self.line_end(self.pos) + 1, stop_at)
            if heredoc.literal:
                self.take(pieces, self.end)
            else:
                self.expanded(pieces, "")
        self.end, self.pos = outer, after
        span = Span(start, stop_at)
        return assemble(pieces, span, span)


def given(call: Call) -> Expression | None:
    """What a heredoc or a here-string gives to the command."""
    return next((item.value for item in call.arguments if item.name in {"<<", "<<<"}), None)
