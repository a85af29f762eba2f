"""Argument parsing that commands share."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, NoReturn

from draftproof.cli.main import CommandError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from draftproof.rulebook.model import Rulebook

_LISTED = 6
"""Options that a usage line lists; more than these are not read."""
LONGEST_TIMEOUT = 3600.0
"""Seconds."""
MOST_PROCESSES = 256
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_. -]{0,30}")


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


def processes(text: str) -> int:
    """The value of ``--jobs``: a number of processes from 1 on. Raises CommandError."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) <= MOST_PROCESSES:
        raise CommandError(f"--jobs wants a number of processes from 1 to {MOST_PROCESSES}, not `{text}`")
    return int(text)


def codes(text: str) -> tuple[str, ...]:
    """A comma-separated list of rule selectors."""
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


def check_selectors(option: str, selectors: tuple[str, ...], rulebook: Rulebook) -> None:
    """Raises CommandError for a selector that names no rule."""
    for selector in selectors:
        if not rulebook.knows(selector):
            near = rulebook.suggestion(selector)
            hint = f'; did you mean "{near}"?' if near else '; "draftproof rules" lists them'
            raise CommandError(f'{option}: no rule is called "{selector}"{hint}')


def check_provider(name: str | None, rulebook: Rulebook) -> None:
    """Raises CommandError for a provider that neither the rulebook nor a pack describes."""
    if name is None or name in rulebook.knowledge.providers:
        return
    import difflib  # noqa: PLC0415 - only for a mistyped name

    known = sorted(rulebook.knowledge.providers)
    near = difflib.get_close_matches(name, known, 1)
    hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(known)}"
    # Only what could be a name is repeated: whatever else it is may be a secret.
    called = f'called "{name}"' if _NAME.fullmatch(name) else "called so"
    raise CommandError(f"--provider: no provider is {called}{hint}")
