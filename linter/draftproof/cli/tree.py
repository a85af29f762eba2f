"""Every command line as data: for shell completion and for the manual page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from draftproof.cli.main import COMMANDS
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from draftproof.cli.arguments import Parser


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its own options, or one that stands for the ``commands`` below it."""

    name: str
    summary: str
    """What the overview says of it: no capital, no full stop."""
    parser: Parser | None
    commands: tuple[Command, ...] = ()


def command_tree() -> tuple[Command, ...]:
    """All commands, in the order of the overview. This imports every one of them."""
    return tuple(_command(name, module, summary) for name, (module, summary) in COMMANDS.items())


def _command(name: str, module: str, summary: str) -> Command:
    imported = import_module(module)
    below: Mapping[str, Callable[[], Parser]] | None = getattr(imported, "PARSERS", None)
    if below is None:
        return Command(name, summary, imported.parser())
    parsers = {each: build() for each, build in below.items()}
    commands = tuple(Command(each, _said(parser), parser) for each, parser in parsers.items())
    return Command(name, summary, None, commands)


def _said(parser: Parser) -> str:
    """The description of a parser as a summary: ``Take a list.`` is ``take a list``."""
    text = (parser.description or "").rstrip(".")
    return text[:1].lower() + text[1:]
