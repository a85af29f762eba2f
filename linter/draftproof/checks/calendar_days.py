"""Dates as people write them, and the days that they can mean."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from draftproof.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEARS = range(1990, 3000)
"""No page of the Web was read before; an earlier year, or one far ahead, is a slip of the pen."""
_NUMBERS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """The days that a written date can mean, ascending; none where there is no such day.

    ``06/07/2026`` can mean two. ``month`` when only a month is given: the days are its first and its last.
    """

    days: tuple[datetime.date, ...]
    month: bool = False

    def newest(self, today: datetime.date) -> datetime.date | None:
        """The latest day that is not after ``today``, None where every one is."""
        if self.month and self.days and self.days[0] <= today:
            return min(self.days[-1], today)
        return max((day for day in self.days if day <= today), default=None)

    def names(self, day: datetime.date) -> bool:
        """True when the date can mean that very day; a month names none."""
        return not self.month and day in self.days


def date_pattern(months: Mapping[str, int]) -> str:
    """A pattern of written dates without groups, those included that no calendar has (``2026-13-45``)."""
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    month = rf"(?i:{names})\b\.?"
    day = r"[0-9]{1,3}(?i:st|nd|rd|th)?"
    return (
        r"(?<![0-9])(?:"
        r"[0-9]{4,6}(?:-[0-9]{1,3}-[0-9]{1,3}|/[0-9]{1,3}/[0-9]{1,3}|\.[0-9]{1,3}\.[0-9]{1,3}|[-/][0-9]{1,2})"
        r"|[0-9]{1,3}(?:-[0-9]{1,3}-|/[0-9]{1,3}/|\.[0-9]{1,3}\.)[0-9]{4,6}"
        rf"|{month}\s{{1,3}}{day},?\s{{1,3}}[0-9]{{4}}"
        rf"|{day}\s{{1,3}}(?:of\s{{1,3}})?{month},?\s{{1,3}}[0-9]{{4}}"
        rf"|{month},?\s{{1,3}}[0-9]{{4}}"
        r")(?![0-9])"
    )


def read_date(text: str, months: Mapping[str, int]) -> Written:
    """The days that a text of ``date_pattern`` can mean."""
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    named = next((months[w] for word in _WORD.findall(text) if (w := word.lower()) in months), None)
    if named is not None:
        if len(numbers) == 1:
            return _whole_month(numbers[0], named)
        return _days((numbers[-1], named, numbers[0]))
    if len(numbers) == 2:
        return _whole_month(*numbers)
    first, second, third = numbers
    if first > third:
        return _days((first, second, third))
    return _days((third, first, second), (third, second, first))


def _whole_month(year: int, month: int) -> Written:
    first = _days((year, month, 1)).days
    if not first:
        return Written((), month=True)
    following = (first[0] + datetime.timedelta(days=31)).replace(day=1)
    return Written((*first, following - datetime.timedelta(days=1)), month=True)


def _days(*readings: tuple[int, int, int]) -> Written:
    days: set[datetime.date] = set()
    for year, month, day in readings:
        if year in _YEARS:
            with suppress(ValueError, OverflowError):
                days.add(datetime.date(year, month, day))
    return Written(tuple(sorted(days)))
