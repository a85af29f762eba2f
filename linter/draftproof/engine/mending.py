"""Fixes put into one document, each held against what the document reads as afterwards.

A fix is made only if the document reads the same outside of it, the finding is gone and no other has come.
Fixes that overlap are made one pass after another; the last pass changes nothing, so neither does a second
run.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass
from draftproof.engine.fixing import Edits, compatible
from draftproof.engine.rewriting import raw_edits, rewritten
from draftproof.engine.unchanged import same_outside
from draftproof.finding import WHOLE_FILE
from draftproof.text.extract import Extract, ExtractBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.engine.judgement import Judgement, Settled
    from draftproof.finding import Finding, Hit, Replacement

MAX_PASSES = 5
MAX_ATTEMPTS = 24
"""How often a pass may judge the document anew to find the fixes that cannot be made."""
_NO_EDITS = Edits(())


@dataclass(frozen=True, slots=True)
class Examined:
    """A document that was judged: what is known of it, and what that came to."""

    facts: Facts
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Mended:
    """What fixing a document came to.

    ``data`` are its new bytes, None where nothing changed; ``after`` is the document as judged then.
    ``fixed`` are the findings that were mended; ``held_back`` those whose fix would have changed more than
    it mends. ``origins`` leads from the new text of every part that changed, or of the file that a view
    stands for, to the one before.
    """

    after: Examined
    data: bytes | None = None
    fixed: tuple[Finding, ...] = ()
    held_back: tuple[Finding, ...] = ()
    origins: Mapping[int, Extract] | None = None


def mend(before: Examined, examine: Callable[[bytes], Examined], *, unsafe: bool) -> Mended:
    """Make the safe fixes of what the report shows of a document, and the unsafe ones where wanted.

    ``examine`` reads and judges bytes as the document was.
    """
    current, data = before, None
    fixed: list[Finding] = []
    held_back: tuple[Finding, ...] = ()
    origins: dict[int, Extract] = {}
    for _ in range(MAX_PASSES):
        wanted = _wanted(current, unsafe=unsafe)
        if not wanted:
            break
        one = _Pass(current, examine)
        one.take([wanted[index] for index in compatible([_group(each) for each in wanted])])
        held_back = tuple(each.finding for each in one.held_back)
        if one.result is None or one.data is None:
            break
        fixed += [each.finding for each in one.taken]
        _follow(origins, current, one)
        current, data = one.result, one.data
    return Mended(current, data, tuple(fixed), held_back, origins)


def _wanted(examined: Examined, *, unsafe: bool) -> list[Settled]:
    """The findings that the report shows and whose fix may be made."""
    levels = {"safe", "unsafe"} if unsafe else {"safe"}
    shown = {id(finding) for finding in examined.judgement.findings}
    return [
        each
        for each in examined.judgement.settled
        if id(each.finding) in shown and each.finding.fix and each.finding.fix.applicability in levels
    ]


def _group(settled: Settled) -> tuple[int, tuple[Replacement, ...]]:
    remedy = settled.hit.remedy
    return settled.hit.part, remedy.replacements if remedy is not None else ()


def _follow(origins: dict[int, Extract], examined: Examined, one: _Pass) -> None:
    """Carry the places of what is unchanged through one more pass; of a view, those in its file."""
    document = examined.facts.document
    is_view = any(part.is_view for part in document.parts)
    for number, made in {WHOLE_FILE: one.raw}.items() if is_view else one.edits.items():
        old = document.source.text if number == WHOLE_FILE else document.parts[number].source.text
        builder = ExtractBuilder(origins.get(number) or Extract.whole(old))
        position = 0
        for replacement in made.replacements:
            start, end = replacement.span
            builder.take(position, start).replace(replacement.text, start, end)
            position = end
        origins[number] = builder.take(position, len(old)).build()


class _Pass:
    """One pass over a document: fixes that do not overlap, tried together and halved where they fail."""

    def __init__(self, before: Examined, examine: Callable[[bytes], Examined]) -> None:
        self._before = before
        self._examine = examine
        self._attempts = MAX_ATTEMPTS
        self.taken: list[Settled] = []
        self.held_back: list[Settled] = []
        self.edits: dict[int, Edits] = {}
        self.raw = _NO_EDITS
        self.data: bytes | None = None
        self.result: Examined | None = None

    def take(self, fixes: Sequence[Settled], *, failed: bool = False) -> None:
        """Make what can be made of the fixes, beside those that were made already.

        ``failed`` when it is known that not all of them can.
        """
        if not fixes or (not failed and self._attempts <= 0):
            self.held_back.extend(fixes)
        elif failed or not self._try([*self.taken, *fixes]):
            if len(fixes) == 1:
                self.held_back.extend(fixes)
                return
            half = len(fixes) // 2
            held_back = len(self.held_back)
            self.take(fixes[:half])
            # Where all of the first half can be made, the second half is what failed.
            self.take(fixes[half:], failed=len(self.held_back) == held_back)

    def _try(self, fixes: Sequence[Settled]) -> bool:
        self._attempts -= 1
        document = self._before.facts.document
        by_part: dict[int, list[Replacement]] = {}
        for each in fixes:
            number, replacements = _group(each)
            by_part.setdefault(number, []).extend(replacements)
        edits = {number: Edits(replacements) for number, replacements in by_part.items()}
        try:
            raw = raw_edits(document, {number: made.replacements for number, made in edits.items()})
            data = rewritten(document, raw)
        except ValueError:
            return False
        result = self._examine(data)
        if not same_outside(document, result.facts.document, edits):
            return False
        if not _only_mends(self._before, result, fixes, raw):
            return False
        self.taken, self.edits, self.data, self.result = list(fixes), edits, data, result
        self.raw = raw
        return True


def _only_mends(before: Examined, after: Examined, fixes: Sequence[Settled], raw: Edits) -> bool:
    """True where the findings of the fixes are gone and every other one was there before.

    A rule that speaks once of several places may now speak of the next of them.
    """
    known = {(each.finding.code, *_place(before, each.hit, raw)) for each in before.judgement.settled}
    gone = {(each.finding.code, *_place(before, each.hit, raw)) for each in fixes}
    said = Counter((each.finding.code, each.finding.message) for each in before.judgement.settled)
    still = Counter((each.finding.code, each.finding.message) for each in after.judgement.settled)
    for each in after.judgement.settled:
        key = (each.finding.code, *_place(after, each.hit, _NO_EDITS))
        if key in gone:
            return False
        words = (each.finding.code, each.finding.message)
        if key not in known and still[words] > said[words]:
            return False
    return True


def _place(examined: Examined, hit: Hit, raw: Edits) -> tuple[int, int]:
    """Where a hit begins after the edits of the raw file; one in an included file has a part of its own."""
    document = examined.facts.document
    start = start_of(examined, hit)
    if hit.part == WHOLE_FILE or document.parts[hit.part].raw is not None:
        return WHOLE_FILE, raw.start(start)
    own = document.parts[hit.part].source is document.source
    return (WHOLE_FILE, raw.start(start)) if own else (hit.part, start)


def start_of(examined: Examined, hit: Hit) -> int:
    """Where a hit begins in the raw file."""
    if hit.part == WHOLE_FILE:
        return hit.span.start
    return examined.facts.document.parts[hit.part].raw_span(hit.span).start
