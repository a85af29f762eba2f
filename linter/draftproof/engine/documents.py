"""A found file as a document: read in the format that is meant for it, with what it includes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from draftproof.reading.document import Format
from draftproof.reading.hints import may_include
from draftproof.reading.reader import read, unreadable

if TYPE_CHECKING:
    from draftproof.configuration.model import Settings
    from draftproof.engine.discovery import FoundFile
    from draftproof.reading.document import Document


def document_of(
    file: FoundFile, settings: Settings, data: bytes | str, *, force_exclude: bool = True
) -> Document:
    """The document of a file. ``data`` are its bytes, or the sentence that says why there are none."""
    if isinstance(data, str):
        return unreadable(file.shown, data, "Check the file and its permissions.")
    if file.page is not None:
        # What a page from elsewhere includes is no file of this machine.
        return read(data, file.shown, settings.max_file_size, kind=file.page.kind)
    kind = Format.SAMPLE if file.configuration.is_sample(file.location) else None
    document = read(data, file.shown, settings.max_file_size, kind=kind)
    if not _may_include(document):
        return document
    from draftproof.engine.included_files import IncludedFiles  # noqa: PLC0415 - few documents include any
    from draftproof.reading.including import with_included  # noqa: PLC0415

    files = IncludedFiles(file, force_exclude=force_exclude)
    return replace(with_included(document, files), beside=files.seen)


def _may_include(document: Document) -> bool:
    return may_include(document.source.text, document.format)
