"""The shapes in which lists of models come: CometAPI's and OpenAI's JSON, or one id a line. Nothing in them
is trusted.
"""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from draftproof.catalogs.kinds import kind_of_record
from draftproof.catalogs.lockfile import Entry, is_id
from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MODELS = 50_000
_DATES = ("expiration_date", "deprecation_date", "shutdown_date", "retires", "deprecation")


class ShapeError(ValueError):
    """An answer that is no list of models: one sentence that quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. ``left_out`` counts entries without an id that can be used; ``after`` asks for the
    next page.
    """

    models: Mapping[str, Entry]
    left_out: int = 0
    after: str = ""


def listing_of(data: Any) -> Listing:
    """The models in a provider's answer. Raises ShapeError."""
    after = ""
    records = data
    if isinstance(data, dict):
        if data.get("success") is False or isinstance(data.get("error"), dict):
            raise ShapeError("the answer is an error, not a list of models")
        records = data.get("data")
        if data.get("has_more") is True:
            last = data.get("last_id")
            if not isinstance(last, str) or not is_id(last):
                raise ShapeError("the list goes on, and the answer does not say where")
            after = last
        total = data.get("total")
        if (
            isinstance(records, list)
            and isinstance(total, int)
            and not isinstance(total, bool)
            and total > len(records)
        ):
            raise ShapeError(
                f"the answer holds {len(records):,} of {total:,} models; a part of a list verifies nothing"
            )
    if not isinstance(records, list):
        raise ShapeError(
            'the answer is no list of models: neither a list nor an object with a list called "data"'
        )
    if len(records) > MAX_MODELS:
        raise ShapeError(f"the answer lists more than {MAX_MODELS:,} models")
    models: dict[str, Entry] = {}
    left_out = 0
    for record in records:
        name, entry = _entry(record)
        if is_id(name):
            models[name] = entry
        else:
            left_out += 1
    if not models:
        raise ShapeError("the answer lists no model")
    return Listing(models, left_out, after)


def listing_of_text(text: str) -> Listing:
    """The models in a file: JSON of either shape, or one id a line with ``#`` for remarks. Raises
    ShapeError.
    """
    if text.lstrip()[:1] in ("{", "["):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise ShapeError("the file begins like JSON and is none that can be read") from None
        listing = listing_of(data)
        if listing.after:
            raise ShapeError("the file is one page of a longer list; a part of a list verifies nothing")
        return listing
    if _is_one_value(text):
        raise ShapeError("the file holds a single JSON value, and no list of models")
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    names = [line for line in lines if line and not line.startswith("#")]
    for name in names:
        if not is_id(name):
            raise ShapeError(
                f"line {_line_of(text, name)} of the file is no model id: one id a line is wanted"
            )
    return listing_of(names)


def _is_one_value(text: str) -> bool:
    """True for ``null``, ``true``, a number, a quoted text: what is left of an answer that had no list."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _line_of(text: str, name: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if name in line), 1)


def _entry(record: Any) -> tuple[str, Entry]:
    if isinstance(record, str):
        return record, Entry()
    if not isinstance(record, dict):
        raise ShapeError("an entry of the list is neither an id nor an object with an id")
    name = record.get("id")
    if not isinstance(name, str):
        return "", Entry()
    return name, Entry(kind_of_record(record), _retirement(record))


def _retirement(record: Mapping[str, Any]) -> datetime.date | None:
    for name in _DATES:
        value = record.get(name)
        if isinstance(value, str) and len(value) < 40:
            try:
                return datetime.date.fromisoformat(value[:10])
            except ValueError:
                continue
    return None
