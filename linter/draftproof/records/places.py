"""Where the record of an article lies, and which article a record is of. Nothing here touches a file.

In the evidence folder of the configuration's folder, as ``.draftproof/evidence/<path>.evidence.json``, or
beside the article. The record for another provider than the article's own has that provider's name in its
own: ``<path>.<provider>.evidence.json``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, Literal

RecordPlace = Literal["folder", "beside"]

FOLDER: Final = Path(".draftproof") / "evidence"
SUFFIX: Final = ".evidence.json"
_PROVIDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,8}")


class PlaceError(ValueError):
    """A path that no record belongs to: one sentence."""


def is_record_path(path: str) -> bool:
    """True for the path of an evidence record."""
    return path.lower().endswith(SUFFIX)


def record_path(folder: Path, article: Path, place: RecordPlace = "folder", provider: str = "") -> Path:
    """Where the record of an article lies. ``folder`` is that of the configuration, ``article`` relative to
    it or absolute. ``provider`` is "" for the article's own.

    Raises PlaceError for an article outside of the folder and for a name that could lead elsewhere.
    """
    inside = relative(folder, article)
    if provider and not _PROVIDER.fullmatch(provider):
        raise PlaceError("this is no name of a provider: small letters, digits and hyphens")
    name = f"{inside.name}.{provider}{SUFFIX}" if provider else f"{inside.name}{SUFFIX}"
    base = folder / FOLDER if place == "folder" else folder
    return base / inside.parent / name


def articles_of(folder: Path, record: Path) -> tuple[tuple[Path, str], ...]:
    """The articles that a record can be of, each with the provider in the record's name, the likeliest first.

    A name like ``a.openai.evidence.json`` can be of ``a.openai`` or, for the provider, of ``a``.
    Raises PlaceError for a record outside of the folder.
    """
    inside = relative(folder, record)
    if not is_record_path(inside.name):
        raise PlaceError("this is no evidence record: its name does not end in .evidence.json")
    if inside.is_relative_to(FOLDER):
        inside = inside.relative_to(FOLDER)
    name = inside.name[: -len(SUFFIX)]
    stem, dot, last = name.rpartition(".")
    found = [(folder / inside.parent / name, "")] if name else []
    if dot and stem and _PROVIDER.fullmatch(last):
        found.append((folder / inside.parent / stem, last))
    return tuple(found)


def relative(folder: Path, path: Path) -> Path:
    """The path relative to the folder, without ``..``. Raises PlaceError where it leads out of it."""
    base = os.path.abspath(folder)  # noqa: PTH100 - a link is judged where it stands
    absolute = os.path.abspath(folder / path)  # noqa: PTH100
    prefix = base.rstrip(os.sep) + os.sep
    if not absolute.startswith(prefix):
        raise PlaceError(f"it lies outside of {base}")
    return Path(absolute[len(prefix) :])


def leads_outside(folder: Path, path: Path) -> bool:
    """True where links lead a path out of the folder. The one look at the file system."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
