"""``draftproof catalog``: model lists of providers, kept in lock files beside the configuration."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.catalogs.folder import load_catalogs, read_lock
from draftproof.catalogs.lockfile import LockError, LockFile, dumped, is_id, lock_path, refreshed
from draftproof.catalogs.no_keys import is_key, without_keys
from draftproof.catalogs.shapes import ShapeError, listing_of_text
from draftproof.checks.facts import DEFAULT_PROVIDER
from draftproof.cli.arguments import run_below, today_of
from draftproof.cli.catalog_options import PARSERS
from draftproof.configuration.loading import shown_path
from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.dataclass import dataclass
from draftproof.faults import fit_to_say
from draftproof.opening import UnusableTextError, named_text
from draftproof.reports.terminal import neutral
from draftproof.usage import CommandError
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    import argparse
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from draftproof.catalogs.fetching import Origin
    from draftproof.samples.knowledge import Provider

DIFFERS = 1
MAX_IMPORT = 32_000_000

_OVERVIEW = """\
usage: draftproof catalog refresh|add|import|show|impact [OPTION]...

Keeps dated lists of model ids in .draftproof/models/, a lock file for each provider.

  refresh  fetch the list of a provider (the only one that uses the network)
  add      take a private alias, with its reason
  import   take a list out of a file: JSON as a provider sends it, or one id a line
  show     what the lock files hold
  impact   which articles use ids that are retired or not listed

exit codes: 0 done, 1 something differs or cannot be used, 2 usage or configuration
"draftproof catalog refresh --help" tells more."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folder in which the lock files lie, and the provider where none is named."""

    folder: Path
    provider: str


def run(arguments: Sequence[str]) -> int:
    """Run one of the commands below ``catalog``; returns the exit code."""
    return run_below("catalog", _OVERVIEW, _COMMANDS, arguments)


def _refresh(arguments: Sequence[str]) -> int:
    options = PARSERS["refresh"]().parse_args(arguments)
    project = _project(options)
    names = options.provider or _locked(project) or [project.provider]
    if options.url and len(names) != 1:
        raise CommandError("--url is for one provider; name it with --provider")
    today = today_of(options)
    return max(_refresh_one(project, name, options, today) for name in dict.fromkeys(names))


def _refresh_one(project: Project, name: str, options: argparse.Namespace, today: datetime.date) -> int:
    from draftproof.catalogs.fetching import FetchError, fetch, key_from  # noqa: PLC0415 - the network
    from draftproof.network.client import Limits  # noqa: PLC0415

    path, old = _path(project, name), _old(project, name)
    origin = _origin(name, options)
    try:
        key = key_from(origin, os.environ)
    except FetchError as error:
        raise CommandError(f"{name}: {error}") from None
    limits = Limits(total=options.timeout, idle=min(20.0, options.timeout))
    try:
        models, left_out = fetch(origin, key, limits, use_proxies=options.use_proxies)
    except FetchError as error:
        kept = f"; {shown_path(path)} is as it was" if old else ""
        _say(f"{name}: {error}{kept}")
        return DIFFERS
    source = fit_to_say(origin.url.partition("?")[0])
    fit = without_keys(models)
    new = refreshed(old, name, fit, written_by="draftproof catalog refresh", source=source, today=today)
    return _replace(path, old, new, left_out + len(models) - len(fit), write=not options.check)


def _origin(name: str, options: argparse.Namespace) -> Origin:
    """Where to ask. A key goes to the provider's own address, elsewhere only where the command line names
    its variable.
    """
    from draftproof.catalogs.fetching import Origin  # noqa: PLC0415
    from draftproof.network.addresses import AddressError, checked  # noqa: PLC0415

    provider = _providers().get(name)
    catalog = provider.catalog if provider is not None else {}
    url = options.url or catalog.get("url")
    if not url:
        raise CommandError(
            f'no address of a list is known for "{name}"; give it with --url, or use "catalog import"'
        )
    try:
        checked(url)
    except AddressError as error:
        raise CommandError(f"{name}: {error}") from None
    auth = catalog.get("auth", "none")
    if options.key_env:
        return Origin(url, "bearer" if auth == "none" else auth, (options.key_env,))
    if options.url:
        return Origin(url)
    return Origin(url, auth, tuple(sorted(provider.env)) if provider is not None else ())


def _import(arguments: Sequence[str]) -> int:
    options = PARSERS["import"]().parse_args(arguments)
    project = _project(options)
    name = options.provider or project.provider
    path, old = _path(project, name), _old(project, name)
    try:
        listing = listing_of_text(_content(options.file))
    except ShapeError as error:
        _say(f"{options.file}: {error}")
        return DIFFERS
    source = (
        options.source
        or f"imported from {'standard input' if options.file == '-' else Path(options.file).name}"
    )
    writer = "draftproof catalog import"
    fit = without_keys(listing.models)
    new = refreshed(old, name, fit, written_by=writer, source=source, today=today_of(options))
    return _replace(path, old, new, listing.left_out + len(listing.models) - len(fit), write=True)


def _content(file: str) -> str:
    try:
        return named_text(file, MAX_IMPORT)
    except UnusableTextError as error:
        raise CommandError(f"{file} {error}") from None


def _replace(path: Path, old: LockFile | None, new: LockFile, left_out: int, *, write: bool) -> int:
    """Put a new list in the place of the old one and say what changed."""
    before = old.models if old is not None else {}
    added, gone = new.models.keys() - before.keys(), before.keys() - new.models.keys()
    changed = sum(before[each] != new.models[each] for each in before.keys() & new.models.keys())
    notes = [f"{len(added)} new", f"{len(gone)} gone"] + ([f"{changed} changed"] if changed else [])
    if left_out:
        notes.append(f"{left_out} left out: no id that can be used")
    if write:
        _write(path, new)
    last = "" if write else "; nothing written"
    print(neutral(f"{shown_path(path)}: {len(new.models)} models ({', '.join(notes)}){last}"))
    for each in sorted(gone):
        print(neutral(f"  gone: {each}"))
    return DIFFERS if not write and (added or gone or changed) else 0


def _add(arguments: Sequence[str]) -> int:
    options = PARSERS["add"]().parse_args(arguments)
    project = _project(options)
    name = options.provider or project.provider
    reason = " ".join(options.reason.split())
    if is_key(options.id):
        raise CommandError("this has the shape of a credential and is not written down; withdraw it")
    if not is_id(options.id):
        raise CommandError("this is no model id: visible ASCII characters without spaces, at most 200")
    if not reason:
        raise CommandError("--reason needs a text")
    path = _path(project, name)
    old = _old(project, name) or LockFile(name, "draftproof catalog add")
    # A list keeps the name of what fetched it: an alias makes no list younger or truer.
    _write(path, replace(old, aliases={**old.aliases, options.id: reason}))
    print(neutral(f"{shown_path(path)}: {options.id} added"))
    return 0


def _show(arguments: Sequence[str]) -> int:
    options = PARSERS["show"]().parse_args(arguments)
    project = _project(options)
    from draftproof.catalogs.showing import as_data, as_text  # noqa: PLC0415 - only for this command

    catalogs = load_catalogs(project.folder)
    paths = [_path(project, options.provider)] if options.provider else list(catalogs.paths)
    locks: list[LockFile] = []
    code = 0
    for path in paths:
        try:
            locks.append(read_lock(path))
        except LockError as error:
            _say(
                f"{shown_path(path)}:{error.line}:{error.column}: {error.message}"
                if path.exists()
                else f"{shown_path(path)}: there is no such lock file"
            )
            code = DIFFERS
    today = today_of(options)
    if options.format == "json":
        import json  # noqa: PLC0415 - only for this format

        print(json.dumps([as_data(lock, today) for lock in locks], indent=2))
    elif not paths:
        print('no lock file yet: "draftproof catalog refresh" fetches a list')
    else:
        print(
            "\n".join(
                neutral(line) for lock in locks for line in as_text(lock, today, ids=bool(options.provider))
            )
        )
    return code


def _impact(arguments: Sequence[str]) -> int:
    from draftproof.catalogs.impact import impact_of  # noqa: PLC0415 - reads and understands documents
    from draftproof.engine.running import Runner, RunOptions, unusable  # noqa: PLC0415

    options = PARSERS["impact"]().parse_args(arguments)
    runner = Runner(RunOptions(today_of(options)))
    discovery, facts, faults = runner.facts_of(options.paths or ["."])
    uses = impact_of(facts)
    for sentence in (*faults, *unusable(replace(discovery, empty=()))):
        _say(sentence)
    if faults or discovery.missing:
        return 2
    if options.format == "json":
        from draftproof.reports.serialise import dumps  # noqa: PLC0415 - only for this format

        print(dumps([each.as_data() for each in uses], indent=2))
    else:
        for each in uses:
            print("\n".join(neutral(line) for line in each.as_lines()))
        if not uses:
            print("no article uses an id that the lock files call retired or do not list")
    return DIFFERS if any(each.standing != "announced" for each in uses) else 0


def _project(options: argparse.Namespace) -> Project:
    start = options.folder or Path.cwd()
    if not start.is_dir():
        raise CommandError(f"{start}: there is no such folder")
    resolver = ConfigurationResolver()
    configuration = resolver.for_folder(start)
    if configuration is None:
        raise CommandError("the configuration cannot be used\n" + "\n".join(resolver.errors))
    folder = Path(os.path.abspath(start)) if options.folder else configuration.folder  # noqa: PTH100 - links stay
    return Project(folder, configuration.settings.provider or DEFAULT_PROVIDER)


def _providers() -> Mapping[str, Provider]:
    from draftproof.rulebook.loading import builtin_rulebook  # noqa: PLC0415 - only to know addresses

    return builtin_rulebook().knowledge.providers


def _locked(project: Project) -> list[str]:
    """The providers whose lock file has a list that a refresh wrote."""
    locks = load_catalogs(project.folder).locks
    return sorted(name for name, lock in locks.items() if lock.written_by.endswith("refresh"))


def _path(project: Project, name: str) -> Path:
    try:
        path = lock_path(project.folder, name)
    except ValueError as error:
        raise CommandError(str(error)) from None
    if not path.resolve().is_relative_to(project.folder.resolve()):
        raise CommandError(f"{shown_path(path)} is a link that leads out of the project")
    return path


def _old(project: Project, name: str) -> LockFile | None:
    path = _path(project, name)
    if not path.exists():
        return None
    try:
        return read_lock(path)
    except LockError as error:
        place = f"{shown_path(path)}:{error.line}:{error.column}"
        raise CommandError(
            f"{place}: {error.message}; mend or delete the file first: its aliases would be lost"
        ) from None


def _write(path: Path, lock: LockFile) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, dumped(lock).encode())
    except OSError as error:
        raise CommandError(f"{shown_path(path)} cannot be written: {error.strerror or error}") from None


def _say(sentence: str) -> None:
    print(f"draftproof: {neutral(sentence)}", file=sys.stderr)


_COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "refresh": _refresh,
    "add": _add,
    "import": _import,
    "show": _show,
    "impact": _impact,
}
