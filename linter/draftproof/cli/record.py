"""``draftproof record``: evidence records, checked, shown and moved. Nothing is sent."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser, run_below, today_of
from draftproof.configuration.loading import shown_path
from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.finding import Severity
from draftproof.records.folder import EvidenceFolder
from draftproof.records.places import PlaceError, is_record_path, leads_outside, record_path, relative
from draftproof.reports.terminal import neutral
from draftproof.usage import CommandError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.configuration.model import Configuration

DIFFERS = 1
_RULES = ("EVD",)

_OVERVIEW = """\
usage: draftproof record check|show|move [OPTION]... [PATH]...

Looks after evidence records: .draftproof/evidence/<path of the article>.evidence.json

  check  whether records are valid, sanitized, consistent, and of the samples that stand in their articles
  show   what the records of an article say
  move   give the records of an article, or of a folder, to its new name

exit codes: 0 done, 1 a record is invalid, differs or is not there, 2 usage or configuration
"draftproof record check --help" tells more."""


def run(arguments: Sequence[str]) -> int:
    """Run one of the commands below ``record``; returns the exit code."""
    return run_below("record", _OVERVIEW, _COMMANDS, arguments)


def _check_parser() -> Parser:
    from draftproof.reports.registry import NAMES  # noqa: PLC0415 - reports are for this one

    parser = Parser("record check", "Judge evidence records by the rules of the family evidence.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="records, articles and folders (default: .)")
    parser.add_argument("--format", choices=NAMES, default="text", help="the report (default: text)")
    parser.add_argument(
        "--today", metavar="DATE", help="the date of the run, as 2026-01-31 (default: today in UTC)"
    )
    return parser


def _check(arguments: Sequence[str]) -> int:
    from draftproof.engine.running import Runner, RunOptions  # noqa: PLC0415 - reads documents
    from draftproof.reports.registry import render  # noqa: PLC0415
    from draftproof.reports.style import Style  # noqa: PLC0415
    from draftproof.reports.terminal import wants_colour  # noqa: PLC0415

    options = _check_parser().parse_args(arguments)
    runner = Runner(RunOptions(today_of(options), select=_RULES, fail_on=Severity.WARNING))
    finished = runner.run(options.paths or ["."])
    colour = wants_colour("auto", sys.stdout, os.environ)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for chunk in render(options.format, finished.result, Style(colour=colour, width=width)):
        sys.stdout.write(chunk)
    sys.stdout.flush()
    for sentence in (*finished.result.errors, *finished.result.notes):
        _say(sentence)
    if finished.errors or finished.discovery.missing:
        return 2
    unread = [path for path in options.paths if _is_no_record(path)]
    for path in unread:
        _say(f"{path}: this is no evidence record: it has none of the nine fields, or too few")
    named = [file for file in finished.discovery.files if file.shown.lower().endswith(".json")]
    count = len(named) + len(finished.along) - len(unread)
    found = len(finished.result.findings)
    _say(f"{_number(count, 'evidence record')}, {_number(found, 'finding')}")
    return DIFFERS if finished.failed or unread else 0


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'s' * (count != 1)}"


def _is_no_record(path: str) -> bool:
    """True for JSON that was named and is not judged as a record."""
    if not path.lower().endswith(".json") or is_record_path(path):
        return False
    return not any(facts.records for facts in _facts([path]))


def _show_parser() -> Parser:
    parser = Parser("record show", "What the evidence records of an article say.")
    parser.add_argument("path", metavar="PATH", help="a record, or an article")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    return parser


def _show(arguments: Sequence[str]) -> int:
    options = _show_parser().parse_args(arguments)
    path = Path(options.path)
    if not path.is_file():
        raise CommandError(f"{options.path}: there is no such file")
    is_record = path.suffix.lower() == ".json"
    records = [path] if is_record else [each for each, _ in _folder_of(path).records_of(_absolute(path))]
    if not records:
        _say(f"{options.path}: there is no evidence record of this article")
        return DIFFERS
    return max([_show_one(record, options.format) for record in records])


def _show_one(path: Path, form: str) -> int:
    from draftproof.engine.settling import Settler  # noqa: PLC0415 - only to mask
    from draftproof.records.reading import RecordError, record_of  # noqa: PLC0415
    from draftproof.records.showing import as_text  # noqa: PLC0415
    from draftproof.records.writing import dumped  # noqa: PLC0415

    for facts in _facts([str(path)]):
        text = Settler(facts, "").masked(0).text if facts.document.parts else ""
        try:
            record = record_of(text, facts.knowledge.contracts)
        except RecordError as error:
            _say(f"{shown_path(_absolute(path))}:{error.line}:{error.column}: {error.message}")
            return DIFFERS
        if form == "json":
            sys.stdout.write(dumped(record))
        else:
            print("\n".join(neutral(line) for line in as_text(record, shown_path(_absolute(path)))))
    return 0


def _move_parser() -> Parser:
    parser = Parser(
        "record move", "Give the evidence records of an article, or of a folder, to its new name."
    )
    parser.add_argument("old", metavar="OLD", help="the path that the article had")
    parser.add_argument("new", metavar="NEW", help="the path that it has now")
    return parser


def _move(arguments: Sequence[str]) -> int:
    options = _move_parser().parse_args(arguments)
    old, new = _absolute(Path(options.old)), _absolute(Path(options.new))
    if not new.exists():
        raise CommandError(f"{options.new}: there is no such file; rename the article first")
    if is_record_path(old.name) or is_record_path(new.name):
        raise CommandError("name the articles, not their records")
    pairs = list(_moved(old, new))
    if not pairs:
        _say(f"{options.old}: there is no evidence record of it")
        return DIFFERS
    for _, target in pairs:
        if leads_outside(_configuration(new).folder, target):
            raise CommandError(f"{shown_path(_absolute(target))}: a link leads out of the project there")
    taken = [target for _, target in pairs if os.path.lexists(target)]
    for target in taken:
        _say(f"{shown_path(_absolute(target))}: there is a record already; nothing was moved")
    if taken:
        return DIFFERS
    for source, target in pairs:
        _rename(source, target)
        print(neutral(f"{shown_path(_absolute(source))} -> {shown_path(_absolute(target))}"))
    return 0


def _moved(old: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    """The record files of an article or a folder, each with its new place."""
    before, after = _configuration(old), _configuration(new)
    evidence = EvidenceFolder(before.folder, before.settings.evidence_place)
    place = after.settings.evidence_place
    try:
        if not new.is_dir():
            for path, provider in evidence.records_of(old):
                yield path, record_path(after.folder, new, place, provider)
            return
        base = record_path(before.folder, old / "a").parent
        goal = record_path(after.folder, new / "a", place).parent
        for path in evidence.below(old):
            yield path, goal / relative(base, path)
    except PlaceError as error:
        raise CommandError(str(error)) from None


def _rename(source: Path, target: Path) -> None:
    """Move a file; never over another one that came in the meantime."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(source)
        except FileExistsError:
            raise
        except OSError:
            source.rename(target)  # a file system without links
        else:
            source.unlink()
    except OSError as error:
        raise CommandError(
            f"{shown_path(_absolute(target))} cannot be written: {error.strerror or error}"
        ) from None


def _facts(paths: Sequence[str]) -> Iterator[Facts]:
    from draftproof.engine.running import Runner, RunOptions  # noqa: PLC0415 - reads documents

    _, facts, errors = Runner(RunOptions(_first_day(), force_exclude=False)).facts_of(paths)
    if errors:
        raise CommandError("the configuration cannot be used\n" + "\n".join(errors))
    return facts


def _first_day() -> datetime.date:
    """A date for what does not depend on one."""
    import datetime  # noqa: PLC0415 - only here

    return datetime.date.min


def _configuration(path: Path) -> Configuration:
    resolver = ConfigurationResolver()
    configuration = resolver.for_file(path)
    if configuration is None:
        raise CommandError("the configuration cannot be used\n" + "\n".join(resolver.errors))
    return configuration


def _folder_of(article: Path) -> EvidenceFolder:
    configuration = _configuration(article)
    return EvidenceFolder(configuration.folder, configuration.settings.evidence_place)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link stands where it stands


def _say(sentence: str) -> None:
    print(f"draftproof: {neutral(sentence)}", file=sys.stderr)


_COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"check": _check, "show": _show, "move": _move}

PARSERS: Mapping[str, Callable[[], Parser]] = {
    "check": _check_parser,
    "show": _show_parser,
    "move": _move_parser,
}
"""The options of each command below this one."""
