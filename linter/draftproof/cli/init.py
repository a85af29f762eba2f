"""``draftproof init``: a configuration, a hook entry and a CI job for a repository of tutorials."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof import __version__
from draftproof.cli.arguments import Parser
from draftproof.cli.first_look import has_baseline, look, look_again, providers, write_baseline
from draftproof.cli.main import CommandError
from draftproof.configuration.loading import find_in
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.rulebook.model import HOMEPAGE
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONFIGURATION = "draftproof.yaml"
HOOKS = ".pre-commit-config.yaml"

CLEAR = 0.8
"""The share of the requests from which on one provider is taken for the provider of the samples."""
ENOUGH = 3
"""Requests from which on that can be said."""

_TEMPLATE = f"""\
# draftproof: {HOMEPAGE}
# Every option and its default: {HOMEPAGE}/blob/main/docs/configuration.md

# The provider whose API the samples call where they do not say it themselves.
{{provider}}

# Folders and files that are not checked.
# exclude: [vendor/, CHANGELOG.md]

# Rules that do not run here; "draftproof rules" lists them.
# ignore: []
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "init",
        "Write a configuration, the pre-commit entry and a baseline where they are missing.",
        "What is there already is left as it is. Nothing is sent, except by --catalog. The baseline accepts\n"
        "what is found today, credentials excepted; draftproof check --no-baseline shows it.",
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
    parser.add_argument(
        "--catalog",
        metavar="PROVIDER",
        help="fetch the provider's list of models as well; uses the network",
    )
    parser.add_argument(
        "--no-baseline", dest="baseline", action="store_false", help="accept nothing of what is found today"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Write what is missing, say what was done and what a first check finds; returns the exit code."""
    options = parser().parse_args(arguments)
    folder: Path = options.folder
    if not folder.is_dir():
        raise CommandError(f"{folder}: there is no such folder")
    today = datetime.datetime.now(datetime.UTC).date()
    asked = providers(folder, today)
    try:
        print(_configuration(folder, asked, write=not options.dry_run))
        print(_hook(folder, write=not options.dry_run))
        if options.ci or (options.ci is None and not options.dry_run):
            _ci(options.ci, folder, write=not options.dry_run)
    except OSError as error:
        raise CommandError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from None
    code = _catalog(folder, options.catalog, asked, write=not options.dry_run)
    for line in _found(folder, today, baseline=options.baseline, write=not options.dry_run):
        print(line)
    return code


def _configuration(folder: Path, asked: Sequence[tuple[str, int]], *, write: bool) -> str:
    existing = find_in(folder)
    if existing is not None:
        return f"{existing}: is there already, left as it is"
    path = folder / CONFIGURATION
    provider = _usual(asked)
    line = f"provider: {provider}" if provider else "# provider: openai"
    if write:
        write_atomically(path, _TEMPLATE.replace("{provider}", line).encode())
    seen = f", with the provider that most samples ask: {provider}" if provider else ""
    return f"{path}: {'written' if write else 'would be written'}{seen}"


def _usual(asked: Sequence[tuple[str, int]]) -> str:
    """The provider that the samples plainly mean, "" where it is not plain."""
    total = sum(number for _, number in asked)
    return asked[0][0] if total >= ENOUGH and asked[0][1] >= CLEAR * total else ""


def _ci(service: str | None, folder: Path, *, write: bool) -> None:
    """Write the job that was asked for, or say which one would fit what is there."""
    from draftproof.cli.ci_jobs import place_job, service_of  # noqa: PLC0415 - only here

    if service is not None:
        print(place_job(service, folder, write=write))
    elif seen := service_of(folder):
        print(f'this repository is built by {seen}: "draftproof init --ci {seen}" writes a job for it')


def _catalog(folder: Path, provider: str | None, asked: Sequence[tuple[str, int]], *, write: bool) -> int:
    """Fetch the list that was asked for, or say what is missing; an exit code."""
    if provider is not None and write:
        from draftproof.cli.catalog import run as run_catalog  # noqa: PLC0415 - only with --catalog

        return run_catalog(["refresh", "--provider", provider, "--folder", str(folder)])
    there = {path.stem for path in (folder / PROJECT_FOLDER / "models").glob("*.yaml")}
    missing = [name for name, _ in asked if name not in there]
    if missing:
        command = f"draftproof catalog refresh --provider {missing[0]}"
        print(f"no list of models yet for {', '.join(missing[:3])}: {command} fetches one")
    return 0


def _found(folder: Path, today: datetime.date, *, baseline: bool, write: bool) -> Iterator[str]:
    """Sentences about what is found today, and the baseline that accepts it."""
    found = look(folder, today)
    if not found.documents:
        yield "no document yet: add one and run draftproof check"
        return
    documents = f"{found.documents} document{'' if found.documents == 1 else 's'}"
    yield f"{documents}: {found.counted}; the hook would stop a commit of {found.stopped} of them"
    if has_baseline(folder):
        yield f"{folder / PROJECT_FOLDER / BASELINE_NAME}: is there already, left as it is"
    elif baseline and found.acceptable and not write:
        yield f"{folder / PROJECT_FOLDER / BASELINE_NAME}: would be written"
    elif baseline and found.acceptable:
        yield from write_baseline(folder, today)
        left = look_again(folder, today)
        yield f"the hook would now stop a commit of {left} of them; credentials are never accepted"
    yield f"draftproof check{'' if folder == Path() else f' {folder}'} --no-baseline shows what there is"


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
