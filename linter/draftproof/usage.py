"""What a user says of a run, and what is wrong with it: for the command line and for the functions."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.rulebook.model import Rulebook

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_. -]{0,30}")


class CommandError(Exception):
    """Something that the user has to put right: one clear sentence, exit code 2."""


def refuse_names(arguments: Sequence[str]) -> None:
    """Raises CommandError for an option that is the name of a file as well.

    A hook or a shell hands the names of files on where it should put ``--`` first, and somebody may have
    called one ``--output=README.md``.
    """
    for argument in arguments:
        if argument == "--":
            return
        if len(argument) > 1 and argument.startswith("-") and os.path.lexists(argument):
            raise CommandError(
                f'"{argument}" is an option and the name of a file here; '
                f'if the file is meant, write "./{argument}", or rename it'
            )


def codes(text: str) -> tuple[str, ...]:
    """A comma-separated list of rule selectors."""
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


class Chosen(Protocol):
    """What somebody chose by name."""

    @property
    def select(self) -> tuple[str, ...] | None:
        """Selectors of the rules that run; None leaves it to the configuration."""

    @property
    def extend_select(self) -> tuple[str, ...]:
        """Selectors of rules that run as well."""

    @property
    def ignore(self) -> tuple[str, ...]:
        """Selectors of rules that do not run."""

    @property
    def provider(self) -> str | None:
        """The provider of requests that name none."""


def check_names(chosen: Chosen, *rulebooks: Rulebook, flags: bool = False) -> None:
    """Raises CommandError for a selector or a provider that none of the rulebooks knows. With ``flags`` the
    sentence calls options as the command line does.
    """
    for name in ("select", "extend_select", "ignore"):
        option = f"--{name.replace('_', '-')}" if flags else name
        check_selectors(option, getattr(chosen, name) or (), *rulebooks)
    check_provider(chosen.provider, *rulebooks)


def check_selectors(option: str, selectors: tuple[str, ...], *rulebooks: Rulebook) -> None:
    """Raises CommandError for a selector that names no rule in any of the rulebooks."""
    for selector in selectors:
        if not any(rulebook.knows(selector) for rulebook in rulebooks):
            near = next(filter(None, (rulebook.suggestion(selector) for rulebook in rulebooks)), "")
            hint = f'; did you mean "{near}"?' if near else '; "draftproof rules" lists them'
            raise CommandError(f'{option}: no rule is called "{selector}"{hint}')


def check_provider(name: str | None, *rulebooks: Rulebook) -> None:
    """Raises CommandError for a provider that none of the rulebooks describes."""
    if name is None or any(name in rulebook.knowledge.providers for rulebook in rulebooks):
        return
    import difflib  # noqa: PLC0415 - only for a mistyped name

    known = sorted({each for rulebook in rulebooks for each in rulebook.knowledge.providers})
    near = difflib.get_close_matches(name, known, 1)
    hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(known)}"
    # Only what could be a name is repeated: whatever else it is may be a secret.
    called = f'called "{name}"' if _NAME.fullmatch(name) else "called so"
    raise CommandError(f"--provider: no provider is {called}{hint}")
