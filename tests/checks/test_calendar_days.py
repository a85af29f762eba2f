"""Dates as people write them: which days they can mean."""

from __future__ import annotations

import datetime

import pytest

from draftproof.checks.calendar_days import Written, read_date

MONTHS = {"january": 1, "jan": 1, "february": 2, "december": 12}


def days(*texts: str) -> tuple[datetime.date, ...]:
    return tuple(map(datetime.date.fromisoformat, texts))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-01-31", days("2026-01-31")),
        ("31.01.2026", days("2026-01-31")),
        ("06/07/2026", days("2026-06-07", "2026-07-06")),
        ("07/07/2026", days("2026-07-07")),
        ("January 31st, 2026", days("2026-01-31")),
        ("31 of Jan. 2026", days("2026-01-31")),
        ("2026-13-45", ()),
        ("2026-02-30", ()),
        ("1989-12-31", ()),
        ("1990-01-01", days("1990-01-01")),
        ("2999-12-31", days("2999-12-31")),
        ("3000-01-01", ()),
    ],
)
def test_a_day(text: str, wanted: tuple[datetime.date, ...]) -> None:
    assert read_date(text, MONTHS) == Written(wanted)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01", "2026-01-01", "2026-01-31"),
        ("2026/02", "2026-02-01", "2026-02-28"),
        ("February 2028", "2028-02-01", "2028-02-29"),
        ("December, 2026", "2026-12-01", "2026-12-31"),
    ],
)
def test_a_month_is_its_first_day_and_its_last(text: str, first: str, last: str) -> None:
    assert read_date(text, MONTHS) == Written(days(first, last), month=True)


def test_a_month_that_no_calendar_has() -> None:
    assert read_date("2026-13", MONTHS) == Written((), month=True)


def test_the_newest_day_that_is_not_ahead() -> None:
    (june, july) = days("2026-06-07", "2026-07-06")
    either = Written((june, july))
    day = datetime.timedelta(days=1)
    assert either.newest(june - day) is None
    assert either.newest(june) == either.newest(july - day) == june
    assert either.newest(july) == either.newest(july + day) == july
    first, last = days("2026-01-01", "2026-01-31")
    month = Written((first, last), month=True)
    assert month.newest(first - day) is None
    assert [month.newest(today) for today in (first, last - day, last, last + day)] == [
        first,
        last - day,
        last,
        last,
    ]
    assert Written((), month=True).newest(first) is None


def test_a_date_names_its_days_and_a_month_none() -> None:
    (day,) = days("2026-01-31")
    assert Written((day,)).names(day)
    assert not Written((day,), month=True).names(day)
    assert not Written((day,)).names(day + datetime.timedelta(days=1))
