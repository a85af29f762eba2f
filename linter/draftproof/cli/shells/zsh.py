"""The completion script for zsh: to be sourced after ``compinit``, or as ``_draftproof`` in ``fpath``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.cli.shells.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from draftproof.cli.shells.lines import Line, Value, Values
    from draftproof.cli.tree import Command

_TEMPLATE = """\
#compdef draftproof
# Completion of draftproof for zsh, made by "draftproof completion zsh".
_draftproof() {
    local -a known
    local command=$words[2]
    if (( CURRENT == 2 )); then
        known=(
@COMMANDS@
        )
        _describe command known
        return
    fi
    shift words
    (( CURRENT-- ))
@PARENTS@
    case $command in
@LINES@
    esac
}
if [[ $funcstack[1] == _draftproof ]]; then
    _draftproof "$@"
else
    compdef _draftproof draftproof
fi
"""

_PARENT = """\
    if [[ $command == @NAME@ ]]; then
        command="@NAME@ $words[2]"
        if (( CURRENT == 2 )); then
            known=(
@COMMANDS@
            )
            _describe command known
            return
        fi
        shift words
        (( CURRENT-- ))
    fi"""


def script(commands: Sequence[Command], values: Values) -> str:
    """The whole script."""
    parents = [
        _PARENT.replace("@NAME@", command.name).replace("@COMMANDS@", _described(command.commands, 16))
        for command in commands
        if command.commands
    ]
    return (
        _TEMPLATE.replace("@COMMANDS@", _described(commands, 12))
        .replace("@PARENTS@", "\n".join(parents))
        .replace("@LINES@", "\n".join(map(_line, lines_of(commands, values))))
    )


def _described(commands: Sequence[Command], indent: int) -> str:
    return "\n".join(" " * indent + _quoted(f"{each.name}:{each.summary}") for each in commands)


def _line(line: Line) -> str:
    specs = [spec for option in line.options for spec in _options(option)]
    specs += [f"{'*' if value.many else ''}:{value.name}:{_action(value)}" for value in line.arguments]
    listed = " \\\n".join(" " * 16 + _quoted(spec) for spec in specs)
    return f'        "{line.called}")\n            _arguments -s -S \\\n{listed}\n            ;;'


def _options(option: Value) -> Iterator[str]:
    about = option.about
    for character in "\\[]:":
        about = about.replace(character, "\\" + character)
    value = "" if option.kind == "flag" else f":{option.name}:{_action(option)}"
    # Of several spellings one is enough; what may be repeated excludes nothing.
    others = f"({' '.join(option.flags)})" if len(option.flags) > 1 else "*" if option.many else ""
    for flag in option.flags:
        yield f"{others}{flag}{'=' if value and flag.startswith('--') else ''}[{about}]{value}"


def _action(value: Value) -> str:
    if value.kind == "known":
        return f"({' '.join(value.known)})"
    return {"file": "_files", "folder": "_files -/"}.get(value.kind, " ")


def _quoted(text: str) -> str:
    """A word in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
