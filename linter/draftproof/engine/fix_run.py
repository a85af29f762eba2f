"""The fixes of a whole run: documents mended, written or shown, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.mending import Examined, mend
from draftproof.finding import Counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.engine.discovery import FoundFile
    from draftproof.engine.judgement import Judgement
    from draftproof.finding import Difference, Finding


class FixRun:
    """Mends the documents of one run. With ``write`` they are replaced, else only the differences kept.

    ``notes`` and ``errors`` are sentences: fixes that were held back, files that could not be written.
    ``stdin`` is standard input, with the fixes where they were made; None where it was not read.
    """

    def __init__(self, *, unsafe: bool, write: bool) -> None:
        self._unsafe = unsafe
        self._write = write
        self.counts = Counts()
        self.differences: list[Difference] = []
        self.notes: list[str] = []
        self.errors: list[str] = []
        self.stdin: bytes | None = None

    def mended(
        self, file: FoundFile, data: bytes, before: Examined, examine: Callable[[bytes], Examined]
    ) -> Judgement:
        """The judgement of a document as it stands after the fixes: as before where nothing was written."""
        mended = mend(before, examine, unsafe=self._unsafe)
        self.notes += [_held_back(finding) for finding in mended.held_back]
        if mended.data is None:
            return before.judgement
        if not self._write:
            from draftproof.engine.differences import differences  # noqa: PLC0415 - only with --diff

            self.differences += differences(before, mended)
        elif file.stdin:
            self.stdin = mended.data
        else:
            from draftproof.engine.storing import store  # noqa: PLC0415 - only with --fix

            reason = store(file.path, data, mended.data, (file.configuration.folder, Path.cwd()))
            if reason:
                self.errors.append(f"{file.shown} was not written: {reason}")
                return before.judgement
        self.counts += Counts(fixed=len(mended.fixed), mended=1)
        return mended.after.judgement if self._write else before.judgement


def _held_back(finding: Finding) -> str:
    place = finding.place
    cell = "" if place.cell is None else f"cell {place.cell}, "
    where = f"{finding.path}, {cell}line {place.line}, column {place.column}"
    return f"{where}: the fix of {finding.code} was left out: it would change more than the finding"
