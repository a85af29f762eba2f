"""The lock files of a configuration's folder, read when a rule first asks."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.lockfile import FOLDER, MAX_BYTES, LockError, LockFile, lock_of, parsed
from draftproof.dataclass import dataclass
from draftproof.opening import regular_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Catalogs:
    """Lock files by provider. ``paths`` are all files that were found, also those that cannot be used."""

    locks: Mapping[str, LockFile] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()


NO_CATALOGS = Catalogs()


def load_catalogs(folder: Path, *, use_cache: bool = True) -> Catalogs:
    """The lock files below a folder. A file that cannot be used is left to MDL003, which says so."""
    try:
        paths = tuple(sorted((folder / FOLDER).glob("*.yaml"))[:MAX_FILES])
    except OSError:
        return NO_CATALOGS
    locks: dict[str, LockFile] = {}
    for path in paths:
        try:
            lock = read_lock(path, use_cache=use_cache)
        except LockError:
            continue
        locks[lock.provider] = lock
    return Catalogs(locks, paths)


def read_lock(path: Path, *, use_cache: bool = True) -> LockFile:
    """The lock file at a path. Raises LockError with a place, also for a file that cannot be read."""
    try:
        text = regular_bytes(path, MAX_BYTES + 1).decode("utf-8-sig")
    except OSError as error:
        raise LockError(f"the file cannot be read: {error.strerror or 'unknown reason'}") from None
    except UnicodeDecodeError:
        raise LockError("the file is not UTF-8") from None
    lock = lock_of(_plain(text, path.name, use_cache=use_cache))
    if lock.provider != path.stem:
        raise LockError(f'the file is called "{path.name}" and speaks of the provider "{lock.provider}"')
    return lock


def _plain(text: str, name: str, *, use_cache: bool) -> dict[str, Any]:
    """What the text holds; from the cache where it was read before: YAML costs a tenth of a second."""
    import hashlib  # noqa: PLC0415 - only where there is a lock file

    from draftproof.cache import compiled  # noqa: PLC0415

    key = hashlib.sha256(b"draftproof-lock-1\0" + text.encode()).hexdigest()
    result: dict[str, Any] = compiled("lock", key, lambda: parsed(text, name), use=use_cache)
    return result
