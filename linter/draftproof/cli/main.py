"""``draftproof COMMAND``: finds the command, runs it, turns what goes wrong into a sentence and an exit
code.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from draftproof import __version__
from draftproof.faults import fit_to_say, internal_fault
from draftproof.usage import CommandError, refuse_names

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE_ERROR = 2

COMMANDS = {
    "check": ("draftproof.cli.check", "judge documents by the static rules; offline"),
    "verify": ("draftproof.cli.verify", "send one small streaming check for each Responses sample"),
    "audit": ("draftproof.cli.audit", "go over articles that exist: files, folders, pages on the web"),
    "samples": ("draftproof.cli.samples", "show what was understood of every code sample"),
    "catalog": ("draftproof.cli.catalog", "dated lists of model ids, a lock file for each provider"),
    "contract": ("draftproof.cli.contract", "what API families accept, kept up with OpenAPI descriptions"),
    "record": ("draftproof.cli.record", "evidence records: check them, show them, move them"),
    "rules": ("draftproof.cli.rules", "list the rules"),
    "explain": ("draftproof.cli.explain", "print the page of a rule"),
    "test-rules": ("draftproof.cli.test_rules", "run the examples of a rule pack"),
    "serve": ("draftproof.cli.serve", "serve the Responses API on this machine, documented or at fault"),
    "lsp": ("draftproof.cli.lsp", "check documents in an editor while they are written"),
    "init": ("draftproof.cli.init", "write a configuration, the hook entry and a CI job"),
    "completion": ("draftproof.cli.completion", "print a completion script for a shell"),
}


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Errors of a place that takes no more. Files are written with errors of their own; what comes without a name
is standard output.
"""


def main(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; never a traceback for what a user can cause."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if arguments[:1] == ["help"] and len(arguments) > 1:
        arguments = [*arguments[1:], "--help"]
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0 if arguments else USAGE_ERROR
    if arguments[0] in ("-V", "--version", "version"):
        print(f"draftproof {__version__}")
        return 0
    command, rest = arguments[0], arguments[1:]
    if command not in COMMANDS:
        return _unknown(command)
    try:
        refuse_names(rest)
        module = import_module(COMMANDS[command][0])
        code: int = module.run(rest)
        sys.stdout.flush()
    except CommandError as error:
        _say(fit_to_say(str(error)))
        return USAGE_ERROR
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except BrokenPipeError:
        _close_output()  # whoever read it went away
        return USAGE_ERROR
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            _close_output()
            _say(f"the output cannot be written: {error.strerror}")
        else:
            _say(_fault(error))
        return USAGE_ERROR
    return code


def _fault(error: Exception) -> str:
    """What is said of an error that a command did not expect: its own fault, or a pack of rules that it read
    because a configuration names it.
    """
    from draftproof.rulebook.errors import RulebookError  # noqa: PLC0415 - only for a run that goes wrong

    if isinstance(error, RulebookError):
        return fit_to_say(f"the rules cannot be used\n{error}")
    return internal_fault(error)


def _close_output() -> None:
    """Let what was not written go: Python would try again at its end, and complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentences: str) -> None:
    """Print sentences, one a line, made harmless: they name what stands in files and arguments."""
    from draftproof.reports.terminal import inert, neutral  # noqa: PLC0415 - only for a run that goes wrong

    first, *more = (inert(neutral(line)) for line in sentences.split("\n"))
    print("\n".join((f"draftproof: {first}", *more)), file=sys.stderr)


def _unknown(command: str) -> int:
    import difflib  # noqa: PLC0415 - only for a mistyped command

    near = difflib.get_close_matches(command, COMMANDS, 1)
    if near:
        _say(fit_to_say(f'there is no command "{command}"; did you mean "{near[0]}"?'))
    elif os.path.exists(command):  # noqa: PTH110 - a look, no path handling
        _say(fit_to_say(f'there is no command "{command}"; to check it, run "draftproof check {command}"'))
    else:
        _say(fit_to_say(f'there is no command "{command}"; "draftproof --help" lists them'))
    return USAGE_ERROR


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name.ljust(width)}  {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(
        (
            "usage: draftproof COMMAND [OPTION]... [PATH]...",
            "",
            "Proofreads tutorials about LLM APIs before readers copy them.",
            "",
            "commands:",
            *lines,
            "",
            'options: --version, --help; "draftproof COMMAND --help" tells more.',
        )
    )
