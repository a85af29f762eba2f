"""Bring the manual page up to date: ``python tests/docs/manual.py`` writes ``docs/man/draftproof.1``.

It is made of the options as they are and of the words below. The format is that of man(7), read by
groff and mandoc.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from doc_pages import ROOT

from draftproof import __version__
from draftproof.cli.arguments import shown_value
from draftproof.cli.tree import command_tree
from draftproof.rulebook.model import HOMEPAGE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from draftproof.cli.arguments import Parser
    from draftproof.cli.tree import Command

PAGE = ROOT / "docs" / "man" / "draftproof.1"

DESCRIPTION = """\
draftproof proofreads tutorials about LLM APIs before readers copy them. It reads Markdown, MDX and Jupyter \
notebooks, pulls out the code samples and judges them, and the text around them, by written rules. A check \
works offline, runs nothing that it reads, and says for every finding where it stands and what to write \
instead.
"""
LIVE = """\
The network is used by the commands that say so, only when they are run, and only for hosts that the command \
line or the configuration names. No command prints or stores a credential.
"""
EXIT_STATUS = [
    ("0", "done, and nothing to report at or above the level that was asked for"),
    ("1", "findings, a live check that failed, or something that differs"),
    ("2", "usage, configuration or internal error"),
    ("3", "a path does not exist, a folder holds no document, or a page could not be fetched"),
    ("4", "live checks: nothing failed, but something was inconclusive or not run"),
]
ENVIRONMENT = [
    ("SOURCE_DATE_EPOCH", "the date of the run in seconds, where --today does not give it"),
    ("DRAFTPROOF_CACHE_DIR", "where compiled rules are kept (default: ~/.cache/draftproof)"),
    ("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE", "colour of what is printed, where --color does not say"),
    ("COMETAPI_KEY, OPENAI_API_KEY and others", "a provider's key, for live checks and lists of models"),
]
FILES = [
    ("draftproof.yaml", "the configuration; [tool.draftproof] in pyproject.toml is another place for it"),
    (".draftproof/models/PROVIDER.yaml", "dated lists of model ids"),
    (".draftproof/evidence/PATH.evidence.json", "what live checks saw"),
    (".draftproof/baseline.txt", "findings that were there before"),
]


def manual() -> str:
    """The text of the page."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    commands = command_tree()
    yield '.\\" Written by tests/docs/manual.py.'
    yield f'.TH DRAFTPROOF 1 "" "draftproof {__version__}" "User Commands"'
    yield from (".SH NAME", "draftproof \\- proofread tutorials about LLM APIs before readers copy them")
    yield from (".SH SYNOPSIS", "\\fBdraftproof\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIPATH\\fR]...")
    yield from (".SH DESCRIPTION", *text_lines(DESCRIPTION), ".PP", *text_lines(LIVE))
    yield ".SH COMMANDS"
    for command in commands:
        yield from _listed(f"\\fB{_escaped(command.name)}\\fR", command.summary)
    for command in commands:
        yield from _command(command)
    for title, entries in (("EXIT STATUS", EXIT_STATUS), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)):
        yield f".SH {title}"
        for name, about in entries:
            yield from _listed(f"\\fB{_escaped(name)}\\fR", about)
    yield from (".SH SEE ALSO", "The documentation:", f".UR {HOMEPAGE}/tree/main/docs", ".UE .")


def _command(command: Command) -> Iterator[str]:
    yield f".SH DRAFTPROOF {_escaped(command.name.upper())}"
    if command.parser is not None:
        yield from _parser(command.parser)
        return
    yield from text_lines(f"{command.summary[:1].upper()}{command.summary[1:]}.")
    for below in command.commands:
        assert below.parser is not None
        yield f".SS draftproof {_escaped(command.name)} {_escaped(below.name)}"
        yield from _parser(below.parser)


def _parser(parser: Parser) -> Iterator[str]:
    actions = [action for _, group in parser.groups() for action in group]
    values = "".join(f" \\fI{_escaped(shown_value(each))}\\fR" for each in actions if not each.option_strings)
    yield from (".PP", f"\\fB{_escaped(parser.prog)}\\fR [\\fIOPTION\\fR]...{values}", ".PP")
    yield from text_lines(parser.description or "")
    for _, group in parser.groups():
        for action in group:
            if "--help" not in action.option_strings:
                yield from _listed(_named(action), action.help or "")
    if parser.epilog:
        yield from (".PP", ".nf", *text_lines(parser.epilog.rstrip()), ".fi")


def _named(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"\\fI{_escaped(shown_value(action))}\\fR"
    value = "" if action.nargs == 0 else f" \\fI{_escaped(shown_value(action))}\\fR"
    return ", ".join(f"\\fB{_escaped(flag)}\\fR{value}" for flag in action.option_strings)


def _listed(name: str, about: str) -> Iterator[str]:
    yield from (".TP", name, *text_lines(about))


def text_lines(text: str) -> list[str]:
    """Lines of text in which nothing is a request: those begin with a dot or an apostrophe."""
    return [re.sub(r"^([.'])", r"\\&\1", _escaped(line)) for line in text.rstrip("\n").split("\n")]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-")


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(manual(), encoding="utf-8", newline="\n")
