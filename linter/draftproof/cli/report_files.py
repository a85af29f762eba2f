"""Reports that are written to files: whole or not at all, and never over a document that was read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from draftproof.usage import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from draftproof.engine.discovery import FoundFile

_BEGINNING = 10
"""Characters by which a report of an earlier run is known: ``# Audit of``."""


def write_report(path: Path, text: str, files: Iterable[FoundFile]) -> None:
    """Write a report. Raises CommandError where that cannot be, and where ``path`` is one of the documents
    that the report is about; an earlier report that was found in a folder is replaced.
    """
    from draftproof.writing import write_atomically  # noqa: PLC0415 - with a file

    data = text.encode("utf-8", "backslashreplace")
    here = {os.path.abspath(path), os.path.realpath(path)}  # noqa: PTH100 - the paths of documents are texts
    document = next((file for file in files if not file.stdin and file.location in here), None)
    try:
        if document is not None and (document.named or not _is_report(path, data)):
            raise CommandError(f"{path} was checked as a document; write the report to another file")
        write_atomically(path, data)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror or error}") from None


def refuse_unwritable(path: Path) -> None:
    """Raise CommandError where a report could surely not be written: before something is done for it that
    cannot be had again for nothing.
    """
    if path.is_dir():
        raise CommandError(f"{path} cannot be written: Is a directory")
    if not path.parent.is_dir():
        raise CommandError(f"{path} cannot be written: there is no folder {path.parent}")


def _is_report(path: Path, data: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(_BEGINNING) == data[:_BEGINNING]
