"""Argument parsing that commands share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from draftproof.usage import CommandError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence


_LISTED = 6
"""Options that a usage line lists; more than these are not read."""
LONGEST_TIMEOUT = 3600.0
"""Seconds."""
MOST_PROCESSES = 256
_LONGEST_NUMBER = 12
"""Characters. Every number that is wanted somewhere is shorter."""


class Parser(argparse.ArgumentParser):
    """Raises ``CommandError`` where argparse would print its usage and leave; abbreviations are off."""

    def __init__(self, command: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=f"draftproof {command}",
            description=description,
            epilog=epilog or None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def format_help(self) -> str:
        """The help; where there are many options, the first line does not list them."""
        actions = [action for _, group in self.groups() for action in group]
        options = [action for action in actions if action.option_strings]
        if self.usage is None and len(options) > _LISTED:
            needed = [f"{each.option_strings[0]} {shown_value(each)}" for each in options if each.required]
            values = [shown_value(action) for action in actions if not action.option_strings]
            self.usage = " ".join([self.prog, "[OPTION]...", *needed, *values])
        return super().format_help()

    def groups(self) -> Iterator[tuple[str, list[argparse.Action]]]:
        """The title of every group that holds something, and its arguments and options."""
        for group in self._action_groups:
            if group._group_actions:  # noqa: SLF001 - argparse has no other way to them
                yield group.title or "", list(group._group_actions)  # noqa: SLF001

    def error(self, message: str) -> NoReturn:
        """A usage error in one sentence."""
        raise CommandError(f"{message}; see {self.prog} --help")


def run_below(
    name: str, overview: str, commands: Mapping[str, Callable[[Sequence[str]], int]], arguments: Sequence[str]
) -> int:
    """Run one of the commands below a command, or print what there is; returns the exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(overview)
        return 0 if arguments else 2
    command = commands.get(arguments[0])
    if command is None:
        raise CommandError(
            f'there is no command "{name} {arguments[0]}"; "draftproof {name} --help" lists them'
        )
    return command(arguments[1:])


def shown_value(action: argparse.Action) -> str:
    """How the value of an argument or option is written: ``FILE``, ``[PATH]...``, ``text|json``."""
    name = (
        "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest.upper())
    )
    return {"*": f"[{name}]...", "?": f"[{name}]"}.get(str(action.nargs), name)


def today_of(options: argparse.Namespace) -> datetime.date:
    """The date of a run by its option ``--today`` and the environment. Raises CommandError."""
    import os  # noqa: PLC0415 - with the date

    from draftproof.engine.dates import date_of_run  # noqa: PLC0415 - not every command has a date

    try:
        return date_of_run(options.today, os.environ)
    except ValueError as error:
        raise CommandError(str(error)) from None


def seconds(text: str) -> float:
    """The value of a timeout: seconds over 0 and up to an hour. Raises CommandError."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= LONGEST_TIMEOUT:
        raise CommandError(f"a timeout wants seconds: a number over 0 and up to {LONGEST_TIMEOUT:g}")
    return value


def whole_number(most: int) -> Callable[[str], int]:
    """Reads the value of an option: a whole number from 1 to ``most``. What it gives raises CommandError."""

    def number(text: str) -> int:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0
        if not 1 <= value <= most:
            raise CommandError(f'"{text[:20]}": a whole number from 1 to {most:,} is wanted, without commas')
        return value

    return number


def processes(text: str) -> int:
    """The value of ``--jobs``: a number of processes from 1 on. Raises CommandError."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) <= MOST_PROCESSES:
        raise CommandError(f"--jobs wants a number of processes from 1 to {MOST_PROCESSES}, not `{text}`")
    return int(text)
