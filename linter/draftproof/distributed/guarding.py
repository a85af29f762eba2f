"""Batches judged in a process beside the worker: a document that kills it costs a row, never the job.

An engine tries a task again whose worker died, and gives up, or tries for ever, where it dies each time. Here
the worker stays. What was in the hands of the process that died is halved until the document is alone.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa

import draftproof
from draftproof.api import refused
from draftproof.distributed.linting import texts_of
from draftproof.distributed.messages import FAILED, packed, received, send, unpacked
from draftproof.distributed.schema import FINDINGS, batch_of, fault_row

if TYPE_CHECKING:
    from types import TracebackType

    from draftproof.distributed.options import LintOptions

_TRIES = 2
"""How often a document may take its process along: once may be the system's doing, short of memory."""


class _DiedError(Exception):
    """The process ended before it answered."""


class GuardedLinter:
    """As ``Linter``, in a process of its own, which is started when it is needed and ends with ``close``.

    A process that ends by itself or is killed is replaced. A document that takes its process along twice
    gives a row with the status ``fault``.
    """

    def __init__(self, options: LintOptions) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The process that judges; None before the first batch and after ``close``."""
        return None if self._process is None else self._process.pid

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """As ``lint_batch``. Raises DraftproofError for a batch without the columns, and where no process can
        be started.
        """
        texts = texts_of(batch)
        if not batch.num_rows:
            return batch_of(())
        return pa.concat_batches(self._parts(texts, _TRIES))

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.kill()
        process.wait()

    def _parts(self, batch: pa.RecordBatch, tries: int) -> list[pa.RecordBatch]:
        try:
            return [self._asked(batch)]
        except _DiedError:
            self.close()
        if batch.num_rows > 1:
            middle = batch.num_rows // 2
            return [*self._parts(batch.slice(0, middle), tries), *self._parts(batch.slice(middle), tries)]
        if tries > 1:
            return self._parts(batch, tries - 1)
        path = batch.column(0).cast(pa.binary())[0].as_py()
        shown = None if path is None else path.decode("utf-8", "backslashreplace")
        return [batch_of([fault_row(shown, "the process that judged it died; please report this document")])]

    def _asked(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The findings of a batch. Raises _DiedError where the process ends instead of answering."""
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, packed(batch))
        except OSError:
            raise _DiedError from None
        answer = received(process.stdout)
        if answer is None:
            raise _DiedError
        if answer.startswith(FAILED):
            raise refused(answer[len(FAILED) :].decode())
        return unpacked(answer[1:]).cast(FINDINGS)

    def _started(self) -> subprocess.Popen[bytes]:
        # The same program as here, also where it came to the worker without being installed; and never one
        # that lies in the working folder by chance.
        home = str(Path(draftproof.__file__).parents[1])
        known = os.environ.get("PYTHONPATH")
        environment = {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home}
        command = [sys.executable, "-P", "-m", "draftproof.distributed.child"]
        try:
            self._process = process = subprocess.Popen(  # noqa: S603 - this very program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
        except OSError as error:
            raise refused(f"no process can be started: {error.strerror or error}") from None
        assert process.stdin is not None
        with suppress(OSError):  # where it ended at once, so does the first batch
            send(process.stdin, pickle.dumps(self._options))
        return process
