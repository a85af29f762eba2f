"""Lock files as documents of their own: too old, or of no use (MDL003)."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.lockfile import (
    FOLDER,
    WRITERS,
    LockError,
    LockFile,
    date_span,
    lock_of,
    parsed,
)
from draftproof.catalogs.policy import age_problem, max_age
from draftproof.finding import WHOLE_FILE, Hit, Severity
from draftproof.text.source import Span

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from draftproof.checks.facts import Facts

__all__ = ["age_problem", "is_lock_file", "is_sound", "stale_catalog"]


def is_lock_file(path: str) -> bool:
    """True for the path of a lock file."""
    pure = PurePosixPath(path)
    return pure.suffix == ".yaml" and pure.parent.parts[-2:] == FOLDER.parts


def is_sound(lock: LockFile, today: datetime.date, options: Mapping[str, Any]) -> bool:
    """True for a lock file, in its place, that the tool wrote and that is not too old."""
    return lock.written_by in WRITERS and lock.age(today) <= max_age(options)


def stale_catalog(facts: Facts, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A lock file that is older than the policy, at its date; one of no use, where it is wrong."""
    if not is_lock_file(facts.document.path):
        return
    source = facts.document.source
    try:
        lock = lock_of(parsed(source.text, source.name))
    except LockError as error:
        yield Hit(
            WHOLE_FILE,
            source.line_span(min(error.line, source.line_count())),
            "broken",
            {"fault": error.message},
            Severity.WARNING,
        )
        return
    yield from _faults(lock, facts, max_age(options))


def _faults(lock: LockFile, facts: Facts, limit: int) -> Iterator[Hit]:
    text = facts.document.source.text
    place = Span(*date_span(text))
    values = {
        "provider": lock.provider,
        "date": str(lock.fetched),
        "days": str(lock.age(facts.today)),
        "limit": str(limit),
    }
    if lock.provider != PurePosixPath(facts.document.path).stem:
        yield Hit(WHOLE_FILE, place, "misplaced", values, Severity.WARNING)
    elif lock.written_by not in WRITERS:
        yield Hit(WHOLE_FILE, place, "unwritten", values, Severity.WARNING)
    elif lock.age(facts.today) > limit:
        yield Hit(WHOLE_FILE, place, values=values)
