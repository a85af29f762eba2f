"""The options of ``draftproof catalog`` and of each command below it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _refresh_parser() -> Parser:
    parser = _parser("refresh", "Fetch a provider's list of models and write its lock file.")
    parser.add_argument(
        "--provider",
        action="append",
        metavar="NAME",
        help="whose list, more than once for several (default: those that have a lock file)",
    )
    parser.add_argument(
        "--url", metavar="URL", help="where the list is, for mirrors: https, or http on this machine"
    )
    parser.add_argument("--key-env", metavar="NAME", help="the environment variable that holds the key")
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=60.0,
        metavar="SECONDS",
        help="give up after this time (default: 60)",
    )
    parser.add_argument(
        "--use-proxies", action="store_true", help="use the proxies that the environment names"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where the list differs"
    )
    return parser


def _add_parser() -> Parser:
    parser = _parser("add", "Take a private alias into a lock file, so that it is never called unknown.")
    parser.add_argument("id", metavar="ID", help="the alias, as samples write it")
    parser.add_argument(
        "--reason", required=True, metavar="TEXT", help="why it is right, for whoever reads the file"
    )
    parser.add_argument(
        "--provider", metavar="NAME", help="at whom it is used (default: the configured provider)"
    )
    return parser


def _import_parser() -> Parser:
    parser = _parser(
        "import", "Take a list of models out of a file; it takes the place of the list that was there."
    )
    parser.add_argument(
        "file", metavar="FILE", help="JSON as a provider sends it, or one id a line; - for standard input"
    )
    parser.add_argument(
        "--provider", metavar="NAME", help="whose list it is (default: the configured provider)"
    )
    parser.add_argument(
        "--source", metavar="TEXT", help="where the list comes from (default: the name of the file)"
    )
    return parser


def _show_parser() -> Parser:
    parser = _parser("show", "What the lock files hold.")
    parser.add_argument("--provider", metavar="NAME", help="the list of this provider, with every id")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    return parser


def _impact_parser() -> Parser:
    parser = _parser(
        "impact", "Which articles use ids that are retired, end on an announced day, or are not listed."
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    return parser


def _parser(name: str, description: str) -> Parser:
    parser = Parser(f"catalog {name}", description)
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DIR",
        help="the folder of the project (default: that of the configuration)",
    )
    parser.add_argument(
        "--today", metavar="DATE", help="the date of the run, as 2026-01-31 (default: today in UTC)"
    )
    return parser


PARSERS: Mapping[str, Callable[[], Parser]] = {
    "refresh": _refresh_parser,
    "add": _add_parser,
    "import": _import_parser,
    "show": _show_parser,
    "impact": _impact_parser,
}
"""The options of each command below this one."""
