"""A cache of compiled data, keyed by content: without it everything works, only slower."""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from draftproof.engine.digests import digest_of
from draftproof.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400.0
"""Seconds. What is used is marked as used, and the folder tidied, once in so long."""
_TIDIED = "tidied"


def cache_folder() -> Path | None:
    """``$DRAFTPROOF_CACHE_DIR``, else ``draftproof`` in the user's cache folder.

    None without a home, and for a folder in which somebody else could write: who does decides what is found.
    """
    folder = _chosen_folder()
    return folder if folder is not None and _is_ours(folder) else None


def _is_ours(folder: Path) -> bool:
    """True for a folder that is still to be made, and for one that is the user's or the system's and that not
    everybody can write to.
    """
    if not hasattr(os, "geteuid"):
        return True
    try:
        state = os.stat(folder)  # noqa: PTH116 - at every start
    except OSError:
        return True
    return state.st_uid in (0, os.geteuid()) and not state.st_mode & stat.S_IWOTH


def _chosen_folder() -> Path | None:
    if chosen := os.environ.get("DRAFTPROOF_CACHE_DIR"):
        return Path(chosen)
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "draftproof"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "draftproof"
    return None


def compiled(kind: str, key: str, build: Callable[[], Any], *, use: bool = True) -> Any:
    """What ``build`` returns, from the cache where it holds it. Errors of ``build`` pass through."""
    folder = cache_folder() if use else None
    if folder is None:
        return build()
    path = folder / f"{kind}-{key[:40]}.json"
    with suppress(OSError, ValueError, RecursionError):
        entry = json.loads(unsealed(path.read_bytes()))
        if isinstance(entry, dict) and entry.get("key") == key and "value" in entry:
            mark_used(path)
            return entry["value"]
    value = build()
    with suppress(OSError):
        store(path, json.dumps({"key": key, "value": value}, ensure_ascii=False).encode())
    return value


def store(path: Path, content: bytes) -> None:
    """Write a file of the cache, sealed. Raises OSError. Its folder is the user's alone: it quotes drafts."""
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    write_atomically(path, digest_of(content).encode() + b"\n" + content, lasting=False)


def unsealed(data: bytes) -> bytes:
    """What ``store`` was given. Raises ValueError for anything that it did not write as it stands here."""
    digest, _, content = data.partition(b"\n")
    if digest != digest_of(content).encode():
        raise ValueError("this is no file of the cache, or a broken one")
    return content


def mark_used(path: Path) -> None:
    """Say that something in the cache is of use still. Nothing is written more often than once a day."""
    with suppress(OSError):
        if time.time() - os.stat(path).st_mtime > DAY:  # noqa: PTH116 - at every start
            os.utime(path)


def keep_tidy(folder: Path) -> None:
    """Remove from a cache folder what nobody uses any more; looked for once a day at most."""
    mark = folder / _TIDIED
    with suppress(OSError):
        try:
            if -DAY < time.time() - os.stat(mark).st_mtime < DAY:  # noqa: PTH116 - as above
                return
            os.utime(mark)
        except FileNotFoundError:
            mark.touch()
        from draftproof.tidying import tidy  # noqa: PLC0415 - once a day

        tidy(folder, time.time())
