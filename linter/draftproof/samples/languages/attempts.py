"""From a sample to its module: the best of several attempts, read by the reader of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from draftproof.samples.languages.fragments import MAX_REPAIR, is_better
from draftproof.samples.languages.treesitter import Attempt, Draft, attempt, unread_module
from draftproof.samples.tree import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from draftproof.samples.languages.reader import Kinds, LanguageReader
    from draftproof.samples.languages.treesitter import Grammar

__all__ = ["best_of", "improved", "read_module"]

_Reader = TypeVar("_Reader", bound="LanguageReader")


def read_module(
    language: str,
    text: str,
    best: Attempt | None,
    reader: Callable[[str, Attempt, Kinds[_Reader]], _Reader],
    kinds: Kinds[_Reader],
) -> Module:
    """What the best attempt at a sample says; all of it ``Unknown`` where there is none."""
    if best is None:
        return unread_module(language, text)
    sample = reader(text, best, kinds)
    body = sample.whole(best.tree.root_node)
    return Module(language, text, body, sample.unparsed())


def best_of(
    grammar: Grammar, plain: Draft, other_drafts: Callable[[Draft], Iterable[Draft]]
) -> Attempt | None:
    """The first attempt of which everything parses, else the one of which most does; None where none may be
    made.
    """
    best = attempt(grammar, plain)
    if best is None or best.cost == 0 or len(plain.masked) > MAX_REPAIR:
        return best
    return improved(best, ((grammar, draft) for draft in other_drafts(plain)))


def improved(best: Attempt, tries: Iterable[tuple[Grammar, Draft]]) -> Attempt:
    """The best of an attempt and of others, each a grammar and a draft; ends where everything parses."""
    for grammar, draft in tries:
        other = attempt(grammar, draft)
        if other is not None and is_better(other, best):
            best = other
            if best.cost == 0:
                break
    return best
