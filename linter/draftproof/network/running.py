"""Running what waits for the network, so that its end is the end.

``asyncio.run`` waits for the threads that look up host names, and a look-up that hangs cannot be stopped: it
would outlast every deadline. Here such threads are left behind.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, in an event loop of its own. Nothing that it left undone is waited for; an
    interrupt cancels it, lets it close what it opened, and is raised.
    """
    with asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(_Unjoined())
        return runner.run(main)


class _Unjoined(ThreadPoolExecutor):
    """A thread for each call, of the kind that no one waits for: not the loop, not the interpreter."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=work, name="draftproof-lookup", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing to do: the threads end with their calls or with the process."""
