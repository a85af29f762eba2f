"""``draftproof audit``: one look at articles that exist already, wherever they are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser, seconds, today_of, whole_number
from draftproof.cli.check import add_output_options, add_rule_options, add_run_options, chosen_rules
from draftproof.cli.report_files import write_report
from draftproof.engine.audit_request import AuditRequest
from draftproof.engine.auditing import audit
from draftproof.engine.running import Runner, RunOptions
from draftproof.network.page_limits import PageLimits, RunLimits
from draftproof.reports.registry import render
from draftproof.reports.style import Style
from draftproof.reports.summary import summary
from draftproof.reports.terminal import neutral, wants_colour
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError, check_names

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from draftproof.engine.audit_request import Audit

MOST_PAGES = 10_000
LARGEST_PAGE = 16_000_000
"""Bytes; larger documents are not read from files either."""

_EPILOG = """\
Without --config no configuration is used. A URL on the command line, in a list or in a sitemap is fetched, a
link in a page never; no credential and no cookie is sent, and nothing that is fetched is run.

exit codes:
  0  nothing at or above --fail-on
  1  something at or above --fail-on
  2  usage, configuration or internal error
  3  a path does not exist, a folder holds no document, or a page could not be fetched
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "audit", "Go over articles that exist already: files, folders, pages on the web, sitemaps.", _EPILOG
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH|URL", help="files, folders, addresses of pages and of sitemaps"
    )
    summaries = parser.add_argument_group("summary for an editor")
    summaries.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write what to mend, article by article, as Markdown"
    )
    summaries.add_argument("--html", type=Path, metavar="FILE", help="write the same as a page")
    _page_options(parser)
    add_rule_options(parser, publish=False)
    files = parser.add_argument_group("files and configuration")
    files.add_argument("--config", type=Path, metavar="FILE", help="use this configuration everywhere")
    add_run_options(files)
    add_output_options(parser)
    return parser


def _page_options(parser: Parser) -> None:
    pages = parser.add_argument_group("pages on the web")
    pages.add_argument(
        "--sitemap",
        action="append",
        default=[],
        metavar="URL|FILE",
        help="the pages that a sitemap lists, as well",
    )
    pages.add_argument(
        "--urls",
        action="append",
        default=[],
        metavar="FILE",
        help="the pages in a list, a URL a line, as well; - reads it from standard input",
    )
    pages.add_argument(
        "--max-pages",
        type=whole_number(MOST_PAGES),
        default=200,
        metavar="N",
        help="fetch at most so many pages (default: 200)",
    )
    pages.add_argument(
        "--max-page-size",
        type=whole_number(LARGEST_PAGE),
        default=PageLimits().max_bytes,
        metavar="BYTES",
        help="leave out longer pages (default: 5000000)",
    )
    pages.add_argument(
        "--timeout",
        type=seconds,
        default=PageLimits().total,
        metavar="SECONDS",
        help="for one page with its redirects (default: 30)",
    )
    pages.add_argument(
        "--total-timeout",
        type=seconds,
        default=RunLimits().total,
        metavar="SECONDS",
        help="for all pages together (default: 600)",
    )
    pages.add_argument(
        "--allow-private",
        action="store_true",
        help="fetch from this machine and from private networks as well",
    )


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(arguments)
    _check(options)
    run_options = RunOptions(
        today=today_of(options),
        **chosen_rules(options),
        config=options.config,
        use_cache=options.use_cache,
        jobs=options.jobs,
        texts=options.format == "html",
    )
    try:
        check_names(options, *Runner(run_options).rulebooks_for(["."]), flags=True)
        request = _request(options)
        _announce(options, request)
        finished = audit(request, run_options)
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None
    _report(options, finished)
    return finished.exit_code(exit_zero=options.exit_zero)


def _check(options: argparse.Namespace) -> None:
    if "-" in options.paths:
        raise CommandError("audit reads files, folders and pages; for standard input: draftproof check -")
    if not (options.paths or options.sitemap or options.urls):
        raise CommandError("audit wants files, folders or addresses of pages; see draftproof audit --help")
    for path in options.paths:
        scheme, slashes, _ = path.partition("://")
        if slashes and scheme.isalpha() and scheme.lower() not in ("http", "https"):
            raise CommandError(f"{scheme}:// is not fetched; http:// and https:// are")
    written = [path for path in (options.markdown, options.html, options.output) if path is not None]
    if len({path.absolute() for path in written}) < len(written):
        raise CommandError("--markdown, --html and --output name the same file")
    for path in written:
        if not path.absolute().parent.is_dir():
            # Said before anything is fetched.
            raise CommandError(f"{path} cannot be written: there is no folder {path.parent}")


def _request(options: argparse.Namespace) -> AuditRequest:
    from draftproof.engine.audit_lists import ListError, read_list  # noqa: PLC0415 - after --help

    paths: list[str] = []
    urls: list[str] = []
    sitemaps: list[str] = list(options.sitemap)
    for argument in options.paths:
        if argument[:8].lower().startswith(("http://", "https://")):
            urls.append(argument)
        elif _is_sitemap(argument):
            sitemaps.append(argument)
        else:
            paths.append(argument)
    try:
        listed = [url for source in options.urls for url in read_list(source)]
    except ListError as error:
        raise CommandError(str(error)) from None
    return AuditRequest(
        tuple(paths),
        tuple(urls),
        tuple(listed),
        tuple(sitemaps),
        max_pages=options.max_pages,
        allow_private=options.allow_private,
        limits=PageLimits(options.timeout, min(options.timeout, PageLimits().idle), options.max_page_size),
        run_limits=RunLimits(options.total_timeout),
    )


def _is_sitemap(path: str) -> bool:
    if not path.lower().endswith((".xml", ".xml.gz")):
        return False
    from draftproof.engine.audit_sitemaps import is_sitemap_file  # noqa: PLC0415 - hardly ever

    return is_sitemap_file(path)


def _announce(options: argparse.Namespace, request: AuditRequest) -> None:
    """Pages take a while: a person who waits is told what for."""
    if (request.urls or request.listed or request.sitemaps) and not options.quiet and sys.stderr.isatty():
        print("draftproof: fetching pages ...", file=sys.stderr)


def _report(options: argparse.Namespace, finished: Audit) -> None:
    result = finished.run.result
    to_terminal = options.output is None and sys.stdout.isatty()
    style = Style(
        colour=options.output is None and wants_colour(options.color, sys.stdout, os.environ),
        width=shutil.get_terminal_size().columns if to_terminal else None,
        verbose=options.verbose,
        quiet=options.quiet,
        statistics=options.statistics,
        fix_available=not any(file.page for file in finished.run.discovery.files),
    )
    files: list[tuple[Path, str]] = []
    if options.markdown is not None:
        from draftproof.reports.editorial_markdown import render as as_markdown  # noqa: PLC0415 - when wanted

        files.append((options.markdown, "".join(as_markdown(result, style))))
    if options.html is not None:
        from draftproof.reports.editorial_html import render as as_html  # noqa: PLC0415 - when wanted

        files.append((options.html, "".join(as_html(result, style))))
    if options.output is not None:
        files.append((options.output, "".join(render(options.format, result, style))))
    for path, text in files:
        write_report(path, text, finished.run.discovery.files)
    if options.output is None:
        sys.stdout.writelines(render(options.format, result, style))
        sys.stdout.flush()
    for sentence in (*result.errors, *result.notes):
        print(f"draftproof: {neutral(sentence)}", file=sys.stderr)
    said = Style(colour=wants_colour(options.color, sys.stderr, os.environ), quiet=options.quiet)
    if last := summary(result, said):
        print(last, file=sys.stderr)
