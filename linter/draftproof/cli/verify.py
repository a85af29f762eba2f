"""``draftproof verify``: the live stage. The only command besides ``catalog refresh`` that sends anything."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser, seconds, today_of, whole_number
from draftproof.cli.report_files import refuse_unwritable, write_report
from draftproof.engine.dates import time_of_run
from draftproof.engine.running import Runner, RunOptions, unusable
from draftproof.live.keys import KeyMissingError, key_from_descriptor, key_from_environment
from draftproof.live.model import StreamLimits
from draftproof.live.planning import DEFAULT_CAP, DEFAULT_REQUESTS, PlanOptions
from draftproof.live.server.embedded import ServerError
from draftproof.live.session import LiveOptions, SelectionError, Session, carry_out, embedded_server, prepare
from draftproof.live.targets import TargetError
from draftproof.reports.live.registry import NAMES, PLAN_NAMES, render, render_plan
from draftproof.reports.live.rows import ONE_MOMENT, place, totals
from draftproof.reports.style import Style
from draftproof.reports.terminal import neutral, wants_colour
from draftproof.rulebook.errors import RulebookError
from draftproof.text.guarding import Guard
from draftproof.usage import CommandError, check_provider

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from draftproof.live.proving import Proof
    from draftproof.live.targets import Target
    from draftproof.text.secret import Secret

_EPILOG = """\
Sends nothing but the planned requests, and only to the provider that --provider or the configuration
names (cometapi where none is). What a document says never chooses who is asked. The key comes from the
environment. --plan shows what would be sent; --embedded needs no key and leaves this machine alone.

exit codes:
  0  every check passed (or, with --plan, the plan was printed)
  1  a check failed
  2  usage or configuration
  4  nothing failed, but something was inconclusive or not run
"""
_MOST_REQUESTS = 10_000
_MOST_AT_ONCE = 32
_MINIMAL = "Requests were minimal; --request as-written sends the fields of the samples."


def parser() -> Parser:
    """The options of the command."""
    parser = Parser("verify", "Send one small streaming check for each Responses sample.", _EPILOG)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    parser.add_argument("--plan", action="store_true", help="print what would be sent, and stop")
    _target_options(parser)
    _request_options(parser)
    _output_options(parser)
    return parser


def _target_options(parser: Parser) -> None:
    group = parser.add_argument_group("who is asked")
    group.add_argument("--provider", metavar="NAME", help="ask this provider (default: the configured one)")
    group.add_argument(
        "--base-url", default="", metavar="URL", help="ask it there; as an SDK is given it, /v1 included"
    )
    group.add_argument(
        "--key-env", default="", metavar="NAME", help="the environment variable that holds the key"
    )
    group.add_argument("--key-fd", type=int, metavar="N", help="read the key from this file descriptor")
    group.add_argument(
        "--embedded", action="store_true", help="ask a server on this machine that comes with draftproof"
    )
    group.add_argument(
        "--use-proxies", action="store_true", help="use the proxies that the environment names"
    )


def _request_options(parser: Parser) -> None:
    group = parser.add_argument_group("what is sent")
    group.add_argument("--model", default="", metavar="ID", help="for samples that name no model")
    group.add_argument(
        "--request",
        choices=["minimal", "as-written"],
        default="minimal",
        help="the smallest request, or the sample's literal fields (default: minimal)",
    )
    group.add_argument(
        "--outdated", action="store_true", help="only samples whose record is missing, old or outdated"
    )
    group.add_argument(
        "--no-error-path", dest="error_path", action="store_false", help="no invalid credential"
    )
    for option, kind, value, text in (
        ("--timeout", seconds, 60.0, "for one request, from connecting to its end"),
        ("--idle-timeout", seconds, 20.0, "of silence between bytes"),
    ):
        group.add_argument(
            option, type=kind, default=value, metavar="SECONDS", help=f"{text} (default: {value:g})"
        )
    for option, most, value, text in (
        ("--max-requests", _MOST_REQUESTS, DEFAULT_REQUESTS, "send no more requests than this"),
        ("--max-output-tokens", 1_000_000, DEFAULT_CAP, "the cap of every request"),
        ("--concurrency", _MOST_AT_ONCE, 1, "checks at a time"),
    ):
        group.add_argument(
            option, type=whole_number(most), default=value, metavar="N", help=f"{text} (default: {value})"
        )


def _output_options(parser: Parser) -> None:
    group = parser.add_argument_group("files and output")
    group.add_argument("--evidence-dir", type=Path, metavar="DIR", help="write the records below this folder")
    group.add_argument("--no-records", dest="records", action="store_false", help="write no records")
    group.add_argument("--config", type=Path, metavar="FILE", help="use this configuration everywhere")
    group.add_argument("--isolated", action="store_true", help="use no configuration and no lock file")
    group.add_argument(
        "--no-force-exclude",
        dest="force_exclude",
        action="store_false",
        help="read files that are named even if the configuration excludes them",
    )
    group.add_argument("--today", metavar="DATE", help="the date for the age of lists and records")
    group.add_argument("--format", choices=NAMES, default="text", help="the report (default: text)")
    group.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    group.add_argument(
        "--color", choices=["auto", "always", "never"], default="auto", help="colour the report"
    )
    group.add_argument("--quiet", action="store_true", help="print the report only")


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(arguments)
    if options.isolated and options.config is not None:
        raise CommandError("--isolated and --config exclude each other")
    if options.embedded and (options.base_url or options.key_env or options.key_fd is not None):
        raise CommandError("--embedded brings its own address and key; leave --base-url and --key-... out")
    if options.key_env and options.key_fd is not None:
        raise CommandError("--key-env and --key-fd exclude each other")
    if options.plan and options.format not in PLAN_NAMES:
        raise CommandError(f"a plan has no {options.format} report; choose one of {', '.join(PLAN_NAMES)}")
    live = _live_options(options)
    runner = Runner(
        RunOptions(
            today_of(options),
            config=options.config,
            isolated=options.isolated,
            force_exclude=options.force_exclude,
        )
    )
    try:
        check_provider(options.provider, *runner.rulebooks_for(options.paths or ["."]))
        with embedded_server(live, plan_only=options.plan) as (address, own_key):
            session = prepare(runner, options.paths or ["."], live, address)
            _refuse_broken(session)
            return _act(options, live, session, own_key)
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None
    except (SelectionError, TargetError, KeyMissingError, ServerError) as error:
        raise CommandError(str(error)) from None


def _act(options: argparse.Namespace, live: LiveOptions, session: Session, own_key: Secret | None) -> int:
    style = _style(options)
    if options.plan:
        _write(options, render_plan(options.format, session.plan, style), Guard(()), session)
        return 0
    keys = {target: own_key or _key(options, target) for target in session.wanted()}
    guard = Guard(keys.values())
    progress = _progress(len(session.plan.checks), guard, shown=not options.quiet and sys.stderr.isatty())
    if options.output is not None:
        refuse_unwritable(options.output)
    if (
        options.evidence_dir is not None
        and options.evidence_dir.exists()
        and not options.evidence_dir.is_dir()
    ):
        raise CommandError(f"--evidence-dir: {options.evidence_dir} is no folder")
    result = carry_out(session, live, keys, time_of_run(os.environ), progress)
    _write(options, render(options.format, result, style), guard, session)
    if not options.quiet:
        lines = [*(f"wrote {path}" for path in result.records), *result.left, totals(result)]
        if result.counts()["pass"]:
            lines.append(f"{ONE_MOMENT} {_MINIMAL}" if options.request == "minimal" else ONE_MOMENT)
        for line in lines:
            print(guard(neutral(line)), file=sys.stderr)
    for sentence in result.unwritten:
        print(f"draftproof: {guard(neutral(sentence))}; the others are done", file=sys.stderr)
    return 2 if session.faults else result.exit_code()


def _key(options: argparse.Namespace, target: Target) -> Secret:
    if options.key_fd is not None:
        return key_from_descriptor(options.key_fd)
    return key_from_environment(target)


def _refuse_broken(session: Session) -> None:
    """Say what was wrong with paths and configurations. Raises CommandError where a run makes no sense."""
    if sentences := (*session.errors, *unusable(session.discovery)):
        raise CommandError(neutral("; ".join(sentences)))
    for sentence in (*session.discovery.notes, *session.faults):
        print(f"draftproof: {neutral(sentence)}", file=sys.stderr)


def _live_options(options: argparse.Namespace) -> LiveOptions:
    limits = StreamLimits(total=options.timeout, idle=min(options.idle_timeout, options.timeout))
    plan = PlanOptions(
        options.request,
        options.model.strip(),
        options.max_output_tokens,
        options.error_path,
        options.max_requests,
        limits,
    )
    if any(not " " < character < "\x7f" for character in plan.model):
        raise CommandError("--model holds characters that no model id has")
    return LiveOptions(
        plan,
        options.provider,
        options.base_url,
        options.key_env,
        options.embedded,
        options.outdated,
        options.evidence_dir,
        options.records and (options.evidence_dir is not None or not options.isolated),
        options.concurrency,
        options.use_proxies,
    )


def _style(options: argparse.Namespace) -> Style:
    to_terminal = options.output is None and sys.stdout.isatty()
    return Style(
        colour=options.output is None and wants_colour(options.color, sys.stdout, os.environ),
        width=shutil.get_terminal_size().columns if to_terminal else None,
        quiet=options.quiet,
    )


def _write(options: argparse.Namespace, chunks: Iterable[str], guard: Guard, session: Session) -> None:
    """The report, looked through for the credentials of this run before it goes out."""
    text = guard("".join(chunks))
    if options.output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    write_report(options.output, text, session.discovery.files)


def _progress(total: int, guard: Guard, *, shown: bool) -> Callable[[int, Proof], None]:
    def tell(number: int, proof: Proof) -> None:
        if shown:
            where = place(proof.check.samples[0])
            line = f"[{number}/{total}] {proof.happy.result}: {neutral(where, 80)}"
            print(guard(line), file=sys.stderr, flush=True)

    return tell
