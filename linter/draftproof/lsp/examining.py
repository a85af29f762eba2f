"""One text examined as ``check`` examines the file that it would be: configuration, lock files, baseline.

All of it is read anew for every check. That costs some milliseconds, and an editor that tells of no changed
file still shows what is true.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.baseline import RatchetError
from draftproof.engine.dates import date_of_run
from draftproof.engine.discovery import ENDINGS, Discovery, FoundFile, shown_path
from draftproof.engine.examining import Examiner
from draftproof.engine.mending import Examined
from draftproof.engine.ratchet import Ratchet
from draftproof.engine.run_options import RunOptions
from draftproof.rulebook.errors import RulebookError

if TYPE_CHECKING:
    from collections.abc import Callable

    from draftproof.configuration.model import Configuration
    from draftproof.engine.judgement import Settled

_MARK = "\ufeff"


class UncheckableError(Exception):
    """Why a document cannot be checked: a configuration, a pack or a baseline that cannot be used. One
    sentence a line.
    """


@dataclass(frozen=True, slots=True)
class Examination:
    """A document that was judged. ``examine`` reads and judges other bytes as the document was.

    ``shift`` leads from offsets of the document to those of the editor's text: 1 where that begins with a
    byte order mark.
    """

    file: FoundFile
    examined: Examined
    examine: Callable[[bytes], Examined]
    shift: int

    @property
    def shown(self) -> tuple[Settled, ...]:
        """The findings in the document itself that a report shows."""
        wanted = {id(finding) for finding in self.examined.judgement.findings}
        return tuple(each for each in self.examined.judgement.settled if id(each.finding) in wanted)


def examination_of(path: Path, text: str, config: Path | None = None) -> Examination | None:
    """Judge a text as the document at a path, which need not exist; None for what ``check`` passes over.

    ``config`` is a configuration that holds everywhere. Raises UncheckableError.
    """
    options = RunOptions(date_of_run(None, os.environ), config=config)
    examiner, ratchet = Examiner(options), Ratchet(options)
    try:
        configuration = examiner.resolver.for_file(path)
        if configuration is None:
            raise UncheckableError("\n".join(examiner.resolver.errors))
        if not _is_document(path, configuration):
            return None
        file = FoundFile(str(path), shown_path(str(path), str(Path.cwd())), configuration, named=True)
        ratchet.selected(Discovery((file,), (), (), ()), ())

        def examine(data: bytes) -> Examined:
            facts, judgement = examiner.examined(file, data, parsed=True)
            return Examined(facts, ratchet.left(file, facts, judgement))

        examined = examine(text.encode())
    except RulebookError as error:
        raise UncheckableError(f"the rules cannot be used\n{error}") from None
    except RatchetError as error:
        raise UncheckableError(str(error)) from None
    return Examination(file, examined, examine, len(_MARK) if text.startswith(_MARK) else 0)


def _is_document(path: Path, configuration: Configuration) -> bool:
    """True for what a search of its folder would find; pages of a pack of rules are meant to be flagged."""
    usual = path.name.lower().endswith(ENDINGS)
    if configuration.excludes(path) or not (usual or configuration.includes(path)):
        return False
    packs = (configuration.folder / pack for pack in configuration.settings.rules)
    return not any(path.is_relative_to(pack) for pack in packs)
