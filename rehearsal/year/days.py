"""The fiscal year 2016 in Hanamaki, written down by hand: the replay judges the rules and shares nothing with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from issuance.domain.values import JAPAN_TIME

FIRST, LAST = date(2016, 4, 1), date(2017, 3, 31)

HOLIDAYS = frozenset(
    {
        date(2016, 4, 29),
        date(2016, 5, 3),
        date(2016, 5, 4),
        date(2016, 5, 5),
        date(2016, 7, 18),
        date(2016, 8, 11),
        date(2016, 9, 19),
        date(2016, 9, 22),
        date(2016, 10, 10),
        date(2016, 11, 3),
        date(2016, 11, 23),
        date(2016, 12, 23),
        date(2017, 1, 1),
        date(2017, 1, 2),  # for New Year's Day, which was a Sunday
        date(2017, 1, 9),
        date(2017, 2, 11),
        date(2017, 3, 20),
    }
)
"""The official calendar of holidays as the Cabinet Office published it for 2016 and 2017."""

NO_SERVICE = frozenset(date(2016, 12, 29) + timedelta(days) for days in range(6))
"""29 December to 3 January."""
OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 15)
"""The counter. Assumed: the sheet gives only the end of the family register's hours, 17:15."""


def days() -> Iterator[date]:
    """Every day of the year."""
    return (FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1))


def is_office_day(day: date) -> bool:
    """Whether the city hall was open."""
    return day.weekday() < 5 and day not in HOLIDAYS and day not in NO_SERVICE


def is_in_office_hours(moment: datetime) -> bool:
    """Whether the resident could have gone to the counter."""
    here = moment.astimezone(JAPAN_TIME)
    return is_office_day(here.date()) and OFFICE_OPENS <= here.time() < OFFICE_CLOSES


def in_japan(day: date, at: time) -> datetime:
    """That moment in Japan."""
    return datetime.combine(day, at, JAPAN_TIME)
