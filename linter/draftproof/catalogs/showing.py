"""A lock file for people and for scripts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from draftproof.catalogs.lockfile import LockFile


def as_text(lock: LockFile, today: datetime.date, *, ids: bool) -> Iterator[str]:
    """A few lines about a lock file; with ``ids`` every id of it."""
    if lock.fetched is None:
        yield f"{lock.provider}: no list yet"
    else:
        verb = "" if lock.verifies else '; verifies nothing: "draftproof catalog" did not write it'
        when = f"{lock.fetched} ({lock.age(today)} days ago)"
        yield f"{lock.provider}: {len(lock.models)} models, {when}, {lock.source}{verb}"
        kinds = Counter(entry.kind or "kind unknown" for entry in lock.models.values())
        if kinds:
            yield "  " + ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    if ids:
        for name, entry in sorted(lock.models.items()):
            end = f"  ends {entry.retires}" if entry.retires else ""
            yield f"  {name}  {entry.kind}{end}".rstrip()
    yield from (f"  {name}  retired, not listed since {day}" for name, day in sorted(lock.retired.items()))
    yield from (f"  {name}  alias: {reason}" for name, reason in sorted(lock.aliases.items()))


def as_data(lock: LockFile, today: datetime.date) -> dict[str, object]:
    """A lock file as plain data."""
    return {
        "provider": lock.provider,
        "source": lock.source,
        "fetched": lock.fetched.isoformat() if lock.fetched else None,
        "age_days": lock.age(today) if lock.fetched else None,
        "written_by": lock.written_by,
        "verifies": lock.verifies,
        "models": [
            {
                "id": name,
                "kind": entry.kind or None,
                "retires": entry.retires.isoformat() if entry.retires else None,
            }
            for name, entry in sorted(lock.models.items())
        ],
        "retired": {name: day.isoformat() for name, day in sorted(lock.retired.items())},
        "aliases": dict(sorted(lock.aliases.items())),
    }
