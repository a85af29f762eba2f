"""``draftproof rules``: the rulebook as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser
from draftproof.cli.rulebooks import current_rulebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.rulebook.model import Rule


def parser() -> Parser:
    """The options of the command."""
    parser = Parser("rules", "List the rules: code, name, severity, and whether they run by default.")
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="how to print them (default: text)"
    )
    return parser


def run(arguments: Sequence[str]) -> int:
    """Print every rule; returns the exit code."""
    options = parser().parse_args(arguments)
    rules = current_rulebook().rules
    if options.format == "json":
        from draftproof.reports.serialise import dumps  # noqa: PLC0415 - only for this format

        print(dumps([as_data(rule) for rule in rules], indent=2))
        return 0
    width = max(len(rule.name) for rule in rules)
    family = ""
    for rule in sorted(rules, key=lambda rule: (rule.family, rule.code)):
        if rule.family != family:
            family = rule.family
            print(f"{family}:")
        notes = "" if rule.default else "  (opt-in)"
        print(f"  {rule.code}  {rule.name.ljust(width)}  {rule.severity.label}{notes}")
    print('\n"draftproof explain CODE" prints the page of a rule.')
    return 0


def as_data(rule: Rule) -> dict[str, object]:
    """A rule as plain data, as ``--format json`` prints it."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.label,
        "confidence": rule.confidence.label,
        "default": rule.default,
        "fix": rule.fix,
        "message": rule.messages["message"],
        "help": rule.help,
        "since": rule.since,
        "url": rule.url,
        "sources": [{"title": s.title, "url": s.url, "accessed": s.accessed} for s in rule.sources],
    }
