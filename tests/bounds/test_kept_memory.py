"""What was parsed is let go: a language server parses a sample at every keystroke, for days."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from draftproof.samples.languages.treesitter import Grammar, parse_text

ROUNDS = 12
SIZE = 40_000
"""Characters of a text."""


def left_after(rounds: int, grammar: Grammar) -> int:
    """Bytes that are held after some texts were parsed, each another one, that were not held before."""
    assert parse_text(grammar, "x") is not None
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(rounds):
            tree = parse_text(grammar, f"x = {number}\n" + "y = 1\n" * (SIZE // 6))
            assert tree is not None
            assert tree.root_node.end_byte > SIZE - 6
        del tree
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("grammar", ["python", "javascript"])
def test_of_parsed_texts_nothing_is_kept(grammar: Grammar) -> None:
    """However many they are: what is kept is a view for each length of a last piece."""
    left_after(2, grammar)
    assert left_after(ROUNDS, grammar) < 2_000
    assert left_after(4 * ROUNDS, grammar) < 2_000
