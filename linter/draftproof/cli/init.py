"""``draftproof init``: a configuration, a hook entry and a CI job for a repository of tutorials."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof import __version__
from draftproof.cli.arguments import Parser
from draftproof.cli.main import CommandError
from draftproof.configuration.loading import find_in
from draftproof.rulebook.model import HOMEPAGE
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.engine.running import Run
    from draftproof.finding import Severity

CONFIGURATION = "draftproof.yaml"
HOOKS = ".pre-commit-config.yaml"

_TEMPLATE = f"""\
# draftproof: {HOMEPAGE}
# Every option and its default: {HOMEPAGE}/blob/main/docs/configuration.md

# The provider whose API the samples call where they do not say it themselves.
# provider: openai

# Folders and files that are not checked.
# exclude: [vendor/, CHANGELOG.md]

# Rules that do not run here; "draftproof rules" lists them.
# ignore: []
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "init",
        "Write draftproof.yaml and the pre-commit entry where they are missing, and count findings.",
        "What is there already is left as it is.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the repository (default: .)",
    )
    parser.add_argument(
        "--ci", choices=["github", "gitlab"], help="write a CI job as well, or print it where its file exists"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Write what is missing, say what was done and what a first check finds; returns the exit code."""
    options = parser().parse_args(arguments)
    folder: Path = options.folder
    if not folder.is_dir():
        raise CommandError(f"{folder}: there is no such folder")
    try:
        print(_configuration(folder, write=not options.dry_run))
        print(_hook(folder, write=not options.dry_run))
        if options.ci:
            from draftproof.cli.ci_jobs import place_job  # noqa: PLC0415 - only with --ci

            print(place_job(options.ci, folder, write=not options.dry_run))
    except OSError as error:
        raise CommandError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from None
    print(_counts(folder))
    return 0


def _configuration(folder: Path, *, write: bool) -> str:
    existing = find_in(folder)
    if existing is not None:
        return f"{existing}: is there already, left as it is"
    path = folder / CONFIGURATION
    if write:
        write_atomically(path, _TEMPLATE.encode())
    return f"{path}: {'written' if write else 'would be written'}"


def _hook(folder: Path, *, write: bool) -> str:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only here
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    path = folder / HOOKS
    entry = {"repo": HOMEPAGE, "rev": f"v{__version__}", "hooks": [{"id": "draftproof"}]}
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if "draftproof" in text:
        return f"{path}: has the hook already, left as it is"
    flush = re.search(r"^repos:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*- ", text, re.MULTILINE)
    yaml.indent(mapping=2, sequence=2 if flush else 4, offset=0 if flush else 2)
    try:
        data: Any = yaml.load(text) if text.strip() else {"repos": []}
    except YAMLError:
        raise CommandError(f"{path} is not valid YAML; repair it first") from None
    if not isinstance(data, dict) or not isinstance(data.get("repos"), list):
        raise CommandError(f"{path} has no list of repos; repair it first")
    data["repos"].append(entry)
    if write:
        from io import StringIO  # noqa: PLC0415

        stream = StringIO()
        yaml.dump(data, stream)
        write_atomically(path, stream.getvalue().encode())
    done = "hook added" if write else "the hook would be added"
    return f'{path}: {done}; "pre-commit install" turns it on'


def _counts(folder: Path) -> str:
    from draftproof.engine.running import Runner, RunOptions  # noqa: PLC0415 - after everything is written
    from draftproof.finding import Severity  # noqa: PLC0415

    finished: Run = Runner(RunOptions(datetime.datetime.now(datetime.UTC).date())).run([str(folder)])
    found = finished.result.findings
    if not finished.result.counts.documents:
        return "no document yet: add one and run draftproof check"
    stopping = {f.path for f in found if f.severity is Severity.ERROR}
    numbers = ", ".join(
        _counted(sum(finding.severity is level for finding in found), level) for level in reversed(Severity)
    )
    return (
        f"{finished.result.counts.documents} documents: {numbers}; the hook would stop a commit of "
        f"{len(stopping)} of them. Run draftproof check {folder} to read them."
    )


def _counted(number: int, level: Severity) -> str:
    return f"{number} {level.label}{'s' if number != 1 and level.label != 'advice' else ''}"
