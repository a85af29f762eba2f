"""``draftproof init``: a repository of tutorials adopts draftproof.

It writes what is missing, a configuration, a hook entry, a CI job, a baseline, asks nothing that it can see,
and leaves what is there.

The provider that nearly all samples show becomes the configured one, though ``verify`` asks it too: it is
named in the output, lies in a file that somebody reads and commits, and comes out of draftproof's own list.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.cli.additions import Addition, carry_out, check, left_alone, new_file
from draftproof.cli.arguments import Parser
from draftproof.cli.ci_jobs import JOBS, job_addition, other_addition, other_service, services_of
from draftproof.cli.first_look import (
    has_baseline,
    look,
    requests_by_provider,
    usual_provider,
    write_baseline,
)
from draftproof.cli.hook_entry import hook_addition
from draftproof.configuration.loading import find_in, is_top
from draftproof.engine.dates import date_of_run
from draftproof.engine.project_files import BASELINE_NAME, PROJECT_FOLDER
from draftproof.reports.terminal import neutral
from draftproof.rulebook.model import HOMEPAGE
from draftproof.usage import CommandError

if TYPE_CHECKING:
    import argparse
    import datetime
    from collections.abc import Iterator, Sequence

CONFIGURATION = "draftproof.yaml"
_SHOWN_PROVIDERS = 3

_TEMPLATE = f"""\
# draftproof: {HOMEPAGE}
# Every option and its default: {HOMEPAGE}/blob/main/docs/configuration.md

# The provider whose API the samples call where they do not say it themselves, and whom live checks ask.
{{provider}}

# Folders and files that are not checked.
# exclude: [vendor/, CHANGELOG.md]

# Rules that do not run here; "draftproof rules" lists them.
# ignore: []
"""

_EPILOG = """\
What is there already is left as it is, and a second run changes nothing. Nothing is sent, except by
--catalog. The baseline accepts what is found today, credentials excepted; draftproof check --no-baseline
shows it.

exit codes:
  0  done, whatever was found
  1  a list of models could not be fetched; nothing was written
  2  usage, configuration or internal error
"""


def parser() -> Parser:
    """The options of the command."""
    parser = Parser(
        "init",
        "Write a configuration, the pre-commit entry, a CI job and a baseline where they are missing.",
        _EPILOG,
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the root of the repository (default: .)",
    )
    parser.add_argument(
        "--ci",
        choices=[*JOBS, "none"],
        help="the service to write a CI job for (default: the one that the repository shows)",
    )
    parser.add_argument(
        "--catalog",
        action="append",
        metavar="PROVIDER",
        help="fetch the provider's list of models as well, which uses the network; may be repeated",
    )
    parser.add_argument(
        "--no-baseline", dest="baseline", action="store_false", help="accept nothing of what is found today"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    return parser


def run(arguments: Sequence[str]) -> int:
    """Write what is missing, say what was done and what a first check finds; returns the exit code."""
    options = parser().parse_args(arguments)
    folder, write = _root(options.folder), not options.dry_run
    try:
        today = date_of_run(None, os.environ)
    except ValueError as error:
        raise CommandError(str(error)) from None
    asked = requests_by_provider(folder, today)
    provider = usual_provider(asked) if find_in(folder) is None else ""
    additions = [_configuration(folder, provider), hook_addition(folder), *_jobs(options.ci, folder)]
    baseline = folder / PROJECT_FOLDER / BASELINE_NAME
    for addition in (*additions, left_alone(baseline) if has_baseline(folder) else new_file(baseline, b"")):
        check(addition, folder)
    if code := _fetched(folder, options.catalog or (), write=write):
        return code
    for addition in additions:
        if write:
            _written(addition, folder)
        print(addition.line(write=write))
    if not options.ci and len(additions) == 2:
        print(f'no CI service is seen here: "draftproof init --ci {"|".join(JOBS)}" writes a job')
    code = _findings(folder, today, provider, options)
    for line in _lists(folder, asked):
        print(line)
    for addition in additions:
        if addition.by_hand:
            print(f"\nadd this to {neutral(str(addition.path))}:\n\n{addition.by_hand}", end="")
    return code


def _root(folder: Path) -> Path:
    """The folder, if hooks and jobs can stand there. Raises CommandError."""
    if not folder.is_dir():
        raise CommandError(f"{folder}: there is no such folder")
    top = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stands where it stands
    own = top
    while not is_top(top):
        top = top.parent
    if top != own and os.path.lexists(top / ".git"):
        raise CommandError(f"{folder} lies inside of a repository: hooks and jobs belong in its root, {top}")
    return folder


def _configuration(folder: Path, provider: str) -> Addition:
    existing = find_in(folder)
    if existing is not None:
        return left_alone(existing)
    line = f"provider: {provider}" if provider else "# provider: openai"
    more = f", with the provider that most samples ask: {provider}" if provider else ""
    return new_file(folder / CONFIGURATION, _TEMPLATE.replace("{provider}", line).encode(), more)


def _jobs(wanted: str | None, folder: Path) -> Iterator[Addition]:
    """The jobs for the services that were named, or that the repository shows."""
    if wanted is None and (other := other_service(folder)) is not None:
        yield other_addition(other)
    services = services_of(folder) if wanted is None else (wanted,)
    yield from (job_addition(service, folder) for service in services if service in JOBS)


def _written(addition: Addition, folder: Path) -> None:
    try:
        carry_out(addition, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"{error.filename or addition.path} cannot be written: {reason}") from None


def _fetched(folder: Path, names: Sequence[str], *, write: bool) -> int:
    """Fetch the lists that were asked for and are not there yet; an exit code."""
    from draftproof.catalogs.lockfile import lock_path  # noqa: PLC0415 - YAML

    missing = []
    for name in dict.fromkeys(names):
        try:
            path = lock_path(folder, name)
        except ValueError as error:
            raise CommandError(f"--catalog: {error}") from None
        if os.path.lexists(path):
            print(left_alone(path).line(write=write))
        elif write:
            missing.append(name)
        else:
            print(f"{neutral(str(path))}: would be fetched")
    if not missing:
        return 0
    from draftproof.cli.catalog import run as run_catalog  # noqa: PLC0415 - the network

    providers = [part for name in missing for part in ("--provider", name)]
    code = run_catalog(["refresh", *providers, "--folder", str(folder)])
    if code:
        print(
            "draftproof: nothing else was written; without --catalog, init needs no network", file=sys.stderr
        )
    return code


def _findings(folder: Path, today: datetime.date, provider: str, options: argparse.Namespace) -> int:
    """Say what is found today, and write the baseline that accepts it; an exit code."""
    write = not options.dry_run
    found = look(folder, today, provider if provider and not write else None)
    faults = found.errors
    if not found.documents and not faults:
        print("no document yet: add one and run draftproof check")
        return 0
    print(f"found: {found.sentence}")
    baseline = folder / PROJECT_FOLDER / BASELINE_NAME
    stopped = found.stopped
    if has_baseline(folder):
        print(left_alone(baseline).line(write=write))
    elif options.baseline and found.acceptable and not faults:
        if not write:
            print(f"{neutral(str(baseline))}: would be written, with all of it but credentials")
            return 0
        accepted = write_baseline(folder, today)
        for note in accepted.notes:
            print(f"{neutral(note)}; draftproof check --no-baseline shows what it holds back")
        faults = accepted.errors
        stopped = look(folder, today).stopped
    print(_stopping(len(stopped), found.credentials))
    for fault in faults:
        print(f"draftproof: {neutral(fault)}", file=sys.stderr)
    return 2 if faults else 0


def _stopping(files: int, credentials: int) -> str:
    """What the hook would say today."""
    if not files:
        return "the hook would stop no commit"
    said = f"the hook would stop a commit of {files} {'file' if files == 1 else 'files'}"
    if credentials:
        found = "1 credential" if credentials == 1 else f"{credentials} credentials"
        said += (
            f", for {found} that a first baseline does not accept: withdraw what is "
            'real, then "draftproof check --fix" puts placeholders in their place'
        )
    return said


def _lists(folder: Path, asked: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A sentence about the lists of models that are not there yet."""
    from draftproof.rulebook.loading import builtin_rulebook  # noqa: PLC0415 - only to know addresses

    there = {path.stem for path in (folder / PROJECT_FOLDER / "models").glob("*.yaml")}
    missing = [name for name, _ in asked if name not in there][:_SHOWN_PROVIDERS]
    known = builtin_rulebook().knowledge.providers
    offered = [name for name in missing if name in known and known[name].catalog]
    if not missing:
        return
    said = f"no list of models yet for {', '.join(missing)}: "
    if offered:
        provider = known[offered[0]]
        said += f'"draftproof catalog refresh --provider {offered[0]}" fetches one'
        if provider.catalog.get("auth", "none") != "none" and provider.env:
            said += f" with the key in {min(provider.env)}"
        said += ", "
    yield f'{said}"draftproof catalog import FILE --provider {(offered or missing)[0]}" reads one from a file'
