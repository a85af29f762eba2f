"""The options of ``check`` that leave out what was there before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.usage import CommandError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from draftproof.cli.arguments import Parser
    from draftproof.engine.baselines import Writing

_MAY_TAKE_A_VALUE = ("--baseline", "--write-baseline")
_WRITING = ("fix", "diff", "add_suppressions", "write_baseline")
_MODES: dict[str | None, Writing] = {None: "", "": "shrink", "shrink": "shrink", "grow": "grow"}


def add_ratchet_options(parser: Parser) -> None:
    """The options, in a group of their own."""
    ratchet = parser.add_argument_group("only what is new")
    ratchet.add_argument(
        "--baseline",
        nargs="?",
        const="",
        metavar="FILE.txt",
        help="hold back what the baseline accepts; fail where there is none. Without this option "
        ".draftproof/baseline.txt beside the configuration is used if it is there",
    )
    ratchet.add_argument("--no-baseline", action="store_true", help="show what a baseline would hold back")
    ratchet.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="grow",
        help="write the baseline: everything where there is none, else without what is no longer needed; "
        "--write-baseline=grow takes in what is new",
    )
    ratchet.add_argument(
        "--changed-since",
        metavar="REV",
        help="only documents that changed since the branch left this revision of git, and new ones",
    )
    ratchet.add_argument(
        "--changed-lines",
        action="store_true",
        help="only findings in changed lines (since --changed-since, else since the last commit)",
    )
    ratchet.add_argument(
        "--staged", action="store_true", help="only documents with staged changes, as they are staged"
    )
    ratchet.add_argument(
        "--add-suppressions",
        metavar="REASON",
        help="write a suppression with this reason for every finding that is left",
    )


def separated(arguments: Sequence[str]) -> list[str]:
    """The arguments with ``--baseline`` and ``--write-baseline`` kept from taking the path that follows.

    A value stands after ``=``; a baseline, which is a ``.txt`` file, may follow as an argument of its own.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    found: list[str] = []
    waiting = list(reversed(arguments[:end]))
    while waiting:
        argument = waiting.pop()
        name, _, value = argument.partition("=")
        if name not in _MAY_TAKE_A_VALUE:
            found.append(argument)
            continue
        if "=" not in argument and waiting and _is_baseline(waiting[-1]):
            value = waiting.pop()
        if name == "--write-baseline" and _is_baseline(value):
            found.append(f"--baseline={value}")
            value = ""
        found.append(f"{name}={value}")
    return [*found, *arguments[end:]]


def _is_baseline(argument: str) -> bool:
    return argument.endswith(".txt") and not argument.startswith("-")


def check_ratchet(options: argparse.Namespace) -> None:
    """Raises CommandError for options that exclude each other and for values that cannot be used."""
    _check_baseline(options)
    _check_changes(options)
    if options.add_suppressions is not None:
        from draftproof.engine.suppressing import fault_of  # noqa: PLC0415 - only where they are written
        from draftproof.faults import without_credentials  # noqa: PLC0415

        if fault := fault_of(options.add_suppressions):
            raise CommandError(f"--add-suppressions: {fault}")
        if without_credentials(options.add_suppressions) != options.add_suppressions:
            raise CommandError("--add-suppressions: the reason holds what looks like a credential")
        if "-" in options.paths:
            raise CommandError("--add-suppressions writes into documents: name them in the place of -")
        if options.fix or options.diff:
            raise CommandError("--add-suppressions and fixes exclude each other: run --fix first")
    if options.changed_lines or options.staged:
        name = "--changed-lines" if options.changed_lines else "--staged"
        writing = [other for other in _WRITING if getattr(options, other)]
        if writing:
            other = f"--{writing[0].replace('_', '-')}"
            raise CommandError(
                f"{name} and {other} exclude each other: what is written holds for whole documents"
            )


def _check_baseline(options: argparse.Namespace) -> None:
    if options.write_baseline not in _MODES:
        raise CommandError("--write-baseline takes =grow, a FILE.txt or nothing")
    asked = options.baseline is not None or options.write_baseline is not None
    if asked and (options.isolated or options.no_baseline):
        other = "--isolated" if options.isolated else "--no-baseline"
        raise CommandError(f"{other} uses no baseline: it excludes --baseline and --write-baseline")
    if options.write_baseline is not None:
        if options.diff or "-" in options.paths:
            raise CommandError("--write-baseline needs the documents themselves: no --diff and no -")
        if options.add_suppressions is not None:
            raise CommandError("--write-baseline and --add-suppressions exclude each other: choose one")


def _check_changes(options: argparse.Namespace) -> None:
    if options.staged and options.changed_since is not None:
        raise CommandError("--staged and --changed-since exclude each other")


def ratchet_options(options: argparse.Namespace) -> dict[str, Any]:
    """The options as the engine takes them."""
    return {
        "baseline": Path(options.baseline) if options.baseline else None,
        "baseline_required": options.baseline is not None,
        "use_baseline": not options.no_baseline,
        "write_baseline": _MODES[options.write_baseline],
        "changed_since": options.changed_since,
        "changed_lines": options.changed_lines,
        "staged": options.staged,
        "suppression_reason": options.add_suppressions,
    }
