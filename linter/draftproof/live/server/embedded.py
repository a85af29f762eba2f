"""Starting and stopping the embedded server: on this machine's loopback address, in a thread."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from draftproof.text.secret import Secret

ADDRESS: Final = "127.0.0.1"
INSTALL: Final = "pip install 'draftproof[server]'"
START_SECONDS: Final = 10.0
STOP_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 1
"""How long a stream that is still going may go on when the server stops."""


class ServerError(Exception):
    """Why there is no embedded server, in one sentence."""


@contextlib.contextmanager
def running(
    key: Secret | None = None, fault: str = "", *, any_key: bool = False, port: int = 0
) -> Iterator[str]:
    """The base URL of a running server, ``/v1`` included, as an SDK is given it.

    ``key`` and ``any_key`` are the ``key`` and ``anything`` of ``Access``; ``port`` 0 takes a free port. The
    server accepts connections when the block begins and is gone when it ends. It installs no signal handlers
    and logs nothing. Raises ServerError: the extra is missing, the fault is unknown, the port cannot be had,
    or the server does not start.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra, and only for this

        from draftproof.live.server.access import Access  # noqa: PLC0415
        from draftproof.live.server.app import application  # noqa: PLC0415
    except ImportError as error:
        raise ServerError(f"the embedded server needs {error.name or 'more packages'}: {INSTALL}") from None
    try:
        app = application(Access(key, any_key), fault)
    except ValueError as error:
        raise ServerError(str(error)) from None
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        # Its log would hold paths and tracebacks.
        log_config=None,
        log_level=logging.CRITICAL + 1,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    ready = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready.set()

    server = Server(config)
    with _listener(port) as listener:
        number = listener.getsockname()[1]
        thread = threading.Thread(
            target=server.run, args=([listener],), name="draftproof-server", daemon=True
        )
        thread.start()
        try:
            if not ready.wait(START_SECONDS):
                raise ServerError("the embedded server did not start in time")
            yield f"http://{ADDRESS}:{number}/v1"
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)


def _listener(port: int) -> socket.socket:
    # The protocol is named because asyncio sends small pieces at once only where it is.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            # A port that was just in use may be taken again; on other systems this would share it.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or "it is no port"
        raise ServerError(f"port {port} cannot be used: {reason}") from None
    return listener
