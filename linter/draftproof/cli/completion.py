"""``draftproof completion SHELL``: a completion script, made of the options as they are."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = """\
to turn it on:
  bash  add to ~/.bashrc:  eval "$(draftproof completion bash)"
  zsh   add to ~/.zshrc, after compinit:  eval "$(draftproof completion zsh)"
  fish  draftproof completion fish > ~/.config/fish/completions/draftproof.fish
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "completion", "Print a script with which a shell completes commands and options.", _EPILOG
    )
    parser.add_argument("shell", metavar="SHELL", choices=["bash", "zsh", "fish"], help="bash, zsh or fish")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the script; returns the exit code."""
    options = parser().parse_args(arguments)
    from draftproof.cli.tree import command_tree  # noqa: PLC0415 - after --help
    from draftproof.rulebook.loading import builtin_rulebook  # noqa: PLC0415

    rulebook = builtin_rulebook()
    codes = tuple(rule.code for rule in rulebook.rules)
    providers = tuple(sorted(rulebook.knowledge.providers))
    shell = import_module(f"draftproof.cli.shells.{options.shell}")
    text: str = shell.script(command_tree(), {"CODE": codes, "CODES": codes, "--provider": providers})
    sys.stdout.write(text)
    return 0
