"""The texts that findings stand in, as they may be shown: for reports that show more than a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.finding import WHOLE_FILE, ShownText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from draftproof.engine.settling import Settler
    from draftproof.finding import Finding
    from draftproof.reading.document import Document


def shown_texts(document: Document, settler: Settler, findings: Iterable[Finding]) -> tuple[ShownText, ...]:
    """The texts of the findings: the document or its cells, and what it includes.

    Credentials are masked where they were found and, by their values, wherever else they stand. A part whose
    lines are not those of its file, such as the output of a notebook, has no text here: the lines that its
    findings quote are all that can be shown of it. Of a view its file is shown, where the findings count.
    """
    wanted = {(finding.path, finding.place.cell) for finding in findings}
    texts: dict[tuple[str, int | None], ShownText] = {}
    for number, part in enumerate(document.parts):
        key = (document.path_of(number), part.cell)
        shown = WHOLE_FILE if part.is_view else number
        if (
            key in wanted
            and key not in texts
            and (shown == WHOLE_FILE or part.raw is None or part.cell is not None)
        ):
            texts[key] = ShownText(*key, settler.shown(settler.masked(shown).text))
    return tuple(texts.values())
