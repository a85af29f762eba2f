"""The completion script for fish, 3 and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.cli.shells.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.cli.shells.lines import Line, Value, Values
    from draftproof.cli.tree import Command

_START = """\
# Completion of draftproof for fish, made by "draftproof completion fish".
function __draftproof_at -d 'Whether these are the first words after the program'
    set -l words (commandline -opc)
    test "$words[2..-1]" = "$argv"
end
function __draftproof_in -d 'Whether the command line begins with these words'
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end
complete -c draftproof -f
"""


def script(commands: Sequence[Command], values: Values) -> str:
    """The whole script."""
    lines = [
        *_offered("", commands),
        *(each for command in commands for each in _offered(command.name, command.commands)),
        *(each for line in lines_of(commands, values) for each in _line(line)),
    ]
    return _START + "".join(f"complete -c draftproof {line}\n" for line in lines)


def _offered(after: str, commands: Sequence[Command]) -> Iterator[str]:
    for each in commands:
        condition = _quoted(f"__draftproof_at {after}".rstrip())
        yield f"-n {condition} -a {each.name} -d {_quoted(each.summary)}"


def _line(line: Line) -> Iterator[str]:
    condition = f"-n {_quoted(f'__draftproof_in {line.called}')}"
    for option in line.options:
        flags = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags]
        value = [] if option.kind == "flag" else [f"-r {_values(option)}"]
        yield " ".join([condition, *flags, *value, "-d", _quoted(option.about)])
    for value_ in line.arguments:
        if value_.kind in ("known", "file", "folder"):
            yield f"{condition} {_values(value_)}"


def _values(value: Value) -> str:
    if value.kind == "known":
        return f"-f -a {_quoted(' '.join(value.known))}"
    return {"file": "-F", "folder": "-f -a '(__fish_complete_directories)'"}.get(value.kind, "-f")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
