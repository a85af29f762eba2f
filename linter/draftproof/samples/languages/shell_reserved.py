"""Between the commands of a shell sample: separators, prompts, printed lines and reserved words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from draftproof.samples.languages.shell_commands import GAP, CommandReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.samples.tree import Expression

__all__ = ["ReservedReader"]

_PROMPT = re.compile(
    r"[ \t]*(?:\([\w.-]{1,40}\)[ \t]*)?"
    r"(?:(?:[\w.-]{1,40}@[\w.-]{1,60}(?:[: ][^\s$#%>]{0,60})?|(?:ba|z)?sh-[\d.]{1,8}"
    r"|[~/][^\s$#%>]{0,60})?[ \t]?[$%]"
    r"|[\w.-]{1,40}@[\w.-]{1,60}:[^\s$#%>]{0,60}[#>]|[➜❯»λ](?:[ \t]+~)?|~|>>>)[ \t]+(?=\S)"
)
_SEPARATORS = re.compile(r"(?:[\n;]|&&|\|\||&(?!>))")
_RESERVED = re.compile(
    r"(?:if|then|elif|else|fi|for|select|while|until|do|done|case|esac|function|\{|\}|!|time)(?=[\s;)]|\Z)"
)
_CLOSERS = frozenset({"then", "elif", "else", "fi", "do", "done", "esac", "}", ")", ";;"})
_NEEDS = {"if": "then", "for": "do", "select": "do", "while": "do", "until": "do", "case": "esac"}


class ReservedReader(CommandReader):
    """Reads what stands before a command, and the words that open and close compound ones."""

    def __init__(self, text: str, substitution: Callable[[int], Expression]) -> None:
        super().__init__(text, substitution)
        self.nesting = 0
        """How many compound commands are open."""
        self._last = {word: text.rfind(word) for word in ("then", "do", "esac")}

    def to_command(self) -> None:
        """Skip blanks, separators, comments, prompts and, in a session, printed lines."""
        words = self.words
        while words.pos < words.end:
            at = words.pos
            if (at == 0 or self.text[at - 1] == "\n") and not self.nesting:
                prompt = _PROMPT.match(self.text, at, words.end)
                if prompt:
                    words.session = True
                    words.pos = prompt.end()
                    return
                if words.session or self.text.startswith("%%", at):
                    words.pos = min(words.line_end(at) + 1, words.end)
                    continue
            words.skip_blanks()
            found = GAP.match(self.text, words.pos, words.end)
            if not found and not self.text.startswith(";;", words.pos):
                found = _SEPARATORS.match(self.text, words.pos, words.end)
            if found:
                words.pos = self.after_heredocs.get(words.pos, found.end())
            elif words.pos == at:
                return

    def closer(self) -> str:
        """The word that closes a compound command here, empty where none does."""
        words = self.words
        if words.peek() == ")":
            return ")"
        if self.text.startswith(";;", words.pos):
            return ";;"
        found = _RESERVED.match(self.text, words.pos, words.end)
        return found.group() if found and found.group() in _CLOSERS else ""

    def keyword(self) -> str:
        """The reserved word that opens a compound command here, empty where none does."""
        found = _RESERVED.match(self.text, self.words.pos, self.words.end)
        if not found:
            return ""
        word = found.group()
        # Prose begins with "if" and "for" too: without its partner further on the word is a word.
        needs = _NEEDS.get(word)
        return word if needs is None or self._last[needs] > self.words.pos else ""

    def expect(self, word: str) -> bool:
        """Read a word that closes a compound command; False where another one stands there."""
        self.to_command()
        if self.closer() != word:
            return False
        self.words.pos += len(word)
        return True
