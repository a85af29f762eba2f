"""When documents are checked: beside the editor's messages, each once at a time, in its newest state."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from draftproof.faults import internal_fault
from draftproof.lsp.documents import Checked
from draftproof.lsp.examining import UncheckableError, examination_of
from draftproof.lsp.positions import Encoding, Units

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from draftproof.lsp.documents import OpenDocument
    from draftproof.lsp.examining import Examination

AT_ONCE: Final = 4
"""Documents that are checked at a time: a slow one must not keep the others waiting."""
STACK_BYTES: Final = 64 * 1024 * 1024
"""Of a thread. Some systems give threads less than programs, and samples may be nested deeply."""

_T = TypeVar("_T")


class Checks:
    """Checks open documents. ``tell`` is given sentences about what went wrong, each with True for a mistake
    of the user's.
    """

    def __init__(self, tell: Callable[[str, bool], None], config: Path | None) -> None:
        self._tell = tell
        self._config = config
        self._room = asyncio.Semaphore(AT_ONCE)
        self.encoding = Encoding.UTF16

    async def newest(self, document: OpenDocument) -> Checked | None:
        """What a check of the newest state of a document comes to; None once it is closed."""
        while not document.closed:
            if document.current is not None:
                return document.current
            await self._step(document)
        return None

    async def unless_changed(self, document: OpenDocument) -> Checked | None:
        """What a check of the present state comes to; None where another state came in the meantime."""
        serial = document.serial
        while not document.closed and document.serial == serial:
            if document.current is not None:
                return document.current
            await self._step(document)
        return None

    async def _step(self, document: OpenDocument) -> None:
        """Wait for the check that runs, or run one."""
        if document.running is None:
            document.running = asyncio.create_task(self._check(document))
        # Who waits may give up; others wait for the same check.
        await asyncio.shield(document.running)

    async def _check(self, document: OpenDocument) -> None:
        try:
            async with self._room:
                if document.closed:
                    return
                serial, version, source = document.serial, document.version, document.source
                examination = await self._examination(document, source.text)
                units = Units(source, self.encoding)
                document.checked = Checked(serial, version, source, units, examination)
        finally:
            document.running = None

    async def _examination(self, document: OpenDocument, text: str) -> Examination | None:
        if document.path is None:
            return None
        try:
            return await in_thread(partial(examination_of, document.path, text, self._config))
        except UncheckableError as error:
            self._tell(str(error), True)
        except Exception as error:  # one document must not end the server
            self._tell(internal_fault(error, document.path.name), False)
        return None


async def in_thread(call: Callable[[], _T]) -> _T:
    """The result of a call in a thread of its own, which does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def settle(result: _T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

    def work() -> None:
        result, fault = None, None
        try:
            result = call()
        except Exception as error:
            fault = error
        with contextlib.suppress(RuntimeError):  # the server has ended in the meantime
            loop.call_soon_threadsafe(settle, result, fault)

    threading.Thread(target=work, name="draftproof-check", daemon=True).start()
    return await future
