"""``draftproof test-rules``: a rule pack's own examples, run as tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.arguments import Parser
from draftproof.reports.terminal import neutral
from draftproof.usage import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = "exit codes: 0 every example holds, 1 one does not, 2 the rules cannot be used"


def parser() -> Parser:
    """The options of the command."""
    parser = Parser("test-rules", "Run the examples in the pages of a rule pack.", _EPILOG)
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="a folder of rules (default: the built-in ones)"
    )
    parser.add_argument("--quiet", action="store_true", help="print only what fails")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run the examples of the built-in rules or of a pack; 0 when all hold, 1 when one does not."""
    options = parser().parse_args(arguments)
    from draftproof.rulebook.errors import RulebookError  # noqa: PLC0415
    from draftproof.rulebook.examples import ExampleRunner, examples_of, missing_examples  # noqa: PLC0415 - after --help
    from draftproof.rulebook.loading import builtin_folder, rulebook_with  # noqa: PLC0415
    from draftproof.rulebook.pack_files import pack_files  # noqa: PLC0415

    own = options.folder is not None and options.folder.resolve() != builtin_folder().resolve()
    try:
        rulebook = rulebook_with([options.folder] if own else [])
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None
    runner = ExampleRunner(rulebook)
    failed = total = 0
    rules = [r for r in rulebook.rules if not own or Path(r.document).is_relative_to(options.folder)]
    if not rules and not pack_files(options.folder):
        raise CommandError(f"{options.folder}: no rules in this folder")
    for rule in rules:
        examples = examples_of(rule)
        faults = [
            *missing_examples(rule),
            *(fault for example in examples for fault in runner.faults(example)),
        ]
        total += len(examples)
        failed += len(faults)
        if not options.quiet or faults:
            print(f"{'FAILED' if faults else 'ok':6}  {rule.code}  {rule.name}  ({len(examples)} examples)")
        for fault in faults:
            print(f"        {neutral(fault)}")
    print(f"{total} examples, {failed} failed")
    return 1 if failed else 0
