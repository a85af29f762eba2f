"""``draftproof contract``: what API families accept and return, kept up with OpenAPI descriptions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.cli.arguments import Parser, run_below
from draftproof.configuration.loading import shown_path
from draftproof.contracts.diff import compare, strings
from draftproof.reports.terminal import neutral
from draftproof.usage import CommandError, check_provider

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from draftproof.contracts.diff import Comparison
    from draftproof.contracts.files import ContractFile
    from draftproof.contracts.reading import DescriptionFile
    from draftproof.contracts.update import SourceNote
    from draftproof.rulebook.model import Rulebook

DIFFERS = 1

_OVERVIEW = """\
usage: draftproof contract show|diff|update [OPTION]...

Keeps the contracts of API families up with the OpenAPI descriptions that they were read from.

  show    what a contract says, and when and where that was read
  diff    what an OpenAPI description has and the contracts have not, and the other way round
  update  write the difference into the contracts of a rule pack, or of a checkout

exit codes: 0 done or the same, 1 something differs, 2 usage, or a file that cannot be used
"draftproof contract diff --help" tells more."""


def run(arguments: Sequence[str]) -> int:
    """Run one of the commands below ``contract``; returns the exit code."""
    return run_below("contract", _OVERVIEW, _COMMANDS, arguments)


def _show_parser() -> Parser:
    parser = Parser("contract show", "What a contract says, and when and where that was read.")
    parser.add_argument(
        "family", nargs="?", metavar="FAMILY", help="responses, for example (default: a list of them)"
    )
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    _rules_option(parser, "(default: the built-in contracts and the configured packs)")
    return parser


def _show(arguments: Sequence[str]) -> int:
    from draftproof.contracts.showing import contract_lines, family_line  # noqa: PLC0415 - after --help

    options = _show_parser().parse_args(arguments)
    contracts = _contracts(options.rules)
    shown: Any = list(contracts.values())
    if options.family is not None:
        shown = contracts[_known(options.family, contracts)]
    if options.format == "json":
        from draftproof.reports.serialise import dumps  # noqa: PLC0415 - only for this format

        print(dumps(shown, indent=2))
    elif options.family is not None:
        _print(contract_lines(shown))
    else:
        _print(map(family_line, shown))
    return 0


def _diff_parser() -> Parser:
    parser = _parser("diff", "What an OpenAPI description has and the contracts have not, and the reverse.")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    _rules_option(parser, "(default: the built-in contracts and the configured packs)")
    return parser


def _diff(arguments: Sequence[str]) -> int:
    from draftproof.contracts.showing import comparison_data, comparison_lines  # noqa: PLC0415 - after --help

    options = _diff_parser().parse_args(arguments)
    contracts = _contracts(options.rules)
    file, provider = _description(options)
    compared = _compared(contracts, options.family, file, provider)
    if options.format == "json":
        from draftproof.reports.serialise import dumps  # noqa: PLC0415 - only for this format

        print(dumps(comparison_data(file, provider, compared), indent=2))
    else:
        _print(line for each in compared for line in comparison_lines(each))
    return 0 if all(each.same for each in compared) else DIFFERS


def _update_parser() -> Parser:
    parser = _parser("update", "Write what an OpenAPI description says into the contracts' files.")
    _rules_option(parser, "(default: that of the checkout)")
    parser.add_argument(
        "--today", metavar="DATE", help="the date of the run, as 2026-01-31 (default: today in UTC)"
    )
    parser.add_argument(
        "--note", default="", metavar="TEXT", help="which description it is (default: version and digest)"
    )
    parser.add_argument("--url", default="", metavar="URL", help="where the description can be had")
    return parser


def _update(arguments: Sequence[str]) -> int:
    from draftproof.contracts.files import FolderError, contract_files, rules_folder  # noqa: PLC0415 - after --help

    options = _update_parser().parse_args(arguments)
    try:
        files = contract_files(rules_folder(options.rules))
        contracts = {family: entry.data for family, entry in files.items()}
    except FolderError as error:
        raise CommandError(str(error)) from None
    file, provider = _description(options)
    compared = _compared(contracts, options.family, file, provider)
    source = _source(file, options)
    # All of them are settled before the first is written.
    texts = {each.family: _text(files[each.family], each, source) for each in compared}
    for each in compared:
        entry = files[each.family]
        left = _compared(
            {**contracts, each.family: entry.holding(texts[each.family])}, each.family, file, provider
        )
        _write(entry, texts[each.family], each, left[0])
    return 0


def _text(entry: ContractFile, comparison: Comparison, source: SourceNote) -> str | None:
    """The new text of a contract's file, None where no file is needed."""
    from draftproof.contracts.editing import EditError  # noqa: PLC0415 - only to write
    from draftproof.contracts.update import updated  # noqa: PLC0415

    if entry.text is None and comparison.same:
        return None
    try:
        return updated(entry.text, entry.path.as_posix(), entry.data, comparison, source)
    except EditError as error:
        raise CommandError(str(error)) from None


def _write(entry: ContractFile, text: str | None, before: Comparison, after: Comparison) -> None:
    """Write a contract and say what changed, and what is left to its author."""
    from draftproof.contracts.showing import change_text  # noqa: PLC0415
    from draftproof.writing import write_atomically  # noqa: PLC0415 - only to write

    if text is not None and text != entry.text:
        try:
            entry.path.parent.mkdir(exist_ok=True)
            write_atomically(entry.path, text.encode())
        except OSError as error:
            raise CommandError(
                f"{shown_path(entry.path)} cannot be written: {error.strerror or error}"
            ) from None
        done = f"written, read {after.read}"
    else:
        done = "as it was"
    count = len(before.changes) - len(after.changes)
    said = "no difference" if before.same else f"{count} difference{'s' * (count != 1)} settled"
    _print([f"{shown_path(entry.path)}: {done}; {said}"])
    _print(f"  {change_text(each)}" for each in before.changes if each not in after.changes)
    _print(f"  left as it is: {change_text(each)}" for each in after.changes)
    _print(f"  note: {note}" for note in after.notes)


def _source(file: DescriptionFile, options: argparse.Namespace) -> SourceNote:
    from draftproof.contracts.update import SourceNote  # noqa: PLC0415 - only to write
    from draftproof.engine.dates import date_of_run  # noqa: PLC0415

    try:
        today = date_of_run(options.today, os.environ)
    except ValueError as error:
        raise CommandError(str(error)) from None
    for option, text in (("--note", options.note), ("--url", options.url)):
        if not text.isprintable() or len(text) > 300:
            raise CommandError(f"{option} wants one line of at most 300 characters")
    description = file.description
    title = f"{description.title or 'An'} OpenAPI description"
    return SourceNote(
        title, today.isoformat(), description.version, file.digest, options.note.strip(), options.url.strip()
    )


def _compared(
    contracts: Mapping[str, Mapping[str, Any]], family: str | None, file: DescriptionFile, provider: str
) -> list[Comparison]:
    """The comparisons of a family, or of every family whose endpoint the description has."""
    from draftproof.contracts.openapi import DescriptionError  # noqa: PLC0415 - after --help
    from draftproof.contracts.schemas import TooLargeError  # noqa: PLC0415

    wanted = list(contracts) if family is None else [_known(family, contracts)]
    found: list[Comparison] = []
    try:
        for name in wanted:
            others = (data for other, data in contracts.items() if other != name)
            elsewhere = frozenset(text for data in others for text in strings(data.get("endpoints")))
            comparison = compare(contracts[name], file.description, provider, elsewhere)
            if comparison is not None:
                found.append(comparison)
    except (DescriptionError, TooLargeError) as error:
        raise CommandError(f"{file.name}: {error}") from None
    if not found:
        what = "the endpoint of any contract" if family is None else contracts[wanted[0]].get("create")
        missing = f"{file.name} does not describe {what}"
        raise CommandError(
            missing if what else f"{wanted[0]} is no API that could be described: a package is"
        )
    return found


def _contracts(folder: Path | None) -> Mapping[str, Mapping[str, Any]]:
    """Family -> the contract that holds: with a folder of rules, else in the working directory."""
    if folder is None:
        from draftproof.cli.rulebooks import current_rulebook  # noqa: PLC0415 - after --help

        contracts = current_rulebook().vocabularies.get("contracts", {})
        return {data["family"]: data for _, data in sorted(contracts.items())}
    from draftproof.contracts.files import FolderError, contract_files  # noqa: PLC0415

    if not folder.is_dir():
        raise CommandError(f"--rules: {folder}: there is no such folder")
    try:
        return {family: file.data for family, file in contract_files(folder).items()}
    except FolderError as error:
        raise CommandError(str(error)) from None


def _description(options: argparse.Namespace) -> tuple[DescriptionFile, str]:
    """The description, and whose it is: the named provider's, else the one's that its servers belong to."""
    from draftproof.cli.rulebooks import current_rulebook  # noqa: PLC0415 - after --help
    from draftproof.contracts.openapi import DescriptionError  # noqa: PLC0415
    from draftproof.contracts.reading import read_description  # noqa: PLC0415

    rulebook: Rulebook = current_rulebook()
    check_provider(options.provider, rulebook)
    try:
        file = read_description(Path(options.description))
    except DescriptionError as error:
        raise CommandError(str(error)) from None
    if options.provider is not None:
        return file, options.provider
    hosts = map(rulebook.knowledge.provider_of_host, file.description.hosts)
    return file, next((provider.name for provider in hosts if provider is not None), "")


def _parser(name: str, description: str) -> Parser:
    parser = Parser(f"contract {name}", description)
    parser.add_argument(
        "--from",
        dest="description",
        required=True,
        metavar="FILE",
        help="an OpenAPI description, version 3, as JSON or YAML",
    )
    parser.add_argument("--family", metavar="NAME", help="this one (default: all that the file describes)")
    parser.add_argument(
        "--provider", metavar="NAME", help="whose description it is (default: whose its servers are)"
    )
    return parser


def _rules_option(parser: Parser, default: str) -> None:
    parser.add_argument("--rules", type=Path, metavar="DIR", help=f"the folder of a rule pack {default}")


def _known(family: str, contracts: Mapping[str, object]) -> str:
    """The family that is meant. Raises CommandError where there is none."""
    name = family.replace("-", "_").lower()
    if name in contracts:
        return name
    import difflib  # noqa: PLC0415 - only for a mistyped name

    near = difflib.get_close_matches(name, contracts, 1)
    hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(contracts)}"
    raise CommandError(f'there is no contract of "{family}"; {hint}')


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(neutral(line))


_COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"show": _show, "diff": _diff, "update": _update}

PARSERS: Mapping[str, Callable[[], Parser]] = {
    "show": _show_parser,
    "diff": _diff_parser,
    "update": _update_parser,
}
"""The options of each command below this one."""
