"""Code actions: the fixes of findings, suppressions, all safe fixes at once.

What needs the document to be judged anew is only named at first; its edits are worked out when the editor
asks for them, or at once for an editor that never asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from draftproof.engine.suppressing import can_be_suppressed
from draftproof.lsp.diagnostics import SOURCE, diagnostic, spots
from draftproof.lsp.documents import place_of
from draftproof.lsp.editing import all_safe_edits, fix_edits, suppression_edits
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.engine.judgement import Settled
    from draftproof.lsp.diagnostics import Spot
    from draftproof.lsp.documents import Checked
    from draftproof.lsp.examining import Examination
    from draftproof.lsp.positions import Encoding

FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
KINDS: Final = [types.CodeActionKind.QuickFix, FIX_ALL]
_MOST: Final = 20
"""Findings in a selection that actions are offered for."""
_LONGEST = 60

Offer = tuple[types.CodeAction, list[types.TextEdit] | None]
"""An action with its edits; None where they are still to be worked out."""


def actions(
    checked: Checked, uri: str, wanted: types.Range, only: Sequence[str] | None, encoding: Encoding
) -> Iterator[Offer]:
    """What can be done about the findings in a range; ``only`` are the kinds that the editor asks for."""
    examination = checked.examination
    if examination is None:
        return
    if _asked(types.CodeActionKind.QuickFix.value, only):
        start, end = (checked.units.offset(place_of(at)) for at in (wanted.start, wanted.end))
        settled = {id(each.finding): each for each in examination.shown}
        here = [spot for spot in spots(checked) if spot.start <= end and start <= spot.end]
        for spot in here[:_MOST]:
            if (each := settled.get(id(spot.finding))) is not None:
                yield from _about(checked, examination, each, spot, uri, encoding)
    if _asked(FIX_ALL, only) and any(_is_safe(each) for each in examination.shown):
        yield (
            types.CodeAction("draftproof: make all safe fixes", FIX_ALL, data={"uri": uri, "all": True}),
            None,
        )


def resolved(checked: Checked, action: types.CodeAction) -> list[types.TextEdit]:
    """The edits of an action that was only named; none where it is no longer about anything. Judges anew."""
    data, examination = action.data, checked.examination
    if examination is None or not isinstance(data, dict):
        return []
    if data.get("all"):
        return all_safe_edits(checked, examination)
    mark = data.get("suppress")
    found = next((each for each in examination.shown if each.finding.fingerprint == mark), None)
    return [] if found is None else suppression_edits(checked, examination, found)


def workspace_edit(
    checked: Checked, uri: str, edits: Sequence[types.TextEdit], *, versioned: bool
) -> types.WorkspaceEdit:
    """Edits of one document; ``versioned`` for an editor that refuses those of another state of its text."""
    if not versioned:
        return types.WorkspaceEdit(changes={uri: list(edits)})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=checked.version)
    changes = [types.TextDocumentEdit(document, list(edits))] if edits else []
    return types.WorkspaceEdit(document_changes=changes)


def _about(
    checked: Checked, examination: Examination, settled: Settled, spot: Spot, uri: str, encoding: Encoding
) -> Iterator[Offer]:
    finding = settled.finding
    kind, shown = types.CodeActionKind.QuickFix, [diagnostic(checked, spot, encoding)]
    if edits := fix_edits(checked, examination, settled):
        safe = _is_safe(settled)
        title = _title(finding.code, edits) + ("" if safe else " (unsafe: look at the result)")
        yield types.CodeAction(title, kind, shown, is_preferred=True if safe else None), edits
    if can_be_suppressed(settled):
        data = {"uri": uri, "suppress": finding.fingerprint}
        yield types.CodeAction(f"{finding.code}: ignore this, with a reason", kind, shown, data=data), None


def _title(code: str, edits: Sequence[types.TextEdit]) -> str:
    """What a fix does in a few words: what it writes, never what stood there."""
    texts = [" ".join(each.new_text.split()) for each in edits]
    if not any(texts):
        return f"{code}: take this out"
    if len(edits) == 1:
        return f"{code}: write {neutral(texts[0], _LONGEST)}"
    return f"{code}: make the fix, {len(edits)} edits"


def _is_safe(settled: Settled) -> bool:
    return settled.finding.fix is not None and settled.finding.fix.applicability == "safe"


def _asked(kind: str, only: Sequence[str] | None) -> bool:
    """True where a kind or one above it is asked for, or nothing in particular."""
    return only is None or any(kind == each or kind.startswith(f"{each}.") or not each for each in only)
