"""Rows to records: one an article and provider, written only where something was sent."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from draftproof.catalogs.policy import max_age
from draftproof.configuration.loading import shown_path
from draftproof.dataclass import dataclass
from draftproof.live.targets import FAMILY
from draftproof.opening import regular_bytes
from draftproof.records.consistency import consistency_problems, worst
from draftproof.records.model import OUTCOMES, Record, SampleEntry
from draftproof.records.places import PlaceError, record_path
from draftproof.records.reading import MAX_BYTES, RecordError, form_problems, record_of
from draftproof.records.sanitation import sanitation_problems
from draftproof.records.writing import dumped
from draftproof.text.guarding import Guard
from draftproof.text.json_nodes import parse
from draftproof.writing import is_led_out, write_atomically

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from draftproof.checks.facts import Facts
    from draftproof.engine.discovery import FoundFile
    from draftproof.live.results import Row
    from draftproof.live.targets import Target
    from draftproof.records.model import ModelSource, Outcome
    from draftproof.text.secret import Secret

_STANDING: Final[tuple[ModelSource, ...]] = (
    "not-run",
    "unlisted",
    "stale-model-list",
    "command-line",
    "embedded-server",
    "verified-current-model-list",
)
"""Where a model id comes from, the least sure first."""
_NARROW: Final = "A compatibility signal under the tested setup, and nothing beyond it."


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the record of an article lies, and the record that lies there; no path where there is no place.

    ``reason`` says why there is none.
    """

    path: Path | None
    old: Record | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The records that were written, as paths to show, why others have no place, and those that could not be
    written.
    """

    paths: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def keeping_of(file: FoundFile, provider: str, configured: str, folder: Path | None) -> Keeping:
    """Where the record of a document for a provider lies. ``folder`` takes the place of the evidence folder;
    ``configured`` is the article's own provider.
    """
    if file.stdin:
        return Keeping(None, reason="standard input has no place for a record")
    base = file.configuration.folder
    name = "" if provider == configured else provider
    try:
        path = record_path(base, file.path, file.settings().evidence_place, name)
        if folder is not None:
            inside = record_path(base, file.path, "beside", name).relative_to(base)
            path = Path(os.path.abspath(folder)) / inside  # noqa: PTH100 - links stay
        elif is_led_out(path, (base, Path.cwd())):
            return Keeping(None, reason=f"{file.shown}: its record would lie outside of the project")
    except PlaceError as error:
        return Keeping(None, reason=f"{file.shown}: it can have no record here: {error}")
    return Keeping(path, _read(path))


def _read(path: Path) -> Record | None:
    try:
        return record_of(regular_bytes(path, MAX_BYTES + 1).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, RecordError):
        return None


def vouched_shapes(keeping: Keeping, target: Target, facts: Facts) -> frozenset[str]:
    """The shapes that an article's record still vouches for: passed, not too old, with this provider.

    A record of the embedded server vouches for nothing but the embedded server.
    """
    record = keeping.old
    if record is None or record.docs_url != target.docs_url or record.endpoint_family != FAMILY:
        return frozenset()
    if (record.model_id_source == "embedded-server") != target.embedded:
        return frozenset()
    if record.error_path_result not in ("pass", "not-run"):
        return frozenset()
    rule = facts.rulebook.find("stale-record")
    limit = max_age(rule.options if rule is not None else {})
    checked = facts.today.fromisoformat(record.checked_at[:10])
    if not 0 <= (facts.today - checked).days <= limit:
        return frozenset()
    return frozenset(entry.shape for entry in record.samples if entry.result == "pass")


def write_records(
    rows: Sequence[Row],
    targets: Mapping[str, Target],
    keepings: Mapping[str, Keeping],
    now: datetime.datetime,
    keys: Iterable[Secret],
) -> Written:
    """Write a record for every article of which something was sent; one that cannot be leaves the others."""
    guard = Guard(keys)
    written: list[str] = []
    left: list[str] = []
    faults: list[str] = []
    for article, group in groupby(rows, key=lambda row: row.sample.article):
        own = list(group)
        keeping = keepings[article]
        if not any(_was_sent(row) for row in own):
            continue
        if keeping.path is None:
            left.append(keeping.reason)
            continue
        text = _checked(record_for(own, targets[article], keeping.old, now), guard)
        shown = shown_path(keeping.path)
        try:
            keeping.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(keeping.path, text.encode())
        except OSError as error:
            faults.append(f"{shown} cannot be written: {error.strerror or 'unknown reason'}")
            continue
        written.append(shown)
    return Written(tuple(written), tuple(left), tuple(faults))


def record_for(rows: Sequence[Row], target: Target, old: Record | None, now: datetime.datetime) -> Record:
    """The record of an article: as good as its worst sample. What an earlier record vouched for is kept, and
    then the earlier time holds for the whole.
    """
    earlier = {entry.shape: entry for entry in old.samples} if old is not None else {}
    entries = tuple(_entry(row, earlier) for row in rows)
    kept = old is not None and any(row.kept for row in rows)
    fresh = [row for row in rows if not row.kept]
    deciding = min(fresh, key=lambda row: OUTCOMES.index(row.happy))
    sources = [row.sample.model_source for row in fresh if _was_sent(row)]
    errors = [row.error for row in fresh if _was_sent(row)]
    made = Record(
        checked_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        docs_url=target.docs_url,
        endpoint_family=FAMILY,
        stream_enabled=True,
        model_id_source=min(sources, key=_STANDING.index),
        happy_path_result=worst(tuple(entry.result for entry in entries)),
        error_path_result=_both(errors),
        terminal_state=deciding.terminal_state,
        notes=_notes(rows),
        samples=entries,
    )
    if not kept or old is None:
        return made
    return replace(
        made,
        checked_at=min(made.checked_at, old.checked_at),
        model_id_source=min(made.model_id_source, old.model_id_source, key=_STANDING.index),
        error_path_result=_both([made.error_path_result, old.error_path_result]),
    )


def _checked(record: Record, guard: Guard) -> str:
    """The text of a record that passes the rules about records, without its remarks where only so.

    Raises RuntimeError where it does not even then: nothing is written that its own check would flag.
    """
    for made in (record, replace(record, notes=_NARROW)):
        text = dumped(made)
        root = parse(text)
        problems = (*form_problems(root), *sanitation_problems(root), *consistency_problems(root, made))
        if not problems and not guard.holds(text):
            return text
    raise RuntimeError("the record would not pass its own check")


def _both(errors: Sequence[Outcome]) -> Outcome:
    asked = [error for error in errors if error != "not-run"]
    return worst(tuple(asked)) if asked else "not-run"


def _was_sent(row: Row) -> bool:
    return not row.kept and row.happy != "not-run"


def _entry(row: Row, earlier: Mapping[str, SampleEntry]) -> SampleEntry:
    sample = row.sample
    if row.kept and sample.shape in earlier:
        return replace(earlier[sample.shape], sample=sample.index, line=sample.line, cell=sample.cell)
    return SampleEntry(
        sample.index,
        sample.line,
        sample.cell,
        sample.shape,
        row.happy,
        row.stage if row.happy != "pass" else "",
        row.events,
        row.terminal,
    )


def _notes(rows: Sequence[Row]) -> str:
    """A summary out of closed wording: counts, and what was observed."""
    shapes = {row.sample.shape for row in rows if row.happy != "not-run"}
    idle = sum(row.happy == "not-run" for row in rows)
    parts = [_NARROW, f"{_count(len(rows), 'sample')}, {_count(len(shapes), 'request shape')}."]
    if idle:
        parts.append(f"{idle} not run.")
    parts += [
        f"{note[:1].upper()}{note[1:]}." for note in dict.fromkeys(n for row in rows for n in row.notes)
    ]
    return " ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
