"""``lint_batch``: a batch of documents in, a batch of findings out, and nothing else happens."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pyarrow as pa

from draftproof.api import refused
from draftproof.catalogs.folder import Catalogs
from draftproof.configuration.model import Configuration, Settings
from draftproof.distributed.schema import PATH, TEXT, batch_of, fault_row, row_of
from draftproof.engine.discovery import FoundFile
from draftproof.engine.examining import Examiner
from draftproof.engine.lock_files import LockFiles
from draftproof.engine.run_options import RunOptions
from draftproof.faults import internal_fault
from draftproof.reading.hints import may_include
from draftproof.reading.including import Unopened, with_included
from draftproof.reading.reader import read, unreadable
from draftproof.rulebook.loading import rulebook_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.distributed.options import LintOptions
    from draftproof.reading.document import Document
    from draftproof.reading.includes import Style
    from draftproof.rulebook.model import Rulebook

_NOWHERE = Path(os.devnull, "documents")
"""The folder that rows stand in for as long as they are judged. Nothing can lie below a device, so that
whoever asks for a file beside a document finds none.
"""
_TEXTS = (
    *(pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    *(pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_null),
)


def lint_batch(batch: pa.RecordBatch, options: LintOptions) -> pa.RecordBatch:
    """The findings of a batch of documents, in the order of its rows and within each by place.

    ``batch`` has the columns ``path`` and ``text``, strings or bytes; other columns are ignored, since a
    consumer can join by ``path``, which comes back as it was given. ``path`` is a name: its ending says what
    the text is, and no file is opened for it. The result has the schema ``schema.FINDINGS`` and a row for
    each finding. A document that cannot be read gives DOC001 as in ``check``; one without text or path, and
    one that draftproof fails at, gives one row with the status ``fault``.

    Raises DraftproofError for a batch without the columns.
    """
    return Linter(options).lint(batch)


class Linter:
    """Lints batches with the same options; what they share is loaded once, when first needed."""

    def __init__(self, options: LintOptions) -> None:
        self._examiner = _TableExaminer(options)
        self._configuration = Configuration(_NOWHERE, settings=Settings(max_file_size=options.max_bytes))

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """As ``lint_batch``. At any moment one text of the batch is held twice, and the findings so far."""
        rows: list[dict[str, object]] = []
        for path, text in zip(*texts_of(batch).columns, strict=True):
            rows.extend(self._rows(_bytes_of(path), _bytes_of(text)))
        return batch_of(rows)

    def _rows(self, path: bytes | None, text: bytes | None) -> Iterator[dict[str, object]]:
        shown = None if path is None else path.decode("utf-8", "backslashreplace")
        if not shown:
            yield fault_row(shown, "the row has no path; it was not checked")
            return
        if text is None:
            yield fault_row(shown, "the row has no text; nothing was checked")
            return
        file = FoundFile(str(_NOWHERE / _inner(shown)), shown, self._configuration, named=True)
        try:
            _, judgement = self._examiner.examined(file, text)
            rows = [row_of(finding) for finding in judgement.findings]
        except Exception as error:  # one document must not keep the others from being checked
            rows = [fault_row(shown, internal_fault(error, shown))]
        yield from rows


class _TableExaminer(Examiner):
    """An examiner to which rules and lock files are given, and that opens nothing for a document."""

    def __init__(self, options: LintOptions) -> None:
        super().__init__(
            RunOptions(
                options.today,
                options.select,
                options.extend_select,
                options.ignore,
                options.min_severity,
                options.min_confidence,
                isolated=not options.lock_files,
                provider=options.provider,
            )
        )
        self._given = options.rules
        self._given_locks = _GivenLockFiles(Catalogs({lock.provider: lock for lock in options.lock_files}))

    def rulebook(self, configuration: Configuration | None = None) -> Rulebook:  # noqa: ARG002
        """The rules of the options, whatever the document."""
        return self._given or rulebook_with(())

    @property
    def lock_files(self) -> LockFiles:
        """The lock files of the options."""
        return self._given_locks

    def document(self, file: FoundFile, settings: Settings, data: bytes | str) -> Document:
        """The document alone. Whether what it includes is there, a table cannot say, and nobody is told."""
        if isinstance(data, str):
            return unreadable(file.shown, data)
        document = read(data, file.shown, settings.max_file_size)
        if not may_include(document.source.text, document.format):
            return document
        return with_included(document, _unopened)


class _GivenLockFiles(LockFiles):
    """Lock files that were read before."""

    def __init__(self, catalogs: Catalogs) -> None:
        super().__init__(use_cache=False)
        self._given = catalogs

    def of(self, folder: Path) -> Catalogs:  # noqa: ARG002
        return self._given


def _unopened(path: str, style: Style, base: str) -> Unopened:  # noqa: ARG001
    return Unopened("is not looked for: documents of a table stand alone", stray=False)


def texts_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The two columns of a batch that count. Raises DraftproofError where they are not there."""
    return pa.RecordBatch.from_arrays([_column(batch, PATH), _column(batch, TEXT)], [PATH, TEXT])


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    """A column of texts. Raises DraftproofError where there is none."""
    if batch.schema.names.count(name) != 1:
        known = ", ".join(batch.schema.names[:20]) or "none"
        raise refused(f"the table needs one column `{name}`; its columns are {known}")
    column = batch.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not any(fits(column.type) for fits in _TEXTS):
        raise refused(f"the column `{name}` holds {column.type}; it must hold strings or bytes")
    return column


def _bytes_of(scalar: pa.Scalar) -> bytes | None:
    """The bytes of a text, valid UTF-8 or not: Arrow does not look when it takes strings over."""
    if not scalar.is_valid:
        return None
    data: bytes = scalar.as_buffer().to_pybytes()
    return data


def _inner(shown: str) -> str:
    """A path that stays in its folder, for fingerprints and for the names of projects."""
    parts = PurePosixPath(shown.replace("\0", "\N{REPLACEMENT CHARACTER}")).parts
    return "/".join(part for part in parts if part.strip("/") and part != "..") or "document"
