"""The parser is handed a text in pieces, always in the same few objects: the tree is the whole text's."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest
from tree_sitter import Parser

from draftproof.samples.languages import treesitter
from draftproof.samples.languages.treesitter import Grammar, language_of, parse_text, printable_ascii

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted((ROOT / "linter").rglob("*.py"))


def text_of(chance: random.Random, cuts: int) -> str:
    """Python cut up and put together again: in every other language it is broken as well, and long."""
    pieces = []
    for _ in range(cuts):
        module = printable_ascii(chance.choice(MODULES).read_text("utf-8"))
        start = chance.randrange(500)
        pieces.append(module[start : start + 500 + chance.randrange(3000)])
    return "".join(pieces)


def whole(grammar: Grammar, text: str) -> str:
    return str(Parser(language_of(grammar)).parse(text.encode("ascii")).root_node)


@pytest.mark.parametrize("grammar", get_args(Grammar))
def test_the_tree_is_that_of_the_whole_text(grammar: Grammar) -> None:
    chance = random.Random(11)
    for _ in range(6):
        text = text_of(chance, 6)
        tree = parse_text(grammar, text)
        assert tree is not None
        assert str(tree.root_node) == whole(grammar, text)


@pytest.mark.parametrize("characters", [0, 1, -1])
def test_a_text_as_long_as_a_piece(characters: int) -> None:
    text = ("x = 1\n" * 2000)[: 2 * treesitter._CHUNK + characters]
    tree = parse_text("python", text)
    assert tree is not None
    assert str(tree.root_node) == whole("python", text)
    assert tree.root_node.end_byte == len(text)


def test_several_threads_have_their_own_pieces() -> None:
    texts = [text_of(random.Random(number), 12) for number in range(8)]
    begin = threading.Barrier(4)

    def parsed(number: int) -> str:
        if number < 4:
            begin.wait(timeout=10)
        tree = parse_text("python", texts[number])
        assert tree is not None
        return str(tree.root_node)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(parsed, range(8))) == [whole("python", text) for text in texts]
