"""Servers that are not ours: installed by version, started on 127.0.0.1, stopped by their pid."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).resolve().parent
SETUPS = HERE / "setups"
INSTALL_SECONDS = 900
START_SECONDS = 120
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Server:
    """How a server is installed and started; ``large`` where that takes some gigabytes."""

    title: str
    version: str
    registry: Literal["npm", "pypi"]
    packages: tuple[str, ...]
    command: tuple[str, ...]
    ready: str
    environment: Mapping[str, str] = field(default_factory=dict)
    constraints: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One way to run a server, and what is said of it.

    ``options`` are for ``draftproof verify``; ``upstream`` is the server behind a gateway.
    """

    name: str
    server: str
    setup: str
    expected: Mapping[str, Any]
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    upstream: str = ""
    options: tuple[str, ...] = ()


def read_servers() -> tuple[dict[str, Server], list[Case]]:
    """The servers by name, and the cases."""
    data = tomllib.loads((HERE / "servers.toml").read_text(encoding="utf-8"))
    servers = {name: Server(**_frozen(values)) for name, values in data["servers"].items()}
    return servers, [Case(**_frozen(values)) for values in data["cases"]]


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


class InstallError(Exception):
    """What an installer printed before it gave up."""


def is_installed(server: Server, home: Path) -> bool:
    """True where exactly these versions are in the folder."""
    stamp = home / "installed.txt"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _stamp(server)


def install(server: Server, home: Path) -> None:
    """Install into an empty folder, running no script of a package. Raises InstallError."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    if server.registry == "npm":
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(home)]
    else:
        venv.create(home, with_pip=True)
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        command += ["--disable-pip-version-check", "--only-binary", ":all:"]
        if server.constraints:
            command += ["--constraint", str(SETUPS / server.constraints)]
    command += server.packages
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=INSTALL_SECONDS, check=False
    )
    if done.returncode:
        raise InstallError(done.stdout.decode("utf-8", "replace")[-4000:])
    (home / "installed.txt").write_text(_stamp(server), encoding="utf-8")


def _stamp(server: Server) -> str:
    limits = (SETUPS / server.constraints).read_text(encoding="utf-8") if server.constraints else ""
    return "\n".join((sys.version, *server.packages, limits))


@contextlib.contextmanager
def running(
    command: list[str], ready: str, port: int, work: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A server while the block runs, from its first good answer to ``ready``.

    It runs in ``work`` and is given nothing of this process's environment but the way to programs. It is
    stopped with all that it started, whatever happens in the block. Fails where it ends or is not ready in
    time, with what it printed.
    """
    given = {"PATH": os.environ["PATH"], "HOME": str(work), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    log = work / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=work,
            env={**given, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port, ready):
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(encoding="utf-8", errors="replace")[-4000:]
                why = "ended" if process.poll() is not None else f"was not ready within {START_SECONDS} s"
                raise AssertionError(f"{command[0]} {why}:\n{said}")
            time.sleep(0.2)
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a group of its own, and the rest of its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def listens_elsewhere(port: int) -> bool:
    """True where something listens on the port at another address than 127.0.0.1; Linux only."""
    rows = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path("/proc/net", name).read_text(encoding="ascii").splitlines()[1:]
    ]
    local = [row[1].rsplit(":", 1) for row in rows if row[3] == "0A"]
    return any(int(number, 16) == port and address != "0100007F" for address, number in local)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
