"""Suppressions written into documents for every finding that is left (``--add-suppressions``).

Each is held against what the document reads as afterwards: nothing but comments may have come, the findings
must be gone, and no other may be there. A second run has nothing left to write.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.fixing import Edits
from draftproof.engine.mending import start_of
from draftproof.engine.rewriting import raw_edits, rewritten
from draftproof.engine.suppressing import Slots, can_be_suppressed, text_of
from draftproof.engine.unchanged import same_outside
from draftproof.finding import Replacement
from draftproof.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.judgement import Judgement, Settled
    from draftproof.engine.mending import Examined
    from draftproof.engine.suppressing import Slot
    from draftproof.engine.view_suppressing import ViewSlots
    from draftproof.finding import Finding
    from draftproof.reading.document import Document

    Placed = Mapping[Slot, Sequence[Settled]]
    Same = Callable[[Document], bool]

_CREDENTIALS = "credentials"
MAX_ATTEMPTS = 60
"""How often a document is judged anew to find the places where suppressions can stand."""


class Accepting:
    """Writes suppressions into the documents of one run. ``errors`` are about files that were not written."""

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._suppressions = 0
        self._documents = 0
        self._left: list[str] = []
        self.errors: list[str] = []

    def accepted(
        self, file: FoundFile, data: bytes, before: Examined, examine: Callable[[bytes], Examined]
    ) -> Judgement:
        """The judgement of a document as it stands with its suppressions."""
        settled = {id(each.finding): each for each in before.judgement.settled}
        wanted = [settled[id(each)] for each in before.judgement.findings if id(each) in settled]
        self._left += [
            _left(each, "stands in an included file: nothing was written there")
            for each in before.judgement.findings
            if id(each) not in settled
        ]
        if not wanted:
            return before.judgement
        attempt = _Attempt(before, examine, self._reason)
        attempt.place([each for each in wanted if can_be_suppressed(each)])
        self._left += [
            _left(each.finding, "cannot be suppressed") for each in wanted if not can_be_suppressed(each)
        ]
        exact = before.facts.document.exact
        why = (
            "found no place for a suppression"
            if exact
            else "stands in a file that is not UTF-8: nothing was written there"
        )
        narrow = f"{why}, and a credential is never suppressed in a whole document" if exact else why
        self._left += [
            _left(each.finding, narrow if each.finding.family == _CREDENTIALS else why)
            for each in attempt.left
        ]
        if attempt.result is None or attempt.data is None:
            return before.judgement
        from draftproof.engine.storing import store  # noqa: PLC0415 - only where something is written

        reason = store(file.path, data, attempt.data, (file.configuration.folder, Path.cwd()))
        if reason:
            self.errors.append(f"{file.shown} was not written: {reason}")
            return before.judgement
        self._suppressions += len(attempt.placed)
        self._documents += 1
        self._left += [
            f"{file.shown}: {code} is now suppressed in the whole document: no comment can stand before it"
            for code in sorted(attempt.wholly())
        ]
        return attempt.result.judgement

    def said(self) -> list[str]:
        """Sentences about what was written and what was left."""
        first = f"{self._suppressions or 'no'} suppression{'' if self._suppressions == 1 else 's'} written"
        if self._documents:
            first += f" in {self._documents} document{'' if self._documents == 1 else 's'}"
        return [first, *self._left]


def suppression_of(
    before: Examined, examine: Callable[[bytes], Examined], settled: Settled, reason: str
) -> Edits | None:
    """The edits of the raw file that suppress one finding and change nothing else; None where no suppression
    can stand. ``examine`` reads and judges bytes as the document was.
    """
    if not can_be_suppressed(settled):
        return None
    attempt = _Attempt(before, examine, reason)
    attempt.place([settled])
    return attempt.edits


def _is_narrow(slot: Slot, finding: Finding) -> bool:
    """False where a suppression would hide credentials that a document does not hold yet."""
    return slot.form != "file" or finding.family != _CREDENTIALS


def _left(finding: Finding, why: str) -> str:
    cell = "" if finding.place.cell is None else f"cell {finding.place.cell}, "
    return f"{finding.path}, {cell}line {finding.place.line}: {finding.code} {why}"


def _views_of(document: Document) -> ViewSlots | None:
    """The places in a document that is read as a view; None for any other."""
    if not any(part.is_view for part in document.parts):
        return None
    from draftproof.engine.view_suppressing import ViewSlots  # noqa: PLC0415 - few documents are views

    return ViewSlots(document)


class _Attempt:
    """Finds places for the suppressions of one document: the first that works for each finding."""

    def __init__(self, before: Examined, examine: Callable[[bytes], Examined], reason: str) -> None:
        self._before = before
        self._examine = examine
        self._reason = reason
        self._slots = Slots(before.facts)
        self._views = _views_of(before.facts.document)
        self._attempts = MAX_ATTEMPTS
        self.placed: dict[Slot, list[Settled]] = {}
        self.left: list[Settled] = []
        self.edits: Edits | None = None
        self.data: bytes | None = None
        self.result: Examined | None = None

    def place(self, wanted: Sequence[Settled]) -> None:
        """Find a place for each finding; those without one are left."""
        slots = self._views or self._slots
        choices = {
            id(each): [slot for slot in dict.fromkeys(slots.of(each)) if _is_narrow(slot, each.finding)]
            for each in wanted
        }
        waiting = list(wanted)
        while waiting:
            groups: dict[Slot, list[Settled]] = {}
            for each in waiting:
                if choices[id(each)]:
                    groups.setdefault(choices[id(each)].pop(0), []).append(each)
                else:
                    self.left.append(each)
            waiting = self._take(list(groups.items()))

    def wholly(self) -> set[str]:
        """The codes that are suppressed in the whole document."""
        return {
            each.finding.code for slot, found in self.placed.items() if slot.form == "file" for each in found
        }

    def _take(self, groups: Sequence[tuple[Slot, list[Settled]]]) -> list[Settled]:
        """Place what can be placed of the groups; the findings of the others."""
        if not groups or self._attempts <= 0:
            return [each for _, found in groups for each in found]
        if self._try(groups):
            return []
        if len(groups) == 1:
            return list(groups[0][1])
        half = len(groups) // 2
        return [*self._take(groups[:half]), *self._take(groups[half:])]

    def _try(self, groups: Sequence[tuple[Slot, list[Settled]]]) -> bool:
        self._attempts -= 1
        placed = {slot: list(found) for slot, found in self.placed.items()}
        for slot, found in groups:
            placed.setdefault(slot, []).extend(found)
        document = self._before.facts.document
        raw, same = self._as_view(placed) if self._views else self._as_text(placed)
        data = rewritten(document, raw)
        result = self._examine(data)
        if not same(result.facts.document):
            return False
        if not self._silences(result, [each for found in placed.values() for each in found], raw):
            return False
        self.placed, self.edits, self.data, self.result = placed, raw, data, result
        return True

    def _as_text(self, placed: Placed) -> tuple[Edits, Same]:
        """The edits of the file, and what tells whether the document reads as before with them."""
        document = self._before.facts.document
        by_part: dict[int, dict[int, str]] = {}
        for slot in sorted(placed):
            codes = {each.finding.code for each in placed[slot]}
            text = text_of(
                slot, codes, self._reason, document.parts[slot.part], mdx=self._slots.is_mdx(slot.part)
            )
            texts = by_part.setdefault(slot.part, {})
            texts[slot.offset] = texts.get(slot.offset, "") + text
        edits = {
            number: Edits(Replacement(Span(offset, offset), text) for offset, text in texts.items())
            for number, texts in by_part.items()
        }
        undone = {
            number: Edits(Replacement(region, "") for region in made.regions())
            for number, made in edits.items()
        }
        raw = raw_edits(document, {number: made.replacements for number, made in edits.items()})
        return raw, lambda after: same_outside(after, document, undone)

    def _as_view(self, placed: Placed) -> tuple[Edits, Same]:
        """The same for a document of another format, whose comments are put into the file."""
        from draftproof.engine.view_suppressing import same_but_comments  # noqa: PLC0415 - few documents

        assert self._views is not None
        raw = self._views.edits(placed, self._reason)
        document = self._before.facts.document
        return raw, lambda after: same_but_comments(document, after, raw)

    def _silences(self, after: Examined, wanted: Sequence[Settled], raw: Edits) -> bool:
        """True where the findings are gone and every other one was there before."""
        known = {
            (s.finding.code, raw.start(start_of(self._before, s.hit))) for s in self._before.judgement.settled
        }
        gone = {(each.finding.code, raw.start(start_of(self._before, each.hit))) for each in wanted}
        found = {(each.finding.code, start_of(after, each.hit)) for each in after.judgement.settled}
        return not found & gone and found <= known
