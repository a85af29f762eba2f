"""Fixes and suppressions as edits of the editor's text."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from draftproof.engine.accepting import suppression_of
from draftproof.engine.mending import mend
from draftproof.engine.rewriting import raw_edits
from draftproof.lsp.documents import range_of
from draftproof.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.engine.judgement import Settled
    from draftproof.finding import Replacement
    from draftproof.lsp.documents import Checked
    from draftproof.lsp.examining import Examination

REASON: Final = "say here why this may stay"
"""What a new suppression gives as its reason until the author writes one."""
MOST_COMPARED: Final = 4_000_000
"""Pairs of lines that are compared for the smallest edits: the work may grow with their number."""


def fix_edits(checked: Checked, examination: Examination, settled: Settled) -> list[types.TextEdit]:
    """The edits of one fix; none where there is nothing to write."""
    fix, remedy = settled.finding.fix, settled.hit.remedy
    if fix is None or remedy is None or fix.applicability == "display":
        return []
    document = examination.examined.facts.document
    return _edits(
        checked, examination, raw_edits(document, {settled.hit.part: remedy.replacements}).replacements
    )


def suppression_edits(checked: Checked, examination: Examination, settled: Settled) -> list[types.TextEdit]:
    """The edits that suppress a finding; none where no comment can stand. Judges the document anew."""
    made = suppression_of(examination.examined, examination.examine, settled, REASON)
    return [] if made is None else _edits(checked, examination, made.replacements)


def all_safe_edits(checked: Checked, examination: Examination) -> list[types.TextEdit]:
    """The edits that make every safe fix as ``check --fix`` makes them; none where nothing changes. Judges
    the document anew.
    """
    mended = mend(examination.examined, examination.examine, unsafe=False)
    if mended.data is None:
        return []
    old = examination.examined.facts.document.source
    new = Source(mended.data.decode("utf-8-sig"))
    return _differences(checked, examination.shift, old, new)


def _edits(
    checked: Checked, examination: Examination, replacements: Iterable[Replacement]
) -> list[types.TextEdit]:
    shift = examination.shift
    return [
        types.TextEdit(range_of(checked.units, each.span.start + shift, each.span.end + shift), each.text)
        for each in replacements
    ]


def _differences(checked: Checked, shift: int, old: Source, new: Source) -> list[types.TextEdit]:
    """Edits of whole lines. What did not change is not sent back, but for long stretches full of changes."""
    before, after = _lines(old), _lines(new)
    most = min(len(before), len(after))
    first = next((n for n in range(most) if before[n] != after[n]), most)
    last = next((n for n in range(most - first) if before[-1 - n] != after[-1 - n]), most - first)
    gone, come = before[first : len(before) - last], after[first : len(after) - last]
    pieces = [(0, len(gone), 0, len(come))]
    if len(gone) * len(come) <= MOST_COMPARED:
        matcher = SequenceMatcher(None, gone, come, autojunk=False)
        pieces = [piece for kind, *piece in matcher.get_opcodes() if kind != "equal"]  # type: ignore[misc]
    starts = (*old.line_starts, len(old.text))
    return [
        types.TextEdit(
            range_of(checked.units, starts[first + i] + shift, starts[first + j] + shift), "".join(come[k:m])
        )
        for i, j, k, m in pieces
    ]


def _lines(source: Source) -> list[str]:
    """The lines with their ends."""
    ends = (*source.line_starts[1:], len(source.text))
    return [source.text[start:end] for start, end in zip(source.line_starts, ends, strict=True)]
