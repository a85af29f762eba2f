"""The date of a run. It is an input: static checks never ask the clock themselves."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def date_of_run(option: str | None, environ: Mapping[str, str]) -> datetime.date:
    """``--today``, else ``SOURCE_DATE_EPOCH`` (seconds, UTC), else today in UTC.

    Raises ValueError with a sentence for a date that cannot be read.
    """
    if option is not None:
        try:
            return datetime.date.fromisoformat(option)
        except ValueError:
            raise ValueError(f"--today {option} is no date; write it as 2026-01-31") from None
    return time_of_run(environ).date()


def time_of_run(environ: Mapping[str, str]) -> datetime.datetime:
    """The time that a record carries: ``SOURCE_DATE_EPOCH`` (seconds) where it is set, else now, in UTC.

    Raises ValueError with a sentence for a number that cannot be read.
    """
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"SOURCE_DATE_EPOCH={epoch} is no number of seconds") from None
    return datetime.datetime.now(datetime.UTC)
