"""From a sample to its module: the best of several attempts, read by the reader of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from draftproof.dataclass import dataclass
from draftproof.samples.languages.diffs import sides_of
from draftproof.samples.languages.treesitter import MAX_SIZE, Attempt, Draft, attempt, unread_module
from draftproof.samples.tree import Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from draftproof.samples.languages.fragments import Style
    from draftproof.samples.languages.reader import Kinds, LanguageReader
    from draftproof.samples.languages.treesitter import Grammar

__all__ = ["MAX_REPAIR", "FrontEnd", "improved", "read_module", "sides"]

MAX_REPAIR: Final = 40_000
"""Characters. A longer text that does not parse is taken as it is."""
_Reader = TypeVar("_Reader", bound="LanguageReader")


@dataclass(frozen=True, slots=True)
class FrontEnd(Generic[_Reader]):
    """What turns samples of a language into modules, by what differs from language to language.

    ``prepare`` makes the draft of a sample, None for one that would cost the grammar too much. ``ways`` are
    the drafts to try where that does not parse: they are given a side of it (see ``sides_of``) and that side
    with its brackets completed, which ``style`` says how to do.
    """

    language: Grammar
    prepare: Callable[[str], Draft | None]
    style: Style
    ways: Callable[[Draft, Draft], Iterable[Draft]]
    reader: Callable[[str, Attempt, Kinds[_Reader]], _Reader]
    kinds: Kinds[_Reader]
    max_size: int = MAX_SIZE

    def parse(self, text: str) -> Module:
        """What a sample says, as far as it can be read. Never raises."""
        plain = self.prepare(text) if len(text) <= self.max_size else None
        best = self._best(plain) if plain is not None else None
        return read_module(self.language, text, best, self.reader, self.kinds)

    def _best(self, plain: Draft) -> Attempt | None:
        """The first attempt of which everything parses, else the one of which most does."""
        best = attempt(self.language, plain)
        if best is None or best.cost == 0 or len(plain.masked) > MAX_REPAIR:
            return best
        return improved(best, ((self.language, draft) for draft in self._other_drafts(plain)))

    def _other_drafts(self, plain: Draft) -> Iterator[Draft]:
        for side, complete in sides(plain, self.style):
            if side is not plain:
                yield side.framed(plain.prefix, plain.suffix)
            yield from self.ways(side, complete)


def sides(plain: Draft, style: Style) -> Iterator[tuple[Draft, Draft]]:
    """The sides of a draft that did not parse, each with itself completed."""
    # Most samples parse: what mends the others is loaded when one does not.
    from draftproof.samples.languages.fragments import completed  # noqa: PLC0415

    for side in sides_of(plain):
        yield side, completed(side, style)


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


def improved(best: Attempt, tries: Iterable[tuple[Grammar, Draft]]) -> Attempt:
    """The best of an attempt and of others, each a grammar and a draft; ends where everything parses."""
    for grammar, draft in tries:
        other = attempt(grammar, draft)
        if other is not None and _is_better(other, best):
            best = other
            if best.cost == 0:
                break
    return best


def _is_better(other: Attempt, best: Attempt) -> bool:
    """True where an attempt beats the best so far.

    One that puts something before the sample must do so clearly.
    """
    return other.cost < (best.cost // 2 if other.draft.prefix else best.cost)
