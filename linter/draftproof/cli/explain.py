"""``draftproof explain CODE``: the page of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser
from draftproof.cli.rulebooks import current_rulebook
from draftproof.cli.rules import as_data
from draftproof.reports.terminal import inert, neutral
from draftproof.usage import CommandError, check_selectors

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "explain", "Print the page of a rule: what it does, why, examples, how to mend it, sources."
    )
    parser.add_argument("code", metavar="CODE", help="the code or the name of a rule")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print it (default: text)"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print the documentation of a rule; returns the exit code."""
    options = parser().parse_args(arguments)
    rulebook = current_rulebook()
    rule = rulebook.find(options.code) or rulebook.find(options.code.upper())
    if rule is None:
        check_selectors("explain", (options.code,), rulebook)
        codes = ", ".join(each.code for each in rulebook.rules if each.matches(options.code))
        raise CommandError(f'"{options.code}" names several rules: {codes}')
    try:
        page = Path(rule.document).read_text(encoding="utf-8").partition("\n---\n")[2].strip()
    except OSError as error:
        raise CommandError(f"{rule.document} cannot be read: {error.strerror or error}") from None
    if options.format == "json":
        import json  # noqa: PLC0415 - only for this format

        print(json.dumps({**as_data(rule), "page": page}, indent=2))
        return 0
    fix = "" if rule.fix == "none" else f", {rule.fix} fix"
    default = "" if rule.default else ", opt-in"
    print(f"{rule.severity.label}, {rule.confidence.label} confidence{fix}{default}; family {rule.family}\n")
    print("\n".join(map(_harmless, page.split("\n"))))
    return 0


def _harmless(line: str) -> str:
    """A line of a page with nothing in it that acts: a pack may come from anybody. Tabs stay."""
    return inert("\t".join(map(neutral, line.split("\t"))))
