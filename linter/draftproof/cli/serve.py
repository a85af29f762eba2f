"""``draftproof serve``: the embedded Responses server, for trying one's own client."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser
from draftproof.live.server.embedded import ServerError, running
from draftproof.text.secret import Secret
from draftproof.usage import CommandError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

BASE_URL = "DRAFTPROOF_BASE_URL"
"""The environment variable in which a command finds the address."""

_EPILOG = f"""\
Without a command the base URL is printed and the server runs until it is interrupted. With one, the command
finds the base URL in {BASE_URL}, and the server ends with it.

/faults/NAME/v1 in the place of /v1 is another way to a fault mode.

exit codes: 0 interrupted, 2 usage or a missing extra; with a command, that of the command"""


def run(arguments: Sequence[str]) -> int:
    """Serve until interrupted, or while a command runs; returns the exit code."""
    own, command = _split(arguments)
    options = parser().parse_args(own)
    if options.list_faults:
        print(_fault_table())
        return 0
    key = _key(options.key_env)
    stop = threading.Event()
    with _interrupts(stop, wanted=not command):
        try:
            with running(key, options.fault, any_key=options.any_key, port=options.port) as base_url:
                if command:
                    return _run_command(command, base_url)
                print(base_url, flush=True)
                if not options.quiet:
                    print(f"draftproof: {_notice(options)}", file=sys.stderr, flush=True)
                # A wait without an end would not notice an interrupt on every system.
                while not stop.wait(1.0):
                    pass
        except ServerError as error:
            raise CommandError(str(error)) from None
    return 0


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "serve",
        "Serve the Responses API on this machine only: the documented stream, and no model behind it.",
        _EPILOG,
    )
    parser.usage = "draftproof serve [OPTION]... [-- COMMAND [ARGUMENT]...]"
    parser.add_argument(
        "--port",
        type=_port,
        default=0,
        metavar="N",
        help="listen on this port (default: 0, one that is free)",
    )
    parser.add_argument(
        "--fault", default="", metavar="NAME", help="answer in this way; --list-faults names them"
    )
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument(
        "--key-env",
        metavar="NAME",
        help="accept only the key in this environment variable (default: any but a placeholder)",
    )
    keys.add_argument(
        "--any-key", action="store_true", help="accept every key, also a placeholder and none at all"
    )
    parser.add_argument("--list-faults", action="store_true", help="print the fault modes and leave")
    parser.add_argument("--quiet", action="store_true", help="print the base URL only")
    return parser


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The options, and the command after ``--``."""
    if "--" not in arguments:
        return arguments, ()
    place = arguments.index("--")
    if place == len(arguments) - 1:
        raise CommandError("-- wants a command after it")
    return arguments[:place], arguments[place + 1 :]


def _fault_table() -> str:
    from draftproof.live.server.faults import FAULTS, STATUS_FAULT  # noqa: PLC0415 - only for this option

    rows = [*((fault.name, fault.client, fault.about) for fault in FAULTS), STATUS_FAULT]
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:<{width}}  {client:<9}  {about}" for name, client, about in rows)


def _key(name: str | None) -> Secret | None:
    if name is None:
        return None
    value = os.environ.get(name, "").strip()
    if not value:
        raise CommandError("--key-env: no environment variable of that name holds a key")
    return Secret(value)


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
    if not 0 <= number <= 65535:
        raise CommandError("--port wants a number from 0 to 65535")
    return number


def _notice(options: argparse.Namespace) -> str:
    how = f"by the fault mode {options.fault}" if options.fault else "as documented"
    return f"answering {how}, on this machine only; Ctrl-C ends it"


@contextlib.contextmanager
def _interrupts(stop: threading.Event, *, wanted: bool) -> Iterator[None]:
    """Let an interrupt and a termination set the event; a command is interrupted in its own way."""
    if not wanted:
        yield
        return
    old = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _run_command(command: Sequence[str], base_url: str) -> int:
    import subprocess  # noqa: PLC0415 - only where a command was given

    try:
        done = subprocess.run(command, env={**os.environ, BASE_URL: base_url}, check=False)  # noqa: S603 - asked for
    except OSError as error:
        raise CommandError(f"{command[0]} cannot be run: {error.strerror or error}") from None
    return done.returncode if done.returncode >= 0 else 128 - done.returncode
