"""What a completion script has to know of the command lines, whatever the shell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from draftproof.cli.tree import Command

Values = Mapping[str, tuple[str, ...]]
"""Values that the options do not list themselves, by the name that the help gives to a value."""

Kind = Literal["flag", "known", "file", "folder", "other"]
"""What follows an option: nothing, one of a few words, a file, a folder, or something that only a person
knows.
"""

_KINDS: Mapping[str, Kind] = {"PATH": "file", "FILE": "file", "OLD": "file", "NEW": "file", "DIR": "folder"}


@dataclass(frozen=True, slots=True)
class Value:
    """An option, or an argument where ``flags`` is empty. ``many`` when it can be given more than once."""

    flags: tuple[str, ...]
    name: str
    about: str
    kind: Kind
    known: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a command (``catalog refresh``), its options, and what follows them."""

    words: tuple[str, ...]
    options: tuple[Value, ...]
    arguments: tuple[Value, ...]

    @property
    def called(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def lines_of(commands: Sequence[Command], values: Values) -> Iterator[Line]:
    """Every command that takes options, those below others included."""
    for command in commands:
        for words, each in [
            ((command.name,), command),
            *(((command.name, below.name), below) for below in command.commands),
        ]:
            if each.parser is None:
                continue
            actions = [action for _, group in each.parser.groups() for action in group]
            found = [_value(action, values) for action in actions]
            options = tuple(value for value in found if value.flags)
            yield Line(words, options, tuple(value for value in found if not value.flags))


def _value(action: argparse.Action, values: Values) -> Value:
    name = str(action.metavar or action.dest.upper())
    known = tuple(map(str, action.choices or ())) or values.get(name, ())
    if not known:
        known = next((values[flag] for flag in action.option_strings if flag in values), ())
    kind: Kind = _KINDS.get(name, "other")
    if action.nargs == 0:
        kind = "flag"
    elif known:
        kind = "known"
    many = action.nargs == "*" or type(action).__name__ == "_AppendAction"
    return Value(tuple(action.option_strings), name, action.help or "", kind, known, many)
