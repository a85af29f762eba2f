"""``draftproof lsp``: the language server, over standard input and output."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from draftproof.cli.arguments import Parser
from draftproof.engine.dates import date_of_run
from draftproof.usage import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL: Final = "pip install 'draftproof[lsp]'"
_SWITCH_SECONDS: Final = 0.001
"""How long a check may keep the editor's next message waiting; Python's own 5 ms come several times a
message.
"""

_EPILOG = """\
An editor starts this; docs/editors.md says how. Nothing is sent anywhere, no file is written.

exit codes:
  0  the editor ended the server as the protocol wants it
  1  the editor went away
  2  usage, or the extra is missing"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "lsp", "Check documents in an editor while they are written: a language server over stdio.", _EPILOG
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="use this configuration everywhere")
    parser.add_argument(
        "--stdio", action="store_true", help="standard input and output, as always; some editors add it"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Serve one editor; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        from draftproof.lsp.scheduling import STACK_BYTES  # noqa: PLC0415 - an extra
        from draftproof.lsp.server import DraftproofServer  # noqa: PLC0415
    except ImportError as error:
        package = (error.name or "").partition(".")[0] or "more packages"
        raise CommandError(f"the language server needs {package}: {INSTALL}") from None
    try:
        date_of_run(None, os.environ)
    except ValueError as error:
        raise CommandError(str(error)) from None
    config = None if options.config is None else options.config.absolute()
    if config is not None and not config.is_file():
        raise CommandError(f"{options.config}: there is no such file")
    _quiet()
    # A thread waits for the editor's next message and would outlive an interrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.setswitchinterval(_SWITCH_SECONDS)
    threading.stack_size(STACK_BYTES)
    if sys.stdin.isatty():
        print(
            "draftproof: waiting for an editor on standard input; Ctrl-D ends it", file=sys.stderr, flush=True
        )
    server = DraftproofServer(config)
    server.start_io(sys.stdin.buffer, _protocol_only())
    return 0 if server.was_shut_down else 1


def _protocol_only() -> BinaryIO:
    """Standard output for the protocol; whatever else would be printed there goes to standard error."""
    sys.stdout.flush()
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


def _quiet() -> None:
    """Keep the logs of others, which hold messages and with them documents, from being written."""
    for name in ("pygls", "asyncio"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)
