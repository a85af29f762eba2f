"""What every front-end promises, whatever its language; the tests of each say of which texts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dumping import at_depth, dump, nodes_of, problems

from draftproof.samples.tree import Name, Unknown
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.samples.tree import Module

    Parse = Callable[[str], Module]

_FRAMES = 120
"""Frames that lie on the stack already when a sample is read."""


def reads(parse: Parse, text: str, expected: str) -> None:
    """All of a text is read, as the tree that is written down."""
    module = parse(text)
    assert dump(module) == expected
    assert module.unparsed == ()
    assert problems(module) == []


def stays_sound(parse: Parse, text: str) -> None:
    """Whatever a text is, there is a tree of it whose places are in it."""
    module = parse(text)
    assert module.text == text
    assert problems(module) == []


def nests_within_bounds(parse: Parse, text: str) -> None:
    """A text that nests without end is read without asking for a deeper stack."""
    limit = sys.getrecursionlimit()
    assert problems(parse(text)) == []
    assert sys.getrecursionlimit() == limit


def leaves_room(parse: Parse, text: str) -> None:
    """The deepest nesting fits a stack of which callers have used a part."""
    assert problems(at_depth(_FRAMES, lambda: parse(text))) == []


def is_passed_over(parse: Parse, text: str) -> None:
    """A text beyond the limit is not read at all."""
    assert parse(text).body == (Unknown(Span(0, len(text)), "syntax"),)


def shows_no_completed_name(parse: Parse, fragments: list[tuple[str, str]]) -> None:
    """The names that complete a fragment are not in its tree."""
    for text, _ in fragments:
        names = [node for node in nodes_of(parse(text)) if isinstance(node, Name)]
        assert not [node for node in names if set(node.text) == {"_"}]
