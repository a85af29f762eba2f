"""A server on this machine that says exactly what a test wants, byte by byte."""

from __future__ import annotations

import contextlib
import re
import select
import shutil
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Script = Callable[[socket.socket, bytes], None]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@contextlib.contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The base URL of a server; ``script`` gets each connection and its request, head and body.

    Each connection has a thread of its own. All of them have ended when the block ends: a script that writes
    slowly ends with its peer.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(connection)
            connection.settimeout(5)
            plain = stack.enter_context(tls.wrap_socket(connection, server_side=True)) if tls else connection
            script(plain, _request(plain))

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=talk, args=(connection,)))
            threads[-1].start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join()
        for each in threads:
            each.join()
        listener.close()


def _request(connection: socket.socket) -> bytes:
    """The head of a request and the body that it announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    announced = _LENGTH.search(head)
    while len(body) < (int(announced[1]) if announced else 0):
        body += _received(connection)
    return head + b"\r\n\r\n" + body


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def answer(
    body: bytes,
    status: str = "200 OK",
    kind: str = "application/json",
    *headers: str,
    length: int | None = None,
) -> Script:
    """A server that answers every request so."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda connection, _: connection.sendall(head + body)


def gone(connection: socket.socket, seconds: float) -> bool:
    """Wait; True as soon as the peer has closed the connection."""
    readable, _, _ = select.select([connection], [], [], seconds)
    return bool(readable) and not connection.recv(1)


def holding(connection: socket.socket) -> None:
    """Say nothing more until the peer goes away."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends and not gone(connection, 1):
        pass


def dripping(connection: socket.socket, pieces: Iterable[bytes], pause: float) -> None:
    """Say the pieces one after the other, until the peer goes away."""
    for piece in pieces:
        connection.sendall(piece)
        if gone(connection, pause):
            return


def resetting(connection: socket.socket) -> None:
    """Break the connection off, without a proper end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def own_certificate(folder: Path, name: str, alternative: str) -> Path:
    """The key of a certificate that nobody has signed, which lies beside it with the ending ``.crt``.

    ``alternative`` is what it holds for, as ``DNS:docs.invalid``. Skips the test where there is no openssl.
    """
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("there is no openssl to make a certificate with")
    path = folder / "key.pem"
    done = subprocess.run(
        [
            *(program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(path), "-out", f"{path}.crt", "-days", "2", "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName={alternative}"),
        ],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this openssl makes no such certificate")
    return path
