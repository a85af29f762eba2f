"""What a lock file says of a model id: pure, shared by the rules and ``catalog impact``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from draftproof.catalogs.lockfile import Entry, LockFile

Standing = Literal["listed", "alias", "announced", "retired", "unlisted", "no-list"]

_LATEST = re.compile(r"(?P<stem>.+?)(?:-latest|-0)?")
_DAY = re.compile(r"-20\d{6}")
_MAX_SPELLINGS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """``spelling`` is the id under which the list has it. ``date`` is when it was or will be retired."""

    standing: Standing
    spelling: str = ""
    entry: Entry | None = None
    date: datetime.date | None = None

    @property
    def vouched(self) -> bool:
        """True where the list knows the id, retired or not."""
        return self.standing not in ("unlisted", "no-list")


def judge_id(
    lock: LockFile | None, text: str, *, wrapped: bool = False, variants: Collection[str] = ()
) -> Verdict:
    """What a lock file says of an id as a sample writes it; ``wrapped`` where a prefix may name the
    provider. ``variants`` are the endings that the provider makes of every id and does not list.

    An announced day counts as reached when the list itself is younger, so that no verdict turns with the
    date of the run.
    """
    if lock is None:
        return Verdict("no-list")
    for name in spellings(text, wrapped=wrapped):
        if name in lock.aliases:
            return Verdict("alias", name)
    if not lock.verifies:
        return Verdict("no-list")
    for name in spellings(text, wrapped=wrapped):
        found = _listed(lock, name, variants)
        if found:
            entry = lock.models[found]
            if entry.retires is None:
                return Verdict("listed", found, entry)
            gone = lock.fetched is not None and entry.retires <= lock.fetched
            return Verdict("retired" if gone else "announced", found, entry, entry.retires)
        if name in lock.retired:
            return Verdict("retired", name, None, lock.retired[name])
    return Verdict("unlisted")


def spellings(text: str, *, wrapped: bool) -> tuple[str, ...]:
    """The ids that a text may stand for: itself, without a resource path, without a wrapper's prefixes."""
    found = [text]
    if text.startswith("models/"):
        found.append(text.removeprefix("models/"))
    if "/models/" in text:
        found.append(text.rpartition("/models/")[2])
    if wrapped:
        rest = text
        while len(found) < _MAX_SPELLINGS and "/" in rest:
            rest = rest.partition("/")[2]
            found.append(rest)
        if text.count(":") >= 1:
            found.append(text.rpartition(":")[2])
    return tuple(dict.fromkeys(name for name in found if name))


def _listed(lock: LockFile, name: str, variants: Collection[str]) -> str:
    """The entry that a name leads to: its own, that of which it is a variant, or the dated one of which it is
    the undated alias.
    """
    if name in lock.models:
        return name
    plain, _, ending = name.rpartition(":")
    if plain in lock.models and (ending in variants or "*" in variants):
        return plain
    stem = _LATEST.fullmatch(name)
    if stem is None or name in lock.retired:
        return ""
    start = stem["stem"]
    dated = (each for each in lock.models if each.startswith(start) and _DAY.fullmatch(each, len(start)))
    return max(dated, default="")
