"""Files that are no documents but change what is said about documents.

A hook passes whatever changed. A configuration, a lock file or a baseline named outright stands for the
folder that it governs: everything in it is checked again.
"""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from draftproof.configuration.loading import PYPROJECT, YAML_NAMES, project_of
from draftproof.dataclass import dataclass
from draftproof.records.places import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from draftproof.configuration.model import Configuration

PROJECT_FOLDER = ".draftproof"
BASELINE_NAME = "baseline.txt"


@dataclass(frozen=True, slots=True)
class Governed:
    """The arguments with such files replaced; ``folders`` are those that came in their place, as shown."""

    arguments: tuple[str, ...]
    folders: frozenset[str]


def governed(arguments: Sequence[str]) -> Governed:
    """Replace every project file among the arguments by its folder."""
    found: list[str] = []
    folders: set[str] = set()
    for argument in arguments:
        folder = _folder_of(argument)
        if folder is None:
            found.append(argument)
        else:
            folders.add(folder)
    extra = sorted(folder for folder in folders if folder not in found)
    return Governed((*found, *extra), frozenset(extra))


def keeps_records(configuration: Configuration) -> bool:
    """True where there can be evidence records: one look, so that other projects pay nothing for them."""
    return configuration.settings.evidence_place == "beside" or (configuration.folder / FOLDER).is_dir()


def packs_of(configuration: Configuration) -> tuple[Path, ...]:
    """The folders of the packs of rules that a configuration names. Raises RulebookError for one outside of
    the project: who sends a configuration does not choose what else of this machine is read.
    """
    folder = configuration.folder
    packs = tuple(folder / pack for pack in configuration.settings.rules)
    outside = tuple(pack for pack in packs if not _lies_in(pack, project_of(folder, folder)))
    if outside:
        from draftproof.rulebook.errors import RulebookError, RuleError  # noqa: PLC0415 - only to refuse

        said = "a pack of rules lies in the project of the configuration that names it; this one does not"
        raise RulebookError(tuple(RuleError(str(pack), 1, 1, said) for pack in outside))
    if configuration.path is not None and (missing := [pack for pack in packs if not pack.is_dir()]):
        from draftproof.rulebook.errors import RulebookError, RuleError  # noqa: PLC0415 - only to refuse

        place = str(configuration.path)
        said = 'no folder of rules is called "{}", which "rules" names'
        names = (str(pack.relative_to(folder)) for pack in missing)
        raise RulebookError(tuple(RuleError(place, 1, 1, said.format(name)) for name in names))
    return packs


def _lies_in(path: Path, folder: str) -> bool:
    return (os.path.realpath(path) + os.sep).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def _folder_of(argument: str) -> str | None:
    path = PurePath(argument)
    if path.name in (*YAML_NAMES, PYPROJECT):
        return path.parent.as_posix()
    if PROJECT_FOLDER in path.parts and path.suffix in (".yaml", ".txt"):
        index = path.parts.index(PROJECT_FOLDER)
        return PurePath(*path.parts[:index]).as_posix() if index else "."
    return None
