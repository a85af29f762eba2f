"""``draftproof check``: the static rules, offline."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from draftproof.cli.arguments import Parser, processes, today_of
from draftproof.cli.ratchet_options import add_ratchet_options, check_ratchet, ratchet_options, separated
from draftproof.engine.running import Run, Runner, RunOptions
from draftproof.finding import Confidence, Severity
from draftproof.reports.registry import NAMES, render
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.reports.terminal import neutral, wants_colour
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError, check_names, codes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

_EPILOG = """\
exit codes:
  0  nothing at or above --fail-on
  1  something at or above --fail-on
  2  usage, configuration or internal error
  3  a path does not exist, or a folder holds no document
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "check", "Judge documents by the static rules. Nothing is sent and nothing in them is run.", _EPILOG
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; - for standard input (default: .)"
    )
    add_rule_options(parser)
    _file_options(parser)
    _fix_options(parser)
    add_ratchet_options(parser)
    add_output_options(parser)
    return parser


def add_rule_options(parser: Parser, *, publish: bool = True) -> None:
    """Add the options by which rules are chosen; ``--publish`` where a project is checked."""
    levels = [level.label for level in reversed(Severity)]
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select",
        type=codes,
        metavar="CODES",
        help="run these rules only (codes, prefixes, names, families, ALL)",
    )
    rules.add_argument(
        "--extend-select", type=codes, metavar="CODES", default=(), help="run these rules as well"
    )
    rules.add_argument("--ignore", type=codes, metavar="CODES", default=(), help="do not run these rules")
    rules.add_argument(
        "--min-severity", choices=levels, help="show findings from this severity on (default: advice)"
    )
    rules.add_argument(
        "--min-confidence",
        choices=["high", "medium", "low"],
        help="show findings from this confidence on (default: medium)",
    )
    rules.add_argument(
        "--fail-on", choices=levels, help="exit with 1 from this severity on (default: warning)"
    )
    rules.add_argument(
        "--provider", metavar="NAME", help="the provider that samples are judged for where they name none"
    )
    if publish:
        rules.add_argument(
            "--publish",
            action="store_true",
            help="judge by the policy for the day of publication: lists, records and reviews of the same day",
        )
    rules.add_argument(
        "--today",
        metavar="DATE",
        help="the date of the run, as 2026-01-31 (default: SOURCE_DATE_EPOCH, else today in UTC)",
    )


def _file_options(parser: Parser) -> None:
    files = parser.add_argument_group("files and configuration")
    files.add_argument("--config", type=Path, metavar="FILE", help="use this configuration everywhere")
    files.add_argument(
        "--isolated", action="store_true", help="use no configuration at all; suppressions still count"
    )
    files.add_argument("--stdin-filename", metavar="NAME", help="the name that standard input goes by")
    files.add_argument(
        "--no-force-exclude",
        dest="force_exclude",
        action="store_false",
        help="check files that are named even if the configuration excludes them",
    )
    add_run_options(files)


def add_run_options(group: argparse._ArgumentGroup) -> None:
    """How a run goes about it; shared with the commands that run one as well."""
    group.add_argument(
        "--jobs",
        type=processes,
        metavar="N",
        help="judge documents by so many processes at once, where there are many (default: one a processor)",
    )
    group.add_argument(
        "--no-cache",
        dest="use_cache",
        action="store_false",
        help="judge every document and compile rules anew instead of using the cache",
    )


def _fix_options(parser: Parser) -> None:
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument(
        "--fix",
        action="store_true",
        help="write the safe fixes into the documents; with - print the fixed document, the report on stderr",
    )
    fixes.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix and --diff also the fixes that an author has to look at",
    )
    fixes.add_argument(
        "--diff",
        action="store_true",
        help="write nothing; print what --fix would change, credentials masked, in place of the report",
    )


def add_output_options(parser: Parser) -> None:
    """Add the options of the report."""
    output = parser.add_argument_group("output")
    output.add_argument("--format", choices=NAMES, default="text", help="the report (default: text)")
    output.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    output.add_argument(
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="colour the report (default: on a terminal)",
    )
    output.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 where 1 would be returned")
    output.add_argument("--quiet", action="store_true", help="print findings only")
    output.add_argument("--verbose", action="store_true", help="fold nothing; say what was left out")


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(separated(arguments))
    check_ratchet(options)
    if options.isolated and options.config is not None:
        raise CommandError("--isolated and --config exclude each other")
    if options.fix and not options.diff and "-" in options.paths and options.paths != ["-"]:
        raise CommandError("with --fix, standard input is fixed alone: `-` and no other path")
    if options.diff and options.format != "text" and options.output is None:
        raise CommandError("--diff prints in place of the report; give --output FILE to have both")
    today = today_of(options)
    runner = Runner(_run_options(options, today))
    try:
        paths = options.paths or ["."]
        check_names(options, *runner.rulebooks_for(paths), flags=True)
        finished = runner.run(paths)
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None
    _report(options, finished)
    return finished.exit_code(exit_zero=options.exit_zero)


def _run_options(options: argparse.Namespace, today: object) -> RunOptions:
    return RunOptions(
        today=today,  # type: ignore[arg-type]
        **chosen_rules(options),
        config=options.config,
        isolated=options.isolated,
        stdin_filename=options.stdin_filename,
        force_exclude=options.force_exclude,
        use_cache=options.use_cache,
        jobs=options.jobs,
        publish=options.publish,
        fix=options.fix,
        unsafe_fixes=options.unsafe_fixes,
        diff=options.diff,
        texts=options.format == "html",
        **ratchet_options(options),
    )


def chosen_rules(options: argparse.Namespace) -> dict[str, Any]:
    """What the options of ``add_rule_options`` come to, by the names in ``RunOptions``."""
    return {
        "select": options.select,
        "extend_select": options.extend_select,
        "ignore": options.ignore,
        "min_severity": Severity[options.min_severity.upper()] if options.min_severity else None,
        "min_confidence": Confidence[options.min_confidence.upper()] if options.min_confidence else None,
        "fail_on": Severity[options.fail_on.upper()] if options.fail_on else None,
        "provider": options.provider,
    }


def _report(options: argparse.Namespace, finished: Run) -> None:
    prints_input = options.fix and not options.diff and options.paths == ["-"]
    if prints_input:
        # What was not read, because the configuration excludes it, goes through as it is.
        _print_bytes(sys.stdin.buffer.read() if finished.stdin is None else finished.stdin)
    stream = sys.stderr if prints_input else sys.stdout
    to_terminal = options.output is None and stream.isatty()
    style = Style(
        colour=options.output is None and wants_colour(options.color, stream, os.environ),
        width=shutil.get_terminal_size().columns if to_terminal else None,
        verbose=options.verbose,
        quiet=options.quiet,
        statistics=options.statistics,
        fix_available=not options.fix,
        unsafe_fixes=options.unsafe_fixes,
    )
    chunks = render(options.format, finished.result, style)
    if options.diff:
        from draftproof.reports.difference import render as render_differences  # noqa: PLC0415 - only with --diff

        shown = replace(style, colour=wants_colour(options.color, sys.stdout, os.environ))
        _print(render_differences(finished.result.differences, shown), sys.stdout)
    if options.output is None and not options.diff:
        _print(chunks, stream)
    elif options.output is not None:
        from draftproof.cli.report_files import write_report  # noqa: PLC0415 - only with --output

        write_report(options.output, "".join(chunks), finished.discovery.files)
    _complain(finished, verbose=options.verbose)
    if last := summary(
        finished.result, replace(style, colour=wants_colour(options.color, sys.stderr, os.environ))
    ):
        print(last, file=sys.stderr)


def _print(chunks: Iterable[str], stream: TextIO) -> None:
    stream.writelines(chunks)
    stream.flush()


def _print_bytes(data: bytes) -> None:
    """The document itself, byte for byte: nothing translates its line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _complain(finished: Run, *, verbose: bool) -> None:
    for sentence in (*finished.result.errors, *finished.result.notes):
        print(f"draftproof: {neutral(sentence)}", file=sys.stderr)
    if verbose:
        print(f"draftproof: {neutral(finished.cache)}", file=sys.stderr)
        for file in finished.discovery.files:
            source = file.configuration.path
            shown = neutral(str(source)) if source else "no configuration"
            print(f"draftproof: {neutral(file.shown)}: {shown}", file=sys.stderr)
