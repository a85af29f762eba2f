"""Promises in prose: sentences that say more of a service than a document can know."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.prose.language import lexicon_for
from draftproof.prose.passages import passage, prose_of
from draftproof.prose.sentences import sentences
from draftproof.prose.taking_back import Setting, is_taken_back
from draftproof.reading.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from draftproof.prose.lexicon import Lexicon, Promise
    from draftproof.prose.passages import Passage, Prose
    from draftproof.reading.document import Document
    from draftproof.text.source import Span


MAX_MATCHES = 16
"""Possible promises of one sentence that are looked at; no author writes more."""


_BARE_CELL = 40
"""Cells that are shorter hold a few words and no sentence, in characters."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A promise that nothing in its sentence takes back.

    ``span`` is the promise itself, ``sentence`` the sentence around it, both in the source of ``part``;
    ``words`` is the promise as a reader sees it.
    """

    part: int
    span: Span
    sentence: Span
    words: str
    topic: str
    strength: str
    confidence: str
    promise: str
    """The id of the entry of the lexicon."""


def find_claims(document: Document, lexicons: tuple[Lexicon, ...]) -> tuple[Claim, ...]:
    """Every claim of a document, by the lexicon of its language, in order."""
    proses = tuple(prose_of(document))
    for lexicon in lexicons:
        promising = _promising(proses, lexicon)
        first = next(promising, None)
        # The language takes longer to tell than that there is nothing to be found in it.
        if first is not None and lexicon is lexicon_for(document, lexicons):
            return tuple(_claims(document, chain((first,), promising), lexicon))
    return ()


@dataclass(frozen=True, slots=True)
class _Promising:
    """A sentence, the one with this number in its passage, with all that patterns found in it."""

    prose: Prose
    shown: Passage
    spans: tuple[Span, ...]
    number: int
    text: str
    matches: list[tuple[int, int, Promise]]


def _promising(proses: Iterable[Prose], lexicon: Lexicon) -> Iterator[_Promising]:
    """The sentences in which a pattern finds something."""
    for prose in proses:
        raw = prose.raw.text.lower()
        if awake := lexicon.waking.awake(raw):
            yield from _promising_sentences(prose, raw, awake, lexicon)


def _promising_sentences(
    prose: Prose, raw: str, awake: tuple[Promise, ...], lexicon: Lexicon
) -> Iterator[_Promising]:
    shown = passage(prose)
    spans = sentences(shown.text.text)
    for number, span in enumerate(spans):
        text = shown.without_code[span.start : span.end]
        lowered = text.lower()
        here = [
            each
            for each in lexicon.waking.awake(lowered)
            if any(each is other for other in awake)
            and any(anchor in lowered and anchor in raw for anchor in each.anchors)
        ]
        if here and (matches := _matches(text, here)):
            yield _Promising(prose, shown, spans, number, text, matches)


def _claims(document: Document, promising: Iterable[_Promising], lexicon: Lexicon) -> Iterator[Claim]:
    said: set[tuple[object, ...]] = set()
    for each in promising:
        row = _row_of(each.prose)
        for claim in _claims_in(document, each, lexicon):
            # A row of a table makes one promise of a kind, however many of its cells repeat it.
            if not row or (claim.promise, *row) not in said:
                yield claim
            said.add((claim.promise, *row))


def _row_of(prose: Prose) -> tuple[object, ...]:
    """The row that a cell stands in, empty for everything else."""
    block = prose.block
    if block is None or block.kind is not BlockKind.TABLE_CELL:
        return ()
    return (prose.part, tuple(container.number for container in block.containers), block.row)


def _claims_in(document: Document, found: _Promising, lexicon: Lexicon) -> Iterator[Claim]:
    prose, shown, text = found.prose, found.shown, found.text
    span = found.spans[found.number]
    taken = 0
    for start, end, promise in found.matches[:MAX_MATCHES]:
        if start < taken:
            continue
        setting = Setting(document, prose, shown, found.spans, found.number, text, start, end)
        if is_taken_back(promise, setting, lexicon):
            continue
        taken = end
        yield Claim(
            prose.part,
            shown.text.span(span.start + start, span.start + end),
            shown.text.span(span.start, span.end),
            " ".join(shown.text.text[span.start + start : span.start + end].split()),
            promise.topic,
            promise.strength,
            _confidence(promise, prose),
            promise.id,
        )


def _matches(text: str, promises: Iterable[Promise]) -> list[tuple[int, int, Promise]]:
    """All matches in a sentence, the earliest first, of those that begin together the surest and longest."""
    found: list[tuple[int, int, Promise]] = []
    for promise in promises:
        for match in promise.pattern.finditer(text):
            group = next((name for name in ("match", "label", "slogan") if match.groupdict().get(name)), None)
            start, end = match.span(group) if group else match.span()
            if end > start:
                found.append((start, end, promise))
    ranks = {"high": 0, "medium": 1, "low": 2}
    return sorted(found, key=lambda each: (each[0], ranks[each[2].confidence], -each[1]))


def _confidence(promise: Promise, prose: Prose) -> str:
    """Words without a sentence around them, in a cell, are less surely a promise."""
    is_cell = prose.block is not None and prose.block.kind is BlockKind.TABLE_CELL
    is_bare = is_cell and len(prose.raw.text) < _BARE_CELL
    return "medium" if is_bare and promise.confidence == "high" else promise.confidence
