"""Documents that are staged and that the working tree does not have: moved or deleted after ``git add``."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.engine.changes import ChangesError, staged_and_absent
from draftproof.engine.discovery import ENDINGS, NEVER_SEARCHED, FoundFile, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draftproof.configuration.resolving import ConfigurationResolver
    from draftproof.engine.discovery import Discovery


def with_staged(
    discovery: Discovery, arguments: Sequence[str], resolver: ConfigurationResolver, endings: Sequence[str]
) -> Discovery:
    """What was found, and what a commit would hold below the arguments that no search can find.

    What git cannot say here, it cannot say of the files that were found either: the run ends there.
    """
    found: dict[str, FoundFile] = {}
    named: set[str] = set()
    for argument in arguments:
        top = os.path.realpath(argument)
        try:
            absent = staged_and_absent(top)
        except ChangesError:
            continue
        for path in absent:
            is_named = path == top
            if not (is_named or path.startswith(top.rstrip(os.sep) + os.sep)):
                continue
            file = _file(path, top, resolver, (*ENDINGS, *endings), is_named=is_named)
            if file is not None:
                found[path] = file
                named |= {shown_path(argument, os.fspath(Path.cwd()))} if is_named else set()
    if not found:
        return discovery
    files = sorted((*discovery.files, *found.values()), key=lambda file: file.shown)
    missing = tuple(each for each in discovery.missing if each not in named)
    return replace(discovery, files=tuple(files), missing=missing, empty=() if found else discovery.empty)


def _file(
    path: str, top: str, resolver: ConfigurationResolver, endings: Sequence[str], *, is_named: bool
) -> FoundFile | None:
    configuration = resolver.for_file(Path(path))
    if configuration is None or configuration.excludes(path):
        return None
    below = Path(path[len(top) :]).parts[:-1]
    wanted = path.lower().endswith(tuple(endings)) or configuration.includes(path)
    if not is_named and (not wanted or NEVER_SEARCHED.intersection(below)):
        return None
    shown = shown_path(path, os.path.realpath(Path.cwd()))
    return FoundFile(path, shown, configuration, named=is_named)
