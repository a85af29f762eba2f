"""The completion script for bash, 3.2 and later. Where it has no answer, bash completes file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.cli.shells.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.cli.shells.lines import Line, Values
    from draftproof.cli.tree import Command

_TEMPLATE = """\
# Completion of draftproof for bash, made by "draftproof completion bash".
_draftproof() {
    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
    local command="${COMP_WORDS[1]}" known="" options=""
    COMPREPLY=()
    # bash takes --format=json for three words.
    [ "$current" = "=" ] && current=""
    [ "$previous" = "=" ] && previous="${COMP_WORDS[COMP_CWORD-2]}"
    [ "${COMP_WORDS[COMP_CWORD]}" = "=" ] && previous="${COMP_WORDS[COMP_CWORD-1]}"
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "@COMMANDS@ --help --version" -- "$current"))
        return
    fi
    case "$command" in
@PARENTS@
    esac
    case "$command $previous" in
@VALUES@
    esac
    if [ -z "$known" ]; then
        case "$command" in
@LINES@
        esac
        case "$current" in -*) known="$options" ;; esac
    fi
    [ -n "$known" ] && COMPREPLY=($(compgen -W "$known" -- "$current"))
}
complete -o bashdefault -o default -F _draftproof draftproof
"""


def script(commands: Sequence[Command], values: Values) -> str:
    """The whole script."""
    lines = list(lines_of(commands, values))
    parts = {
        "@COMMANDS@": " ".join(command.name for command in commands),
        "@PARENTS@": "\n".join(_parent(command) for command in commands if command.commands),
        "@VALUES@": "\n".join(_values(lines)),
        "@LINES@": "\n".join(map(_line, lines)),
    }
    text = _TEMPLATE
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _parent(command: Command) -> str:
    names = " ".join(each.name for each in command.commands)
    return (
        f'        {command.name}) [ "$COMP_CWORD" -eq 2 ] && known="{names} --help"\n'
        f'            command="{command.name} ${{COMP_WORDS[2]}}" ;;'
    )


def _values(lines: Sequence[Line]) -> list[str]:
    """A case for every option with known values, and one for those whose values bash is to complete."""
    cases = []
    rest = []
    for line in lines:
        for option in line.options:
            words = "|".join(f'"{line.called} {flag}"' for flag in option.flags)
            if option.kind == "known":
                cases.append(f'        {words}) known="{" ".join(option.known)}" ;;')
            elif option.kind != "flag":
                rest.append(words)
    return [*cases, f"        {'|'.join(rest)}) return ;;"]


def _line(line: Line) -> str:
    flags = " ".join(flag for option in line.options for flag in option.flags if flag.startswith("--"))
    known = " ".join(next((value.known for value in line.arguments if value.known), ()))
    return f'        "{line.called}") options="{flags}" known="{known}" ;;'
