"""New inputs from old ones: lines and words are moved, doubled, cut, nested; bytes are changed now and then.

Structured changes go further than random ones: a reader is interested in what stands at the beginning of a
line, a parser in brackets that do not close.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

LONGEST: Final = 20_000
"""Bytes of an input: more would make a second of fuzzing a single run."""
_MOST_CHANGES: Final = 6
_PREFIXES: Final = (
    "> ",
    "- ",
    "  ",
    "    ",
    "\t",
    "1. ",
    "# ",
    "",
    ">",
    ":::",
    "| ",
    "<!-- ",
    "\ufeff",
    "\x00",
)
_COMMON: Final = (
    *("\r", "\r\n", "\n", "\n\n", "\u2028", "\x85", "\x0b", "\x0c", "\u00a0", "\u200b", "\u202e", "\ufeff"),
    *("\x00", "\x1b[31m", "\U0001f9ea", "e\u0301", "\ufffd", "\\", "'", '"', "`", "```", "~~~", "{", "}"),
    *("[", "]", "(", ")", "<", ">", "{{", "}}", "{%", "%}", "${", "...", "#", "=", ":", ",", ";", "--", "0"),
    *("1e999", "-1", "null", "true", "[]", "{}", "\ud800"),
)
_WORD: Final = re.compile(rb"[A-Za-z0-9_.-]+|[^\sA-Za-z0-9_]", re.ASCII)


class Mutator:
    """Makes inputs for one target; equal random states make equal inputs."""

    def __init__(self, random: Random, words: Sequence[str]) -> None:
        self.random = random
        self._words = tuple(word.encode("utf-8", "surrogatepass") for word in (*_COMMON, *words, *words))
        self._changes: tuple[Callable[[bytes], bytes], ...] = (
            self._insert_word, self._insert_word, self._replace_token, self._replace_token, self._move_lines,
            self._double_lines, self._drop_lines, self._prefix_lines, self._repeat, self._cut,
            self._change_byte, self._drop_bytes, self._swap_line_ends, self._swap_tokens,
        )  # fmt: skip

    def mutated(self, data: bytes, others: Sequence[bytes]) -> bytes:
        """An input made of one and perhaps a piece of another."""
        if others and self.random.random() < 0.25:
            data = self._spliced(data, self.random.choice(others))
        for _ in range(self.random.randint(1, _MOST_CHANGES)):
            data = self.random.choice(self._changes)(data)[:LONGEST]
        return data

    def _spliced(self, data: bytes, other: bytes) -> bytes:
        mine, yours = data.splitlines(keepends=True), other.splitlines(keepends=True)
        at = self.random.randint(0, len(mine))
        start = self.random.randint(0, len(yours))
        taken = yours[start : start + self.random.randint(1, 12)]
        return b"".join((*mine[:at], *taken, *mine[at:]))

    def _place(self, data: bytes) -> int:
        return self.random.randint(0, len(data))

    def _insert_word(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + self.random.choice(self._words) + data[at:]

    def _token(self, data: bytes) -> tuple[int, int]:
        """The place of a word or mark at about a random place."""
        found = _WORD.search(data, self._place(data)) or _WORD.search(data)
        return found.span() if found else (0, 0)

    def _replace_token(self, data: bytes) -> bytes:
        start, end = self._token(data)
        return data[:start] + self.random.choice(self._words) + data[end:]

    def _swap_tokens(self, data: bytes) -> bytes:
        (a, b), (c, d) = sorted((self._token(data), self._token(data)))
        return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]

    def _some_lines(self, data: bytes) -> tuple[list[bytes], int, int]:
        lines = data.splitlines(keepends=True) or [b""]
        start = self.random.randrange(len(lines))
        return lines, start, min(len(lines), start + self.random.randint(1, 6))

    def _move_lines(self, data: bytes) -> bytes:
        lines, start, end = self._some_lines(data)
        taken = lines[start:end]
        del lines[start:end]
        at = self.random.randint(0, len(lines))
        return b"".join((*lines[:at], *taken, *lines[at:]))

    def _double_lines(self, data: bytes) -> bytes:
        lines, start, end = self._some_lines(data)
        return b"".join((*lines[:end], *lines[start:end], *lines[end:]))

    def _drop_lines(self, data: bytes) -> bytes:
        lines, start, end = self._some_lines(data)
        return b"".join((*lines[:start], *lines[end:]))

    def _prefix_lines(self, data: bytes) -> bytes:
        lines, start, end = self._some_lines(data)
        prefix = self.random.choice(_PREFIXES).encode()
        lines[start:end] = [prefix + line for line in lines[start:end]]
        return b"".join(lines)

    def _repeat(self, data: bytes) -> bytes:
        start = self._place(data)
        piece = data[start : start + self.random.randint(1, 40)]
        return data[:start] + piece * self.random.choice((2, 3, 10, 60)) + data[start:]

    def _cut(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] if self.random.random() < 0.7 else data[at:]

    def _change_byte(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + bytes((self.random.randrange(256),)) + data[at + 1 :]

    def _drop_bytes(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + data[at + self.random.randint(1, 9) :]

    def _swap_line_ends(self, data: bytes) -> bytes:
        old, new = self.random.sample((b"\n", b"\r\n", b"\r"), 2)
        return data.replace(old, new, self.random.choice((1, 5, -1)))
