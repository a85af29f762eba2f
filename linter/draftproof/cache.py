"""A cache of compiled data, keyed by content: without it everything works, only slower."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def cache_folder() -> Path | None:
    """``$DRAFTPROOF_CACHE_DIR``, else ``draftproof`` in the user's cache folder; None without a home."""
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
        entry = json.loads(path.read_bytes())
        if isinstance(entry, dict) and entry.get("key") == key and "value" in entry:
            return entry["value"]
    value = build()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps({"key": key, "value": value}, ensure_ascii=False).encode())
    return value


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part. Raises OSError.

    An existing file keeps its permissions; a new one has those that the user's mask allows.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_mask())
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
