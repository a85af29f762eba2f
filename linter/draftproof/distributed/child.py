"""The process in which a guarded worker judges: ``python -m draftproof.distributed.child``.

It is told the options, then batches, on standard input, and answers each on standard output; it ends when its
input does, so that it never outlives the worker.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import IO, TYPE_CHECKING

from draftproof.distributed.linting import Linter
from draftproof.distributed.messages import FAILED, FOUND, packed, received, send, unpacked
from draftproof.faults import internal_fault

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers(stream: IO[bytes]) -> Iterator[bytes]:
    """The answers to the batches that come in after the options."""
    first = received(stream)
    if first is None:
        return
    linter = Linter(pickle.loads(first))  # noqa: S301 - from the worker that started this process
    while (message := received(stream)) is not None:
        try:
            yield FOUND + packed(linter.lint(unpacked(message)))
        except Exception as error:
            yield FAILED + internal_fault(error).encode()


def main() -> None:
    """Answer until the input ends. What is printed by accident goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        try:
            for answer in answers(sys.stdin.buffer):
                send(output, answer)
        except BrokenPipeError:
            os._exit(1)


if __name__ == "__main__":
    main()
