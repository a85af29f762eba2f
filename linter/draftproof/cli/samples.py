"""``draftproof samples``: what was understood of every code sample, and what was not."""

from __future__ import annotations

import datetime
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser
from draftproof.engine.running import Runner, RunOptions, unusable
from draftproof.engine.settling import Settler
from draftproof.reports.samples import sample_lines, sample_records
from draftproof.reports.terminal import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = """\
exit codes:
  0  done
  2  usage, configuration or internal error
  3  a path does not exist, or a folder holds no document
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "samples",
        "Show what was understood of every code sample: requests, fields, what is read back.",
        _EPILOG,
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; - for standard input (default: .)"
    )
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print them (default: text)"
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="use this configuration everywhere")
    parser.add_argument("--isolated", action="store_true", help="use no configuration at all")
    parser.add_argument("--stdin-filename", metavar="NAME", help="the name that standard input goes by")
    parser.add_argument("--verbose", action="store_true", help="list samples that speak of no API as well")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the samples of the documents; returns the exit code: 0, 2 for a configuration, 3 for paths."""
    options = parser().parse_args(arguments)
    runner = Runner(
        RunOptions(
            datetime.date.min,
            config=options.config,
            isolated=options.isolated,
            stdin_filename=options.stdin_filename,
        )
    )
    discovery, documents, errors = runner.facts_of(options.paths or ["."])
    statuses: Counter[str] = Counter()
    as_json = options.format == "json"
    separator = ""
    if as_json:
        sys.stdout.write('{"samples": [')
    for facts in documents:
        settler = Settler(facts, facts.document.path)
        records = list(sample_records(facts, settler.masked))
        statuses.update(record["status"] for record in records)
        if as_json:
            for record in records:
                sys.stdout.write(f"{separator}\n{json.dumps(record)}")
                separator = ","
        else:
            sys.stdout.writelines(sample_lines(records, everything=options.verbose))
    if as_json:
        sys.stdout.write("\n]}\n")
    sys.stdout.flush()
    for sentence in (*errors, *unusable(discovery)):
        print(f"draftproof: {neutral(sentence)}", file=sys.stderr)
    counted = ", ".join(f"{statuses[name]} {name}" for name in ("understood", "partial", "unread", "none"))
    blocks = "code block" if statuses.total() == 1 else "code blocks"
    print(f"draftproof: {statuses.total()} {blocks}: {counted}.", file=sys.stderr)
    return 2 if errors else 3 if discovery.missing or discovery.empty else 0
